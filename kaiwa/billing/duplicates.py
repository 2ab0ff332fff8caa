"""Which of somebody's subscriptions is one too many: a pure function of how they stand at Stripe."""

from collections.abc import Iterable
from datetime import UTC, datetime

from kaiwa.gateways.payment_facts import SubscriptionFacts
from kaiwa.models.subscriptions import LIVE, SubscriptionStatus

NEVER_BEGUN = (SubscriptionStatus.INCOMPLETE, SubscriptionStatus.INCOMPLETE_EXPIRED)
FOREVER = datetime.max.replace(tzinfo=UTC)


def find_duplicates(all_of_them: Iterable[SubscriptionFacts]) -> set[str]:
    """The ids of those during whose whole life an older one lived; the same whenever it is asked.

    So of several live ones the oldest is the one, and when it ends first the next one takes its place.
    """
    begun = sorted(
        (each for each in all_of_them if each.status not in NEVER_BEGUN),
        key=lambda each: (each.created_at, each.id),
    )
    found = set()
    for place, each in enumerate(begun):
        # the youngest that is no duplicate may have ended before an older one: so look at all of them
        if any(_end(older) >= _end(each) and _end(older) > each.created_at for older in begun[:place]):
            found.add(each.id)
    return found


def _end(facts: SubscriptionFacts) -> datetime:
    if facts.status in LIVE:
        return FOREVER
    return facts.ended_at or facts.canceled_at or facts.created_at
