"""The shape of seed/texts: what a scenario says of itself in each language, checked on load."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from kaiwa.minds.rehearsal.library import ContentError, read_yaml
from kaiwa.minds.rehearsal.script import Say
from kaiwa.models.shapes import SampleLine, TranslatedLine
from kaiwa.scenarios.content import SEED, Authored


class SaidBy(Say):
    """A line of a sample exchange."""

    who: Literal["partner", "learner"]


class TextSource(Authored):
    """A scenario in one language as it is authored."""

    scenario: str
    language: Literal["en", "es", "fr", "de", "it", "ja", "ko", "zh"]
    title: str = Field(min_length=1, max_length=60)
    description: str = Field(min_length=1)
    who: str = Field(min_length=1, max_length=200)
    setting: str = Field(min_length=1)
    objectives: dict[str, Annotated[str, Field(min_length=1, max_length=120)]] = Field(default_factory=dict)
    keywords: list[str] = Field(min_length=8, max_length=15)
    partner: Say
    opening: Say
    phrases: list[Say] = Field(min_length=6, max_length=8)
    sample: list[SaidBy] = Field(min_length=4, max_length=6)
    cultural_topics: list[str] = Field(min_length=1, max_length=3)
    cultural_note: dict[str, str] = Field(min_length=1)
    readings: dict[str, str] = Field(default_factory=dict)

    def lines(self) -> list[tuple[str, Say]]:
        """Every line with its place."""
        numbered = [(f"phrases.{number}", say) for number, say in enumerate(self.phrases, 1)]
        sample = [(f"sample.{number}", say) for number, say in enumerate(self.sample, 1)]
        return [("opening", self.opening), *numbered, *sample]

    def columns(self) -> dict[str, Any]:
        """The values as the table's columns take them."""
        values = super().columns()
        values["scenario_id"], values["language_id"] = values.pop("scenario"), values.pop("language")
        values["partner"], values["opening"] = _line(self.partner), _line(self.opening)
        values["phrases"] = [_line(say) for say in self.phrases]
        values["sample"] = [SampleLine(who=say.who, text=say.text, translations=say.tr) for say in self.sample]
        return values


def _line(say: Say) -> TranslatedLine:
    return TranslatedLine(text=say.text, translations=say.tr)


def read_texts(seed: Path = SEED) -> list[TextSource]:
    """All authored texts, by scenario and language; raises ContentError."""
    found = []
    for path in sorted((seed / "texts").glob("*/*.yaml")):
        text = read_yaml(path, TextSource)
        if (text.scenario, text.language) != (path.parent.name, path.stem):
            place = f"{path.parent.name}/{path.name}"
            raise ContentError(f"{place}: says that it is {text.scenario} in {text.language}")
        found.append(text)
    return found
