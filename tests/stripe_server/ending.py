"""How a subscription ends."""

from tests.stripe_server.events import emit
from tests.stripe_server.state import Obj, World


def end(world: World, subscription: Obj, *, reason: str = "cancellation_requested") -> None:
    """End a subscription at once, and with it the schedule it had."""
    now = world.now()
    schedule = world.by_id.get(subscription["schedule"] or "")
    if schedule is not None:
        schedule.update(status="canceled", canceled_at=now, current_phase=None)
        emit(world, "subscription_schedule.canceled", schedule)
    subscription.update(
        status="canceled",
        ended_at=now,
        canceled_at=subscription["canceled_at"] or now,
        pending_update=None,
        schedule=None,
        cancellation_details={"comment": None, "feedback": None, "feedback_option": None, "reason": reason},
    )
    for invoice in world.all("invoice", customer=subscription["customer"], status="open"):
        if invoice["parent"]["subscription_details"]["subscription"] == subscription["id"]:
            invoice.update(auto_advance=False, next_payment_attempt=None)
    emit(world, "customer.subscription.deleted", subscription)
