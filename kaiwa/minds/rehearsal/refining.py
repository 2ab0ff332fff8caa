"""Changing a course as it is wished: only the days that the wishes are about, and never against the rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from kaiwa.minds.outlines import Day, Intent, Outline, ShelfScenario
from kaiwa.minds.phrases import Phrase, Question, QuestionReason, Wording
from kaiwa.minds.planner import Refinement
from kaiwa.minds.rehearsal.adjusting import (
    Outcome,
    change_length,
    change_level,
    change_skill,
    change_tone,
    less_of,
    more_of,
)
from kaiwa.minds.rehearsal.drafts import Draft, draft_of
from kaiwa.minds.rehearsal.moving import another, change_days, move
from kaiwa.minds.rehearsal.wishing import LAST, parse_wishes
from kaiwa.minds.wishes import Wish, WishKind

_CHANGES: dict[WishKind, Callable[[Draft, Wish], Outcome]] = {
    WishKind.EASIER: change_level,
    WishKind.HARDER: change_level,
    WishKind.SHORTER_DAYS: change_length,
    WishKind.LONGER_DAYS: change_length,
    WishKind.MORE_SPEAKING: change_skill,
    WishKind.MORE_LISTENING: change_skill,
    WishKind.CASUAL: change_tone,
    WishKind.FORMAL: change_tone,
    WishKind.MORE_OF: more_of,
    WishKind.LESS_OF: less_of,
    WishKind.MOVE: move,
    WishKind.FEWER_DAYS: change_days,
    WishKind.MORE_DAYS: change_days,
}


def refine(intent: Intent, outline: Outline, wish: str, shelf: Sequence[ShelfScenario]) -> Refinement | Question:
    """Change what the wish is about, or say what must be known first."""
    wishes = parse_wishes(wish, intent.native_language)
    if isinstance(wishes, Question):
        return wishes
    draft = draft_of(intent, outline, shelf)
    notes: list[Wording] = []
    refused: Question | None = None
    for each in wishes:
        outcome = _changed(draft, each)
        if isinstance(outcome, Question):
            refused = outcome
            continue
        draft = outcome[0]
        notes.append(outcome[1])
    if not notes:
        return refused or Question(QuestionReason.NOTHING_TO_CHANGE)
    return _refinement(outline, draft, notes[0] if len(notes) == 1 else Wording(Phrase.AS_WISHED))


def regenerate(
    intent: Intent, outline: Outline, index: int, shelf: Sequence[ShelfScenario], tried: Sequence[str]
) -> Refinement | Question:
    """Give a day another scenario; raises LookupError for a day that there is not."""
    outline.day(index)
    outcome = another(draft_of(intent, outline, shelf), index, tried)
    return outcome if isinstance(outcome, Question) else _refinement(outline, *outcome)


def _changed(draft: Draft, wish: Wish) -> Outcome:
    weeks, days = len(draft.outline.weeks), len(draft.choices)
    place = replace(
        wish,
        week=weeks if wish.week == LAST else wish.week,
        day=days if wish.day == LAST else wish.day,
    )
    if place.week is not None and not 1 <= place.week <= weeks:
        return Question(QuestionReason.NO_SUCH_WEEK, {"weeks": weeks})
    if place.day is not None and not 1 <= place.day <= days:
        return Question(QuestionReason.NO_SUCH_DAY, {"days": days})
    return _CHANGES[wish.kind](draft, place)


def _refinement(before: Outline, draft: Draft, note: Wording) -> Refinement | Question:
    """What has become of an outline; a question where nothing has."""
    old = {day.index: day for day in before.days}
    changed = tuple(day.index for day in draft.outline.days if _differs(old.get(day.index), day))
    gone = len(before.days) - len(draft.outline.days)
    if not changed and not gone:
        return Question(QuestionReason.NOTHING_TO_CHANGE)
    parameters = {"days": max(len(changed), gone), **note.parameters}
    return Refinement(draft.outline, changed, replace(note, parameters=parameters), draft.intent)


def _differs(old: Day | None, new: Day) -> bool:
    """Whether a day shows the learner something else than why it comes."""
    return old is None or replace(old, why=new.why, kind=new.kind) != new
