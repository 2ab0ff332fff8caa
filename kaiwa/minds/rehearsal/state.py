"""Where a rehearsal stands: a value that is written beside each partner line and read back from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from kaiwa.minds.rehearsal.hearing import Heard


@dataclass(frozen=True)
class State:
    """The node, what was heard, what was met and how often the learner was not understood there."""

    node: str
    slots: Mapping[str, Heard] = field(default_factory=dict)
    tries: int = 0
    met: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    ending: str | None = None
    mended: str | None = None
    said: int = 0
    last: str = ""

    def to_json(self) -> dict[str, object]:
        """The state as JSON values."""
        return {
            "node": self.node,
            "slots": {name: [heard.value, heard.say] for name, heard in self.slots.items()},
            "tries": self.tries,
            "met": list(self.met),
            "pending": list(self.pending),
            "ending": self.ending,
            "mended": self.mended,
            "said": self.said,
            "last": self.last,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, object]) -> State:
        """Read a state back; raises KeyError or TypeError for what was not written by `to_json`."""
        slots = cast("Mapping[str, list[Any]]", values["slots"])
        return cls(
            node=str(values["node"]),
            slots={name: Heard(str(pair[0]), str(pair[1])) for name, pair in slots.items()},
            tries=int(cast("int", values["tries"])),
            met=tuple(cast("list[str]", values["met"])),
            pending=tuple(cast("list[str]", values["pending"])),
            ending=cast("str | None", values["ending"]),
            mended=cast("str | None", values["mended"]),
            said=int(cast("int", values["said"])),
            last=str(values["last"]),
        )

    def moved(self, **changes: Any) -> State:
        """The state with some of it changed."""
        return replace(self, **changes)
