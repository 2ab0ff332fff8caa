"""`python -m tests.stripe_server --port 4242 --webhook http://127.0.0.1:8000/webhooks/stripe`: until it is stopped."""

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

from tests.stripe_server.keeping import keep, restore
from tests.stripe_server.server import StripeServer

KEEPING_SECONDS = 5


def main() -> int:
    """Serve until a signal comes; the keys come from the variables that Kaiwa reads too."""
    parser = argparse.ArgumentParser(prog="python -m tests.stripe_server", description=__doc__)
    parser.add_argument("--port", type=int, default=4242)
    parser.add_argument("--webhook", help="where events are sent to")
    parser.add_argument("--keep", type=Path, help="a file that holds what it knows from one start to the next")
    asked = parser.parse_args()
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    server = StripeServer(asked.port, secret_key=os.environ.get("STRIPE_SECRET_KEY"))
    if os.environ.get("STRIPE_WEBHOOK_SECRET"):
        server.use_secret(os.environ["STRIPE_WEBHOOK_SECRET"])
    if asked.keep:
        restore(server.world, asked.keep)
    if asked.webhook:
        server.connect(asked.webhook)
    with server:
        print(f"The stand-in for Stripe is at {server.url}, its controls at {server.url}/_control/", flush=True)
        while not ended.wait(KEEPING_SECONDS):
            if asked.keep:
                keep(server.world, asked.keep)
    if asked.keep:
        keep(server.world, asked.keep)
    return 0


if __name__ == "__main__":
    sys.exit(main())
