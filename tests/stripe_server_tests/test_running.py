"""The stand-in as a process of its own, as `make run STRIPE=standin` starts it."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import stripe

from kaiwa.config import ROOT
from tests.live_server import free_port
from tests.stripe_server_tests.receiver import Receiver

KEYS = {"STRIPE_SECRET_KEY": "sk_test_ours", "STRIPE_WEBHOOK_SECRET": "whsec_ours"}


def start(port: int, webhook: str, kept: Path) -> subprocess.Popen[str]:
    """A stand-in that has said where it is."""
    options = ["--port", str(port), "--webhook", webhook, "--keep", str(kept)]
    command = [sys.executable, "-m", "tests.stripe_server", *options]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | KEYS, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert f"its controls at http://127.0.0.1:{port}/_control/" in process.stdout.readline()
    return process


def stop(process: subprocess.Popen[str]) -> None:
    """End it as a person does."""
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=10)
    assert process.returncode == 0


def client(port: int) -> Any:
    """`client.v1` of a client with our key."""
    addresses: Any = {"api": f"http://127.0.0.1:{port}"}
    return stripe.StripeClient("sk_test_ours", base_addresses=addresses).v1


def test_it_takes_our_keys_and_goes_on_where_it_ended(tmp_path: Path) -> None:
    kept, port, other = tmp_path / "kept.json", free_port(), free_port()
    with Receiver("whsec_ours") as receiver:
        process = start(port, receiver.url, kept)
        try:
            customer = client(port).customers.create({"email": "mei@example.com"})
            portal = client(port).billing_portal.sessions.create({"customer": customer.id})
        finally:
            stop(process)
        process = start(other, receiver.url, kept)
        try:
            changed = client(other).customers.update(customer.id, {"name": "Mei"})
            again = client(other).billing_portal.sessions.create({"customer": customer.id})
        finally:
            stop(process)

    assert changed.email == "mei@example.com"
    assert portal.url.startswith(f"http://127.0.0.1:{port}/portal/")
    assert again.url.startswith(f"http://127.0.0.1:{other}/portal/")
    assert receiver.wrong_signatures == 0
