"""Scrubbing: what is personal in the texts of a path gives way to neutral words before anybody else reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from kaiwa.languages.proper_names import proper_names
from kaiwa.paths import personal_patterns as looks
from kaiwa.paths.given_names import GIVEN
from kaiwa.paths.mending_texts import mend
from kaiwa.paths.neutral_words import LANGUAGES, Mark
from kaiwa.paths.personal_times import mark_times
from kaiwa.paths.suspicious_words import is_place, names_in, suspicious_words
from kaiwa.paths.unhealthy import mark_health


@dataclass(frozen=True)
class Known:
    """What is known of an author: names they go by, addresses, and the sentence that the path was made from."""

    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    intent: str = ""


NOBODY = Known()


def scrub(text: str, language: str, known: Known = NOBODY) -> str:
    """The text without what is personal; neutral words of `language` stand where something is needed.

    A language that is not one of the eight is read as English.
    """
    if not text.strip():
        return text
    language = language if language in LANGUAGES else "en"
    marked = text
    for step in (_contacts, _figures):
        marked = step(marked)
    marked = mark_times(marked, language, known.intent)
    marked = _numbers(marked)
    marked = _people(marked)
    marked = _firms(marked, language)
    marked = _proper(marked, language)
    marked = mark_health(marked)
    for word, mark in _known_words(known, language):
        marked = word.sub(mark.sign, marked)
    return mend(marked, language)


def _contacts(text: str) -> str:
    text = _mark(text, looks.MAILS, Mark.MAIL)
    text = _mark(text, looks.SITES, Mark.SITE)
    return _mark(text, looks.HANDLES, Mark.PERSON)


def _figures(text: str) -> str:
    text = _mark(text, looks.ADDRESSES, Mark.ADDRESS)
    text = _mark(text, looks.MONEY, Mark.AMOUNT)
    text = _mark(text, looks.AGES, Mark.AGE)
    for pattern in looks.AGES_DROPPED:
        text = pattern.sub("", text)
    return text


def _numbers(text: str) -> str:
    return _mark(text, looks.PHONES, Mark.NUMBER)


def _people(text: str) -> str:
    text = looks.CALLED.sub(_named(1, Mark.PERSON), text)
    text = looks.TITLED.sub(lambda found: f"{found[1]}{found[2]} {Mark.INITIAL.sign}", text)
    text = looks.RELATED.sub(lambda found: found[1] if not is_place(found[3]) else found[0], text)
    text = looks.JA_CALLED.sub(Mark.INITIAL.sign, text)
    text = looks.JA_SELF.sub(Mark.PERSON.sign, text)
    text = looks.ZH_KIN_NAMED.sub(r"\1", text)
    for pattern, mark in (
        (looks.ZH_TITLED, Mark.INITIAL),
        (looks.ZH_NICKNAME, Mark.PERSON),
        (looks.ZH_SELF, Mark.PERSON),
        (looks.KO_SELF, Mark.PERSON),
        (looks.KO_TITLED, Mark.INITIAL),
    ):
        text = pattern.sub(mark.sign, text)
    text = looks.KO_KIN.sub(lambda found: found[1] if names_in(found[2], "ko") else found[0], text)
    return text


def _proper(text: str, language: str) -> str:
    """People whom only the words of the language itself tell from other words, and names that many have."""
    text = GIVEN.sub(Mark.PERSON.sign, text)
    for name in proper_names(text, language):
        if name.kind != "person" or len(name.text) < 2:
            continue
        rest = rf"{re.escape(name.text)}(?={looks.JA_HONORIFIC})"
        text = re.sub(rest, Mark.INITIAL.sign, text)
        text = text.replace(name.text, Mark.PERSON.sign)
    return text


def _firms(text: str, language: str) -> str:
    def marked(found: re.Match[str]) -> str:
        return found[0] if is_place(found[2]) else f"{found[1]}{Mark.COMPANY.sign}"

    text = _mark(text, looks.FIRMS, Mark.COMPANY)
    text = looks.FIRM_DE.sub(Mark.COMPANY.sign, text)
    text = looks.EMPLOYED.sub(marked, text)
    text = looks.EMPLOYED_DE.sub(marked, text)
    for pattern in looks.WORKED:
        text = pattern.sub(
            lambda found: Mark.COMPANY.sign if names_in(found[0], language, at_work=True) else found[0], text
        )
    return looks.INSTITUTIONS.sub(Mark.SOMETHING.sign, text)


def _named(group: int, mark: Mark) -> Callable[[re.Match[str]], str]:
    return lambda found: f"{found[group]} {mark.sign}"


def _mark(text: str, patterns: Iterable[re.Pattern[str]], mark: Mark) -> str:
    for pattern in patterns:
        text = pattern.sub(mark.sign, text)
    return text


@lru_cache(maxsize=256)
def _known_words(known: Known, language: str) -> tuple[tuple[re.Pattern[str], Mark], ...]:
    """Patterns for what is known of the author, the longest first, and what each names."""
    found: dict[str, Mark] = {}
    for word, mark in suspicious_words(known.intent, language):
        found.setdefault(word, mark)
    for name in known.names:
        found |= dict.fromkeys([name, *re.findall(r"[^\W\d_]{2,}", name)], Mark.PERSON)
    for mail in known.emails:
        local = mail.partition("@")[0]
        found |= dict.fromkeys([local, *re.findall(r"[^\W\d_]{4,}", local)], Mark.PERSON)
    words = sorted((word for word in found if len(word) > 1 and not is_place(word)), key=len, reverse=True)
    return tuple((whole_word(word), found[word]) for word in words)


def whole_word(word: str) -> re.Pattern[str]:
    """A pattern for the word as such; what is written without spaces has no bounds."""
    escaped = re.escape(word.strip())
    if ord(word[0]) >= 0x2E80:
        return re.compile(escaped)
    # a name that is a word too, such as Will or Rose, is a name where it has its capital
    flags = re.NOFLAG if word[:1].isupper() and len(word) < 5 else re.IGNORECASE
    return re.compile(rf"(?<!\w){escaped}(?!\w)", flags)
