"""How politely a line speaks to the other: です・ます, 요 and 니다, Sie, vous, usted, Lei, 您."""

import re
import unicodedata
from functools import lru_cache

from kaiwa.languages.sentences import split_sentences

_END = r"[\s。．.!！?？…~〜ー\"”」』)）☆♪]*$"
_JA_POLITE = re.compile(
    r"(?:です|ます|ません|でした|ました|ましょう|でしょう|ください|下さい|ございます|お願いします|ませんか|ますか)"
    r"(?:か|ね|よ|よね|が|けど|けれど|けれども|から|ので|のに|って|わ|し|かね)?" + _END
)
_JA_POLITE_ANYWHERE = re.compile(
    r"(?:です|ます|ません|でした|ました|ましょう|でしょう|ください|下さい|くださ|すみません|ございま)"
)
_JA_PLAIN = re.compile(
    r"(?:ちょうだい|だ|だよ|だね|だな|だって|だった|じゃん|じゃない|ない|なかった|たい|たの|よね|いい|の|てる|"
    r"てた|ちゃった|して|くれ|くれる|いよ|いね|"
    r"うん|ううん|かな|かも|るよ|るね|たよ|たね|ろ|よう|おう|[うくすつぬむるぐぶ]|った|んだ|いた|した|きた|べた|"
    r"った|[^まで]した|[えけせてねべめれげ]て|って|んで|[かしたさな]い|ぞ|ぜ|さ|な)"
    r"(?:か|よ|ね|の|な|けど|から|し|かな)?" + _END
)
_KO_POLITE = re.compile(r"(?:요|니다|니까|십시오|시오|죠|네요|세요|까요)" + _END)
_KO_PLAIN = re.compile(r"(?:[워려러쳐져셔겨켜데나아어여해돼줘봐와가자야지니냐네래게걸까다군마걔너응])" + _END)
_PATTERNS = {
    "de": (
        r"\b(?:Ihnen|Ihre[mnrs]?|Ihr)\b|(?<!^)(?<![.!?:„\"] )\bSie\b|^Sie\b(?! \w+t\b| war\b)|\b(?:[a-zäöüß]+e?n|"
        r"sind) Sie\b|\b(?:[Hh]aben|[Kk]önn(?:t)?en|[Mm]öchten|[Ss]ind) Sie\b",
        r"\b(?:du|dich|dir|dein\w*|euch|ihr|euer|eure\w*|hast|bist|kannst|magst|willst|möchtest|könntest|würdest|"
        r"weißt|gehst|kommst)\b",
    ),
    "fr": (
        r"\b(?:vous|votre|vos|veuillez|pourriez|auriez|voudriez|excusez)\b",
        r"\b(?:tu|toi|ton|ta|tes|te)\b|\bt['’]\w|s['’]il te",
    ),
    "es": (
        r"\b(?:usted|ustedes|disculpe|perdone|oiga|dígame|tenga|permítame|mire|traiga|tráigame|póngame|deme|déme|"
        r"dígale|venga|siéntese|pase)\b"
        r"|\bme (?:puede|podría|da|pone|trae|dice|cobra|ayuda)\b|\b(?:podría|puede|quiere|tiene|sabe) (?:usted|"
        r"decirme|darme|traerme|ayudarme|repetir|hablar|recomendarme|indicarme|ponerme|cobrarme)",
        r"\b(?:tú|tu|tus|te|ti|contigo|tuy[oa]s?|vos|oye|mira|dime|perdona|disculpa|puedes|podrías|quieres|tienes|"
        r"sabes|eres|estás|vas|ponme|dame|ven|vale tío|vosotros|vuestr[oa]s?)\b",
    ),
    "it": (
        r"(?<!^)\b(?:Lei|La|Le|Suo|Sua|Suoi|Sue)\b(?! [A-Z])|\b(?i:scusi|mi scusi|senta|mi dica|prenda|venga|"
        r"potrebbe|vorrebbe|guardi|mi dia|mi porti|si accomodi|arrivederla|prego signor[ae]?|signor[ae]?)\b|^(?:Lei|"
        r"Le)\b|\b(?i:può|sa|ha) (?:dirmi|darmi|aiutarmi|portarmi|ripetere|consigliarmi|parlare|farmi)",
        r"\b(?:tu|te|ti|tuo|tua|tuoi|tue|scusa|senti|dimmi|dammi|guarda|puoi|potresti|vuoi|hai|sei|sai|vieni|vai|"
        r"prendi|ciao)\b",
    ),
    "zh": (r"您|请问|劳驾|贵姓|請問|勞駕|貴姓", r"你|咱|哥们|亲爱的"),
}  # fmt: skip


@lru_cache(maxsize=4096)
def politeness(text: str, language: str) -> str | None:
    """'polite', 'casual', or None when the line shows neither or both; always None for en.

    ja by です and ます at a sentence's end against plain forms, ko by 요 and 니다 against 반말, the others
    by the pronoun, its verb forms and set phrases. French vous for several people counts as polite.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if language == "ja":
        return _decided(_votes(plain, "ja", _JA_POLITE, _JA_PLAIN), bool(_JA_POLITE_ANYWHERE.search(plain)))
    if language == "ko":
        return _decided(_votes(plain, "ko", _KO_POLITE, _KO_PLAIN), False)
    if language not in _PATTERNS:
        return None
    polite, casual = _compiled(language)
    return _decided((len(polite.findall(plain)), len(casual.findall(plain))), False)


@lru_cache(maxsize=8)
def _compiled(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    flags = 0 if language in ("de", "it") else re.IGNORECASE
    polite, casual = _PATTERNS[language]
    return re.compile(polite, flags), re.compile(casual, re.IGNORECASE if language != "de" else 0)


def _votes(plain: str, language: str, polite: re.Pattern[str], casual: re.Pattern[str]) -> tuple[int, int]:
    courteous = familiar = 0
    for sentence in split_sentences(plain, language):
        if polite.search(sentence):
            courteous += 1
        elif casual.search(sentence):
            familiar += 1
    return courteous, familiar


def _decided(votes: tuple[int, int], leaning: bool) -> str | None:
    polite, casual = votes
    if polite > casual or (polite == casual and leaning and polite):
        return "polite"
    if casual > polite:
        return None if leaning else "casual"
    return "polite" if leaning and not casual else None
