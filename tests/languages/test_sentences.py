"""Sentences and counts of words."""

import pytest

from kaiwa.languages.sentences import count_words, split_sentences


@pytest.mark.parametrize(
    ("language", "text", "sentences"),
    [
        ("en", 'Dr. Smith paid 3.5 pounds. "Really?" he said. Yes!', ["Dr. Smith paid 3.5 pounds.", '"Really?"',
        "he said.", "Yes!"]),
        ("de", "Das ist z. B. gut. Am 3. Mai komme ich.", ["Das ist z. B. gut.", "Am 3. Mai komme ich."]),
        ("es", "El Sr. López. ¿Viene?", ["El Sr. López.", "¿Viene?"]),
        ("ja", "はい。「そうですか？」と言った。うん", ["はい。", "「そうですか？」", "と言った。", "うん"]),
        ("zh", "你好！你呢？", ["你好！", "你呢？"]),
        ("ko", "네. 좋아요!", ["네.", "좋아요!"]),
        ("fr", "Bonjour ! Ça va ?", ["Bonjour !", "Ça va ?"]),
        ("it", "Sì...\nVa bene.", ["Sì...", "Va bene."]),
        ("en", "", []),
    ],
)  # fmt: skip
def test_sentences(language: str, text: str, sentences: list[str]) -> None:
    assert split_sentences(text, language) == sentences


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "I don't know.", 3),
        ("ja", "水をください。", 2),
        ("zh", "我想要咖啡。", 3),
        ("ko", "물 좀 주세요!", 3),
        ("fr", "", 0),
    ],
)
def test_word_counts(language: str, text: str, count: int) -> None:
    assert count_words(text, language) == count
