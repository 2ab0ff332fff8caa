"""Changing a course that is laid out: only the days that a wish concerns are laid out anew, the others stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kaiwa.minds.outlines import (
    CATEGORIES,
    DAYS_A_WEEK,
    FEWEST_MINUTES,
    LONGEST_COURSE,
    MOST_MINUTES,
    Day,
    Intent,
    Level,
    Outline,
    ShelfScenario,
    Week,
)
from kaiwa.minds.phrases import Parameter, Phrase, Question, QuestionReason, Wording
from kaiwa.minds.planner import Refinement
from kaiwa.minds.rehearsal.choices import Choice, choice_on, pool_of
from kaiwa.minds.rehearsal.describing import describe, heading_of, minutes_of, weeks_of
from kaiwa.minds.rehearsal.ladder import complaints, course_for
from kaiwa.minds.rehearsal.laying_out import lay_out
from kaiwa.minds.rehearsal.reading_wishes import read_wish
from kaiwa.minds.rehearsal.relevance import is_about
from kaiwa.minds.wishes import Wish, WishKind

PACES = (5, 10, 15, 20, 30, 45, 60, 90, 120)
# a wish weighs more than what a course likes, and less than what it must keep
WISHED, STAYING = 12.0, 4.0
CASUAL_ROLES = frozenset({"friendly_chat"})
CASUAL_CATEGORIES = frozenset({"small-talk", "relationships", "food"})
NOTES = {
    WishKind.EASIER: Phrase.MADE_EASIER,
    WishKind.HARDER: Phrase.MADE_HARDER,
    WishKind.SHORTER_DAYS: Phrase.MADE_SHORTER,
    WishKind.LONGER_DAYS: Phrase.MADE_LONGER,
    WishKind.MORE_SPEAKING: Phrase.MORE_SPEAKING,
    WishKind.MORE_LISTENING: Phrase.MORE_LISTENING,
    WishKind.MORE_OF: Phrase.MORE_OF,
    WishKind.LESS_OF: Phrase.LESS_OF,
    WishKind.CASUAL: Phrase.MORE_CASUAL,
    WishKind.FORMAL: Phrase.MORE_FORMAL,
}
Fits = Callable[[ShelfScenario], bool]


@dataclass(frozen=True)
class _Change:
    """What is laid out anew: for whom, which days, what suits them, and how many steps up or down."""

    intent: Intent
    days: frozenset[int]
    fits: Fits | None = None
    steps: int = 0


def refine_course(intent: Intent, outline: Outline, text: str, shelf: Sequence[ShelfScenario]) -> Refinement | Question:
    """Change what a wish is about; a Question where it is unclear, or nothing would change."""
    wish = read_wish(text, outline, shelf)
    if isinstance(wish, Question):
        return wish
    if wish.kind in (WishKind.SHORTER_DAYS, WishKind.LONGER_DAYS):
        return _change_pace(intent, outline, wish, shelf)
    if wish.kind in (WishKind.FEWER_DAYS, WishKind.MORE_DAYS):
        return _change_length(intent, outline, wish, shelf)
    if wish.kind is WishKind.MOVE:
        return _move(intent, outline, wish, shelf)
    change = _change_of(intent, outline, wish, shelf)
    if isinstance(change, Question):
        return change
    return _laid_out(change, outline, shelf, NOTES[wish.kind], {"topic": wish.topic} if wish.topic else {})


def regenerate_day(
    intent: Intent, outline: Outline, index: int, shelf: Sequence[ShelfScenario], tried: Sequence[str]
) -> Refinement | Question:
    """Give a day another scenario than it has and than those that were tried; raises LookupError for no day."""
    day = outline.day(index)
    refused = {*tried, day.scenario_id}
    change = _Change(intent, frozenset({index}), lambda each: each.id not in refused)
    found = _laid_out(change, outline, shelf, Phrase.AS_WISHED, {})
    if isinstance(found, Question) or found.outline.day(index).scenario_id in (None, *refused):
        found = _traded(intent, outline, index, refused)
    if isinstance(found, Question):
        # when all have been tried, what was tried first is better than nothing
        return regenerate_day(intent, outline, index, shelf, ()) if tried else found
    title = found.outline.day(index).title
    return replace(found, note=Wording(Phrase.ANOTHER_SCENARIO, {"scenario": title}))


def _traded(intent: Intent, outline: Outline, index: int, refused: set[str | None]) -> Refinement | Question:
    """Where all others have been too near: two scenarios trade all their days, so that both rest as before."""
    mine = outline.day(index).scenario_id
    before = len(complaints(outline.days))
    for other in sorted(outline.days, key=lambda day: (abs(day.index - index), -day.index)):
        if mine is None or other.scenario_id in (None, *refused):
            continue
        days = _trade(outline.days, mine, other.scenario_id)
        changed = tuple(day.index for day, old in zip(days, outline.days, strict=True) if day != old)
        if len(complaints(days)) <= before and len(outline.days) not in changed:
            return Refinement(replace(outline, days=days), changed, Wording(Phrase.AS_WISHED), intent)
    return Question(QuestionReason.NOTHING_TO_CHANGE)


def _trade(days: Sequence[Day], one: str, other: str | None) -> tuple[Day, ...]:
    """The days with each scenario wherever the other one stood."""
    places = {each: [day for day in days if day.scenario_id == each] for each in (one, other)}
    first = {each: found[0] for each, found in places.items()}
    traded = {one: first[other], other: first[one]}
    return tuple(
        replace(traded[day.scenario_id], index=day.index, why=day.why, kind=day.kind)
        if day.scenario_id in traded
        else day
        for day in days
    )


def _exchange(days: Sequence[Day], one: int, other: int) -> tuple[Day, ...]:
    """The days with two that have changed places."""
    places = {one: replace(days[other - 1], index=one), other: replace(days[one - 1], index=other)}
    return tuple(places.get(day.index, day) for day in days)


def _change_of(intent: Intent, outline: Outline, wish: Wish, shelf: Sequence[ShelfScenario]) -> _Change | Question:
    offered = {each.id: each for each in shelf}
    scope = _scope(outline, wish)

    def unlike(fits: Fits) -> frozenset[int]:
        days = (day for day in outline.days if day.index in scope)
        return frozenset(day.index for day in days if day.scenario_id in offered and not fits(offered[day.scenario_id]))

    if wish.kind in (WishKind.EASIER, WishKind.HARDER):
        step = -1 if wish.kind is WishKind.EASIER else 1
        level = Level.at((intent.cefr_level or outline.days[0].cefr_level).step + step)
        whole = wish.week is None and wish.day is None
        return _Change(replace(intent, cefr_level=level) if whole else intent, scope, steps=step)
    if wish.kind in (WishKind.MORE_SPEAKING, WishKind.MORE_LISTENING):
        skill = "speaking" if wish.kind is WishKind.MORE_SPEAKING else "listening"
        fits: Fits = lambda each: each.primary_skill == skill  # noqa: E731
        return _Change(intent, unlike(fits), fits)
    if wish.kind in (WishKind.CASUAL, WishKind.FORMAL):
        is_casual = wish.kind is WishKind.CASUAL
        fits = lambda each: _is_casual(each) is is_casual  # noqa: E731
        return _Change(intent, unlike(fits), fits)
    about = [each for each in shelf if is_about(each, wish.topic)]
    if not about:
        return Question(QuestionReason.NOT_IN_CATALOGUE, {"topic": wish.topic})
    if wish.kind is WishKind.LESS_OF:
        fits = lambda each: not is_about(each, wish.topic)  # noqa: E731
        return _Change(replace(intent, avoids=(*intent.avoids, wish.topic)), unlike(fits), fits)
    wanted = replace(intent, categories=(wish.topic, *intent.categories)) if wish.topic in CATEGORIES else intent
    fits = lambda each: is_about(each, wish.topic)  # noqa: E731
    # all days, for what is wished for must rest as well: who keeps what it has costs nothing
    return _Change(replace(wanted, wants=(*intent.wants, wish.topic)), scope, fits)


def _is_casual(scenario: ShelfScenario) -> bool:
    return scenario.role in CASUAL_ROLES or bool(CASUAL_CATEGORIES & {*scenario.categories[:1]})


def _scope(outline: Outline, wish: Wish) -> frozenset[int]:
    """The days that a wish may change: the last one stays, since it is what the course is for."""
    if wish.day is not None:
        return frozenset({wish.day})
    days = [day.index for day in outline.days if wish.week is None or day.week == wish.week]
    return frozenset(days) - ({len(outline.days)} if len(days) > 1 else set())


def _laid_out(
    change: _Change, outline: Outline, shelf: Sequence[ShelfScenario], note: Phrase, more: dict[str, Parameter]
) -> Refinement | Question:
    intent, fits = change.intent, change.fits
    course = replace(course_for(intent, shelf), days=len(outline.days))
    pinned = [None if day.index in change.days else choice_on(day, shelf) for day in outline.days]
    aims = [day.cefr_level.step + (change.steps if day.index in change.days else 0) for day in outline.days]

    def costs(index: int, choice: Choice) -> float:
        if fits is None or index not in change.days or (choice.scenario is not None and fits(choice.scenario)):
            return 0.0
        return WISHED + (0 if choice.id == outline.days[index - 1].scenario_id else STAYING)

    choices = lay_out(course, pool_of(intent, course, shelf), pinned, wishes=costs, aims=[max(0, aim) for aim in aims])
    days = [
        day if choices[day.index - 1].id == day.scenario_id else describe(intent, course, choices, day.index)
        for day in outline.days
    ]
    changed = tuple(day.index for day, before in zip(days, outline.days, strict=True) if day != before)
    if not changed:
        return Question(QuestionReason.NOTHING_TO_CHANGE)
    whole = replace(outline, days=tuple(days), weeks=_weeks(intent, choices, outline))
    return Refinement(whole, changed, Wording(note, {**more, "days": len(changed)}), intent)


def _weeks(intent: Intent, choices: Sequence[Choice], outline: Outline) -> tuple[Week, ...]:
    """The themes of the weeks that are about something else now."""
    made = weeks_of(intent, choices)
    return tuple(made) if len(made) != len(outline.weeks) else outline.weeks


def _change_pace(intent: Intent, outline: Outline, wish: Wish, shelf: Sequence[ShelfScenario]) -> Refinement | Question:
    is_longer = wish.kind is WishKind.LONGER_DAYS
    others = [pace for pace in PACES if (pace > intent.minutes_per_day) is is_longer and pace != intent.minutes_per_day]
    if not others:
        return Question(QuestionReason.NOTHING_TO_CHANGE)
    pace = max(FEWEST_MINUTES, min(MOST_MINUTES, min(others) if is_longer else max(others)))
    lengths = {each.id: each.minutes for each in shelf}
    days = tuple(
        replace(day, minutes=minutes_of(lengths.get(day.scenario_id or "", pace), pace))
        if day.scenario_id in lengths or day.scenario_id is None
        else day
        for day in outline.days
    )
    changed = tuple(day.index for day, before in zip(days, outline.days, strict=True) if day != before)
    note = Wording(NOTES[wish.kind], {"minutes": pace, "days": len(changed)})
    return Refinement(replace(outline, days=days), changed, note, replace(intent, minutes_per_day=pace))


def _change_length(
    intent: Intent, outline: Outline, wish: Wish, shelf: Sequence[ShelfScenario]
) -> Refinement | Question:
    before = len(outline.days)
    days = before + (DAYS_A_WEEK if wish.kind is WishKind.MORE_DAYS else -DAYS_A_WEEK)
    if not 1 <= days <= LONGEST_COURSE:
        return Question(QuestionReason.NOTHING_TO_CHANGE)
    wanted = replace(intent, days=days)
    course = course_for(wanted, shelf)
    last = choice_on(outline.days[-1], shelf)
    kept = [choice_on(day, shelf) for day in outline.days[: min(days, before) - 1]]
    pinned: list[Choice | None] = [*kept, *([None] * (days - len(kept) - 1)), last]
    choices = lay_out(course, pool_of(wanted, course, shelf), pinned)
    made: list[Day] = [*outline.days[: len(kept)]]
    made += [describe(wanted, course, choices, index) for index in range(len(kept) + 1, days + 1)]
    heading = heading_of(wanted, course)
    whole = replace(outline, days=tuple(made), weeks=tuple(weeks_of(wanted, choices)), description=heading.description)
    changed = tuple(range(len(kept) + 1, days + 1))
    return Refinement(whole, changed, Wording(NOTES_OF_LENGTH[wish.kind], {"days": days}), wanted)


NOTES_OF_LENGTH = {WishKind.FEWER_DAYS: Phrase.FEWER_DAYS, WishKind.MORE_DAYS: Phrase.MORE_DAYS}


def _move(intent: Intent, outline: Outline, wish: Wish, shelf: Sequence[ShelfScenario]) -> Refinement | Question:
    named = {each.id for each in shelf if is_about(each, wish.topic)}
    about = [day for day in outline.days if day.scenario_id in named]
    if not about:
        return Question(QuestionReason.NOT_IN_CATALOGUE, {"topic": wish.topic})
    targets = [day.index for day in outline.days if day.index == wish.day or day.week == wish.week]
    elsewhere = [day for day in about if day.index not in targets]
    if not elsewhere or not targets:
        return Question(QuestionReason.NOTHING_TO_CHANGE)
    moved = elsewhere[0]
    # of the days it may come to, the one that breaks the fewest rules
    place = min(targets, key=lambda index: (len(complaints(_exchange(outline.days, moved.index, index))), index))
    days = _exchange(outline.days, moved.index, place)
    note = Wording(Phrase.MOVED, {"scenario": moved.title, "day": place})
    return Refinement(replace(outline, days=days), (moved.index, place), note, intent)
