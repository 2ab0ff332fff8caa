"""What the days and weeks of a course are called, why they come, and how long they take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kaiwa.minds.outlines import DAYS_A_WEEK, Day, DayKind, Goal, Intent, Level, Week
from kaiwa.minds.phrases import Phrase, Theme, Wording
from kaiwa.minds.planner import Heading
from kaiwa.minds.rehearsal.choices import Choice
from kaiwa.minds.rehearsal.ladder import Course

# a course of at most a week has no first steps of its own
_LONGEST_SINGLE = DAYS_A_WEEK
_LONGEST_TITLE_SETTING = 60


def describe(intent: Intent, course: Course, choices: Sequence[Choice], index: int) -> Day:
    """The day with a number, of a course that is laid out."""
    choice, before = choices[index - 1], choices[: index - 1]
    if choice.day is not None:
        return replace(choice.day, index=index)
    scenario = choice.scenario
    first = next((number for number, each in enumerate(before, 1) if each.id and each.id == choice.id), 0)
    why = _why(intent, course, choices, index, first)
    if scenario is None:
        why = Wording(Phrase.WHY_REVIEW, {"day": 0})
        return Day(
            index, "", Theme.REVIEW, "", Level.at(choice.step), (), None, intent.minutes_per_day, why, DayKind.REVIEW
        )
    return Day(
        index=index,
        title=scenario.title_in(intent.native_language),
        theme=_theme(intent, scenario.categories, why),
        description=scenario.description_in(intent.native_language),
        cefr_level=scenario.cefr_level,
        objectives=tuple(goal.text for goal in scenario.objectives),
        scenario_id=scenario.id,
        minutes=minutes_of(scenario.minutes, intent.minutes_per_day),
        why=why,
        kind=DayKind.NEW if not first else DayKind.REVIEW if course.is_review(index) else DayKind.AGAIN,
    )


def minutes_of(scenario_minutes: int, pace: int) -> int:
    """A day takes its conversation, and up to as long again to prepare it and to look back, as the pace allows."""
    return max(scenario_minutes, min(pace, 2 * scenario_minutes))


def heading_of(intent: Intent, course: Course) -> Heading:
    """What the course is called and what it is."""
    language = {"language": intent.target_language or ""}
    if intent.setting and len(intent.setting) <= _LONGEST_TITLE_SETTING:
        title = Wording(Phrase.COURSE_SETTING, {**language, "setting": intent.setting})
    elif intent.categories:
        title = Wording(Phrase.COURSE_CATEGORY, {**language, "category": intent.categories[0]})
    elif intent.goal:
        title = Wording(Phrase.COURSE_GOAL, {**language, "goal": Goal(intent.goal).value})
    else:
        title = Wording(Phrase.COURSE, language)
    ladder: dict[str, str | int] = {
        "days": course.days,
        "minutes": intent.minutes_per_day,
        "level_from": Level.at(course.start).value,
        "level_to": Level.at(course.end).value,
    }
    if intent.deadline:
        return Heading(title, Wording(Phrase.LADDER_UNTIL, {**ladder, "deadline": intent.deadline.isoformat()}))
    return Heading(title, Wording(Phrase.LADDER, ladder))


def weeks_of(intent: Intent, choices: Sequence[Choice]) -> list[Week]:
    """A theme for each week: first steps, what most of its days are about, at last the dress rehearsal."""
    weeks = -(-len(choices) // DAYS_A_WEEK)
    found: list[Week] = []
    for number in range(1, weeks + 1):
        theme = _theme_of_week(intent, choices[(number - 1) * DAYS_A_WEEK : number * DAYS_A_WEEK], found)
        if len(choices) > _LONGEST_SINGLE and number in (1, weeks):
            theme = Theme.FIRST_STEPS if number == 1 else Theme.DRESS_REHEARSAL
        found.append(Week(number, theme))
    return found


def _theme_of_week(intent: Intent, choices: Sequence[Choice], before: Sequence[Week]) -> Theme:
    counted = Counter(each for choice in choices if choice.scenario for each in choice.scenario.categories)
    for category in intent.categories:
        counted[category] += 1 if counted[category] else 0
    used = {week.theme for week in before}
    ranked = [Theme(category) for category, _ in counted.most_common()]
    return next((theme for theme in ranked if theme not in used), ranked[0] if ranked else Theme.EVERYDAY)


def _theme(intent: Intent, categories: Sequence[str], why: Wording) -> Theme:
    if why.key is Phrase.WHY_DRESS_REHEARSAL:
        return Theme.DRESS_REHEARSAL
    shared = next((each for each in intent.categories if each in categories), None)
    return Theme(shared or categories[0]) if categories else Theme.EVERYDAY


def _why(intent: Intent, course: Course, choices: Sequence[Choice], index: int, first: int) -> Wording:
    choice, before = choices[index - 1], choices[: index - 1]
    is_moment = course.moment is not None and choice.id == course.moment.id
    if is_moment and index == course.days and index > 1:
        return Wording(Phrase.WHY_DRESS_REHEARSAL)
    if index == 1:
        return Wording(Phrase.WHY_THE_MOMENT_ITSELF if course.days == 1 and is_moment else Phrase.WHY_FIRST_STEP)
    if first:
        return Wording(Phrase.WHY_REVIEW if course.is_review(index) else Phrase.WHY_COMES_BACK, {"day": first})
    if is_moment and choice.id and course.relevance[choice.id].is_meant:
        return Wording(Phrase.WHY_THE_MOMENT_ITSELF)
    if choice.step > max(each.step for each in before):
        return Wording(Phrase.WHY_STEP_UP, {"level": Level.at(choice.step).value})
    categories = choice.scenario.categories if choice.scenario else ()
    shared = next((each for each in intent.categories if each in categories), None)
    if shared:
        return Wording(Phrase.WHY_TOWARDS_GOAL, {"category": shared})
    return _objective_back(choice, before) or Wording(Phrase.WHY_VARIETY)


def _objective_back(choice: Choice, before: Sequence[Choice]) -> Wording | None:
    """The objective that an earlier day had too, the latest such day."""
    goals = choice.scenario.objectives if choice.scenario else ()
    for number in range(len(before), 0, -1):
        earlier = before[number - 1].scenario
        known = {goal.id for goal in earlier.objectives} if earlier else set()
        shared = next((goal for goal in goals if goal.id in known), None)
        if shared:
            return Wording(Phrase.WHY_OBJECTIVE_COMES_BACK, {"objective": shared.text, "day": number})
    return None
