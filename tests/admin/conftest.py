"""Admins at work, with Stripe's stand-in behind."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kaiwa.config import Settings
from tests.admin.payers import admin_of, at_stripe
from tests.conftest import MakeApp
from tests.stripe_server import StripeServer


@pytest.fixture
def app(make_app: MakeApp, settings: Settings, stripe_server: StripeServer) -> Flask:
    """With Stripe set up."""
    return make_app(settings=at_stripe(settings, stripe_server))


@pytest.fixture
def admin(app: Flask) -> FlaskClient:
    """An admin's browser."""
    return admin_of(app)
