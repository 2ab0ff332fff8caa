"""What scenarios' categories, roles, skills and lengths are called on a page, and which of them are drawn."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from babel import Locale
from flask import Flask
from markupsafe import Markup

from kaiwa.models.scenarios import Length, PartnerRole, Skill
from kaiwa.scenarios.choosing import Choice, Order
from kaiwa.web.assets import STATIC, Assets
from kaiwa.web.locale import current_language
from kaiwa.web.translation import lazy_gettext as _l

CATEGORY_NAMES = {
    "relationships": _l("Relationships"),
    "work": _l("Work"),
    "travel": _l("Travel"),
    "health": _l("Health"),
    "housing": _l("Housing and authorities"),
    "school": _l("School"),
    "services": _l("Services"),
    "food": _l("Food"),
    "emergencies": _l("Emergencies"),
    "small-talk": _l("Small talk"),
}
ROLE_NAMES = {
    PartnerRole.TUTOR: _l("Tutor"),
    PartnerRole.CHARACTER: _l("Character"),
    PartnerRole.FRIENDLY_CHAT: _l("Friendly chat"),
    PartnerRole.EXPERT: _l("Expert"),
}
SKILL_NAMES = {
    Skill.SPEAKING: _l("Speaking"),
    Skill.LISTENING: _l("Listening"),
    Skill.VOCABULARY: _l("Vocabulary"),
    Skill.POLITENESS: _l("Politeness"),
}
LENGTH_NAMES = {
    Length.SHORT: _l("up to 5 minutes"),
    Length.MEDIUM: _l("5 to 10 minutes"),
    Length.LONG: _l("over 10 minutes"),
}
ORDER_NAMES = {
    Order.POPULAR: _l("Often used first"),
    Order.TRENDING: _l("Trending this week"),
    Order.SAVED: _l("Most saved"),
    Order.RATED: _l("Top rated"),
}
MARK_NAMES = {"saved": _l("Saved"), "new": _l("Not tried yet")}
DROPS = {
    "q": _l("Drop the words"),
    "level": _l("Drop the level"),
    "skill": _l("Drop the skill"),
    "category": _l("Drop the subject"),
    "length": _l("Drop the length"),
    "role": _l("Drop the partner"),
    "language": _l("Drop the language"),
    "saved": _l("Show those not saved too"),
    "new": _l("Show those tried too"),
}
OWN = "scene-own"
_DRAWN = re.compile(r'<symbol id="([a-z0-9-]+)"')


def category_name(category: str) -> str:
    """A category in the language of the page; one that we do not know is said as it is."""
    return str(CATEGORY_NAMES.get(category, category))


def called(language_id: str) -> str:
    """The name of a language in the language of the page."""
    return str(Locale.parse(current_language().locale).languages.get(language_id, language_id))


def chosen_name(value: str, name: str) -> str:
    """Something chosen in the list, as it is said: `name` is what it is a value of."""
    if name in MARK_NAMES:
        return str(MARK_NAMES[name])
    if name == "q":
        return f"“{value}”"
    if name == "language":
        return called(value)
    names: dict[str, Mapping[Any, str]] = {
        "category": CATEGORY_NAMES,
        "role": ROLE_NAMES,
        "skill": SKILL_NAMES,
        "length": LENGTH_NAMES,
        "sort": ORDER_NAMES,
    }
    return str(names.get(name, {}).get(value, value))


def chosen_words(choice: Choice) -> str:
    """Everything chosen, in a few words."""
    return " · ".join(chosen_name(value, name) for name, value, _ in choice.dropped)


def init_scenarios(app: Flask) -> None:
    """Give the templates the names and the drawings; after the assets, which hold these."""
    assets: Assets = app.extensions["kaiwa.assets"]
    drawn = frozenset(_DRAWN.findall((STATIC / "scenes.svg").read_text()))

    @cache
    def scene_drawing(name: str) -> Markup:
        place = f"{assets.url('scenes.svg')}#{name}"
        return Markup(
            '<svg class="scene-drawing" viewBox="0 0 160 100" aria-hidden="true"><use href="{}"/></svg>'
        ).format(place)

    def drawing_of(scenario_id: str) -> Markup:
        """The drawing of a scenario; the one for learners' own where it has none."""
        name = f"scene-{scenario_id}"
        return scene_drawing(name if name in drawn else OWN)

    app.jinja_env.globals.update(scene_drawing=drawing_of)
    app.jinja_env.filters.update(
        category_name=category_name,
        chosen_name=chosen_name,
        chosen_words=chosen_words,
        language_called=called,
        drop_words=lambda name: str(DROPS[name]),
        role_name=lambda role: str(ROLE_NAMES.get(role, role)),
        skill_name=lambda skill: str(SKILL_NAMES.get(skill, skill)),
        length_name=lambda length: str(LENGTH_NAMES.get(length, length)),
    )
