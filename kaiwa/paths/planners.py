"""The planner of the application, and the mind that plays what it plans."""

from datetime import datetime
from typing import cast
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from kaiwa.accounts.signed_in import signed_in_user
from kaiwa.accounts.visitors import current_visitor
from kaiwa.billing.ceilings import may_use_model
from kaiwa.clock import now
from kaiwa.config import current_settings
from kaiwa.extensions import db
from kaiwa.minds.mind import Mind
from kaiwa.minds.model.plan import ModelPlanner
from kaiwa.minds.planner import Planner
from kaiwa.minds.rehearsal.plan import RehearsalPlanner
from kaiwa.models import User


def current_planner() -> Planner:
    """The planner that `create_app` chose; the catalogue's where whoever asks has used up their share of a model."""
    planner = cast(Planner, current_app.extensions["kaiwa.planner"])
    if not isinstance(planner, ModelPlanner):
        return planner
    can_pay = is_affordable(db.session(), planner, signed_in_user(), current_visitor().guest_id, now())
    return planner if can_pay else RehearsalPlanner()


def is_affordable(
    session: Session, planner: Planner | None, user: User | None, guest_id: UUID | None, at: datetime
) -> bool:
    """Whether somebody may ask a planner: a model for as long as they and the site are under their ceilings."""
    if not isinstance(planner, ModelPlanner):
        return True
    return may_use_model(session, current_settings(), user=user, guest_id=guest_id, network=None, at=at)


def current_player() -> Mind:
    """The mind that plays what is planned."""
    return cast(Mind, current_app.extensions["kaiwa.mind"])
