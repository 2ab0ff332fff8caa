"""What planners say, worded in the language of the pages: titles, reasons, what a wish changed, questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Protocol

from flask import Flask

from kaiwa.errors import N_
from kaiwa.minds.phrases import Phrase, Question, QuestionReason, Theme
from kaiwa.scenarios.naming import CATEGORY_NAMES, called, category_name
from kaiwa.web.locale import day as day_name
from kaiwa.web.translation import gettext as _, ngettext

GOALS = {
    "connection": N_("the people close to you"),
    "career": N_("your work"),
    "travel": N_("your travels"),
    "academic": N_("your studies"),
    "culture": N_("films, books and music"),
    "growth": N_("yourself"),
}
SENTENCES = {
    Phrase.COURSE_SETTING: N_("%(language)s: %(setting)s"),
    Phrase.COURSE_CATEGORY: N_("%(language)s for: %(category)s"),
    Phrase.COURSE_GOAL: N_("%(language)s for %(goal)s"),
    Phrase.COURSE: N_("%(language)s, day by day"),
    Phrase.LADDER: N_("Days: %(days)s, each about %(minutes)s minutes, from %(level_from)s to %(level_to)s."),
    Phrase.LADDER_UNTIL: N_(
        "Days until %(deadline)s: %(days)s, each about %(minutes)s minutes, from %(level_from)s to %(level_to)s."
    ),
    Phrase.WHY_FIRST_STEP: N_("A first step that you can be sure of."),
    Phrase.WHY_TOWARDS_GOAL: N_("Towards your goal: %(category)s."),
    Phrase.WHY_THE_MOMENT_ITSELF: N_("The very moment that you are getting ready for."),
    Phrase.WHY_COMES_BACK: N_("It comes back: it was new on day %(day)s."),
    Phrase.WHY_OBJECTIVE_COMES_BACK: N_("“%(objective)s” comes back from day %(day)s."),
    Phrase.WHY_STEP_UP: N_("One step up, to %(level)s."),
    Phrase.WHY_VARIETY: N_("Something else for once: what you know holds there too."),
    Phrase.WHY_REVIEW: N_("Looking back makes it stay."),
    Phrase.WHY_DRESS_REHEARSAL: N_("The dress rehearsal: as it will be."),
    Phrase.WHY_ASKED_FOR: N_("You asked for it."),
    Phrase.MADE_EASIER: N_("Made easier."),
    Phrase.MADE_HARDER: N_("Made harder."),
    Phrase.MADE_SHORTER: N_("About %(minutes)s minutes a day now."),
    Phrase.MADE_LONGER: N_("About %(minutes)s minutes a day now."),
    Phrase.MORE_SPEAKING: N_("More speaking."),
    Phrase.MORE_LISTENING: N_("More listening."),
    Phrase.MORE_OF: N_("More of: %(topic)s."),
    Phrase.LESS_OF: N_("Less of: %(topic)s."),
    Phrase.MORE_CASUAL: N_("More casual."),
    Phrase.MORE_FORMAL: N_("More formal."),
    Phrase.MOVED: N_("“%(scenario)s” is on day %(day)s now."),
    Phrase.FEWER_DAYS: N_("Number of days now: %(days)s."),
    Phrase.MORE_DAYS: N_("Number of days now: %(days)s."),
    Phrase.ANOTHER_SCENARIO: N_("Another scenario: “%(scenario)s”."),
    Phrase.AS_WISHED: N_("As you wished."),
}
# what these have changed is said with how many days it was
COUNTED = frozenset(
    {
        Phrase.MADE_EASIER,
        Phrase.MADE_HARDER,
        Phrase.MADE_SHORTER,
        Phrase.MADE_LONGER,
        Phrase.MORE_SPEAKING,
        Phrase.MORE_LISTENING,
        Phrase.MORE_OF,
        Phrase.LESS_OF,
        Phrase.MORE_CASUAL,
        Phrase.MORE_FORMAL,
        Phrase.AS_WISHED,
    }
)
QUESTIONS = {
    QuestionReason.NOTHING_SAID: N_("What do you want to be ready for? One sentence is enough."),
    QuestionReason.UNCLEAR: N_("Which language do you want to learn, and for what? One more word would help."),
    QuestionReason.NOT_ABOUT_LEARNING: N_(
        "We plan conversations in another language. Which one do you want to be ready for?"
    ),
    QuestionReason.UNKIND: N_("We would rather plan a kind conversation. Which one do you want to be ready for?"),
    QuestionReason.SEVERAL_LANGUAGES: N_("Several languages at once? Choose the one to begin with."),
    QuestionReason.SAME_LANGUAGE: N_("You write %(language)s already. Which language do you want to learn?"),
    QuestionReason.LANGUAGE_NOT_OFFERED: N_("We do not have %(language)s yet. Would one of these help?"),
    QuestionReason.CONTRADICTORY_LEVEL: N_("You named two levels. Which one is nearer?"),
    QuestionReason.DEADLINE_PASSED: N_("That day is over already. When will it be?"),
    QuestionReason.EMPTY_WISH: N_("What shall be different?"),
    QuestionReason.WISH_NOT_UNDERSTOOD: N_(
        "We did not understand that wish. Try “easier”, “more speaking” or “move the doctor to week 2”."
    ),
    QuestionReason.CONTRADICTORY_WISH: N_("Both at once cannot be. Which of the two?"),
    QuestionReason.NO_SUCH_DAY: N_("The course has days 1 to %(days)s."),
    QuestionReason.NO_SUCH_WEEK: N_("The course has weeks 1 to %(weeks)s."),
    QuestionReason.NOT_IN_CATALOGUE: N_("There is nothing about “%(topic)s” yet. What else?"),
    QuestionReason.WHICH_WEEK: N_("Into which week, 1 to %(weeks)s?"),
    QuestionReason.NOTHING_TO_CHANGE: N_("It is so already. What else shall be different?"),
}
THEMES = {
    Theme.FIRST_STEPS: N_("First steps"),
    Theme.EVERYDAY: N_("Everyday life"),
    Theme.TOWARDS_GOAL: N_("Towards the goal"),
    Theme.DRESS_REHEARSAL: N_("Dress rehearsal"),
    Theme.REVIEW: N_("Looking back"),
}


class Worded(Protocol):
    """A sentence of a planner: a text as somebody wrote it, or a key with parameters."""

    @property
    def key(self) -> str | None:
        """Which sentence."""

    @property
    def parameters(self) -> Mapping[str, str | int]:
        """What stands in it."""

    @property
    def text(self) -> str:
        """The sentence itself."""


def worded(said: Worded) -> str:
    """A planner's sentence in the language of the page; a key of another version of ours is left out."""
    if said.text or said.key not in tuple(Phrase):
        return said.text
    phrase = Phrase(said.key)
    sentence = _filled(SENTENCES[phrase], said.parameters)
    days = int(said.parameters.get("days", 0)) if phrase in COUNTED else 0
    changed = ngettext("%(num)s day changed.", "%(num)s days changed.", days)
    return f"{sentence} {changed}" if days else sentence


def question_text(question: Question) -> str:
    """A planner's question in the language of the page."""
    return _filled(QUESTIONS[question.reason], question.parameters)


def theme_name(theme: str) -> str:
    """What a week or a day is about."""
    return _(THEMES[Theme(theme)]) if theme in THEMES else category_name(theme)


def topic_name(topic: str) -> str:
    """What a wish was about: a category as it is called, or the words themselves."""
    return category_name(topic) if topic in CATEGORY_NAMES else topic


def goal_name(goal: str) -> str:
    """What somebody learns for, as it ends a sentence."""
    return _(GOALS[goal]) if goal in GOALS else goal


def init_wording(app: Flask) -> None:
    """Give the templates the words."""
    app.jinja_env.filters.update(worded=worded, theme_name=theme_name)


NAMED: Mapping[str, Callable[[str], str]] = {
    "language": called,
    "category": category_name,
    "goal": goal_name,
    "topic": topic_name,
    "deadline": lambda iso: day_name(date.fromisoformat(iso)),
}


def _filled(sentence: str, parameters: Mapping[str, str | int]) -> str:
    values: dict[str, Any] = {
        name: NAMED[name](str(value)) if name in NAMED else value for name, value in parameters.items()
    }
    return _(sentence, **values)
