"""The planner of the application, and the mind that plays what it plans."""

from typing import cast

from flask import current_app

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


def current_planner() -> Planner:
    """The planner that `create_app` chose; the catalogue's where whoever asks has used up their share of a model."""
    planner = cast(Planner, current_app.extensions["kaiwa.planner"])
    if not isinstance(planner, ModelPlanner):
        return planner
    visitor, user = current_visitor(), signed_in_user()
    allowed = may_use_model(
        db.session(), current_settings(), user=user, guest_id=visitor.guest_id, network=None, at=now()
    )
    return planner if allowed else RehearsalPlanner()


def current_player() -> Mind:
    """The mind that plays what is planned."""
    return cast(Mind, current_app.extensions["kaiwa.mind"])
