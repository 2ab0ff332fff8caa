"""What a payment that went well, or did not, does to its subscription."""

from tests.stripe_server.ending import end
from tests.stripe_server.events import changing, emit
from tests.stripe_server.items import item_list
from tests.stripe_server.paying import charge_invoice
from tests.stripe_server.periods import DAY
from tests.stripe_server.state import Obj, World

UPDATED = "customer.subscription.updated"


def subscription_of(world: World, invoice: Obj) -> Obj:
    """The subscription that an invoice is for."""
    found: Obj = world.by_id[invoice["parent"]["subscription_details"]["subscription"]]
    return found


def collect(world: World, invoice: Obj, how: str | None = None) -> str:
    """Charge an open invoice and let the subscription follow: paid, declined or requires_action."""
    outcome = charge_invoice(world, invoice, how)
    subscription = subscription_of(world, invoice)
    if outcome == "paid":
        after_payment(world, subscription, invoice)
    else:
        after_refusal(world, subscription, invoice, declined=outcome == "declined")
    return outcome


def after_payment(world: World, subscription: Obj, invoice: Obj) -> None:
    """A pending update is applied; who had not paid is active again, unless something else is owed."""
    if subscription.get("_pending_invoice") == invoice["id"]:
        apply_pending(world, subscription)
    owed = [each for each in world.all("invoice", status="open") if subscription_of(world, each) is subscription]
    with changing(world, subscription, UPDATED):
        if subscription["status"] == "incomplete" or (
            subscription["status"] in ("past_due", "unpaid") and not [each for each in owed if each["_refused"]]
        ):
            subscription["status"] = "active"


def after_refusal(world: World, subscription: Obj, invoice: Obj, *, declined: bool) -> None:
    """The next try is planned, or there is none; only a first invoice and a pending update change nothing."""
    first = invoice["billing_reason"] == "subscription_create"
    pending = subscription.get("_pending_invoice") == invoice["id"]
    if first or pending:
        if declined:
            emit(world, "invoice.payment_failed", invoice)
        return
    days, tries = world.rules.retry_days, invoice["_refused"]
    if tries == 0:
        invoice["_first_refusal"] = world.now()
    invoice["_refused"] = tries + 1
    again = invoice["_first_refusal"] + days[tries] * DAY if tries < len(days) else None
    invoice["next_payment_attempt"] = again
    if declined:
        emit(world, "invoice.payment_failed", invoice)
    if again is None:
        give_up(world, subscription, invoice)
    elif subscription["status"] in ("active", "trialing"):
        with changing(world, subscription, UPDATED):
            subscription["status"] = "past_due"


def give_up(world: World, subscription: Obj, invoice: Obj) -> None:
    """What the account's settings say should become of somebody whose card failed each time."""
    invoice["auto_advance"] = False
    if world.rules.after_retries == "cancel" and subscription["status"] != "canceled":
        end(world, subscription, reason="payment_failed")
    elif world.rules.after_retries == "unpaid":
        with changing(world, subscription, UPDATED):
            subscription["status"] = "unpaid"


def apply_pending(world: World, subscription: Obj) -> None:
    """Do the change that waited for its payment."""
    with changing(world, subscription, UPDATED):
        pending = subscription["pending_update"]
        subscription["items"] = item_list(subscription["id"], pending["subscription_items"])
        if pending["billing_cycle_anchor"]:
            subscription["billing_cycle_anchor"] = pending["billing_cycle_anchor"]
        subscription["pending_update"] = None
        subscription["_pending_invoice"] = None
    emit(world, "customer.subscription.pending_update_applied", subscription)


def expire_pending(world: World, subscription: Obj) -> None:
    """Nobody paid for the change in time: it is forgotten and its invoice void."""
    void(world, world.by_id[subscription["_pending_invoice"]])
    with changing(world, subscription, UPDATED):
        subscription["pending_update"] = None
        subscription["_pending_invoice"] = None
    emit(world, "customer.subscription.pending_update_expired", subscription)


def void(world: World, invoice: Obj) -> None:
    """Nobody needs to pay the invoice any more."""
    invoice.update(status="void", auto_advance=False, next_payment_attempt=None)
    invoice["status_transitions"]["voided_at"] = world.now()
    emit(world, "invoice.voided", invoice)


def give_up_invoice(world: World, invoice: Obj) -> None:
    """Nobody expects the money of an invoice any more."""
    invoice.update(status="uncollectible", auto_advance=False, next_payment_attempt=None)
    invoice["status_transitions"]["marked_uncollectible_at"] = world.now()
    emit(world, "invoice.marked_uncollectible", invoice)
