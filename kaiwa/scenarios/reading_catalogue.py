"""Reading the catalogue: what can be chosen, kept for a minute, and the scenes beside it."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from kaiwa.accounts.visitors import Visitor
from kaiwa.errors import NotFound
from kaiwa.minds.mind import Mind
from kaiwa.minds.scene import Objective
from kaiwa.models import Language, Scenario, ScenarioText, Speaker
from kaiwa.scenarios.catalogue import Catalogue, LanguageChoice, ObjectivesTold, SceneChoice, speaker_choice
from kaiwa.scenarios.premises import Told, read_told
from kaiwa.scenarios.visible import find_scenario, is_listed

KEPT_SECONDS = 60.0
# the authors' first ones; whatever else there is, is found when it is asked for
MOST_KEPT = 100
NOTHING_TOLD: Mapping[str, ObjectivesTold] = {}
# beside each scenario, so that they cost no statement of their own
_OBJECTIVES = (
    select(func.jsonb_object_agg(ScenarioText.language_id, ScenarioText.objectives, type_=JSONB))
    .where(ScenarioText.scenario_id == Scenario.id, ScenarioText.objectives != {})
    .scalar_subquery()
)


class CatalogueShelf:
    """Keeps the catalogue of one application for a minute, so that a landing page costs no query."""

    def __init__(self, mind: Mind) -> None:
        self._mind = mind
        self._kept: tuple[float, Catalogue] | None = None
        self._lock = threading.Lock()

    def read(self, session: Session) -> Catalogue:
        """The catalogue; read again when it is older than a minute or holds nothing."""
        kept = self._kept
        if kept and time.monotonic() - kept[0] < KEPT_SECONDS and kept[1].scenes:
            return kept[1]
        with self._lock:
            catalogue = read_catalogue(session, self._mind)
            if kept and kept[1] == catalogue:
                catalogue = kept[1]
            self._kept = (time.monotonic(), catalogue)
        return catalogue

    def at_hand(self, session: Session) -> Catalogue:
        """The catalogue as it was last read, however long ago: in the middle of a reply nothing is read again."""
        kept = self._kept
        return kept[1] if kept else self.read(session)


def read_catalogue(session: Session, mind: Mind) -> Catalogue:
    """Read what can be chosen; a scene that no mind can play in any language is left out."""
    languages = session.scalars(select(Language).where(Language.is_active).order_by(Language.sort_order)).all()
    rows = session.execute(
        select(Scenario, _OBJECTIVES)
        .where(is_listed(), Scenario.created_by_user_id.is_(None))
        .order_by(Scenario.sort_order, Scenario.id)
        .limit(MOST_KEPT)
    ).all()
    scenarios, objectives = [row[0] for row in rows], {row[0].id: row[1] or {} for row in rows}
    speakers = session.scalars(
        select(Speaker).where(Speaker.is_active).order_by(Speaker.language_id, Speaker.sort_order, Speaker.id)
    ).all()
    scenes = choose_scenes(session, mind, scenarios, [language.id for language in languages], objectives)
    return Catalogue(
        tuple(LanguageChoice(each.id, each.name, each.native_name, each.is_rtl) for each in languages),
        tuple(scene for scene in scenes if scene.languages),
        tuple(speaker_choice(each) for each in speakers),
    )


def find_scene(session: Session, mind: Mind, catalogue: Catalogue, visitor: Visitor, scene_id: str) -> SceneChoice:
    """A scene that a visitor may play, kept or not; raises NotFound, also where no mind can play it."""
    kept = next((each for each in catalogue.scenes if each.id == scene_id), None)
    if kept is not None:
        return kept
    scenario = find_scenario(session, visitor, scene_id)
    [scene] = choose_scenes(session, mind, [scenario], [language.id for language in catalogue.languages])
    if not scene.languages:
        raise NotFound
    return scene


def choose_scenes(
    session: Session,
    mind: Mind,
    scenarios: Sequence[Scenario],
    languages: Sequence[str],
    objectives: Mapping[str, ObjectivesTold] = NOTHING_TOLD,
) -> list[SceneChoice]:
    """Scenarios as they are chosen, each with the languages in which the mind can play it.

    `objectives` is what those of each scenario are called in other languages than English.
    """
    told = read_told(session, [each.id for each in scenarios if not {*languages} <= {*each.script_languages}])
    return [_choice(each, mind, languages, told.get(each.id, {}), objectives.get(each.id, {})) for each in scenarios]


def _choice(
    scenario: Scenario, mind: Mind, languages: Sequence[str], told: Told, objectives: ObjectivesTold
) -> SceneChoice:
    playable = tuple(each for each in languages if mind.can_play(scenario.id, each, has_premise=each in told))
    return SceneChoice(
        id=scenario.id,
        title=scenario.title,
        description=scenario.description,
        cefr_level=scenario.cefr_level.value,
        minutes=max(1, round(scenario.estimated_duration_seconds / 60)),
        partner=scenario.persona.title,
        is_onboarding=scenario.is_onboarding,
        objectives=tuple(Objective(goal.id, goal.text) for goal in scenario.learning_objectives),
        languages=playable,
        scripted=tuple(scenario.script_languages),
        stakes=scenario.persona.stakes,
        told=told,
        objectives_told=objectives,
        words_in=scenario.words_in,
    )
