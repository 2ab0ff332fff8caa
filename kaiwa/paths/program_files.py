"""The shape of seed/programs: whole courses that anybody may start, checked on load."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from kaiwa.minds.outlines import DAYS_A_WEEK, USUAL_COURSE, USUAL_MINUTES, Level
from kaiwa.minds.phrases import Theme
from kaiwa.minds.rehearsal.library import ContentError, read_yaml
from kaiwa.models.path_shapes import DayEntry, PathDetails, WeekEntry
from kaiwa.scenarios.content import SEED, Authored, ScenarioSource, read_scenarios

# so many days pass before a scenario comes again
DAYS_APART = 10
WRITTEN_IN = "en"


class DaySource(Authored):
    """A day as it is authored; without a scenario it looks back, without objectives it has its scenario's."""

    scenario: str | None = None
    level: Level
    title: str = Field(min_length=1, max_length=80)
    description: str = Field(min_length=1, max_length=300)
    objectives: list[str] = Field(default_factory=list)


class ProgramSource(Authored):
    """A course as it is authored; its language and its name are those of its folder and its file."""

    language: Literal["en", "es", "fr", "de", "it", "ja", "ko", "zh"]
    slug: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str = Field(min_length=1, max_length=80)
    description: str = Field(min_length=1, max_length=500)
    category: str
    tags: list[str] = Field(default_factory=list)
    weeks: Annotated[list[str], Field(min_length=USUAL_COURSE // DAYS_A_WEEK)]
    days: list[DaySource]

    @property
    def path_id(self) -> str:
        """Its row."""
        return f"program-{self.language}-{self.slug}"

    @property
    def share_slug(self) -> str:
        """Its place in addresses."""
        return f"{self.language}-{self.slug}"

    def schedule(self, scenarios: Mapping[str, ScenarioSource]) -> list[DayEntry]:
        """Its days as rows hold them."""
        return [self._day(index, day, scenarios) for index, day in enumerate(self.days, 1)]

    def _day(self, index: int, day: DaySource, scenarios: Mapping[str, ScenarioSource]) -> DayEntry:
        scenario = scenarios.get(day.scenario or "")
        seen = {each.scenario for each in self.days[: index - 1]}
        own = [goal.text for goal in scenario.learning_objectives] if scenario else []
        return DayEntry(
            day_index=index,
            title=day.title,
            theme=scenario.categories[0] if scenario else Theme.REVIEW,
            description=day.description,
            difficulty=day.level.difficulty,  # type: ignore[arg-type]
            cefr_level=day.level.value,
            objectives=tuple(day.objectives or own),
            scenario_id=day.scenario,
            estimated_minutes=max(scenario.estimated_duration_seconds // 60, 5) if scenario else 10,
            kind="review" if scenario is None else "again" if day.scenario in seen else "new",
        )

    def details(self) -> PathDetails:
        """What else is known of it."""
        return PathDetails(
            cefr_level=self.days[-1].level.value,
            estimated_minutes_per_day=USUAL_MINUTES,
            category=self.category,
            tags=tuple(self.tags),
            weeks=tuple(WeekEntry(index=index, theme=theme) for index, theme in enumerate(self.weeks, 1)),
        )


def read_programs(seed: Path = SEED) -> list[ProgramSource]:
    """All authored courses, by language and name; raises ContentError."""
    found = []
    for path in sorted((seed / "programs").glob("*/*.yaml")):
        program = read_yaml(path, ProgramSource)
        if (program.language, program.slug) != (path.parent.name, path.stem):
            raise ContentError(f"programs/{path.parent.name}/{path.name}: its language or slug is another")
        found.append(program)
    return found


def check_programs(programs: Sequence[ProgramSource], seed: Path = SEED) -> Iterator[str]:
    """Everything to mend, one sentence each."""
    scenarios = {scenario.id: scenario for scenario in read_scenarios(seed)}
    for program in programs:
        for what in _check(program, scenarios):
            yield f"programs/{program.language}/{program.slug}: {what}"


def _check(program: ProgramSource, scenarios: Mapping[str, ScenarioSource]) -> Iterator[str]:
    if len(program.days) != USUAL_COURSE:
        yield f"{len(program.days)} days, not {USUAL_COURSE}"
    last: dict[str, int] = {}
    for index, day in enumerate(program.days, 1):
        before = program.days[index - 2].level if index > 1 else day.level
        if not 0 <= day.level.step - before.step <= 1:
            yield f"day {index}: from {before} to {day.level}"
        if day.scenario is None:
            continue
        scenario = scenarios.get(day.scenario)
        if scenario is None:
            yield f"day {index}: there is no scenario {day.scenario}"
        elif abs(Level(scenario.cefr_level.value).step - day.level.step) > 1:
            yield f"day {index}: {day.scenario} is {scenario.cefr_level}, the day {day.level}"
        if index - last.get(day.scenario, -DAYS_APART) < DAYS_APART:
            yield f"day {index}: {day.scenario} was on day {last[day.scenario]} already"
        last[day.scenario] = index
    if len({day.title for day in program.days if day.scenario}) != sum(1 for day in program.days if day.scenario):
        yield "two days have one title"
