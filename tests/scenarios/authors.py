"""People who write scenarios of their own, for tests."""

from uuid import UUID

from flask import Flask
from sqlalchemy import select

from kaiwa.clock import now
from kaiwa.extensions import db
from kaiwa.models import Scenario, ScenarioDraft, User
from kaiwa.models.scenarios import Visibility
from kaiwa.models.shapes import OwnScenario
from kaiwa.scenarios.authoring import create_scenario
from kaiwa.scenarios.drafting import Asked, begin_draft
from kaiwa.scenarios.publishing import choose_visibility

CONTENT = OwnScenario(
    title="The landlady gets loud",
    description="Tell your landlady that you are moving out early.",
    who="the landlady",
    partner="Mme Girard",
    setting="The stairs of an old house in Lyon, on a Sunday.",
    stakes="You want your deposit back.",
    opening="Bonjour ! Vous vouliez me parler ?",
    opening_translated="Hello! You wanted to talk to me?",
    objectives=("Say that you are moving out", "Stay calm"),
    phrases=(("Je vais partir plus tôt que prévu.", "I am leaving earlier than planned."),),
    cefr_level="B1",
    category="housing",
    minutes=8,
)
FORM = {
    "title": CONTENT.title,
    "description": CONTENT.description,
    "who": CONTENT.who,
    "partner": CONTENT.partner,
    "setting": CONTENT.setting,
    "stakes": CONTENT.stakes,
    "opening": CONTENT.opening,
    "opening_translated": CONTENT.opening_translated,
    "objectives": "Say that you are moving out\nStay calm",
    "phrases": "Je vais partir plus tôt que prévu. = I am leaving earlier than planned.",
    "level": "B1",
    "category": "housing",
    "minutes": "8",
    "visibility": "private",
}


def draft_of(app: Flask, email: str, wish: str = "") -> UUID:
    """A draft of somebody's, waiting to be written where there is a wish."""
    with app.app_context():
        user = db.session.scalars(select(User).where(User.email == email)).one()
        draft = begin_draft(db.session(), user.id, Asked(wish, "fr", "en", "B1"))
        db.session.commit()
        return draft.id


def scenario_of(app: Flask, email: str, visibility: Visibility = Visibility.PRIVATE, **changes: str) -> str:
    """A scenario that somebody wrote; a public one waits to be looked at."""
    draft_id = draft_of(app, email)
    with app.app_context():
        user = db.session.scalars(select(User).where(User.email == email)).one()
        draft = db.session.get_one(ScenarioDraft, draft_id)
        scenario = create_scenario(db.session(), user, draft, CONTENT.model_copy(update=changes))
        choose_visibility(db.session(), scenario, visibility, now())
        db.session.commit()
        return scenario.id


def approve(app: Flask, scenario_id: str) -> None:
    """Let everybody find a scenario."""
    with app.app_context():
        db.session.get_one(Scenario, scenario_id).visibility = Visibility.PUBLIC
        db.session.commit()
