"""Wishes for how days are: easier or harder, shorter or longer, more speaking, more casual, more of something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kaiwa.minds.outlines import FEWEST_MINUTES, MOST_MINUTES, Level
from kaiwa.minds.phrases import Phrase, Question, QuestionReason, Wording
from kaiwa.minds.rehearsal.choices import Choice
from kaiwa.minds.rehearsal.climbing import Way
from kaiwa.minds.rehearsal.drafts import Draft
from kaiwa.minds.rehearsal.laying_out import lay_out
from kaiwa.minds.rehearsal.topics import topic_of
from kaiwa.minds.wishes import Wish, WishKind

PACES = (5, 10, 15, 20, 30, 45, 60, 90, 120)
# how much more a wished level counts than a planned one
PULL, STAYS, OTHER_AT_STEP, WISHED = 3.0, -2.0, 3.0, 7.0
# of so many days one becomes what there is to be more of
ONE_OF = 5
_TONES = {"friendly_chat": -1.0, "character": 0.0, "tutor": 0.3, "expert": 1.0}
_CLEARLY = 0.5

Outcome = tuple[Draft, Wording] | Question


def change_level(draft: Draft, wish: Wish) -> Outcome:
    """Make days easier or harder by a step, as far as the way from day to day allows."""
    sign, phrase = (-1, Phrase.MADE_EASIER) if wish.kind is WishKind.EASIER else (1, Phrase.MADE_HARDER)
    days = set(draft.scope(wish.week, wish.day))
    old = [choice.step for choice in draft.choices]
    made = draft.changed(_climbed(draft, days, sign))
    gained = sum(sign * (choice.step - step) for choice, step in zip(made.choices, old, strict=True))
    if gained <= 0 or draft.breaks_more(made.choices):
        made = draft.with_substitutes(sorted(days), lambda at, choice: (choice.step - old[at - 1]) * sign > 0)
    if wish.week is None and wish.day is None and made.choices != draft.choices:
        # who finds the whole course too easy or too hard is at another level than they said
        level = Level.at((draft.intent.cefr_level or draft.outline.days[0].cefr_level).step + sign)
        made = replace(made, intent=replace(draft.intent, cefr_level=level))
    return made, Wording(phrase)


def _climbed(draft: Draft, days: set[int], sign: int) -> list[Choice]:
    """The choices after a climb that is a step lower or higher on the days."""
    old = [choice.step for choice in draft.choices]
    aims = [step + sign if at in days else step for at, step in enumerate(old, 1)]
    limits = {at: (0, old[at - 1]) if sign < 0 else (old[at - 1], 5) for at in days}
    course = replace(draft.course, start=min(max(aims[0], 0), 5))

    def wishes(index: int, choice: Choice) -> float:
        if index not in days or choice.step != old[index - 1]:
            return 0.0
        return STAYS if choice == draft.choices[index - 1] else OTHER_AT_STEP

    pinned = [None if at in days else choice for at, choice in enumerate(draft.choices, 1)]
    return lay_out(course, draft.pool, pinned, wishes=wishes, way=Way(aims, limits, PULL))


def change_length(draft: Draft, wish: Wish) -> Outcome:
    """Make days shorter or longer: a named number of minutes, or the next usual one."""
    days = draft.scope(wish.week, wish.day) + ([draft.protected] if wish.week is None and wish.day is None else [])
    pace = draft.intent.minutes_per_day
    is_shorter = wish.count < pace if wish.count else wish.kind is WishKind.SHORTER_DAYS
    if wish.count:
        new: int | None = min(max(wish.count, FEWEST_MINUTES), MOST_MINUTES)
    elif is_shorter:
        longest = max(draft.outline.day(index).minutes for index in days if index)
        new = max((each for each in PACES if each < min(pace, longest)), default=None)
    else:
        new = min((each for each in PACES if each > pace), default=None)
    if new is None or new == pace:
        return Question(QuestionReason.NOTHING_TO_CHANGE)
    if wish.week is None and wish.day is None:
        draft = replace(draft, intent=replace(draft.intent, minutes_per_day=new))
    if is_shorter:
        draft = _without_too_long(draft, days, new)
    phrase = Phrase.MADE_SHORTER if is_shorter else Phrase.MADE_LONGER
    return draft.timed([index for index in days if index], new), Wording(phrase, {"minutes": new})


def _without_too_long(draft: Draft, days: list[int], pace: int) -> Draft:
    """The course where conversations that take longer than the pace become shorter ones, where there are such."""
    lengths = {at: choice.scenario.minutes for at, choice in enumerate(draft.choices, 1) if choice.scenario}
    too_long = [at for at in days if lengths.get(at, 0) > pace and at != draft.protected]
    return draft.with_substitutes(
        too_long, lambda at, choice: choice.scenario is not None and choice.scenario.minutes < lengths[at]
    )


def change_skill(draft: Draft, wish: Wish) -> Outcome:
    """More of what trains speaking, or listening."""
    is_speaking = wish.kind is WishKind.MORE_SPEAKING
    skill = "speaking" if is_speaking else "listening"

    def trains(at: int, choice: Choice) -> bool:  # noqa: ARG001
        return choice.scenario is not None and choice.scenario.primary_skill == skill

    days = [at for at in draft.scope(wish.week, wish.day) if not trains(at, draft.choices[at - 1])]
    made = draft.with_substitutes(_least_wanted(draft, days), trains, _share(draft, wish))
    return made, Wording(Phrase.MORE_SPEAKING if is_speaking else Phrase.MORE_LISTENING)


def change_tone(draft: Draft, wish: Wish) -> Outcome:
    """Partners that one talks with more casually, or more formally."""
    sign, phrase = (-1, Phrase.MORE_CASUAL) if wish.kind is WishKind.CASUAL else (1, Phrase.MORE_FORMAL)

    def suits(at: int, choice: Choice) -> bool:
        return (_tone(choice) - _tone(draft.choices[at - 1])) * sign >= _CLEARLY

    def keeps(at: int, choice: Choice) -> bool:
        return at in days and (_tone(choice) - _tone(draft.choices[at - 1])) * sign >= 0

    days = sorted(draft.scope(wish.week, wish.day), key=lambda at: sign * _tone(draft.choices[at - 1]))
    most = max(1, len(days) // 2)
    made = draft.with_substitutes(days, suits, most, fills=keeps)
    if made.choices == draft.choices:
        made = _laid_out_for(draft, days, lambda choice: WISHED * sign * _tone(choice))
    if made.choices == draft.choices:
        # what the days need stands too near to them: it comes from there
        made = draft.with_substitutes(days, suits, 1, fills=lambda at, choice: at not in days or keeps(at, choice))
    return made, Wording(phrase)


def _tone(choice: Choice) -> float:
    """How formally one talks there."""
    scenario = choice.scenario
    if scenario is None:
        return 0.0
    formal = 0.4 * any(each in scenario.categories for each in ("work", "services", "school"))
    casual = 0.4 * any(each in scenario.categories for each in ("small-talk", "food"))
    return _TONES.get(scenario.role, 0.0) + formal - casual


def more_of(draft: Draft, wish: Wish) -> Outcome:
    """Some days become what there is to be more of, the least wanted first."""
    topic = topic_of(wish.topic, draft.shelf, draft.intent.native_language)
    if topic is None:
        return Question(QuestionReason.NOT_IN_CATALOGUE, {"topic": wish.topic})
    days = [at for at in draft.scope(wish.week, wish.day) if draft.choices[at - 1].id not in topic.ids]
    ids = topic.ids
    made = draft.with_substitutes(_least_wanted(draft, days), lambda _, choice: choice.id in ids, _share(draft, wish))
    if made.choices == draft.choices:
        scope = draft.scope(wish.week, wish.day)
        made = _laid_out_for(draft, scope, lambda choice: WISHED if choice.id in ids else 0.0)
    return made, Wording(Phrase.MORE_OF, {"topic": topic.name})


def _laid_out_for(draft: Draft, days: list[int], gain: Callable[[Choice], float]) -> Draft:
    """The course with the days laid out anew to gain as much as may be; as before where that is nothing."""
    old = draft.choices

    def wishes(index: int, choice: Choice) -> float:
        if index not in days:
            return 0.0
        return (STAYS if choice.id == old[index - 1].id else 0.0) - gain(choice)

    pinned = [None if at in days else choice for at, choice in enumerate(old, 1)]
    limits = {at: (old[at - 1].step - 1, old[at - 1].step + 1) for at in days}
    way = Way([choice.step for choice in old], limits)
    made = lay_out(draft.course, draft.pool, pinned, wishes=wishes, way=way)
    gained = sum(map(gain, made)) - sum(map(gain, old))
    return draft.changed(made) if gained > 0 and not draft.breaks_more(made) else draft


def less_of(draft: Draft, wish: Wish) -> Outcome:
    """Days become something else than what there is to be less of, and nothing of it comes in again."""
    topic = topic_of(wish.topic, draft.shelf, draft.intent.native_language)
    if topic is None:
        return Question(QuestionReason.NOT_IN_CATALOGUE, {"topic": wish.topic})
    days = [at for at in draft.scope(wish.week, wish.day) if draft.choices[at - 1].id in topic.ids]
    ids = topic.ids

    scope = set(draft.scope(wish.week, wish.day))

    def is_other(at: int, choice: Choice) -> bool:
        return at in scope and choice.id not in ids

    made = draft.with_substitutes(days, is_other, fills=is_other)
    if wish.week is None and wish.day is None:
        avoids = tuple(dict.fromkeys([*draft.intent.avoids, topic.name]))
        made = replace(made, intent=replace(draft.intent, avoids=avoids))
    return made, Wording(Phrase.LESS_OF, {"topic": topic.name})


def _least_wanted(draft: Draft, days: list[int]) -> list[int]:
    """The days in the order of how little they have to do with what the learner wants."""
    choices = draft.choices
    wanted = {at: draft.course.relevance_of(s) if (s := choices[at - 1].scenario) else 1.0 for at in days}
    return sorted(days, key=lambda at: (wanted[at], at))


def _share(draft: Draft, wish: Wish) -> int:
    """How many days a wish for more of something may change."""
    return max(1, len(draft.scope(wish.week, wish.day)) // ONE_OF)
