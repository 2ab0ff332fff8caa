"""Wishes for when days come: moving one, fewer or more of them, another scenario for one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kaiwa.minds.outlines import DAYS_A_WEEK, LONGEST_COURSE
from kaiwa.minds.phrases import Phrase, Question, QuestionReason, Wording
from kaiwa.minds.rehearsal.adjusting import Outcome
from kaiwa.minds.rehearsal.choices import Choice, choice_of
from kaiwa.minds.rehearsal.drafts import Draft, anything
from kaiwa.minds.rehearsal.ladder import PLAYABLE_DAYS, REST_DAYS, course_for
from kaiwa.minds.rehearsal.laying_out import lay_out
from kaiwa.minds.rehearsal.topics import day_titled, scenarios_of
from kaiwa.minds.wishes import Wish, WishKind

# so many days before the last are laid out anew where a course ends earlier or later
_LEADING_UP = 3


def move(draft: Draft, wish: Wish) -> Outcome:
    """Move a day, or a scenario of the shelf, into a week or onto a day."""
    if wish.week is None and wish.day is None:
        return Question(QuestionReason.WHICH_WEEK, {"weeks": len(draft.outline.weeks)})
    draft = replace(draft, may_fall=True)
    targets = [at for at in draft.scope(wish.week, wish.day) if at <= len(draft.choices)]
    found = _sources(draft, wish.topic)
    if isinstance(found, Question):
        return found
    sources, wanted = found
    if any(at in targets for at in sources):
        return Question(QuestionReason.NOTHING_TO_CHANGE)
    for source in sources:
        for target in _nearest_middle(targets):
            choices = _moved(draft, source, target)
            if choices:
                title = draft.outline.day(source).title
                return draft.changed(choices), Wording(Phrase.MOVED, {"scenario": title, "day": target})
    return _put(draft, targets, wanted)


def _sources(draft: Draft, topic: str) -> tuple[list[int], frozenset[str | None]] | Question:
    """The days that the topic stands on, and the scenarios that it means."""
    if topic.startswith("day "):
        at = int(topic.removeprefix("day "))
        if not 1 <= at <= len(draft.choices):
            return Question(QuestionReason.NO_SUCH_DAY, {"days": len(draft.choices)})
        return [at], frozenset()
    titled = day_titled(draft.outline, topic)
    meant = scenarios_of(topic, draft.shelf, draft.intent.native_language)
    ids = frozenset[str | None](each.id for each in meant)
    if titled is None and not ids:
        return Question(QuestionReason.NOT_IN_CATALOGUE, {"topic": topic})
    # the last day is moved by nobody who does not name it
    days = [at for at, choice in enumerate(draft.choices, 1) if choice.id in ids and at != draft.protected]
    return ([titled] if titled else []) + [at for at in days if at != titled], ids


def _moved(draft: Draft, source: int, target: int) -> list[Choice] | None:
    """The choices with two days exchanged, or the first filled with something else; None where neither may be."""
    moved, given = draft.choices[source - 1], draft.choices[target - 1]
    for filling in [given, *(choice for choice in draft.pool if choice.id != moved.id)]:
        choices = list(draft.choices)
        choices[source - 1], choices[target - 1] = filling, moved
        if not draft.breaks_more(choices):
            return choices
        settled = draft.settled(choices, {source, target}, anything)
        if settled:
            return settled
    return None


def _put(draft: Draft, targets: Sequence[int], wanted: frozenset[str | None]) -> Outcome:
    """A scenario that no day can give goes where it may stand."""
    made = draft.with_substitutes(_nearest_middle(targets), lambda _, choice: choice.id in wanted, 1, fills=anything)
    day = next((day for day in made.outline.days if day not in draft.outline.days and day.index in targets), None)
    if day is None:
        return Question(QuestionReason.NOTHING_TO_CHANGE)
    return made, Wording(Phrase.MOVED, {"scenario": day.title, "day": day.index})


def _nearest_middle(targets: Sequence[int]) -> Iterator[int]:
    middle = sum(targets) / max(1, len(targets))
    yield from sorted(targets, key=lambda at: abs(at - middle))


def change_days(draft: Draft, wish: Wish) -> Outcome:
    """Let the course end earlier or later, still with the day that it leads to."""
    now = len(draft.choices)
    step = -DAYS_A_WEEK if wish.kind is WishKind.FEWER_DAYS else DAYS_A_WEEK
    days = min(max(wish.count or now + step, 1), LONGEST_COURSE)
    if days == now or (days > now and draft.intent.deadline is not None):
        return Question(QuestionReason.NOTHING_TO_CHANGE)
    last = _moment(draft, days)
    kept: list[Choice | None] = [None] * days
    for at in range(1, min(days, now) - _LEADING_UP + (days > now)):
        if last.id is None or draft.choices[at - 1].id != last.id or days - at >= REST_DAYS:
            kept[at - 1] = draft.choices[at - 1]
    kept[-1] = last
    course = replace(draft.course, days=days, moment=last.scenario)
    choices = lay_out(course, draft.pool, kept)
    if draft.breaks_more(choices):
        choices = lay_out(course, draft.pool, [None] * (days - 1) + [last])
    intent = replace(draft.intent, days=days)
    made = replace(draft, intent=intent, course=course).changed(choices)
    return made, Wording(Phrase.FEWER_DAYS if days < now else Phrase.MORE_DAYS, {"days": days})


def _moment(draft: Draft, days: int) -> Choice:
    """What the course leads to: as before, unless it is now too near the beginning to be one that cannot be played."""
    last = draft.choices[-1]
    if days > PLAYABLE_DAYS or last.scenario is None or last.scenario.is_playable:
        return last
    moment = course_for(replace(draft.intent, days=days), draft.shelf).moment
    return choice_of(moment) if moment else last


def another(draft: Draft, index: int, tried: Sequence[str]) -> Outcome:
    """Another scenario for a day than it has and than those that were tried."""
    seen = {draft.choices[index - 1].id, *tried}
    made = draft.with_substitutes([index], lambda _, choice: choice.id not in seen, fills=anything)
    return made, Wording(Phrase.ANOTHER_SCENARIO, {"scenario": made.outline.day(index).title})
