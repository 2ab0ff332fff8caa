"""The shapes of seed/languages, seed/scenarios, seed/tiers.yaml and seed/speakers.yaml, checked on load."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

from kaiwa.config import ROOT
from kaiwa.minds.rehearsal.library import read_yaml
from kaiwa.models.languages import WritingSystem
from kaiwa.models.scenarios import CATEGORIES, CefrLevel, Difficulty, PartnerRole, Skill, Visibility
from kaiwa.models.shapes import ComfortIndicators, CulturalNote, LearningObjective, Persona
from kaiwa.models.speakers import Gender

SEED = ROOT / "seed"


class Authored(BaseModel):
    """What every authored file has in common."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def columns(self) -> dict[str, Any]:
        """The values as the table's columns take them."""
        return {name: getattr(self, name) for name in type(self).model_fields}


class LanguageSource(Authored):
    """A language as it is authored."""

    id: str = Field(pattern=r"^[a-z]{2}$")
    code: str
    name: str
    native_name: str
    writing_system: WritingSystem
    supported_scripts: list[str] = Field(min_length=1)
    is_rtl: bool
    is_active: bool
    sort_order: int
    cultural_notes: list[CulturalNote] = Field(min_length=5)


class ScenarioSource(Authored):
    """A scenario as it is authored."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str
    description: str
    role: PartnerRole
    difficulty: Difficulty
    difficulty_rating: int = Field(ge=1, le=100)
    cefr_level: CefrLevel
    cefr_recommendation: str
    instructions: str
    context: str
    learning_goal: str
    persona: Persona
    expected_outcome: str
    learning_objectives: list[LearningObjective] = Field(min_length=3)
    comfort_indicators: ComfortIndicators
    categories: list[Literal[CATEGORIES]] = Field(min_length=1)  # type: ignore[valid-type]
    tags: list[str]
    primary_skill: Skill
    search_keywords: list[str]
    estimated_duration_seconds: int = Field(gt=0)
    visibility: Visibility
    is_onboarding: bool
    sort_order: int


Limit = Annotated[int, Field(ge=0)]


class TierSource(Authored):
    """A tier as it is authored; ids at the payment provider are an operator's, not an author's."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    name: str
    description: str
    monthly_conversations: Limit
    monthly_seconds: Limit
    monthly_realtime_sessions: Limit
    max_session_length_seconds: int = Field(gt=0)
    session_banking_enabled: bool
    max_banked_seconds: Limit
    can_extend: bool
    max_extensions: Limit
    extension_seconds: Limit
    has_realtime_access: bool
    has_advanced_voices: bool
    has_analytics: bool
    has_anki_export: bool
    max_custom_scenarios: Limit
    monthly_price_cents: Limit
    annual_price_cents: Limit
    currency: str = Field(pattern=r"^[a-z]{3}$")
    trial_days: Limit
    sort_order: int


class TierSources(RootModel[list[TierSource]]):
    """All tiers, which stand in one file, to be compared."""


class SpeakerSource(Authored):
    """A voice as it is authored; its OpenAI voice is one that their speech models and Realtime both have."""

    id: str = Field(pattern=r"^[a-z]{2}-[a-z]+-[a-z]+$")
    language_id: str = Field(pattern=r"^[a-z]{2}$")
    region: str
    dialect_name: str
    bcp47_code: str = Field(pattern=r"^[a-z]{2}-[A-Z]{2}$")
    gender: Gender
    voice_name: str
    voice_provider_id: str
    openai_voice_id: Literal["alloy", "ash", "coral", "echo", "sage", "shimmer"]
    personality: str
    is_active: bool
    sort_order: int


class SpeakerSources(RootModel[list[SpeakerSource]]):
    """All voices, which stand in one file."""


def read_languages(seed: Path = SEED) -> list[LanguageSource]:
    """All authored languages in order; raises ContentError."""
    found = [read_yaml(path, LanguageSource) for path in (seed / "languages").glob("*.yaml")]
    return sorted(found, key=lambda language: language.sort_order)


def read_scenarios(seed: Path = SEED) -> list[ScenarioSource]:
    """All authored scenarios in order; raises ContentError."""
    found = [read_yaml(path, ScenarioSource) for path in (seed / "scenarios").glob("*.yaml")]
    return sorted(found, key=lambda scenario: scenario.sort_order)


def read_tiers(seed: Path = SEED) -> list[TierSource]:
    """All authored tiers in order; raises ContentError."""
    return sorted(read_yaml(seed / "tiers.yaml", TierSources).root, key=lambda tier: tier.sort_order)


def read_speakers(seed: Path = SEED) -> list[SpeakerSource]:
    """All authored voices, each language's default first; raises ContentError."""
    found = read_yaml(seed / "speakers.yaml", SpeakerSources).root
    return sorted(found, key=lambda speaker: (speaker.language_id, speaker.sort_order))
