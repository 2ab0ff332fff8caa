"""What is typed finds what was written, in every script, half typed, with accents or without."""

import pytest

from kaiwa.languages.searching import index_words, search_question, search_vector


def finds(typed: str, written: str) -> bool:
    """Whether every word of a question is among the words of a text, as PostgreSQL would say."""
    words = index_words(written)
    parts = [part.strip() for part in search_question(typed).split("&") if part.strip()]
    return bool(parts) and all(
        any(word.startswith(part[1:-3]) for word in words) if part.endswith(":*") else part[1:-1] in words
        for part in parts
    )


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("病院", "大きな病院の受付"),
        ("病", "大きな病院の受付"),
        ("症状", "医者に症状を話す"),
        ("状", "症状"),
        ("コーヒー", "こーひーを頼む"),
        ("看病", "医院看病"),
        ("병원", "병원에 갑니다"),
        ("sympt", "Your symptoms and a doctor"),
        ("SYMPTOMS doc", "a doctor asks about symptoms"),
        ("medecin", "chez le médecin"),
        ("médecin", "chez le medecin"),
        ("strasse", "die Straße"),
        ("muller", "Frau Müller"),
        ("mueller", "Frau Müller"),
        ("café", "CAFE"),
        ("l'eau", "de l’eau"),
        ("Ｃａｆｅ", "cafe"),
    ],
)
def test_what_is_typed_is_found(typed: str, written: str) -> None:
    assert finds(typed, written)


@pytest.mark.parametrize(
    ("typed", "written"), [("病院", "病気と医院"), ("sympt ", "symptoms"), ("ymptoms", "symptoms")]
)
def test_what_only_looks_like_it_is_not(typed: str, written: str) -> None:
    assert not finds(typed, written)


@pytest.mark.parametrize("typed", ["", "   ", "!?", "'", "\\", "&|!():*<->"])
def test_signs_alone_ask_nothing(typed: str) -> None:
    assert search_question(typed) == ""


def test_words_stand_once_in_their_order_and_the_longest_is_cut() -> None:
    assert search_vector(["Doctor", "pain: doctor"]) == "'doctor' 'pain'"
    assert search_vector([]) == ""
    assert search_question("病院 doc") == "'病院' & 'doc':*"
    assert len(search_vector(["x" * 3000])) < 100
    assert search_question("x" * 3000).startswith("'xxx")
