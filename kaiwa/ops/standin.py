"""`make run STRIPE=standin`: the stand-in for Stripe beside Kaiwa, so that a purchase can be tried in a browser."""

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import time

from kaiwa.config import ROOT, Settings
from kaiwa.errors import StartError

START_SECONDS = 20


def is_wanted(settings: Settings) -> bool:
    """Whether STRIPE=standin was given; raises StartError for another word, and in production."""
    given = os.environ.get("STRIPE", "")
    if given not in ("", "standin"):
        raise StartError("STRIPE may only be standin: the real Stripe is set by STRIPE_SECRET_KEY.")
    if given and settings.is_production:
        raise StartError("STRIPE=standin is for trying out: in production nobody could pay.")
    return bool(given)


def standin_variables() -> dict[str, str]:
    """A free port and keys made for this run, as the settings that lead there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return {
        "STRIPE_API_URL": f"http://127.0.0.1:{port}",
        "STRIPE_SECRET_KEY": f"sk_test_{secrets.token_hex(16)}",
        "STRIPE_WEBHOOK_SECRET": f"whsec_{secrets.token_hex(16)}",
    }


def start_standin(settings: Settings, variables: dict[str, str]) -> subprocess.Popen[bytes]:
    """The stand-in, answering; what it knows is kept in the var folder. Raises StartError when it does not come."""
    port = int(variables["STRIPE_API_URL"].rsplit(":", 1)[1])
    webhook = f"{settings.address}/webhooks/stripe"
    kept = str(settings.var_dir / "stripe_standin.json")
    command = [sys.executable, "-m", "tests.stripe_server", "--port", str(port), "--webhook", webhook, "--keep", kept]
    process = subprocess.Popen(command, cwd=ROOT, env=variables, start_new_session=True)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return process
        time.sleep(0.05)
    process.kill()
    raise StartError("The stand-in for Stripe did not start: the lines above say why.")
