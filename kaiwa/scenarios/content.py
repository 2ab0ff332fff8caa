"""The shapes of seed/languages and seed/scenarios, checked on load."""

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from kaiwa.config import ROOT
from kaiwa.minds.rehearsal.library import read_yaml
from kaiwa.models.languages import WritingSystem
from kaiwa.models.scenarios import CefrLevel, Difficulty, PartnerRole, Visibility
from kaiwa.models.shapes import ComfortIndicators, CulturalNote, LearningObjective, Persona

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
    categories: list[str] = Field(min_length=1)
    tags: list[str]
    primary_skill: str
    search_keywords: list[str]
    estimated_duration_seconds: int = Field(gt=0)
    visibility: Visibility
    is_onboarding: bool
    sort_order: int


def read_languages(seed: Path = SEED) -> list[LanguageSource]:
    """All authored languages in order; raises ContentError."""
    found = [read_yaml(path, LanguageSource) for path in (seed / "languages").glob("*.yaml")]
    return sorted(found, key=lambda language: language.sort_order)


def read_scenarios(seed: Path = SEED) -> list[ScenarioSource]:
    """All authored scenarios in order; raises ContentError."""
    found = [read_yaml(path, ScenarioSource) for path in (seed / "scenarios").glob("*.yaml")]
    return sorted(found, key=lambda scenario: scenario.sort_order)
