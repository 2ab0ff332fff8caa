"""Every scenario has its own small drawing, in the colours of the theme and small enough to be fetched once."""

import gzip
import re

from kaiwa.scenarios.content import read_scenarios
from kaiwa.web.assets import STATIC

SPRITE = (STATIC / "scenes.svg").read_text(encoding="utf-8")


def test_every_scenario_and_a_learners_own_have_a_drawing() -> None:
    drawn = set(re.findall(r'<symbol id="scene-([a-z-]+)"', SPRITE))
    assert drawn == {scenario.id for scenario in read_scenarios()} | {"own"}


def test_the_drawings_take_their_colours_from_the_theme() -> None:
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', SPRITE))
    assert all(colour in ("none", "currentColor") or colour.startswith("var(--") for colour in colours)


def test_the_drawings_are_small() -> None:
    assert len(gzip.compress(SPRITE.encode())) < 14_000
