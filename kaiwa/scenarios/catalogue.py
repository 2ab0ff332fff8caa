"""What can be chosen before the first word: languages, scenes and voices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kaiwa.errors import NotFound, Unavailable
from kaiwa.minds.scene import Objective, Premise
from kaiwa.models import Speaker
from kaiwa.scenarios.premises import Told, premise_of

# what objectives are called, by language and id
ObjectivesTold = Mapping[str, Mapping[str, str]]


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
    """A scenario that can be played in `languages`, in the `scripted` ones by a script.

    `words_in` is the language that it is written in, where that is known.
    """

    id: str
    title: str
    description: str
    cefr_level: str
    minutes: int
    partner: str
    is_onboarding: bool
    objectives: tuple[Objective, ...]
    languages: tuple[str, ...]
    scripted: tuple[str, ...] = ()
    stakes: str = ""
    told: Told = field(default_factory=dict)
    objectives_told: ObjectivesTold = field(default_factory=dict)
    words_in: str | None = None

    def __hash__(self) -> int:
        """By the id alone, as above."""
        return hash(self.id)

    def premise(self, language: str, native: str) -> Premise | None:
        """How it begins without a script, in one language for a speaker of another; None where a script tells it."""
        if language in self.scripted:
            return None
        return premise_of(self.told, self.partner, self.stakes, language=language, native=native)


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
