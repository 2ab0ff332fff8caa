"""The story of one person's money: some fifty events, and how Stripe stood at each moment of it."""

from collections.abc import Callable, Hashable
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from kaiwa.gateways.payments import Payments
from kaiwa.models.subscriptions import Interval
from tests.billing.shop import Shop
from tests.stripe_server import StripeServer
from tests.stripe_server.state import Obj

HOUR, DAY = 3600, 86400


@dataclass(frozen=True)
class Moment:
    """How the stand-in stood, and what had happened by then: event ids in their order."""

    kinds: dict[str, dict[str, Obj]]
    by_id: dict[str, Obj]
    at: int
    events: tuple[str, ...]

    @classmethod
    def of(cls, stripe: StripeServer) -> "Moment":
        """How it stands now."""
        world = stripe.world
        with world.lock:
            kinds, by_id = deepcopy((world.kinds, world.by_id))
            return cls(kinds, by_id, stripe.now, tuple(each["id"] for each in stripe.sent_events()))

    def bring_back(self, stripe: StripeServer) -> None:
        """Let the stand-in stand so again; it is only read from then on."""
        world = stripe.world
        with world.lock:
            world.kinds, world.by_id = self.kinds, self.by_id
            world.offset += self.at - stripe.now


class Remembered:
    """What speaks to a stand-in that is only read: what was asked at a moment is asked once."""

    def __init__(self, payments: Payments) -> None:
        self._payments = payments
        self._answers: dict[Hashable, Any] = {}
        self.moment = 0

    def __getattr__(self, name: str) -> Any:
        ask = getattr(self._payments, name)
        return ask if name == "verify_event" else partial(self._answer, name, ask)

    def _answer(self, name: str, ask: Callable[..., Any], *given: Hashable, **named: Hashable) -> Any:
        asked = (self.moment, name, given, tuple(sorted(named.items())))
        if asked not in self._answers:
            found = ask(*given, **named)
            self._answers[asked] = list(found) if name.startswith("list_") else found
        return self._answers[asked]


@dataclass
class Story:
    """The steps as they are told; `moments` has how it stood after each."""

    shop: Shop
    moments: list[Moment] = field(default_factory=list)

    @property
    def stripe(self) -> StripeServer:
        """The stand-in."""
        return self.shop.stripe

    def tell(self) -> "Story":
        """Tell it to its end, with the application watching, so that it ends a second subscription by itself."""
        for step in STEPS:
            step(self)
            self.stripe.advance(HOUR)
            told = len(self.moments[-1].events) if self.moments else 0
            # what the application does at Stripe makes events as well
            while coming := self.stripe.sent_events()[told:]:
                self.shop.tell(coming)
                told += len(coming)
            self.moments.append(Moment.of(self.stripe))
        return self

    @property
    def events(self) -> list[tuple[str, int]]:
        """Each event with the number of the moment at which it had happened first."""
        found: dict[str, int] = {}
        for number, moment in enumerate(self.moments):
            for event in moment.events:
                found.setdefault(event, number)
        return list(found.items())

    def live(self) -> Any:
        """The live subscription as the gateway has it."""
        found = [each for each in self.shop.payments.list_subscriptions(self.shop.customer) if each.ended_at is None]
        return found[0]

    def paid_intent(self) -> str:
        """The newest payment for the live subscription that cost something."""
        live = self.live().id
        found = self.shop.payments.list_invoices(customer_id=self.shop.customer)
        return next(
            str(each.payment_intent_id)
            for each in found
            if each.status == "paid" and each.amount_cents and each.subscription_id == live
        )


def begin_trial(story: Story) -> None:
    story.shop.subscribe("plus", trial_end=story.stripe.now + 7 * DAY)


def wait(days: int) -> Callable[[Story], None]:
    def step(story: Story) -> None:
        story.stripe.advance(days=days)

    return step


def fail_renewal(story: Story) -> None:
    story.stripe.next_payment("declined")
    story.stripe.advance(days=31)


def upgrade(story: Story) -> None:
    story.shop.payments.change_price(story.live(), story.shop.price("premium"), key="up")


def fail_upgrade(story: Story) -> None:
    story.stripe.next_payment("requires_action")
    story.shop.payments.change_price(story.live(), story.shop.price("premium", Interval.YEAR), key="up-refused")


def plan_downgrade(story: Story) -> None:
    story.shop.payments.schedule_price(story.live(), story.shop.price("plus"), key="down")


def go_over_to_years(story: Story) -> None:
    story.shop.payments.change_price(story.live(), story.shop.price("plus", Interval.YEAR), key="years")


def set_end(is_to_end: bool, key: str) -> Callable[[Story], None]:
    def step(story: Story) -> None:
        story.shop.payments.set_cancel_at_period_end(story.live().id, is_to_end=is_to_end, key=key)

    return step


def pay_twice(story: Story) -> None:
    story.shop.subscribe("premium")


def give_back(story: Story) -> None:
    story.shop.payments.create_refund(story.paid_intent(), 500, key="part", reason="a bad week")


def dispute(story: Story) -> None:
    story.stripe.dispute(story.paid_intent())


def win_dispute(story: Story) -> None:
    story.stripe.close_dispute(story.stripe.world.all("dispute")[0]["id"])


def come_back(story: Story) -> None:
    story.shop.subscribe("premium")


def stop_paying(story: Story) -> None:
    story.stripe.next_payment("declined", times=5)
    story.stripe.advance(days=31)


def come_back_once_more(story: Story) -> None:
    story.stripe.world.payment_faults.clear()
    story.shop.subscribe("plus")


STEPS: tuple[Callable[[Story], None], ...] = (
    begin_trial,
    wait(5),
    wait(3),
    wait(31),
    fail_renewal,
    wait(3),
    upgrade,
    plan_downgrade,
    wait(31),
    go_over_to_years,
    set_end(True, "end"),
    set_end(False, "resume"),
    pay_twice,
    give_back,
    dispute,
    win_dispute,
    set_end(True, "end-after-all"),
    wait(366),
    come_back,
    fail_upgrade,
    wait(2),
    stop_paying,
    wait(3),
    wait(6),
    wait(9),
    come_back_once_more,
    fail_renewal,
)
