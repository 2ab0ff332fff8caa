"""Bringing authored courses into the tables, after the scenarios: idempotent, and it says what it changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kaiwa.minds.rehearsal.library import ContentError
from kaiwa.models import LearningPath
from kaiwa.models.paths import PathStatus
from kaiwa.paths.program_files import WRITTEN_IN, ProgramSource, check_programs, read_programs
from kaiwa.scenarios.content import SEED, ScenarioSource, read_scenarios
from kaiwa.scenarios.seeding import Seeded


def seed_programs(session: Session, seed: Path = SEED) -> Sequence[Seeded]:
    """Add what is new and change what differs; courses that people made are left alone. Raises ContentError."""
    programs = read_programs(seed)
    wrong = next(check_programs(programs, seed), None)
    if wrong is not None:
        raise ContentError(wrong)
    scenarios = {scenario.id: scenario for scenario in read_scenarios(seed)}
    ids = [program.path_id for program in programs]
    rows = {row.id: row for row in session.scalars(select(LearningPath).where(LearningPath.id.in_(ids)))}
    seeded = Seeded("programs")
    for program in programs:
        values, row = _columns(program, scenarios), rows.get(program.path_id)
        if row is None:
            session.add(LearningPath(id=program.path_id, **values))
            seeded.added.append(program.share_slug)
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            seeded.changed.append(program.share_slug)
        else:
            seeded.unchanged += 1
    session.flush()
    return [seeded]


def _columns(program: ProgramSource, scenarios: dict[str, ScenarioSource]) -> dict[str, Any]:
    return {
        "user_id": None,
        "title": program.title,
        "description": program.description,
        "target_language_id": program.language,
        "source_language_id": WRITTEN_IN,
        "schedule": program.schedule(scenarios),
        "is_template": True,
        "is_public": True,
        "share_slug": program.share_slug,
        "status": PathStatus.ACTIVE,
        "details": program.details(),
    }
