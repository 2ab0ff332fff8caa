"""Events on their way to webhook endpoints: signed, in the background, again when they were not taken."""

import hashlib
import hmac
import json
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Condition, Thread

import requests

from tests.stripe_server.rendering import plain
from tests.stripe_server.state import Obj, World

ATTEMPTS = 12
LONGEST_WAIT = 30.0


def signature(payload: bytes, secrets: Iterable[str], moment: int) -> str:
    """The Stripe-Signature header: one v1 for each secret that is valid."""
    signed = f"{moment}.".encode() + payload
    parts = [hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in secrets]
    return ",".join([f"t={moment}", *(f"v1={each}" for each in parts)])


@dataclass
class Parcel:
    """An event for an endpoint, when to send it, and how often that was tried."""

    event: Obj
    endpoint: Obj
    due: float = 0.0
    attempts: int = 0


@dataclass
class Delivery:
    """What waits to be sent, and the thread that sends it; `attempts` tells each try: event id, status or 0."""

    world: World
    retry_seconds: float = 1.0
    attempts: list[tuple[str, int]] = field(default_factory=list)
    held: bool = False
    _waiting: list[Parcel] = field(default_factory=list)
    _sending: int = 0
    _ended: bool = False
    _changed: Condition = field(default_factory=Condition)
    _thread: Thread | None = None

    def start(self) -> None:
        """Begin to send."""
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Send nothing any more."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(5)

    def announce(self, event: Obj) -> None:
        """A new event: it waits for every endpoint that wants its type."""
        endpoints = [each for each in self.world.all("webhook_endpoint") if wants(each, event["type"])]
        event["pending_webhooks"] = len(endpoints)
        with self._changed:
            self._waiting += [Parcel(event, each) for each in endpoints]
            self._changed.notify_all()

    def hold(self) -> None:
        """Keep back what comes from now on."""
        with self._changed:
            self.held = True

    def release(self) -> None:
        """Send what was kept back, in the order in which it happened."""
        with self._changed:
            self.held = False
            self._changed.notify_all()

    def waiting(self) -> list[Obj]:
        """The events that are still to be sent."""
        with self._changed:
            return [each.event for each in self._waiting]

    def deliver(self, events: list[Obj], *, at_once: int = 1) -> list[int]:
        """Send these now in this order, whether they were sent before or are kept back; the statuses, 0 for none."""
        with self._changed:
            numbers = {each["id"] for each in events}
            self._waiting = [each for each in self._waiting if each.event["id"] not in numbers]
        endpoints = self.world.all("webhook_endpoint")
        parcels = [Parcel(event, endpoint) for event in events for endpoint in endpoints]
        if at_once == 1:
            return [self._send(each) for each in parcels]
        with ThreadPoolExecutor(at_once) as pool:
            return list(pool.map(self._send, parcels))

    def wait_until_delivered(self, seconds: float = 10) -> None:
        """Return when nothing is on its way; what is held back does not count. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._sending == 0 and (self.held or not self._waiting), seconds):
                left = [each.event["type"] for each in self._waiting]
                raise TimeoutError(f"Not delivered: {left}; tried: {self.attempts[-5:]}")

    def _run(self) -> None:
        while True:
            with self._changed:
                parcel = self._next()
                if self._ended:
                    return
                if parcel is None:
                    continue
                self._waiting.remove(parcel)
                self._sending += 1
            status = self._send(parcel)
            with self._changed:
                self._sending -= 1
                if not 200 <= status < 300 and parcel.attempts < ATTEMPTS:
                    wait = min(LONGEST_WAIT, self.retry_seconds * 2 ** (parcel.attempts - 1))
                    parcel.due = time.monotonic() + wait
                    self._waiting.append(parcel)
                self._changed.notify_all()

    def _next(self) -> Parcel | None:
        """What is to be sent now; waits until there may be something."""
        if self.held or not self._waiting:
            self._changed.wait()
            return None
        first = min(self._waiting, key=lambda each: each.due)
        left = first.due - time.monotonic()
        if left > 0:
            self._changed.wait(left)
            return None
        return first

    def _send(self, parcel: Parcel) -> int:
        parcel.attempts += 1
        payload = json.dumps(plain(self.world, parcel.event), ensure_ascii=False).encode()
        # the receiver compares with the real clock, whatever ours says
        header = signature(payload, parcel.endpoint["_secrets"], int(time.time()))
        headers = {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": header}
        try:
            answer = requests.post(parcel.endpoint["url"], payload, headers=headers, timeout=20, allow_redirects=False)
            status = answer.status_code
        except requests.RequestException:
            status = 0
        if 200 <= status < 300:
            parcel.event["pending_webhooks"] = max(0, parcel.event["pending_webhooks"] - 1)
        self.attempts.append((parcel.event["id"], status))
        return status


def wants(endpoint: Obj, kind: str) -> bool:
    """Whether an endpoint is told of events of this type."""
    return "*" in endpoint["enabled_events"] or kind in endpoint["enabled_events"]
