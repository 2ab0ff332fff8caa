"""The entry for gunicorn and the flask command: `app`."""

import gc
import os
import sys
from collections.abc import Iterator

from kaiwa.app import create_app
from kaiwa.background import run_in_background
from kaiwa.errors import ConfigurationError, StartError

try:
    app = create_app()
except (ConfigurationError, StartError) as error:
    sys.exit(f"Kaiwa cannot start. {error}")


def warm() -> Iterator[None]:
    """Make ready what the first visitors need, and take it out of the collector's rounds: it stays for good."""
    yield from app.extensions["kaiwa.mind"].warm()
    gc.collect()
    gc.freeze()


# in a web process only: a command has nobody who waits
if "SERVER_SOFTWARE" in os.environ:
    gc.set_threshold(10_000, 20, 50)
    run_in_background("warming", warm)
