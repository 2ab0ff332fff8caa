"""Fixtures of the tests of what is used."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine

from kaiwa.config import Settings
from tests.billing.months import AT_ONCE
from tests.billing.shop import Shop, open_shop
from tests.conftest import MakeApp
from tests.stripe_server import StripeServer


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """A connection for each of fifty threads, opened before they run."""
    engine = create_engine(str(settings.database_url), pool_size=AT_ONCE, max_overflow=0)
    opened = [engine.connect() for _ in range(AT_ONCE)]
    for connection in opened:
        connection.close()
    yield engine
    engine.dispose()


@pytest.fixture
def shop(make_app: MakeApp, settings: Settings, stripe_server: StripeServer) -> Shop:
    """An application with prices at a stand-in for Stripe, and somebody who may buy."""
    return open_shop(make_app, settings, stripe_server)
