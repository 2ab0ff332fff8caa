"""The shelf of authored scripts: reads seed/ and makes stages of it, each once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from kaiwa.minds.rehearsal.asks import AskShelf
from kaiwa.minds.rehearsal.script import HeldOut, Phrases, Script
from kaiwa.minds.rehearsal.stage import Stage

SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FIRST, LIKELY = "first-conversation", "ja"
Model = TypeVar("Model", bound=BaseModel)


class ContentError(ValueError):
    """An authored file that cannot be used; its message names the file and what is wrong with it."""


def read_yaml(path: Path, shape: type[Model]) -> Model:
    """Read an authored file into its shape; raises `ContentError` naming the file, the place and the mistake."""
    try:
        # libyaml reads a script ten times faster than Python does, and is as safe
        values: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=SafeLoader)  # noqa: S506
        return shape.model_validate(values)
    except yaml.YAMLError as error:
        raise ContentError(f"{path.name}: not YAML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ContentError(f"{path.parent.name}/{path.name}: {place}: {first['msg']}") from error


@cache
def shared_library(seed: Path) -> Library:
    """The one shelf of a seed folder in this process: scripts are read once, however many applications play them."""
    return Library(seed)


class Library:
    """All scripts under a seed folder, by scenario and language; safe to share between threads."""

    def __init__(self, seed: Path) -> None:
        self._seed = seed
        self._stages: dict[tuple[str, str], Stage] = {}
        self._stocks: dict[str, Phrases] | None = None
        self._shelf: AskShelf | None = None
        self._lock = threading.RLock()

    def scripts(self) -> list[tuple[str, str]]:
        """Every scenario and language that has a script, sorted."""
        found = (self._seed / "scripts").glob("*/*.yaml")
        return sorted((path.parent.name, path.stem) for path in found)

    def languages(self, scenario: str) -> list[str]:
        """The languages in which a scenario has a script."""
        return [language for name, language in self.scripts() if name == scenario]

    def has(self, scenario: str, language: str) -> bool:
        """Whether there is a script for the scenario in the language."""
        return (scenario, language) in self._stages or self._script_path(scenario, language).is_file()

    def _script_path(self, scenario: str, language: str) -> Path:
        return self._seed / "scripts" / scenario / f"{language}.yaml"

    def script(self, scenario: str, language: str) -> Script:
        """Read a script; raises `ContentError`."""
        return read_yaml(self._script_path(scenario, language), Script)

    def held_out(self, scenario: str, language: str) -> HeldOut | None:
        """The held-out lines of a script, where they have been written; raises `ContentError`."""
        path = self._seed / "heldout" / scenario / f"{language}.yaml"
        return read_yaml(path, HeldOut) if path.is_file() else None

    def stocks(self) -> dict[str, Phrases]:
        """The stock phrases of every language; raises `ContentError`."""
        with self._lock:
            if self._stocks is None:
                paths = sorted((self._seed / "phrases").glob("*.yaml"))
                self._stocks = {path.stem: read_yaml(path, Phrases) for path in paths}
            return self._stocks

    def _asks(self) -> AskShelf:
        with self._lock:
            if self._shelf is None:
                self._shelf = AskShelf(self.stocks())
            return self._shelf

    def warm(self) -> Iterator[None]:
        """Make every script's first turn ready, a step each; unusable content is passed over."""
        scripts = sorted(self.scripts(), key=lambda script: (script[0] != FIRST, script[1] != LIKELY))
        # first what a page shows, then what an answer needs
        steps: tuple[Callable[[Stage], object], ...] = (lambda stage: stage, Stage.warm_first)
        for prepare in steps:
            for scenario, language in scripts:
                with suppress(ContentError):
                    prepare(self.stage(scenario, language))
                yield

    def stage(self, scenario: str, language: str) -> Stage:
        """A script ready to be played; raises `ContentError`."""
        found = self._stages.get((scenario, language))
        if found is None:
            with self._lock:
                found = self._stages.get((scenario, language))
                if found is None:
                    found = Stage(self.script(scenario, language), self.stocks(), self._asks())
                    self._stages[scenario, language] = found
        return found
