"""The language of short texts."""

import pytest

from kaiwa.languages.detecting import detect_language

TEXTS = [
    ("Ich möchte einen Kaffee", "de", ["en"], "de"),
    ("I would like a coffee", "de", ["en"], "en"),
    ("コーヒーください", "ja", ["en"], "ja"),
    ("koohii kudasai", "ja", ["en"], "ja"),
    ("I want coffee please", "ja", ["en"], "en"),
    ("wo xiang yao kafei", "zh", ["en"], "zh"),
    ("annyeonghaseyo", "ko", ["en"], "ko"),
    ("커피", "ko", ["en"], "ko"),
    ("123", "de", ["en"], None),
    ("ok", "de", ["en"], None),
    ("😀", "fr", ["en"], None),
    ("Maria", "de", ["en"], "de"),
    ("can you speak slower", "ko", ["en"], "en"),
    ("je voudrais un thé", "fr", ["en"], "fr"),
    ("quiero un café", "es", ["en", "it"], "es"),
    ("I don't understand", "fr", ["en"], "en"),
    ("我想喝茶", "zh", ["ja"], "zh"),
    ("何時", "ja", ["zh"], "ja"),
    ("もう一度", "en", ["ja"], "ja"),
    ("non capisco", "it", ["en", "es"], "it"),
    ("sumimasen", "ja", ["en"], "ja"),
    ("watashi no namae wa tom desu", "ja", ["en"], "ja"),
    ("what does that mean", "zh", ["en"], "en"),
    ("pizza", "it", ["en"], "it"),
    ("help", "ja", ["en"], "en"),
    ("How do I say water", "ja", ["en"], "en"),
    ("juseyo", "ko", ["en"], "ko"),
    ("ni hao", "zh", ["en"], "zh"),
]


@pytest.mark.parametrize(("text", "expected", "others", "language"), TEXTS)
def test_detected_language(text: str, expected: str, others: list[str], language: str | None) -> None:
    guess = detect_language(text, expected, others)
    assert guess.language == language
    assert 0 <= guess.confidence <= 1


@pytest.mark.parametrize("text", ["", " ", "!!!", "12:30", "OK!", "👍"])
def test_what_says_nothing_is_undecided(text: str) -> None:
    assert detect_language(text, "fr", ["en"]).language is None
