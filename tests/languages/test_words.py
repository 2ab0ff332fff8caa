"""Words, lemmas, frequency and spelling."""

import pytest

from kaiwa.languages.words import frequency_band, known_word, lemmatise, nearest_word, split_words


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "Hello, don't go!", ["Hello", "don't", "go"]),
        ("ja", "水を、ください。", ["水", "を", "ください"]),
        ("zh", "我想要咖啡。", ["我", "想要", "咖啡"]),
        ("ko", "물 좀 주세요!", ["물", "좀", "주세요"]),
        ("fr", "", []),
    ],
)
def test_words_without_signs(language: str, text: str, words: list[str]) -> None:
    assert split_words(text, language) == words


@pytest.mark.parametrize(
    ("language", "text", "lemmas"),
    [
        ("en", "She has two cats", ["she", "have", "two", "cat"]),
        ("fr", "l'addition", ["l'", "addition"]),
        ("it", "dell'acqua", ["dell'", "acqua"]),
        ("ja", "食べました", ["食べる", "ます", "た"]),
        ("ko", "커피를 마셨어요", ["커피", "마시"]),
        ("zh", "谢谢你", ["谢谢", "你"]),
    ],
)
def test_lemmas(language: str, text: str, lemmas: list[str]) -> None:
    assert lemmatise(text, language) == lemmas


def test_bands_fall_with_frequency() -> None:
    words = [("the", "very common"), ("coffee", "common"), ("xyzzyq", None)]
    assert [(word, frequency_band(word, "en")) for word, _ in words] == words
    assert frequency_band("コーヒー", "ja") and frequency_band("咖啡", "zh") and frequency_band("커피를", "ko")


def test_known_words() -> None:
    assert known_word("飲みました", "ja") and known_word("Häuser", "de") and known_word("l'eau", "fr")
    assert not known_word("qqzzq", "it")


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("en", "coffe", "coffee"), ("en", "restaraunt", "restaurant"), ("fr", "bonjuor", "bonjour"), ("en", "coffee",
        None),
        ("en", "qzxwvk", None), ("ja", "こひ", None), ("zh", "咖", None), ("ko", "커비", None), ("en", "ab", None),
    ],
)  # fmt: skip
def test_nearest_word(language: str, typed: str, meant: str | None) -> None:
    assert nearest_word(typed, language) == meant
