"""Fixtures of the tests of what is used."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine

from kaiwa.config import Settings
from tests.billing.months import AT_ONCE


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """A connection for each of fifty threads, opened before they run."""
    engine = create_engine(str(settings.database_url), pool_size=AT_ONCE, max_overflow=0)
    opened = [engine.connect() for _ in range(AT_ONCE)]
    for connection in opened:
        connection.close()
    yield engine
    engine.dispose()
