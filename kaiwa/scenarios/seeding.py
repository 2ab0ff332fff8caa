"""Bringing authored content into the tables: idempotent, and it says what it changed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from kaiwa.models import Language, Scenario, Speaker, Tier
from kaiwa.scenarios.content import (
    SEED,
    Authored,
    TierSource,
    read_languages,
    read_scenarios,
    read_speakers,
    read_tiers,
)

Table = TypeVar("Table", Language, Scenario, Speaker)


@dataclass
class Seeded:
    """What a run of seeding did to one table."""

    table: str
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    unchanged: int = 0

    def __str__(self) -> str:
        parts = [f"{len(self.added)} added ({', '.join(self.added)})"] if self.added else []
        parts += [f"{len(self.changed)} changed ({', '.join(self.changed)})"] if self.changed else []
        parts += [f"{len(self.kept)} kept as edited ({', '.join(self.kept)})"] if self.kept else []
        parts += [f"{self.unchanged} unchanged"] if self.unchanged else []
        return f"{self.table}: {', '.join(parts) or 'nothing authored'}"


def seed_content(session: Session, seed: Path = SEED) -> list[Seeded]:
    """Add what is new and change what differs; rows that are not authored are left alone. Raises ContentError."""
    languages, scenarios = read_languages(seed), read_scenarios(seed)
    tiers, speakers = read_tiers(seed), read_speakers(seed)
    done = [_bring(session, Language, languages)]
    session.flush()
    done.append(_bring(session, Scenario, scenarios))
    done.append(_add_tiers(session, tiers))
    done.append(_bring(session, Speaker, speakers))
    session.flush()
    return done


def _bring(session: Session, table: type[Table], sources: Iterable[Authored]) -> Seeded:
    seeded = Seeded(table.__tablename__)
    rows = {row.id: row for row in session.scalars(select(table))}
    for source in sources:
        values = source.columns()
        row = rows.get(values["id"])
        if row is None:
            session.add(table(**values))
            seeded.added.append(values["id"])
        elif _differs(row, values):
            for name, value in values.items():
                setattr(row, name, value)
            seeded.changed.append(values["id"])
        else:
            seeded.unchanged += 1
    return seeded


def _add_tiers(session: Session, sources: Iterable[TierSource]) -> Seeded:
    """Add the tiers that are not there: what people pay for is changed by an admin, never by a new version of Kaiwa."""
    seeded = Seeded(Tier.__tablename__)
    rows = {row.id: row for row in session.scalars(select(Tier))}
    for source in sources:
        values = source.columns()
        row = rows.get(source.id)
        if row is None:
            session.add(Tier(**values))
            seeded.added.append(source.id)
        elif edited := [name for name, value in values.items() if getattr(row, name) != value]:
            seeded.kept.append(f"{source.id}: {', '.join(edited)}")
        else:
            seeded.unchanged += 1
    return seeded


def _differs(row: Language | Scenario | Speaker, values: dict[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in values.items())
