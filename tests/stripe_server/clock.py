"""What falls due as time goes on, in the order in which it does."""

from collections.abc import Callable, Iterator
from functools import partial
from time import time

from tests.stripe_server.checkout import expire
from tests.stripe_server.ending import end
from tests.stripe_server.events import changing, emit
from tests.stripe_server.invoicing import issue, new_invoice, whole_line
from tests.stripe_server.items import advance_period, items_of, period_end
from tests.stripe_server.periods import DAY
from tests.stripe_server.phases import begin_phase, next_change
from tests.stripe_server.settling import UPDATED, collect, expire_pending, give_up_invoice, void
from tests.stripe_server.state import Obj, World
from tests.stripe_server.subscribing import INCOMPLETE_SECONDS, TOLD_DAYS, begin_paid_time, tell_trial_end
from tests.stripe_server.subscriptions import ENDED, pause

Due = tuple[int, int, Callable[[], None]]


def advance(world: World, seconds: int) -> None:
    """Move the clock and do all that falls due on the way, each at its own moment."""
    with world.lock:
        target = world.now() + seconds
        run_until(world, target)
        world.offset += seconds


def settle(world: World) -> None:
    """Do what fell due by itself."""
    run_until(world, world.now())


def run_until(world: World, target: int) -> None:
    """Do what is due up to the moment."""
    try:
        while True:
            found = [each for each in dues(world) if each[0] <= target]
            if not found:
                return
            moment, _, run = min(found, key=lambda due: due[:2])
            world.standing_at = max(moment, int(time() + world.offset))
            run()
    finally:
        world.standing_at = None


def dues(world: World) -> Iterator[Due]:
    """All that is planned: when, what comes first at the same moment, and what to do."""
    for session in world.all("checkout.session", status="open"):
        yield session["expires_at"], 3, partial(expire, world, session)
    for invoice in world.all("invoice", status="open"):
        if invoice["next_payment_attempt"]:
            yield invoice["next_payment_attempt"], 2, partial(again, world, invoice)
    for subscription in world.all("subscription"):
        if subscription["status"] not in ENDED:
            yield from dues_of(world, subscription)


def again(world: World, invoice: Obj) -> None:
    """Try the card once more."""
    invoice["next_payment_attempt"] = None
    collect(world, invoice)


def dues_of(world: World, it: Obj) -> Iterator[Due]:
    """What is planned for a subscription."""
    status = it["status"]
    if status == "incomplete":
        yield it["created"] + INCOMPLETE_SECONDS, 2, partial(expire_incomplete, world, it)
        return
    if it["cancel_at"]:
        yield it["cancel_at"], 0, partial(end, world, it)
    if it["pending_update"]:
        yield it["pending_update"]["expires_at"], 1, partial(expire_pending, world, it)
    if it["pause_collection"] and it["pause_collection"]["resumes_at"]:
        yield it["pause_collection"]["resumes_at"], 1, partial(collect_again, world, it)
    change = next_change(world, it)
    if change is not None:
        yield change, 1, partial(begin_phase, world, it)
    if status == "trialing":
        if not it["_told"]:
            yield it["trial_end"] - TOLD_DAYS * DAY, 1, partial(tell_trial_end, world, it)
        yield it["trial_end"], 2, partial(end_trial, world, it)
    elif status != "paused":
        yield period_end(it), 2, partial(renew, world, it)


def expire_incomplete(world: World, subscription: Obj) -> None:
    """Nobody paid the first invoice within 23 hours."""
    void(world, world.by_id[subscription["latest_invoice"]])
    with changing(world, subscription, UPDATED):
        subscription.update(status="incomplete_expired", ended_at=world.now())


def collect_again(world: World, subscription: Obj) -> None:
    """Collecting was paused until now."""
    with changing(world, subscription, UPDATED):
        subscription["pause_collection"] = None


def end_trial(world: World, subscription: Obj) -> None:
    """Paid time begins, unless there is no card and something else was wanted then."""
    card = world.by_id[subscription["customer"]]["invoice_settings"]["default_payment_method"]
    wanted = subscription["trial_settings"]["end_behavior"]["missing_payment_method"]
    if card is None and wanted == "pause":
        pause(world, subscription)
    elif card is None and wanted == "cancel":
        end(world, subscription)
    else:
        with changing(world, subscription, UPDATED):
            invoice = begin_paid_time(world, subscription)
        collect(world, invoice)


def renew(world: World, subscription: Obj) -> None:
    """The next period begins and is charged, with what waited for the next invoice."""
    pausing = subscription["pause_collection"]
    with changing(world, subscription, UPDATED):
        advance_period(world, subscription)
        lines = subscription["_waiting"] + [whole_line(world, subscription, each) for each in items_of(subscription)]
        subscription["_waiting"] = []
        if subscription["status"] == "unpaid" or (pausing and pausing["behavior"] == "keep_as_draft"):
            draft = world.add(new_invoice(world, subscription, lines, "subscription_cycle"))
            draft["auto_advance"] = False
            emit(world, "invoice.created", draft)
            return
        invoice = issue(world, subscription, lines, "subscription_cycle")
    if not pausing:
        collect(world, invoice)
    elif pausing["behavior"] == "void":
        void(world, invoice)
    else:
        give_up_invoice(world, invoice)
