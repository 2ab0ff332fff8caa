"""The shape of an authored script and of a language's stock phrases, as they stand in seed/."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from kaiwa.minds.answers import MistakeKind

LANGUAGES = ("en", "es", "fr", "de", "it", "ja", "ko", "zh")
END_PREFIX = "end."


class _Authored(BaseModel):
    """What every authored piece has in common: read-only, and a misspelt key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _Translated(_Authored):
    """Something with its translations beside it, keyed by language id."""

    tr: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _gather_translations(cls, value: Any) -> Any:
        if isinstance(value, dict) and "tr" not in value:
            own = {key: rest for key, rest in value.items() if key not in LANGUAGES}
            return own | {"tr": {key: text for key, text in value.items() if key in LANGUAGES}}
        return value


class Say(_Translated):
    """A line in the target language with its translations."""

    text: str = Field(min_length=1)

    def translated(self, language: str) -> str | None:
        """The translation into `language`, else into English, else any; None where there is none."""
        return self.tr.get(language) or self.tr.get("en") or next(iter(self.tr.values()), None)


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


Says = Annotated[tuple[Say, ...], BeforeValidator(_as_list)]
Localised = Annotated[dict[str, str], Field(min_length=1)]


class SlotValue(_Translated):
    """One thing a slot can hold: how people write it, how the partner says it, what it means."""

    forms: tuple[str, ...] = Field(min_length=1)


class Slot(_Authored):
    """Something to be heard: one of a list, a number, a time, or free words such as a name."""

    kind: Literal["list", "number", "time", "free"] = "list"
    values: dict[str, SlotValue] = Field(default_factory=dict)
    say: dict[int, str] = Field(default_factory=dict)
    tr: dict[int, dict[str, str]] = Field(default_factory=dict)


class Intent(_Authored):
    """What a learner may mean at a node, with phrasings in hassil's template syntax."""

    means: Say
    phrasings: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    open: bool = False
    say: Says = ()
    goto: str
    objectives: tuple[str, ...] = ()
    sets: dict[str, str] = Field(default_factory=dict)
    facts: dict[str, str] = Field(default_factory=dict)


class HintSource(_Authored):
    """A node's hint ladder: the idea and key words, a frame with a gap, the whole line."""

    idea: Localised
    words: tuple[Say, ...] = Field(min_length=1)
    frame: str
    line: Say


class Node(_Authored):
    """A moment of the scene: what the partner says there and what a learner may answer."""

    say: Says = Field(min_length=1)
    again: Say
    easier: Say
    hint: HintSource
    chips: tuple[Say, ...] = ()
    intents: dict[str, Intent] = Field(min_length=1)
    default: str


class Ending(_Authored):
    """How a scene can end."""

    say: Says = Field(min_length=1)
    mood: Literal["good", "imperfect"]


class Recast(_Authored):
    """A typical error: how it sounds, the better line, the recast in character and the reason."""

    said: tuple[str, ...] = Field(min_length=1)
    better: str
    partner: Say | None = None
    why: Localised
    kind: MistakeKind = MistakeKind.GRAMMAR
    first_languages: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()


class Script(_Authored):
    """A scenario in one language, from the partner's first line to its endings."""

    scenario: str
    language: Literal["en", "es", "fr", "de", "it", "ja", "ko", "zh"]
    level: Literal["A1", "A2", "B1", "B2", "C1", "C2"]
    register_expected: Literal["polite", "casual", "any"] = "any"
    partner: Say
    role: Localised
    setting: Localised
    readings: dict[str, str] = Field(default_factory=dict)
    slots: dict[str, Slot] = Field(default_factory=dict)
    glossary: dict[str, dict[str, str]] = Field(default_factory=dict)
    start: str
    nodes: dict[str, Node] = Field(min_length=1)
    endings: dict[str, Ending] = Field(min_length=1)
    recasts: tuple[Recast, ...] = ()
    lines: dict[str, Says] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _point_somewhere(self) -> Script:
        targets = set(self.nodes) | {END_PREFIX + name for name in self.endings}
        if self.start not in self.nodes:
            raise ValueError(f"start names no node: {self.start}")
        for name, node in self.nodes.items():
            if node.default not in node.intents:
                raise ValueError(f"{name}: default names no intent: {node.default}")
            for intent_name, intent in node.intents.items():
                if intent.goto not in targets:
                    raise ValueError(f"{name}.{intent_name}: goto leads nowhere: {intent.goto}")
                unknown = (set(intent.needs) | set(intent.sets)) - set(self.slots)
                if unknown:
                    raise ValueError(f"{name}.{intent_name}: unknown slots: {', '.join(sorted(unknown))}")
        return self


class Phrases(_Authored):
    """A language's stock: what any learner may ask anywhere, and what any partner may say anywhere."""

    language: Literal["en", "es", "fr", "de", "it", "ja", "ko", "zh"]
    asks: dict[str, tuple[str, ...]]
    rude: tuple[str, ...]
    courtesies: tuple[str, ...] = ()
    lines: dict[str, Says]
    feedback: dict[str, str]


class HeldOutLine(_Authored):
    """A learner's line that no author of phrasings has seen, and what it must be taken for."""

    node: str
    say: str
    intent: str | None
    slots: dict[str, str] = Field(default_factory=dict)


class HeldOut(_Authored):
    """The held-out lines of one scene in one language."""

    scenario: str
    language: str
    lines: tuple[HeldOutLine, ...]
