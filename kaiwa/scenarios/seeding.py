"""Bringing authored content into the tables: idempotent, and it says what it changed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kaiwa.minds.rehearsal.library import Library
from kaiwa.models import Language, Scenario, ScenarioMetadata, ScenarioText, Speaker, Tier
from kaiwa.scenarios.content import (
    SEED,
    Authored,
    TierSource,
    read_languages,
    read_scenarios,
    read_speakers,
    read_tiers,
)
from kaiwa.scenarios.indexing import index_scenarios
from kaiwa.scenarios.texts import TextSource, read_texts

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
    tiers, speakers, texts = read_tiers(seed), read_speakers(seed), read_texts(seed)
    done = [_bring(session, Language, languages)]
    session.flush()
    done.append(_bring(session, Scenario, scenarios))
    done.append(_add_tiers(session, tiers))
    done.append(_bring(session, Speaker, speakers))
    known = [source.id for source in scenarios]
    # a text may be written before its scenario; the check says so
    done.append(_bring_texts(session, [text for text in texts if text.scenario in known]))
    _complete(session, known, Library(seed))
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


def _bring_texts(session: Session, sources: Iterable[TextSource]) -> Seeded:
    """Add and change the texts; one whose file is gone goes too, since nobody but authors writes them."""
    seeded = Seeded(ScenarioText.__tablename__)
    rows = {(row.scenario_id, row.language_id): row for row in session.scalars(select(ScenarioText))}
    for source in sources:
        values, name = source.columns(), f"{source.scenario}/{source.language}"
        row = rows.pop((source.scenario, source.language), None)
        if row is None:
            session.add(ScenarioText(**values))
            seeded.added.append(name)
        elif _differs(row, values):
            for column, value in values.items():
                setattr(row, column, value)
            seeded.changed.append(name)
        else:
            seeded.unchanged += 1
    for row in rows.values():
        session.delete(row)
        seeded.changed.append(f"{row.scenario_id}/{row.language_id} gone")
    return seeded


def _complete(session: Session, ids: list[str], library: Library) -> None:
    """Give authored scenarios what follows from the other files: a row of counts, their scripts' languages, words."""
    session.flush()
    session.execute(insert(ScenarioMetadata).values([{"scenario_id": each} for each in ids]).on_conflict_do_nothing())
    scenarios = session.scalars(select(Scenario).where(Scenario.id.in_(ids))).all()
    for scenario in scenarios:
        languages = library.languages(scenario.id)
        if scenario.script_languages != languages:
            scenario.script_languages = languages
    index_scenarios(session, scenarios)


def _differs(row: Language | Scenario | ScenarioText | Speaker, values: dict[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in values.items())
