"""Which words of an intent are likely to be somebody's own: names, firms, small places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kaiwa.languages.date_patterns import PATTERNS
from kaiwa.languages.language_names import find_language_names
from kaiwa.languages.proper_names import proper_names
from kaiwa.languages.word_lists import foldable
from kaiwa.languages.words import word_frequency
from kaiwa.paths import personal_patterns as looks
from kaiwa.paths.neutral_words import LANGUAGES, Mark

_COMMON = 1e-5
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
# who has work somewhere has it at one of these, or in a place; that says nothing
_ANY_FIRM = re.compile(
    "会社|病院|学校|大学|銀行|お?店|工場|事務所|カフェ|レストラン|ホテル|日本|海外|東京|大阪|京都|現地|職場|企業|회사|병원|학교|대학교?|은행|"
    "가게|공장|사무실|카페|식당|호텔|집|한국|일본|서울|해외|그곳|직장|일본계|公司|医院|银行|商店|工厂|办公室|咖啡馆|餐厅|酒店|家|中国|北京|"
    "上海|国外|外国|那里|这里|家里"
)
_ORDINARY = re.compile(
    "hiragana|katakana|kanji|jlpt|hsk|topik|ielts|toefl|hangul|pinyin|keigo|visa|kaiwa|english|ok|tv"
)


@lru_cache(maxsize=256)
def suspicious_words(intent: str, language: str) -> tuple[tuple[str, Mark], ...]:
    """Words and phrases of the intent that shall stand nowhere else, with what they seem to name."""
    if not intent.strip():
        return ()
    return tuple(dict.fromkeys((*_named(intent), *_proper(intent, language), *_capitals(intent, language))))


def _named(intent: str) -> Iterator[tuple[str, Mark]]:
    """Names that stand where names stand."""
    for pattern, group, mark in (
        (looks.TITLED, 3, Mark.PERSON),
        (looks.RELATED, 3, Mark.PERSON),
        (looks.RELATED_TYPED, 1, Mark.PERSON),
        (looks.CALLED, 2, Mark.PERSON),
        (looks.JA_CALLED, 1, Mark.PERSON),
        (looks.ZH_KIN_NAMED, 2, Mark.PERSON),
        (looks.KO_KIN, 2, Mark.PERSON),
        (looks.EMPLOYED, 2, Mark.COMPANY),
        (looks.EMPLOYED_DE, 2, Mark.COMPANY),
        (looks.FIRM_DE, 1, Mark.COMPANY),
    ):
        for found in pattern.finditer(intent):
            yield from _parts(
                found[group], mark, is_typed=pattern is looks.RELATED_TYPED or ord(found[group][0]) > 0x2E80
            )
    for pattern in (*looks.FIRMS, *looks.WORKED):
        for found in pattern.finditer(intent):
            name = next(filter(None, found.groups()), found[0])
            yield from ([(name, Mark.COMPANY)] if not _ANY_FIRM.fullmatch(name) and not is_place(name) else [])


def _parts(name: str, mark: Mark, *, is_typed: bool) -> Iterator[tuple[str, Mark]]:
    if is_typed and max((word_frequency(name, each) for each in LANGUAGES), default=0.0) >= _COMMON:
        return
    yield name, mark
    yield from ((part, mark) for part in _WORD.findall(name) if part[:1].isupper() and len(part) > 2)


def _proper(intent: str, language: str) -> Iterator[tuple[str, Mark]]:
    for name in proper_names(intent, language):
        if not _ORDINARY.fullmatch(name.text.lower()) and not _ANY_FIRM.fullmatch(name.text) and len(name.text) > 1:
            yield name.text, Mark.PERSON if name.kind == "person" else Mark.COMPANY
    if language == "ko":
        yield from ((each, Mark.PERSON) for each in looks.KO_FULL.findall(intent) if names_in(each, "ko"))


def _capitals(intent: str, language: str) -> Iterator[tuple[str, Mark]]:
    """Latin words that have a capital inside a sentence, or that no list of words knows."""
    own = language if language in ("en", "es", "fr", "de", "it") else "en"
    for found in _WORD.finditer(intent):
        word = found[0].removesuffix("'s").removesuffix("’s")
        if (
            ord(word[0]) > 0x024F
            or len(word) < 3
            or _ORDINARY.fullmatch(word.lower())
            or is_place(word)
            or _is_time(word, own)
        ):
            continue
        begins = not intent[: found.start()].strip() or intent[: found.start()].rstrip()[-1] in '.!?:;。("“'
        is_rare = not _is_known(word, own)
        if is_rare or (word[0].isupper() and not begins and own != "de" and not word.isupper()):
            yield word, Mark.SOMETHING


def _is_time(word: str, language: str) -> bool:
    """Whether a word names a month or a day of the week, which are looked for elsewhere."""
    names = (*PATTERNS[language].months, *PATTERNS[language].weekdays)
    return any(re.fullmatch(each, foldable(word)) for each in names)


def _is_known(word: str, language: str) -> bool:
    plain = word.lower()
    if word_frequency(plain, language) > 0 or (word_frequency(plain, "en") > 0 and not word[0].isupper()):
        return True
    return language == "de" and any(
        word_frequency(plain[:cut], "de") > 0 and word_frequency(plain[cut:], "de") > 0 for cut in _cuts(plain)
    )


def _cuts(word: str) -> Iterator[int]:
    """Where a compound may be cut."""
    yield from range(4, len(word) - 3)


def is_place(name: str) -> bool:
    """Whether a name is but a language, a country or a large city: what a course is about."""
    words = _WORD.findall(name) or [name]
    return all(find_language_names(word) for word in words)


def names_in(word: str, language: str, *, at_work: bool = False) -> bool:
    """Whether a Korean, Japanese or Chinese word where a name may stand is one."""
    if _ANY_FIRM.fullmatch(word) or is_place(word):
        return False
    return at_work or word_frequency(word, language) < _COMMON
