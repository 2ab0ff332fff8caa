"""A wish in plain words: which kind it is, what it is about, and where it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kaiwa.languages.word_lists import foldable, names_any, words_pattern
from kaiwa.minds.outlines import CATEGORIES, Outline, ShelfScenario
from kaiwa.minds.phrases import Question, QuestionReason
from kaiwa.minds.rehearsal.intents import categories_of
from kaiwa.minds.rehearsal.relevance import Wanted
from kaiwa.minds.rehearsal.wish_words import DAY, WEEK, WORDS
from kaiwa.minds.wishes import Wish, WishKind, wish_of

LANGUAGES = ("en", "es", "fr", "de", "it", "ja", "ko", "zh")
# in this order: what is more special is looked for before "more" and "less"
_ORDER = (
    WishKind.MOVE,
    WishKind.FEWER_DAYS,
    WishKind.MORE_DAYS,
    WishKind.MORE_SPEAKING,
    WishKind.MORE_LISTENING,
    WishKind.SHORTER_DAYS,
    WishKind.LONGER_DAYS,
    WishKind.CASUAL,
    WishKind.FORMAL,
    WishKind.LESS_OF,
    WishKind.MORE_OF,
    WishKind.EASIER,
    WishKind.HARDER,
)
_OPPOSITES = (
    (WishKind.EASIER, WishKind.HARDER),
    (WishKind.SHORTER_DAYS, WishKind.LONGER_DAYS),
    (WishKind.FEWER_DAYS, WishKind.MORE_DAYS),
    (WishKind.CASUAL, WishKind.FORMAL),
)
_NUMBER = re.compile(r"\d{1,2}")


def read_wish(text: str, outline: Outline, shelf: Sequence[ShelfScenario]) -> Wish | Question:
    """The wish of an id or of plain words in any of the languages, or what must be asked back."""
    if not text.strip():
        return Question(QuestionReason.EMPTY_WISH)
    known = wish_of(text)
    if known is not None:
        return _placed(known, outline)
    kinds = _kinds_in(text)
    for one, other in _OPPOSITES:
        if one in kinds and other in kinds:
            return Question(QuestionReason.CONTRADICTORY_WISH, choices=(one.value, other.value))
    topic = topic_of(text, shelf)
    kind = next((each for each in kinds if topic or each not in (WishKind.MORE_OF, WishKind.LESS_OF)), None)
    if kind is None:
        return Question(QuestionReason.WISH_NOT_UNDERSTOOD)
    week, day = _numbers(text)
    if kind is WishKind.MOVE and not topic:
        return Question(QuestionReason.WISH_NOT_UNDERSTOOD)
    if kind is WishKind.MOVE and week is None and day is None:
        return Question(QuestionReason.WHICH_WEEK, {"weeks": len(outline.weeks)})
    return _placed(Wish(kind, topic, week, day), outline)


def _kinds_in(text: str) -> list[WishKind]:
    """The kinds that are named, in their order; "too easy" names none that "easy" alone would."""
    plain = foldable(text)
    spans = {
        kind: max((match.span() for match in _matches(kind, plain)), key=lambda span: span[1] - span[0], default=None)
        for kind in _ORDER
    }
    found = {kind: span for kind, span in spans.items() if span}
    return [
        kind
        for kind, (start, end) in found.items()
        if not any(s <= start and end <= e and e - s > end - start for s, e in found.values())
    ]


def _matches(kind: WishKind, plain: str) -> Iterator[re.Match[str]]:
    for language in LANGUAGES:
        yield from words_pattern(WORDS[kind][language]).finditer(plain)


def topic_of(text: str, shelf: Sequence[ShelfScenario]) -> str:
    """What a wish is about: the scenario that its words name best, else a category; "" for neither."""
    wanted = Wanted(text)
    scores = {
        each.id: sum(wanted.has(term.lower()) for term in {*each.keywords, *each.tags, *each.titles.values()})
        for each in shelf
    }
    best = max(scores, key=lambda each: scores[each], default="")
    categories = categories_of(text, LANGUAGES)
    if best and scores[best] >= (2 if categories else 1):
        return best
    return categories[0] if categories else ""


def _numbers(text: str) -> tuple[int | None, int | None]:
    """The week and the day that are named, the number nearest to either word."""
    numbers = [int(found) for found in _NUMBER.findall(foldable(text))]
    if not numbers:
        return None, None
    if names_any(text, WEEK):
        return numbers[0], None
    return (None, numbers[0]) if names_any(text, DAY) else (None, None)


def _placed(wish: Wish, outline: Outline) -> Wish | Question:
    days = len(outline.days)
    weeks = -(-days // 7)
    if wish.day is not None and not 1 <= wish.day <= days:
        return Question(QuestionReason.NO_SUCH_DAY, {"days": days})
    if wish.week is not None and not 1 <= wish.week <= weeks:
        return Question(QuestionReason.NO_SUCH_WEEK, {"weeks": weeks})
    if wish.topic and wish.topic not in CATEGORIES and len(wish.topic) > 80:
        return Question(QuestionReason.WISH_NOT_UNDERSTOOD)
    return wish
