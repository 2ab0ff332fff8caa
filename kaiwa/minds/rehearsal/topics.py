"""What the words of a wish mean: a category of scenarios, a scenario, or whatever is found by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kaiwa.languages.word_lists import foldable
from kaiwa.minds.outlines import CATEGORIES, Outline, ShelfScenario
from kaiwa.minds.rehearsal.intents import categories_of, written_in
from kaiwa.minds.rehearsal.relevance import is_about


@dataclass(frozen=True)
class Topic:
    """A topic and the scenarios of the shelf that it is about; `name` is a category, a title or the learner's words."""

    name: str
    ids: frozenset[str]


def topic_of(words: str, shelf: Sequence[ShelfScenario], native: str) -> Topic | None:
    """The topic that words name, or that is named by its id; None where the shelf has nothing of it."""
    known = next((each for each in shelf if each.id == words), None)
    if known:
        return Topic(known.title_in(native), frozenset([known.id]))
    categories = [words] if words in CATEGORIES else categories_of(words, written_in(words, native).languages)
    ids = frozenset(each.id for each in shelf if any(category in each.categories for category in categories))
    if ids:
        return Topic(categories[0] if len(categories) == 1 else words, ids)
    found = frozenset(each.id for each in shelf if is_about(each, words))
    return Topic(words, found) if found else None


def scenarios_of(words: str, shelf: Sequence[ShelfScenario], native: str) -> list[ShelfScenario]:
    """The scenarios that words mean, the likeliest first: by id, by their own words, or as the topic has them."""
    named = [each for each in shelf if each.id == words] or [each for each in shelf if is_about(each, words)]
    topic = topic_of(words, shelf, native) if not named else None
    return named or [each for each in shelf if topic and each.id in topic.ids]


def day_titled(outline: Outline, words: str) -> int | None:
    """The first day whose title has the words."""
    wanted = foldable(words)
    return next((day.index for day in outline.days if wanted and wanted in foldable(day.title)), None)
