"""What subscriptions entitle to: every status at every date against a table written by hand, in Python and in SQL."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import select
from sqlalchemy.orm import scoped_session

from kaiwa.billing.entitlement import Entitlement, Standing, entitle, find_entitled_tier
from kaiwa.billing.tiers import current_tier
from kaiwa.models import Subscription, User
from kaiwa.models.subscriptions import LIVE, Interval, SubscriptionStatus as Status
from tests.billing.months import have_user

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
numbers = count()


def ago(days: float) -> datetime:
    """So many days before now."""
    return NOW - timedelta(days=days)


@dataclass(frozen=True)
class Line:
    """A line of the table: a subscription, and what it gives now; `has` is whether its tier, else the free one."""

    status: Status
    terms: dict[str, datetime]
    has: bool
    standing: Standing
    until: datetime | None = None
    banked_until: datetime | None = None


PERIOD_END = ago(-20)
TABLE = {
    "trial": Line(Status.TRIALING, {"trial_end": ago(-2)}, True, Standing.TRIALING, ago(-2)),
    # the clock alone ends no trial: Stripe does, and says what follows
    "trial, over by the clock": Line(Status.TRIALING, {"trial_end": ago(1)}, True, Standing.TRIALING, ago(1)),
    "trial that will end": Line(
        Status.TRIALING, {"trial_end": ago(-2), "ends_at": ago(-2)}, True, Standing.ENDING, ago(-2)
    ),
    "active": Line(Status.ACTIVE, {}, True, Standing.ACTIVE, PERIOD_END),
    "active after a trial": Line(Status.ACTIVE, {"trial_end": ago(9)}, True, Standing.ACTIVE, PERIOD_END),
    "active, to end": Line(Status.ACTIVE, {"ends_at": ago(-20)}, True, Standing.ENDING, ago(-20)),
    "active, to end in a year": Line(Status.ACTIVE, {"ends_at": ago(-365)}, True, Standing.ENDING, ago(-365)),
    # it is Stripe that ends it: nobody loses a minute because its event is late
    "active, ended by the clock": Line(Status.ACTIVE, {"ends_at": ago(1)}, True, Standing.ENDING, ago(1)),
    "past due today": Line(Status.PAST_DUE, {"unpaid_since": NOW}, True, Standing.PAST_DUE, ago(-7), ago(-37)),
    "past due, a second of grace left": Line(
        Status.PAST_DUE, {"unpaid_since": ago(7) + SECOND}, True, Standing.PAST_DUE, NOW + SECOND, ago(-30) + SECOND
    ),
    "past due, grace just over": Line(
        Status.PAST_DUE, {"unpaid_since": ago(7)}, False, Standing.PAST_DUE, NOW, ago(-30)
    ),
    "past due for thirty days": Line(
        Status.PAST_DUE, {"unpaid_since": ago(30)}, False, Standing.PAST_DUE, ago(23), ago(-7)
    ),
    "past due, carried over gone": Line(
        Status.PAST_DUE, {"unpaid_since": ago(40)}, False, Standing.PAST_DUE, ago(33), ago(3)
    ),
    "past due, to end": Line(
        Status.PAST_DUE, {"unpaid_since": ago(1), "ends_at": ago(-20)}, True, Standing.PAST_DUE, ago(-6), ago(-36)
    ),
    "unpaid": Line(Status.UNPAID, {"unpaid_since": ago(1)}, False, Standing.UNPAID, None, ago(-36)),
    "unpaid for long": Line(Status.UNPAID, {"unpaid_since": ago(60)}, False, Standing.UNPAID, None, ago(23)),
    "unpaid, to end": Line(
        Status.UNPAID, {"unpaid_since": ago(1), "ends_at": ago(-20)}, False, Standing.UNPAID, None, ago(-36)
    ),
    "paused": Line(Status.PAUSED, {"unpaid_since": ago(1)}, False, Standing.PAUSED, None, ago(-36)),
    "paused for long": Line(Status.PAUSED, {"unpaid_since": ago(60)}, False, Standing.PAUSED, None, ago(23)),
    "incomplete": Line(Status.INCOMPLETE, {}, False, Standing.INCOMPLETE),
    # never paid for, so nothing ended
    "incomplete, expired": Line(Status.INCOMPLETE_EXPIRED, {"ended_at": ago(1)}, False, Standing.FREE),
    "incomplete, expired long ago": Line(Status.INCOMPLETE_EXPIRED, {"ended_at": ago(90)}, False, Standing.FREE),
    "canceled now": Line(Status.CANCELED, {"ended_at": NOW}, False, Standing.CANCELED, NOW, ago(-30)),
    "canceled, a second of thirty days left": Line(
        Status.CANCELED, {"ended_at": ago(30) + SECOND}, False, Standing.CANCELED, ago(30) + SECOND, NOW + SECOND
    ),
    "canceled thirty days ago": Line(Status.CANCELED, {"ended_at": ago(30)}, False, Standing.FREE, None, NOW),
    "canceled long ago": Line(Status.CANCELED, {"ended_at": ago(400)}, False, Standing.FREE, None, ago(370)),
    "canceled as was asked for": Line(
        Status.CANCELED, {"ended_at": ago(3), "ends_at": ago(3)}, False, Standing.CANCELED, ago(3), ago(-27)
    ),
}
TIERS = ("plus", "premium")


@pytest.fixture
def person(db_session: scoped_session[Session]) -> User:
    return have_user(db_session())


def subscription(user: User, status: Status, tier_id: str | None = "plus", **terms: Any) -> Subscription:
    """A row that is not stored yet."""
    number = next(numbers)
    return Subscription(
        user_id=user.id,
        tier_id=tier_id,
        stripe_subscription_id=f"sub_{number}",
        stripe_customer_id="cus_1",
        stripe_item_id=f"si_{number}",
        stripe_price_id="price_1",
        status=status,
        interval=Interval.MONTH,
        current_period_start=ago(10),
        current_period_end=PERIOD_END,
        stripe_created_at=ago(100) + number * SECOND,
        stripe_updated_at=NOW,
        **{"is_duplicate": False, "unpaid_since": None, "ends_at": None, "ended_at": None, "trial_end": None, **terms},
    )


def both(session: scoped_session[Session], user: User, rows: list[Subscription]) -> tuple[Entitlement, str]:
    """What Python says, and the tier that PostgreSQL gives; the rows are taken back."""
    with session.begin_nested() as nested:
        session.add_all(rows)
        session.flush()
        said = entitle(rows, NOW)
        tier = session.scalar(select(find_entitled_tier(user.id, NOW))) or "free"
        assert current_tier(session(), user, NOW).id == tier
        nested.rollback()
    return said, tier


def expected(line: Line, tier_id: str) -> Entitlement:
    return Entitlement(tier_id if line.has else "free", line.standing, line.until, line.banked_until)


def test_every_status_has_a_line() -> None:
    assert {line.status for line in TABLE.values()} == set(Status)
    assert {line.standing for line in TABLE.values()} == set(Standing)


@pytest.mark.parametrize("tier_id", TIERS)
def test_one_subscription(db_session: scoped_session[Session], person: User, tier_id: str) -> None:
    for name, line in TABLE.items():
        said, tier = both(db_session, person, [subscription(person, line.status, tier_id, **line.terms)])
        assert (name, said) == (name, expected(line, tier_id))
        assert (name, tier) == (name, said.tier_id)


@pytest.mark.parametrize("tier_id", TIERS)
def test_a_duplicate_gives_nothing_by_itself(db_session: scoped_session[Session], person: User, tier_id: str) -> None:
    for name, line in TABLE.items():
        second = subscription(person, line.status, tier_id, is_duplicate=True, **line.terms)
        assert (name, *both(db_session, person, [second])) == (name, Entitlement("free", Standing.FREE), "free")


@pytest.mark.parametrize("other", Status)
def test_a_duplicate_changes_nothing(db_session: scoped_session[Session], person: User, other: Status) -> None:
    owed = {"unpaid_since": ago(2)} if other in (Status.PAST_DUE, Status.UNPAID, Status.PAUSED) else {}
    ended = {"ended_at": ago(1)} if other in (Status.CANCELED, Status.INCOMPLETE_EXPIRED) else {}
    for name, line in TABLE.items():
        second = subscription(person, other, "premium", is_duplicate=True, **owed, **ended)
        first = subscription(person, line.status, "plus", **line.terms)
        said, tier = both(db_session, person, [second, first])
        assert (name, said) == (name, expected(line, "plus"))
        assert (name, tier) == (name, said.tier_id)


def test_what_ended_before_gives_way_to_what_lives(db_session: scoped_session[Session], person: User) -> None:
    for name, line in TABLE.items():
        if line.status not in LIVE:
            continue
        before = [
            subscription(person, Status.CANCELED, "premium", ended_at=ago(3)),
            subscription(person, Status.INCOMPLETE_EXPIRED, "premium", ended_at=ago(2)),
            subscription(person, Status.INCOMPLETE, "premium"),
        ]
        said, tier = both(db_session, person, [*before, subscription(person, line.status, "plus", **line.terms)])
        assert (name, said) == (name, expected(line, "plus"))
        assert (name, tier) == (name, said.tier_id)


def test_a_price_that_never_was_ours_gives_the_free_tier(db_session: scoped_session[Session], person: User) -> None:
    for name, line in TABLE.items():
        if line.status not in LIVE:
            continue
        unknown = subscription(person, line.status, None, has_unknown_price=True, **line.terms)
        said, tier = both(db_session, person, [unknown])
        assert (name, said) == (name, Entitlement("free", line.standing, line.until, line.banked_until))
        assert (name, tier) == (name, "free")


def test_a_known_tier_stays_when_the_price_is_not_known_any_more(
    db_session: scoped_session[Session], person: User
) -> None:
    row = subscription(person, Status.ACTIVE, "premium", has_unknown_price=True)
    assert both(db_session, person, [row]) == (Entitlement("premium", Standing.ACTIVE, PERIOD_END), "premium")


def test_the_latest_end_counts(db_session: scoped_session[Session], person: User) -> None:
    rows = [subscription(person, Status.CANCELED, ended_at=ago(days)) for days in (200, 5, 90)]
    said, tier = both(db_session, person, rows)
    assert (said, tier) == (Entitlement("free", Standing.CANCELED, ago(5), ago(-25)), "free")


def test_trying_again_and_failing_makes_nothing_last_longer(db_session: scoped_session[Session], person: User) -> None:
    """Carried-over time is counted from the end of what was paid for."""

    def ended() -> list[Subscription]:
        before = subscription(person, Status.CANCELED, ended_at=ago(29))
        return [before, subscription(person, Status.INCOMPLETE_EXPIRED, ended_at=ago(1))]

    assert both(db_session, person, ended())[0] == Entitlement("free", Standing.CANCELED, ago(29), ago(-1))
    trying = [*ended(), subscription(person, Status.INCOMPLETE)]
    assert both(db_session, person, trying)[0] == Entitlement("free", Standing.INCOMPLETE, None, ago(-1))


def test_nobody_and_nothing_is_free(db_session: scoped_session[Session], person: User) -> None:
    assert both(db_session, person, []) == (Entitlement("free", Standing.FREE), "free")
    assert current_tier(db_session(), None, NOW).id == "free"


def test_anothers_subscription_gives_nothing(db_session: scoped_session[Session], person: User) -> None:
    other = have_user(db_session(), email="another@example.org")
    db_session.add(subscription(other, Status.ACTIVE))
    assert both(db_session, person, []) == (Entitlement("free", Standing.FREE), "free")
