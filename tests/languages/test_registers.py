"""Politeness by language."""

import pytest

from kaiwa.languages.registers import politeness

LINES: dict[str, list[tuple[str, str | None]]] = {
    "en": [
        ("Hello", None),
    ],
    "de": [
        ("Können Sie mir helfen?", "polite"),
        ("Kannst du mir helfen?", "casual"),
        ("Ein Kaffee bitte", None),
        ("Sie ist nett", None),
        ("Wie geht es Ihnen?", "polite"),
        ("Was machst du?", "casual"),
        ("Haben Sie Tee?", "polite"),
    ],
    "fr": [
        ("Vous avez du thé ?", "polite"),
        ("Tu viens ?", "casual"),
        ("Un café", None),
        ("s'il vous plaît", "polite"),
        ("s'il te plaît", "casual"),
        ("Je t'aime bien", "casual"),
        ("C'est où ?", None),
    ],
    "es": [
        ("¿Tiene usted mesa?", "polite"),
        ("¿Tienes hora?", "casual"),
        ("Un café", None),
        ("¿Me puede ayudar?", "polite"),
        ("¿Me puedes ayudar?", "casual"),
        ("Perdone", "polite"),
        ("Oye", "casual"),
    ],
    "it": [
        ("Mi scusi", "polite"),
        ("Scusa", "casual"),
        ("Un caffè", None),
        ("Potrebbe aiutarmi?", "polite"),
        ("Puoi aiutarmi?", "casual"),
        ("E Lei?", "polite"),
        ("E tu?", "casual"),
    ],
    "ja": [
        ("コーヒーをください", "polite"),
        ("コーヒーちょうだい", "casual"),
        ("行きます", "polite"),
        ("行くよ", "casual"),
        ("元気？", None),
        ("おいしいですね", "polite"),
        ("おいしいね", "casual"),
        ("食べた", "casual"),
        ("ありがとうございます", "polite"),
        ("わかった", "casual"),
        ("すみません、お願いします", "polite"),
        ("コーヒー", None),
    ],
    "ko": [
        ("커피 주세요", "polite"),
        ("커피 줘", "casual"),
        ("감사합니다", "polite"),
        ("고마워", "casual"),
        ("커피", None),
        ("뭐 해?", "casual"),
        ("어디예요?", "polite"),
        ("좋아", "casual"),
    ],
    "zh": [
        ("您好", "polite"),
        ("你好", "casual"),
        ("请问", "polite"),
        ("咖啡", None),
        ("谢谢您", "polite"),
        ("谢谢你", "casual"),
        ("您贵姓", "polite"),
    ],
}


@pytest.mark.parametrize(
    ("language", "text", "expected"), [(language, *case) for language, cases in LINES.items() for case in cases]
)
def test_politeness(language: str, text: str, expected: str | None) -> None:
    assert politeness(text, language) == expected
