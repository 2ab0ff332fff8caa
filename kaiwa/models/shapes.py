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


class TranslatedLine(Shape):
    """Something said in one language, with what it means in others."""

    text: str = Field(min_length=1)
    translations: dict[str, str] = {}

    def translated(self, language: str) -> str | None:
        """The translation into `language`, else into English; None where there is neither."""
        return self.translations.get(language) or self.translations.get("en")


class SampleLine(TranslatedLine):
    """A line of a sample exchange, and whose it is."""

    who: Literal["partner", "learner"]


class ScenePremise(Shape):
    """How a conversation without a script began: kept with it, whatever becomes of its scenario."""

    partner: str = Field(min_length=1)
    partner_translated: str
    role: str
    setting: str
    place: str
    opening: str = Field(min_length=1)
    opening_translated: str | None = None
    phrases: tuple[tuple[str, str | None], ...] = ()
    readings: dict[str, str] = {}


class OwnScenario(Shape):
    """A learner's own scenario as its form holds it; what is not written yet is empty.

    `partner`, `opening` and the phrases are in the language that is practised, all else in the author's own.
    """

    title: str = ""
    description: str = ""
    who: str = ""
    partner: str = ""
    setting: str = ""
    stakes: str = ""
    opening: str = ""
    opening_translated: str = ""
    objectives: tuple[str, ...] = ()
    phrases: tuple[tuple[str, str], ...] = ()
    cefr_level: str = Field(default="B1", pattern="^[ABC][12]$")
    category: str = ""
    minutes: int = Field(default=8, ge=1, le=60)


class ScenarioContent(Shape):
    """What a scenario was, whole: what its author may change, and what a conversation in it needs."""

    title: str
    description: str
    role: Literal["tutor", "character", "friendly_chat", "expert"]
    difficulty: Literal["beginner", "intermediate", "advanced"]
    difficulty_rating: int = Field(ge=1, le=100)
    cefr_level: Literal["A1", "A2", "B1", "B2", "C1", "C2"]
    cefr_recommendation: str
    instructions: str
    context: str
    learning_goal: str
    persona: Persona
    expected_outcome: str
    learning_objectives: tuple[LearningObjective, ...]
    comfort_indicators: ComfortIndicators
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    primary_skill: str
    search_keywords: tuple[str, ...]
    estimated_duration_seconds: int = Field(gt=0)
