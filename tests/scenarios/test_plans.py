"""With enough scenarios the list is answered by its indexes, whatever is chosen, and never by reading the table."""

from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import Engine, event, text

from bench.catalogue import fill
from kaiwa.accounts.habits import Habits
from kaiwa.accounts.visitors import Visitor
from kaiwa.clock import now
from kaiwa.extensions import db
from kaiwa.ids import new_id
from kaiwa.languages import LANGUAGE_IDS
from kaiwa.models.accounts import LearningGoal
from kaiwa.scenarios.browsing import browse
from kaiwa.scenarios.choosing import read_choice
from kaiwa.scenarios.listing import find_scenarios
from kaiwa.scenarios.shelves import read_shelves
from tests.database_server import plain

ENOUGH = 3000
VISITOR = Visitor(None, new_id())
HABITS = Habits(speaking_level=40, learning_goal=LearningGoal.ACADEMIC)
CHOICES: dict[str, tuple[dict[str, str], str]] = {
    "everything": ({}, "ix_scenarios_listed"),
    "far down": ({"after": "a~-99000.0~made-000500"}, "ix_scenarios_listed"),
    "a rare choice": ({"level": "C2", "category": "school", "role": "tutor"}, "ix_scenarios_found"),
    "Chinese signs": ({"q": "截止日期"}, "ix_scenarios_found"),
    "a German word, half typed": ({"q": "anmeldu"}, "ix_scenarios_found"),
    "words and a choice": ({"q": "salary", "level": "C1", "role": "tutor"}, "ix_scenarios_found"),
    "trending": ({"sort": "trending"}, "ix_scenario_metadata_trending"),
    "most saved": ({"sort": "saved"}, "ix_scenario_metadata_saved"),
    "top rated": ({"sort": "rated"}, "ix_scenario_metadata_rated"),
    "what I have saved": ({"saved": "1"}, "user_scenario_progress"),
}


@pytest.fixture
def filled(app: Flask, database_url: str) -> Flask:
    with psycopg.connect(plain(database_url)) as connection:
        fill(connection, 0, ENOUGH)
    return app


def plans(do: Any) -> list[str]:
    """How the database answers everything that is asked meanwhile."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        do()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    cursor = db.session.connection().connection.cursor()
    found = []
    for statement, parameters in asked:
        if statement.lstrip().startswith("SELECT"):
            cursor.execute(f"EXPLAIN {statement}", parameters)
            found.append("\n".join(row[0] for row in cursor.fetchall()))
    return found


def test_every_list_is_answered_by_an_index(filled: Flask) -> None:
    with filled.app_context():
        for name, (values, index) in CHOICES.items():
            choice = read_choice(values, LANGUAGE_IDS, is_guest=False)
            found = plans(
                lambda choice=choice, values=values: browse(
                    db.session(), choice, VISITOR, "en", values.get("after", "from"), habits=Habits(), at=now()
                )
            )
            together = "\n".join(found)
            assert index in together, (name, together)
            assert "Seq Scan on scenarios" not in together, (name, together)


def test_a_choice_is_looked_for_in_order_without_reading_rows(filled: Flask) -> None:
    with filled.app_context():
        for values in (
            {"category": "work"},
            {"level": "B1"},
            {"language": "ja"},
            {"role": "expert", "length": "medium"},
        ):
            choice = read_choice(values, LANGUAGE_IDS, is_guest=False)
            found = plans(lambda choice=choice: find_scenarios(db.session(), choice, None))
            assert "Index Only Scan using ix_scenarios_listed" in found[0], (values, found[0])


def test_the_shelves_are_answered_by_their_indexes(filled: Flask) -> None:
    with filled.app_context():
        together = "\n".join(plans(lambda: read_shelves(db.session(), VISITOR, HABITS, now())))
        for index in ("trending", "saved", "rated"):
            assert f"ix_scenario_metadata_{index}" in together, together
        assert "ix_scenarios_created_by_user_id" in together
        assert "Seq Scan on scenarios" not in together, together
        # so that the rows of this test go as quickly as they came
        db.session.execute(text("DELETE FROM scenario_texts WHERE scenario_id LIKE 'made-%'"))
        db.session.commit()
