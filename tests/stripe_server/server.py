"""A stand-in Stripe on a loopback port: start it, connect a webhook, buy, move the clock, let things go wrong."""

import json
import logging
import threading
import time

from werkzeug.serving import WSGIRequestHandler, make_server

from tests.stripe_server import catalogue, clock, completing, disputes, events, refunds, subscriptions
from tests.stripe_server.app import make_app
from tests.stripe_server.customers import add_card
from tests.stripe_server.delivery import Delivery, signature
from tests.stripe_server.faults import Fault, Faults
from tests.stripe_server.rendering import shown
from tests.stripe_server.state import API_VERSION, Obj, World, new_id
from tests.stripe_server.subscribing import subscribe

PAYMENTS = ("ok", "declined", "requires_action")


class Quiet(WSGIRequestHandler):
    """One connection for several requests, and no line for each."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


class StripeServer:
    """One account of its own: `url`, `secret_key`, `webhook_secret`; several may run in a process.

    Its time is the real one and what was added by `advance`. Signatures carry the real time, as receivers check it.
    """

    def __init__(self, port: int = 0, *, secret_key: str | None = None) -> None:
        self.faults = Faults()
        self.world = World()
        if secret_key:
            self.world.secret_key = secret_key
        self.rules = self.world.rules
        self.delivery = Delivery(self.world)
        self.world.announce = self.delivery.announce
        self.webhook_secret = new_id("whsec", 32)
        self._secrets = [self.webhook_secret]
        catalogue.seed(self.world)
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._server = make_server("127.0.0.1", port, make_app(self), threaded=True, request_handler=Quiet)
        self._server.daemon_threads = True  # type: ignore[attr-defined]
        self.world.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """What STRIPE_API_URL is."""
        return self.world.url

    @property
    def secret_key(self) -> str:
        """What STRIPE_SECRET_KEY is."""
        return self.world.secret_key

    def settings(self) -> dict[str, str]:
        """The settings that lead here, as variables."""
        return {
            "STRIPE_API_URL": self.url,
            "STRIPE_SECRET_KEY": self.secret_key,
            "STRIPE_WEBHOOK_SECRET": self.webhook_secret,
        }

    def start(self) -> "StripeServer":
        """Answer from now on."""
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        self.delivery.start()
        return self

    def stop(self) -> None:
        """Answer nothing any more and free the port."""
        self.faults.ended.set()
        self.delivery.stop()
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join(5)
        self._server.server_close()

    def __enter__(self) -> "StripeServer":
        return self.start()

    def __exit__(self, *_error: object) -> None:
        self.stop()

    # the webhook

    def connect(self, webhook_url: str, enabled_events: list[str] | None = None) -> None:
        """Send events there from now on, signed with `webhook_secret`: those of BILLING.md, unless others are named."""
        params = {"url": webhook_url, "enabled_events": enabled_events or events.TYPES, "api_version": API_VERSION}
        with self.world.lock:
            made = events.create_endpoint(self.world, params)
            assert isinstance(made, dict)
            self.world.by_id[made["id"]]["_secrets"] = self._secrets

    def rotate_secret(self, *, overlap: bool = True) -> str:
        """Change the signing secret; while they overlap both sign. The new one."""
        self.webhook_secret = new_id("whsec", 32)
        self._secrets[:] = [self.webhook_secret, *(self._secrets[:1] if overlap else [])]
        return self.webhook_secret

    def use_secret(self, secret: str) -> None:
        """Sign with a secret that is given."""
        self.webhook_secret = secret
        self._secrets[:] = [secret]

    def end_overlap(self) -> None:
        """Only the newest secret signs."""
        self._secrets[:] = [self.webhook_secret]

    @property
    def events(self) -> list[Obj]:
        """All events, the oldest first, whether somebody is told of them or not."""
        with self.world.lock:
            return self.world.all("event")[::-1]

    def sent_events(self) -> list[Obj]:
        """The events that an endpoint is told of, the oldest first."""
        return [each for each in self.events if each["type"] in events.TYPES]

    def hold(self) -> None:
        """Keep events back from now on."""
        self.delivery.hold()

    def release(self) -> None:
        """Send what was kept back, in the order in which it happened."""
        self.delivery.release()

    def deliver(self, event_ids: list[str], *, at_once: int = 1) -> list[int]:
        """Send these events now, in this order (or so many at once), again or for the first time; the statuses."""
        with self.world.lock:
            wanted = [self.world.get("event", each) for each in event_ids]
        return self.delivery.deliver(wanted, at_once=at_once)

    def signed(self, event_id: str) -> tuple[bytes, str]:
        """The body and the Stripe-Signature header of an event, for who sends it by other means."""
        with self.world.lock:
            body = json.dumps(shown(self.world, self.world.get("event", event_id)), ensure_ascii=False).encode()
        return body, signature(body, self._secrets, int(time.time()))

    def wait_until_delivered(self, seconds: float = 10) -> None:
        """Return when every event that is not held back was taken; raises TimeoutError."""
        self.delivery.wait_until_delivered(seconds)

    # time

    @property
    def now(self) -> int:
        """The stand-in's time."""
        return self.world.now()

    def advance(self, seconds: int = 0, *, days: float = 0) -> None:
        """Move the clock; all that falls due on the way is done, each at its moment."""
        clock.advance(self.world, seconds + int(days * 86400))

    # what goes wrong

    def fail_next(self, how: str, *, path: str = ".*", method: str | None = None, times: int = 1) -> None:
        """The next requests to a path (a regular expression) go wrong: see Fault for how."""
        self.faults.add(Fault(how, path, method, times))

    def next_payment(self, how: str, *, customer: str | None = None, times: int = 1) -> None:
        """How the next payments of this customer, or of anybody, go: declined, requires_action or ok."""
        if how not in PAYMENTS:
            raise ValueError(f"{how} is none of {', '.join(PAYMENTS)}")
        with self.world.lock:
            self.world.payment_faults += [(how, customer)] * times

    # what people do

    def give_card(self, customer: str, how: str = "ok", last4: str = "4242") -> str:
        """Another card, charged from now on, which always goes like this; its id."""
        with self.world.lock:
            return str(add_card(self.world, self.world.get("customer", customer), how=how, last4=last4)["id"])

    def pay(self, session: str, *, code: str | None = None, card: bool = True) -> Obj:
        """Press the button of a Checkout's page; the subscription."""
        with self.world.lock:
            found = self.world.get("checkout.session", session)
            if code:
                found["_code"] = next(each["id"] for each in self.world.all("promotion_code", code=code))
            return completing.complete(self.world, found, card=card)

    def subscribe(self, customer: str, price: str, how: str = "ok", **more: object) -> Obj:
        """Begin a subscription without Checkout, a second one too; declined and requires_action stay incomplete."""
        with self.world.lock:
            found = self.world.get("customer", customer)
            if not found["invoice_settings"]["default_payment_method"]:
                add_card(self.world, found)
            return subscribe(self.world, found, [{"price": price}], how=how, **more)

    def pause(self, subscription: str) -> None:
        """Set a subscription to paused, as a trial that ends without a card may."""
        with self.world.lock:
            subscriptions.pause(self.world, self.world.get("subscription", subscription))

    def finish_refund(self, refund: str, status: str = "succeeded") -> None:
        """A refund that was pending (`rules.refund_status`) succeeds or fails."""
        with self.world.lock:
            refunds.finish(self.world, self.world.get("refund", refund), status)

    def dispute(self, payment_intent: str) -> Obj:
        """Somebody's bank takes a payment back for now; the dispute."""
        with self.world.lock:
            intent = self.world.get("payment_intent", payment_intent)
            return disputes.dispute(self.world, self.world.get("charge", intent["latest_charge"]))

    def close_dispute(self, dispute: str, status: str = "won") -> None:
        """It is decided: won or lost."""
        with self.world.lock:
            disputes.close(self.world, self.world.get("dispute", dispute), status)

    def emit(self, kind: str, thing: str) -> str:
        """An event that does not happen by itself here, such as invoice.finalization_failed; its id."""
        with self.world.lock:
            return str(events.emit(self.world, kind, self.world.by_id[thing])["id"])
