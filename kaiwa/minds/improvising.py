"""A scene without a script, as far as its premise tells it: the cast, the first line, a first hint."""

from __future__ import annotations

from collections.abc import Sequence

from kaiwa.minds.answers import Cast, Hint, HintWord, Line, LineKind
from kaiwa.minds.mind import SceneNotPlayable
from kaiwa.minds.scene import Premise, Scene, Speaker, Turn

MOST_WORDS = 3


def cast_of(scene: Scene) -> Cast:
    """Whom one meets and where; raises `SceneNotPlayable` for a scene without a premise."""
    premise = _premise(scene)
    return Cast(premise.partner, premise.partner_translated, premise.role, premise.setting, is_scripted=False)


def first_line(scene: Scene) -> Line:
    """The partner's first line; raises `SceneNotPlayable` for a scene without a premise."""
    premise = _premise(scene)
    return Line(
        premise.opening,
        kind=LineKind.OPENING,
        translation=premise.opening_translated,
        readings=premise.readings,
    )


def first_hint(scene: Scene, turns: Sequence[Turn]) -> Hint | None:
    """What one may say before a model has been asked: the scene's useful phrases; None later, or without any."""
    if scene.premise is None or not scene.premise.phrases or any(turn.speaker is Speaker.LEARNER for turn in turns):
        return None
    words = tuple(HintWord(text, meaning or "") for text, meaning in scene.premise.phrases[:MOST_WORDS])
    line, meaning = scene.premise.phrases[0]
    return Hint("", words, f"{line.split()[0]} …" if " " in line else f"{line[:2]}…", line, meaning)


def _premise(scene: Scene) -> Premise:
    if scene.premise is None:
        raise SceneNotPlayable(scene.scenario_id, scene.language)
    return scene.premise
