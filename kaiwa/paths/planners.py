"""The planner of the application, and the mind that plays what it plans."""

from typing import cast

from flask import current_app

from kaiwa.minds.mind import Mind
from kaiwa.minds.planner import Planner


def current_planner() -> Planner:
    """The planner that `create_app` chose."""
    return cast(Planner, current_app.extensions["kaiwa.planner"])


def current_player() -> Mind:
    """The mind that plays what is planned."""
    return cast(Mind, current_app.extensions["kaiwa.mind"])
