"""Proving a script on its held-out lines: how many are understood, how many are taken for something else."""

from __future__ import annotations

from dataclasses import dataclass

from kaiwa.minds.rehearsal.script import HeldOut, HeldOutLine
from kaiwa.minds.rehearsal.stage import Stage
from kaiwa.minds.rehearsal.state import State
from kaiwa.minds.rehearsal.understanding import Heed, Understood, understand

LEAST_RIGHT, MOST_WRONG, LEAST_LINES = 0.85, 0.03, 60


@dataclass(frozen=True)
class Miss:
    """A held-out line that was not taken for what it means."""

    line: HeldOutLine
    taken_for: str
    is_wrong: bool


@dataclass(frozen=True)
class Proof:
    """The score of a script; right and wrong are shares of all lines, the rest was asked about."""

    lines: int
    misses: tuple[Miss, ...]

    @property
    def right(self) -> float:
        """Share of lines taken for what they mean."""
        return 1 - len(self.misses) / self.lines if self.lines else 0.0

    @property
    def wrong(self) -> float:
        """Share of lines taken for something that they do not mean."""
        return sum(miss.is_wrong for miss in self.misses) / self.lines if self.lines else 0.0

    @property
    def passes(self) -> bool:
        """Whether SCENES.md's bar is met: 60 lines, 85 % right, at most 3 % wrong."""
        return self.lines >= LEAST_LINES and self.right >= LEAST_RIGHT and self.wrong <= MOST_WRONG


def prove(stage: Stage, held_out: HeldOut, native: str = "en") -> Proof:
    """Say every held-out line at its node and compare what it is taken for."""
    misses = []
    for line in held_out.lines:
        taken = understand(stage, State(line.node), line.say, native)
        name = _name(taken)
        if name == (line.intent or "nothing") and _slots_agree(line, taken):
            continue
        misses.append(Miss(line, name + _heard(taken), taken.heed is Heed.INTENT))
    return Proof(len(held_out.lines), tuple(misses))


def _name(taken: Understood) -> str:
    if taken.heed is Heed.INTENT:
        return str(taken.intent)
    if taken.heed is Heed.ASK and taken.ask:
        return f"ask.{taken.ask.name}"
    return "nothing"


def _slots_agree(line: HeldOutLine, taken: Understood) -> bool:
    return all(name in taken.heard and taken.heard[name].value == value for name, value in line.slots.items())


def _heard(taken: Understood) -> str:
    heard = ", ".join(f"{name}={heard.value}" for name, heard in taken.heard.items())
    return f" ({heard})" if heard else ""
