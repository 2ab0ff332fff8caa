"""Making a scrubbed text readable: neutral words in the place of marks, and no trace of what was taken out."""

import re

from kaiwa.paths.neutral_words import NEUTRAL, Mark
from kaiwa.paths.personal_patterns import KIN

_ENDS = ".!?。！？"
_WHEN, _FIRM, _WHERE, _ILL, _WHO = (
    each.sign for each in (Mark.WHEN, Mark.COMPANY, Mark.SOMETHING, Mark.ILL, Mark.PERSON)
)
# what brings an article of its own
_NOUNS = "".join(
    each.sign for each in (Mark.COMPANY, Mark.ADDRESS, Mark.SITE, Mark.NUMBER, Mark.AMOUNT, Mark.HEALTH, Mark.MEDICINE)
)
_ARTICLES = {
    "en": r"a|an|the|my|your|his|her|their",
    "es": r"el|la|los|las|un|una|mi|tu|su",
    "fr": r"le|la|les|un|une|mon|ma|ton|ta|son|sa|votre|leur",
    "de": r"der|die|das|den|dem|des|eine?[rmns]?|mein\w*|dein\w*|sein\w*|ihr\w*",
    "it": r"il|lo|la|i|gli|le|un|una|uno|il mio|la mia|il suo|la sua",
}
_UNCONTRACTED = {
    "es": {"del": "de", "al": "a"},
    "fr": {"du": "de", "des": "de", "au": "à", "aux": "à"},
    "it": {"del": "di", "della": "di", "dello": "di", "al": "a", "alla": "in", "nel": "in", "nella": "in", "dal": "da"},
    "de": {"im": "in", "am": "an", "zum": "zu", "zur": "zu", "beim": "bei", "vom": "von"},
}
_SUBJECT = {"이": "가", "을": "를", "은": "는", "과": "와"}
_AFTER_FINAL = {vowel: final for final, vowel in _SUBJECT.items()}
_FITS = {
    "ja": (
        (f"{_WHEN}の", "今度の"),
        (f"{_ILL}の", "健康上の"),
        (f"{_ILL}に", "健康上の事情があるときに"),
        (f"{Mark.HEALTH.sign}の", "健康に関する"),
    ),
    "zh": ((f"在{_WHEN}", _WHEN), (f"{_WHEN}的", "最近的")),
    "ko": ((f"{_WHEN}의", "이번"),),
    "en": (
        (rf"\b(?:in|at|to|from|near|for)\s+{_WHERE}", _WHERE),
        (rf"\b(the|a|an|my|your)\s+[{_WHERE}{_WHEN}](?=\s+\w)", r"\1"),
    ),
    "de": (
        (rf"\b(?:in|an|aus|bei|nach|von|zu)\s+{_WHERE}", _WHERE),
        (rf"\bfür\s+{_FIRM}", "für eine Firma"),
        (rf"\b(?:in|an|zu|bei)\s+{Mark.ADDRESS.sign}", "an einer Adresse"),
        (rf"\bmit\s+{Mark.HEALTH.sign}", "mit einem gesundheitlichen Thema"),
    ),
    "es": ((rf"\b(?:en|de|a)\s+{_WHERE}", _WHERE),),
    "fr": ((rf"\b(?:à|de|en|chez)\s+{_WHERE}", _WHERE), (rf"\b(?:chez|à)\s+{_FIRM}", "dans une entreprise")),
    "it": (
        (rf"\b(?:a|ad|in|di|da)\s+{_WHERE}", _WHERE),
        (rf"\bin\s+{Mark.ADDRESS.sign}", Mark.ADDRESS.sign.join(("a ", ""))),
    ),
}


def mend(text: str, language: str) -> str:
    """The text with neutral words of the language for its marks."""
    for mark in Mark:
        text = re.sub(rf"{mark.sign}(?:[\s,、·-]*{mark.sign})+", mark.sign, text)
    text = re.sub(rf"\b({'|'.join(KIN.split())}),?\s+{_WHO}", r"\1", text, flags=re.IGNORECASE)
    for mark in Mark:
        word = NEUTRAL[mark][language]
        text = _fitted(text, language) if mark is Mark.PERSON else text
        text = re.sub(rf"((?:^|[{_ENDS}]\s+))(?:{mark.sign})", rf"\1{word[:1].upper()}{word[1:]}", text)
        text = _with_particles(text, mark.sign, word) if language == "ko" else text
        text = text.replace(mark.sign, word)
    return _tidied(re.sub(r"\bde (?=une? |un )", "d’", text) if language == "fr" else text)


def _fitted(text: str, language: str) -> str:
    """Words around a mark that do not go with what will stand there."""
    for contracted, plain in _UNCONTRACTED.get(language, {}).items():
        text = re.sub(rf"\b{contracted}\s+(?=[{_NOUNS}{_WHERE}])", f"{plain} ", text)
    if language in _ARTICLES:
        text = re.sub(rf"\b(?:{_ARTICLES[language]})\s+(?=[{_NOUNS}])", "", text, flags=re.IGNORECASE)
    for pattern, fitting in _FITS[language]:
        text = re.sub(pattern, fitting, text)
    return text


def _with_particles(text: str, sign: str, word: str) -> str:
    """Korean particles as the end of the neutral word wants them."""
    has_final = (ord(word[-1]) - 0xAC00) % 28 > 0
    turned = _AFTER_FINAL if has_final else _SUBJECT
    if not has_final:
        text = text.replace(f"{sign}이에요", f"{word}예요")
    return re.sub(rf"{sign}([{''.join(turned)}])(?=\s|[,.]|$)", lambda found: f"{word}{turned[found[1]]}", text)


def _tidied(text: str) -> str:
    text = re.sub(r"\(\s*[,;]?\s*\)|（\s*）|「\s*」", "", text)
    text = re.sub(r"[ \t]+([,.)。、，])", r"\1", text)
    text = re.sub(r"([(（])\s+", r"\1", text)
    text = re.sub(r"([,、，])(?:\s*[,、，])+", r"\1", text)
    return re.sub(r"[ \t]{2,}", " ", text).strip()
