"""What planners say to people, as keys and parameters that the pages word; a mind that writes itself gives the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Parameter = str | int


class Theme(StrEnum):
    """What a week or a day is about; the categories of scenarios are themes too."""

    FIRST_STEPS = "first_steps"
    EVERYDAY = "everyday"
    TOWARDS_GOAL = "towards_goal"
    DRESS_REHEARSAL = "dress_rehearsal"
    REVIEW = "review"
    RELATIONSHIPS = "relationships"
    WORK = "work"
    TRAVEL = "travel"
    HEALTH = "health"
    HOUSING = "housing"
    SCHOOL = "school"
    SERVICES = "services"
    FOOD = "food"
    EMERGENCIES = "emergencies"
    SMALL_TALK = "small-talk"


class Phrase(StrEnum):
    """Everything that pages word for a planner; a comment names the parameters that it comes with.

    language is a language's id, category one of the categories, goal a `Goal`, level, level_from and level_to are
    levels, scenario is a title in the learner's language, objective a text, setting and topic are the learner's own
    words, deadline is an ISO date; day, days, week and minutes are numbers.
    """

    # titles of a course
    COURSE_SETTING = "course_setting"  # language, setting
    COURSE_CATEGORY = "course_category"  # language, category
    COURSE_GOAL = "course_goal"  # language, goal
    COURSE = "course"  # language
    # what a course is
    LADDER = "ladder"  # days, minutes, level_from, level_to
    LADDER_UNTIL = "ladder_until"  # days, minutes, level_from, level_to, deadline
    # why this today
    WHY_FIRST_STEP = "why_first_step"
    WHY_TOWARDS_GOAL = "why_towards_goal"  # category
    WHY_THE_MOMENT_ITSELF = "why_the_moment_itself"
    WHY_COMES_BACK = "why_comes_back"  # day: when it was new
    WHY_OBJECTIVE_COMES_BACK = "why_objective_comes_back"  # objective, day
    WHY_STEP_UP = "why_step_up"  # level
    WHY_VARIETY = "why_variety"
    WHY_REVIEW = "why_review"  # day: when it was new, 0 where the day has no scenario
    WHY_DRESS_REHEARSAL = "why_dress_rehearsal"
    WHY_ASKED_FOR = "why_asked_for"
    # what a wish has changed; each with days: how many were changed, but for fewer and more days how many there are now
    MADE_EASIER = "made_easier"
    MADE_HARDER = "made_harder"
    MADE_SHORTER = "made_shorter"  # minutes
    MADE_LONGER = "made_longer"  # minutes
    MORE_SPEAKING = "more_speaking"
    MORE_LISTENING = "more_listening"
    MORE_OF = "more_of"  # topic
    LESS_OF = "less_of"  # topic
    MORE_CASUAL = "more_casual"
    MORE_FORMAL = "more_formal"
    MOVED = "moved"  # scenario, day
    FEWER_DAYS = "fewer_days"
    MORE_DAYS = "more_days"
    ANOTHER_SCENARIO = "another_scenario"  # scenario
    AS_WISHED = "as_wished"


@dataclass(frozen=True)
class Wording:
    """A sentence: `text` as a mind or a person wrote it, else the `key` that the page words with `parameters`."""

    key: Phrase | None = None
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    text: str = ""


class QuestionReason(StrEnum):
    """Why a planner asks back; a comment names the parameters that it comes with."""

    # of an intent
    NOTHING_SAID = "nothing_said"
    UNCLEAR = "unclear"
    NOT_ABOUT_LEARNING = "not_about_learning"
    UNKIND = "unkind"
    SEVERAL_LANGUAGES = "several_languages"  # choices: language ids
    SAME_LANGUAGE = "same_language"  # language; choices: language ids
    LANGUAGE_NOT_OFFERED = "language_not_offered"  # language: ISO 639-1; choices: language ids
    CONTRADICTORY_LEVEL = "contradictory_level"  # choices: levels
    DEADLINE_PASSED = "deadline_passed"  # deadline
    # of a wish
    EMPTY_WISH = "empty_wish"
    WISH_NOT_UNDERSTOOD = "wish_not_understood"
    CONTRADICTORY_WISH = "contradictory_wish"  # choices: ids of wishes
    NO_SUCH_DAY = "no_such_day"  # days
    NO_SUCH_WEEK = "no_such_week"  # weeks
    NOT_IN_CATALOGUE = "not_in_catalogue"  # topic
    WHICH_WEEK = "which_week"  # weeks
    NOTHING_TO_CHANGE = "nothing_to_change"


@dataclass(frozen=True)
class Question:
    """What a planner must know before it can go on, worded by the page; `choices` are ids of answers."""

    reason: QuestionReason
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
