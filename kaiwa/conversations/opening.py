"""The stage before the first word: the partner's first line with its readings, made once for scene and language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kaiwa.conversations.annotating import annotate_line
from kaiwa.conversations.framing import frame_choice
from kaiwa.minds.answers import Cast, Line, Starter
from kaiwa.minds.mind import Mind
from kaiwa.minds.scene import Premise
from kaiwa.models.shapes import AnnotatedWord
from kaiwa.scenarios.catalogue import Catalogue, LanguageChoice, SceneChoice, SpeakerChoice

LIKELY = "ja"


@dataclass(frozen=True)
class Opening:
    """A scene that nobody has begun: whom one meets, in whose voice, the first line and three ways to answer."""

    scene: SceneChoice
    language: LanguageChoice
    native: str
    cast: Cast
    line: Line
    words: tuple[AnnotatedWord, ...]
    starters: tuple[Starter, ...]
    speaker: SpeakerChoice | None
    premise: Premise | None = None


@lru_cache(maxsize=1024)
def open_scene(
    mind: Mind, scene: SceneChoice, language: LanguageChoice, native: str, speaker: SpeakerChoice | None
) -> Opening:
    """Set the stage; raises `SceneNotPlayable`."""
    framed = frame_choice(scene, language.id, native, speaker)
    line = mind.greet(framed)
    return Opening(
        scene,
        language,
        native,
        mind.cast(framed),
        line,
        tuple(annotate_line(line, language.id)),
        tuple(mind.starters(framed)),
        speaker,
        framed.premise,
    )


def choose_language(catalogue: Catalogue, scene: SceneChoice, asked: str | None, accepted: list[str]) -> LanguageChoice:
    """The language asked for, else a likely one; `accepted` are the browser's languages, best first.

    Whoever reads a second language besides the first is likely to be learning it. Raises NotFound for an unknown one.
    """
    if asked is not None:
        return catalogue.language(asked)
    others = [each for each in (*accepted[1:], LIKELY, *scene.languages) if each not in accepted[:1]]
    return catalogue.language(next((each for each in others if each in scene.languages), scene.languages[0]))


def choose_native(catalogue: Catalogue, target: str, accepted: list[str]) -> str:
    """The language for explanations: the browser's first one that is not being learnt, else English."""
    ids = {language.id for language in catalogue.languages}
    return next((each for each in accepted if each in ids and each != target), "en")
