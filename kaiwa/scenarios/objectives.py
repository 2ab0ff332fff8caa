"""What a learner sets out to do in a scenario, in the language of the pages where it is written in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from kaiwa.extensions import db
from kaiwa.minds.scene import Objective
from kaiwa.models import Conversation
from kaiwa.models.shapes import LearningObjective
from kaiwa.scenarios.cards import ENGLISH
from kaiwa.scenarios.catalogue import SceneChoice
from kaiwa.scenarios.reading_catalogue import CatalogueShelf
from kaiwa.web.locale import current_language


@dataclass(frozen=True)
class ShownObjective:
    """An objective and the language of its text, where that is known."""

    id: str
    text: str
    language: str | None


def objectives_in(
    language: str, goals: Iterable[Objective | LearningObjective], told: Mapping[str, str], written_in: str | None
) -> Sequence[ShownObjective]:
    """The objectives as they are `told` in a language, by their ids; each that is not told as it is written."""
    return [
        ShownObjective(goal.id, told[goal.id], language)
        if goal.id in told
        else ShownObjective(goal.id, goal.text, written_in)
        for goal in goals
    ]


def objectives_of(played: SceneChoice | Conversation) -> Sequence[ShownObjective]:
    """The objectives of a scene or of a conversation, in the language of the pages: costs no statement."""
    language = current_language().locale
    if isinstance(played, SceneChoice):
        return objectives_in(language, played.objectives, played.objectives_told.get(language, {}), played.words_in)
    told = told_objectives(played.scenario_id, language)
    return objectives_in(language, played.played.learning_objectives, told, played.scenario.words_in)


def told_objectives(scenario_id: str, language: str) -> Mapping[str, str]:
    """What the objectives of a scene are called in a language, by their ids; nothing for one that is not kept."""
    if language == ENGLISH:
        return {}
    shelf = cast(CatalogueShelf, current_app.extensions["kaiwa.catalogue"])
    kept = next((each for each in shelf.at_hand(db.session()).scenes if each.id == scenario_id), None)
    return kept.objectives_told.get(language, {}) if kept else {}


def init_objectives(app: Flask) -> None:
    """Give the templates the objectives."""
    app.jinja_env.globals["objectives_of"] = objectives_of
