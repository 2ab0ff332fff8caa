"""The shapes of JSON columns, read and written whole."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """What every JSON shape has in common: an unknown key is an error, and nothing changes in place."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CulturalNote(Shape):
    """Something about talking with people there."""

    topic: str
    note: str


class Persona(Shape):
    """Whom one meets in a scenario, and what is at stake."""

    title: str
    name_template: str
    setting: str
    intro_prompt: str
    stakes: str


class LearningObjective(Shape):
    """One thing to do in a scenario."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    text: str


class ComfortIndicators(Shape):
    """What a scenario asks of a learner, 1 (little) to 5 (much)."""

    confidence: int = Field(ge=1, le=5)
    engagement: int = Field(ge=1, le=5)
    understanding: int = Field(ge=1, le=5)


class AnnotatedWord(Shape):
    """A word of a line: one shape for every script; `ruby` are its pieces with the reading above each."""

    surface: str
    is_word: bool = True
    reading: str | None = None
    romanization: str | None = None
    pinyin: str | None = None
    lemma: str | None = None
    meaning: str | None = None
    band: str | None = None
    ruby: tuple[tuple[str, str | None], ...] = ()


class DifferencePiece(Shape):
    """A run of the difference between what was said and what is better."""

    text: str
    change: Literal["same", "out", "in"]


class GrammarAnalysis(Shape):
    """Feedback on a learner's line; `better` is null for praise."""

    said: str
    better: str | None
    why: str
    kind: Literal["grammar", "word", "register", "spelling", "accent"] | None
    confidence: float = Field(ge=0, le=1)
    difference: tuple[DifferencePiece, ...] = ()
    is_disputed: bool = False


class VocabularyItem(Shape):
    """A word worth keeping from a line."""

    text: str
    meaning: str


class CollectedFacts(Shape):
    """What a conversation has shown of its learner, by the name of the preference.

    `proposed` is what was heard and not answered yet; `confirmed` is what a guest said is right.
    """

    proposed: dict[str, str] = {}
    confirmed: dict[str, str] = {}
