"""What can be chosen before the first word: languages, scenes and voices, read rarely and kept for a minute."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kaiwa.accounts.visitors import Visitor
from kaiwa.errors import NotFound, Unavailable
from kaiwa.minds.mind import Mind
from kaiwa.minds.scene import Objective
from kaiwa.models import Language, Scenario, Speaker
from kaiwa.scenarios.visible import find_scenario, is_listed

KEPT_SECONDS = 60.0
# the authors' first ones; whatever else there is, is found when it is asked for
MOST_KEPT = 100


@dataclass(frozen=True)
class LanguageChoice:
    """A language that can be practised."""

    id: str
    name: str
    native_name: str
    is_rtl: bool

    def __hash__(self) -> int:
        """By the id alone: what is kept for a choice is looked up at every visit."""
        return hash(self.id)


@dataclass(frozen=True)
class SceneChoice:
    """A scenario that can be played in `languages`."""

    id: str
    title: str
    description: str
    cefr_level: str
    minutes: int
    partner: str
    is_onboarding: bool
    objectives: tuple[Objective, ...]
    languages: tuple[str, ...]

    def __hash__(self) -> int:
        """By the id alone, as above."""
        return hash(self.id)


@dataclass(frozen=True)
class SpeakerChoice:
    """A voice that a partner may have in one language."""

    id: str
    language_id: str
    name: str
    region: str
    gender: str
    bcp47_code: str
    openai_voice_id: str
    personality: str

    def __hash__(self) -> int:
        """By the id alone, as above."""
        return hash(self.id)


@dataclass(frozen=True)
class Catalogue:
    """The public scenes, active languages and voices, in their order."""

    languages: tuple[LanguageChoice, ...]
    scenes: tuple[SceneChoice, ...]
    speakers: tuple[SpeakerChoice, ...]

    def __hash__(self) -> int:
        """By its size alone; equal ones are the same object, see `CatalogueShelf`."""
        return hash((len(self.languages), len(self.scenes)))

    def language(self, language_id: str | None) -> LanguageChoice:
        """A language by id; raises NotFound."""
        found = next((each for each in self.languages if each.id == language_id), None)
        if found is None:
            raise NotFound
        return found

    def scene(self, scene_id: str | None) -> SceneChoice:
        """A scene by id, the onboarding one for None; raises NotFound."""
        if scene_id is None:
            return self.onboarding
        found = next((each for each in self.scenes if each.id == scene_id), None)
        if found is None:
            raise NotFound
        return found

    def speakers_of(self, language_id: str) -> list[SpeakerChoice]:
        """The voices of a language, its default first."""
        return [each for each in self.speakers if each.language_id == language_id]

    def speaker(self, language_id: str, *wanted: str | None) -> SpeakerChoice | None:
        """The first of the wanted voices that speaks the language, else the language's default, where it has one."""
        spoken = {each.id: each for each in self.speakers_of(language_id)}
        return next((spoken[each] for each in wanted if each in spoken), next(iter(spoken.values()), None))

    @property
    def onboarding(self) -> SceneChoice:
        """The first conversation; raises Unavailable where nothing is seeded yet."""
        found = next((each for each in self.scenes if each.is_onboarding), None)
        if found is None or not self.languages:
            raise Unavailable
        return found


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


def read_catalogue(session: Session, mind: Mind) -> Catalogue:
    """Read what can be chosen; a scene that no mind can play in any language is left out."""
    languages = session.scalars(select(Language).where(Language.is_active).order_by(Language.sort_order)).all()
    scenarios = session.scalars(
        select(Scenario)
        .where(is_listed(), Scenario.created_by_user_id.is_(None))
        .order_by(Scenario.sort_order, Scenario.id)
        .limit(MOST_KEPT)
    ).all()
    speakers = session.scalars(
        select(Speaker).where(Speaker.is_active).order_by(Speaker.language_id, Speaker.sort_order, Speaker.id)
    ).all()
    ids = [language.id for language in languages]
    scenes = [
        _choice(scenario, tuple(each for each in ids if mind.can_play(scenario.id, each))) for scenario in scenarios
    ]
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
    playable = tuple(each.id for each in catalogue.languages if mind.can_play(scenario.id, each.id))
    if not playable:
        raise NotFound
    return _choice(scenario, playable)


def speaker_choice(speaker: Speaker) -> SpeakerChoice:
    """A voice as it is chosen."""
    return SpeakerChoice(
        id=speaker.id,
        language_id=speaker.language_id,
        name=speaker.voice_name,
        region=speaker.region,
        gender=speaker.gender.value,
        bcp47_code=speaker.bcp47_code,
        openai_voice_id=speaker.openai_voice_id,
        personality=speaker.personality,
    )


def _choice(scenario: Scenario, languages: tuple[str, ...]) -> SceneChoice:
    return SceneChoice(
        id=scenario.id,
        title=scenario.title,
        description=scenario.description,
        cefr_level=scenario.cefr_level.value,
        minutes=max(1, round(scenario.estimated_duration_seconds / 60)),
        partner=scenario.persona.title,
        is_onboarding=scenario.is_onboarding,
        objectives=tuple(Objective(goal.id, goal.text) for goal in scenario.learning_objectives),
        languages=languages,
    )
