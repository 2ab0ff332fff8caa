"""All that one stand-in knows: its objects by id, its time, its settings; guarded by one lock."""

import secrets
import string
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import RLock
from typing import Any

from tests.stripe_server.errors import missing

Obj = dict[str, Any]

API_VERSION = "2026-10-28.endive"
LETTERS = string.ascii_letters + string.digits


def new_id(prefix: str, length: int = 24) -> str:
    """An id as Stripe writes them."""
    return f"{prefix}_" + "".join(secrets.choice(LETTERS) for _ in range(length))


@dataclass
class Rules:
    """How this account is set up."""

    retry_days: tuple[int, ...] = (3, 5, 7)  # after the first failure
    after_retries: str = "cancel"  # cancel, unpaid or past_due
    tax_percent: int = 0  # added where automatic tax is on
    refund_status: str = "succeeded"  # or pending, failed


@dataclass
class World:
    """The objects in the order in which they were made, kind by kind.

    Keys of an object that begin with an underscore are the stand-in's own and are never sent.
    """

    url: str = ""
    secret_key: str = field(default_factory=lambda: new_id("sk_test"))
    rules: Rules = field(default_factory=Rules)
    lock: RLock = field(default_factory=RLock)
    kinds: dict[str, dict[str, Obj]] = field(default_factory=lambda: defaultdict(dict))
    by_id: dict[str, Obj] = field(default_factory=dict)
    kept_answers: dict[str, tuple[str, int, str]] = field(default_factory=dict)
    payment_faults: list[tuple[str, str | None]] = field(default_factory=list)  # (how, customer or anybody)
    announce: Callable[[Obj], None] = lambda _event: None
    request: Obj | None = None  # id and idempotency key of the request that is being answered
    offset: float = 0.0
    standing_at: int | None = None

    def now(self) -> int:
        """The stand-in's time, in whole seconds since 1970."""
        return self.standing_at if self.standing_at is not None else int(time.time() + self.offset)

    def add(self, thing: Obj) -> Obj:
        """Keep a new object."""
        self.kinds[thing["object"]][thing["id"]] = thing
        self.by_id[thing["id"]] = thing
        return thing

    def get(self, kind: str, number: str, *, param: str | None = None) -> Obj:
        """The object of the kind; named by a parameter its absence is a 400, by the address a 404."""
        found = self.kinds[kind].get(number)
        if found is None:
            word = kind.replace("checkout.session", "checkout session").replace("billing_portal.", "portal ")
            raise missing(word, number, param=param or "id", status=400 if param else 404)
        return found

    def all(self, kind: str, **wanted: Any) -> list[Obj]:
        """Objects of the kind whose values are these, the newest first; None wants nothing."""
        asked = {key: value for key, value in wanted.items() if value is not None}
        found = [each for each in self.kinds[kind].values() if all(each.get(k) == v for k, v in asked.items())]
        return found[::-1]
