"""Proving what is counted of scenarios: counting all of it again, saying where that differs, and mending it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

TOLERANCE = 1e-6
PROGRESS = """
WITH counted AS (
    SELECT user_id, scenario_id, count(*)::int AS times_attempted, count(completed_at)::int AS times_completed,
           sum(duration_seconds)::int AS total_seconds_spent, max(started_at) AS last_attempt_at,
           max(completed_at) AS last_completed_at
    FROM conversations WHERE user_id IS NOT NULL GROUP BY user_id, scenario_id
)
SELECT coalesce(c.user_id, p.user_id) AS user_id, coalesce(c.scenario_id, p.scenario_id) AS scenario_id,
       {columns}
FROM counted c FULL JOIN user_scenario_progress p ON p.user_id = c.user_id AND p.scenario_id = c.scenario_id
WHERE {differs}
ORDER BY 2, 1
"""
METADATA = """
WITH units AS (
    SELECT *, extract(epoch FROM started_at)::double precision / 604800 * ln(2::double precision) AS unit
    FROM conversations
), latest AS (
    SELECT scenario_id, max(unit) AS unit FROM units GROUP BY scenario_id
), talked AS (
    SELECT u.scenario_id, count(*)::int AS total_times_used, count(u.user_id)::int AS total_attempts,
           (count(u.completed_at) FILTER (WHERE u.user_id IS NOT NULL))::int AS total_completions,
           coalesce(sum(u.duration_seconds) FILTER (WHERE u.user_id IS NOT NULL), 0)::int AS total_seconds_spent,
           max(l.unit) + ln(sum(exp(u.unit - l.unit))) AS trending_score
    FROM units u JOIN latest l USING (scenario_id) GROUP BY u.scenario_id
), marked AS (
    SELECT scenario_id, (count(*) FILTER (WHERE is_saved))::int AS saved_count,
           count(user_rating)::int AS ratings_count, coalesce(sum(user_rating), 0)::int AS ratings_sum
    FROM user_scenario_progress GROUP BY scenario_id
), counted AS (
    SELECT s.id AS scenario_id, {zeroed}, t.trending_score, coalesce(t.total_times_used, 0) AS usage_count
    FROM scenarios s LEFT JOIN talked t ON t.scenario_id = s.id LEFT JOIN marked k ON k.scenario_id = s.id
)
SELECT NULL AS user_id, c.scenario_id, {columns}
FROM counted c JOIN scenarios s ON s.id = c.scenario_id LEFT JOIN scenario_metadata p ON p.scenario_id = c.scenario_id
WHERE {differs}
ORDER BY c.scenario_id
"""
OF_PEOPLE = ("times_attempted", "times_completed", "total_seconds_spent", "last_attempt_at", "last_completed_at")
OF_TALKS = ("total_times_used", "total_attempts", "total_completions", "total_seconds_spent")
OF_MARKS = ("saved_count", "ratings_count", "ratings_sum")
OF_ALL = (*OF_TALKS, *OF_MARKS, "trending_score")
MENDS_PEOPLE = """
INSERT INTO user_scenario_progress AS p (user_id, scenario_id, is_saved, {names}, created_at, updated_at)
VALUES (:user_id, :scenario_id, false, {values}, now(), now())
ON CONFLICT (user_id, scenario_id) DO UPDATE SET {changes}, updated_at = now()
"""
MENDS_ALL = """
INSERT INTO scenario_metadata AS p (scenario_id, {names}, created_at, updated_at)
VALUES (:scenario_id, {values}, now(), now())
ON CONFLICT (scenario_id) DO UPDATE SET {changes}, updated_at = now()
"""
MENDS_USE = "UPDATE scenarios SET usage_count = :total_times_used WHERE id = :scenario_id"


@dataclass(frozen=True)
class Difference:
    """Something that is counted wrongly; `whose` is a person's progress, None for everybody's sums."""

    scenario_id: str
    whose: str | None
    name: str
    kept: Any
    counted: Any

    def __str__(self) -> str:
        whose = f" of {self.whose}" if self.whose else ""
        return f"{self.scenario_id}: {self.name}{whose} is {self.kept}, should be {self.counted}"


def recount(session: Session, *, fix: bool = False) -> list[Difference]:
    """Count everything again; with `fix` what differs is written. Nobody counts meanwhile where it is mended."""
    if fix:
        session.execute(text("LOCK TABLE user_scenario_progress, scenario_metadata IN SHARE ROW EXCLUSIVE MODE"))
    found: list[Difference] = []
    # people first: everybody's sums of what is saved and rated follow from them
    for question, names, mend in (
        (_people(), OF_PEOPLE, (MENDS_PEOPLE,)),
        (_all(), OF_ALL, (MENDS_ALL, MENDS_USE)),
    ):
        for row in session.execute(text(question)).mappings().all():
            found += _differences(row, names)
            for statement in mend if fix else ():
                session.execute(text(_filled(statement, names)), _counted(row, names))
    return found


def _people() -> str:
    zeroed = {name: f"coalesce(c.{name}, 0)" for name in OF_PEOPLE[:3]}
    counted = {name: zeroed.get(name, f"c.{name}") for name in OF_PEOPLE}
    kept = {name: f"coalesce(p.{name}, 0)" if name in zeroed else f"p.{name}" for name in OF_PEOPLE}
    differs = " OR ".join(f"{counted[name]} IS DISTINCT FROM {kept[name]}" for name in OF_PEOPLE)
    return PROGRESS.format(columns=_columns(counted, kept), differs=differs)


def _all() -> str:
    zeroed = ", ".join(
        [f"coalesce(t.{name}, 0) AS {name}" for name in OF_TALKS]
        + [f"coalesce(k.{name}, 0) AS {name}" for name in OF_MARKS]
    )
    counted = {name: f"c.{name}" for name in OF_ALL} | {"usage_count": "c.usage_count"}
    kept = {name: f"p.{name}" for name in OF_ALL} | {"usage_count": "s.usage_count"}
    exact = [f"{counted[name]} IS DISTINCT FROM {kept[name]}" for name in counted if name != "trending_score"]
    trend = f"abs(c.trending_score - p.trending_score) > {TOLERANCE}"
    lost = "(c.trending_score IS NULL) <> (p.trending_score IS NULL)"
    return METADATA.format(zeroed=zeroed, columns=_columns(counted, kept), differs=" OR ".join([*exact, trend, lost]))


def _columns(counted: dict[str, str], kept: dict[str, str]) -> str:
    return ", ".join(f"{counted[name]} AS counted_{name}, {kept[name]} AS kept_{name}" for name in counted)


def _differences(row: Any, names: Sequence[str]) -> Iterator[Difference]:
    whose = str(row["user_id"]) if row["user_id"] else None
    for name in (*names, *(() if whose else ("usage_count",))):
        kept, counted = row[f"kept_{name}"], row[f"counted_{name}"]
        is_near = isinstance(kept, float) and isinstance(counted, float) and abs(kept - counted) <= TOLERANCE
        if kept != counted and not is_near:
            yield Difference(row["scenario_id"], whose, name, kept, counted)


def _filled(statement: str, names: Sequence[str]) -> str:
    return statement.format(
        names=", ".join(names),
        values=", ".join(f":{name}" for name in names),
        changes=", ".join(f"{name} = EXCLUDED.{name}" for name in names),
    )


def _counted(row: Any, names: Sequence[str]) -> dict[str, Any]:
    values = {name: row[f"counted_{name}"] for name in names}
    return {"user_id": row["user_id"], "scenario_id": row["scenario_id"], **values}
