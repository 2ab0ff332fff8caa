"""What the check of translations finds, and what the two languages are that prove the layout."""

import re
from io import BytesIO

import pytest
from babel.messages.pofile import read_po

from kaiwa.web.locale import TEMPLATE, accepted_tag, catalogue_of
from kaiwa.web.proof_catalogues import LONGER, PLACEHOLDER
from tests.checks.translations import complaints

ENGLISH = """
msgid "Hello"
msgstr ""

msgid "Hello %(name)s"
msgstr ""

msgid "%(num)s day"
msgid_plural "%(num)s days"
msgstr[0] ""
msgstr[1] ""
"""
GOOD = {"Hello": "やあ", "Hello %(name)s": "%(name)sさん"}
DAYS = 'msgid "%(num)s day"\nmsgid_plural "%(num)s days"\nmsgstr[0] "%(num)s日"\n'


def found(*more: str, days: str = DAYS, fuzzy: str = "", **changed: str) -> list[str]:
    """What is complained about when some of the sentences are changed."""
    texts = GOOD | {{"hello": "Hello", "named": "Hello %(name)s"}[key]: text for key, text in changed.items()}
    parts = [f'msgid "{key}"\nmsgstr "{text}"\n' for key, text in texts.items()]
    translated = "\n".join([fuzzy + parts[0], *parts[1:], days, *more])
    return list(complaints(read_po(BytesIO(ENGLISH.encode())), read_po(BytesIO(translated.encode()), locale="ja")))


def test_a_complete_translation_is_good() -> None:
    assert found() == []


def test_whatever_is_wrong_is_named() -> None:
    assert found(hello="") == ["'Hello' is not translated"]
    assert found(days="") == ["'%(num)s day' is not translated"]
    assert found(fuzzy="#, fuzzy\n")[0].startswith("'Hello' is marked fuzzy")
    assert found(named="さん") == ["'Hello %(name)s' has other placeholders than the English"]
    assert found(named="%(nom)sさん") == ["'Hello %(name)s' has other placeholders than the English"]
    assert found(hello="100% だ") == ["'Hello' has other placeholders than the English"]
    assert found(days=DAYS.replace("%(num)s日", "日")) == ["'%(num)s day' has other placeholders than the English"]
    assert found('msgid "Gone"\nmsgstr "もうない"\n') == ["'Gone' is said no more: take it out"]


def test_the_accented_proof_is_longer_and_bracketed_and_fills_in_the_same() -> None:
    proof = catalogue_of("en-XA")
    for message in read_po(BytesIO(TEMPLATE.read_bytes())):
        for number, english in enumerate([message.id] if isinstance(message.id, str) else message.id, 1):
            if english:
                one, many = (message.id, "") if isinstance(message.id, str) else message.id
                made = proof.ngettext(one, many, number) if many else proof.gettext(english)
                assert re.fullmatch(r"\[.+\]", made, re.DOTALL)
                assert len(made) >= len(english) * LONGER
                assert sorted(PLACEHOLDER.findall(made)) == sorted(PLACEHOLDER.findall(english))
    assert proof.gettext("Sign in") not in ("Sign in", "")
    assert proof.ngettext("%(num)s day", "%(num)s days", 1) != proof.ngettext("%(num)s day", "%(num)s days", 2)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 11, 100])
def test_the_mirrored_proof_runs_from_right_to_left(count: int) -> None:
    proof = catalogue_of("ar")
    assert re.fullmatch(r"[\u0600-\u06ff ]+", proof.gettext("Sign in"))
    assert proof.ngettext("%(num)s day", "%(num)s days", count).startswith("%(num)s ")


def test_japanese_has_one_form_for_every_number() -> None:
    japanese = catalogue_of("ja")
    assert {japanese.ngettext("%(num)s day", "%(num)s days", count) for count in (0, 1, 2)} == {"%(num)s日"}


def test_a_header_is_read_once() -> None:
    accepted_tag("ja,en;q=0.5")
    hits = accepted_tag.cache_info().hits
    assert accepted_tag("ja,en;q=0.5") == "ja"
    assert accepted_tag.cache_info().hits == hits + 1
