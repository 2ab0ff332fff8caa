"""Whatever somebody does over the months, what was carried over is never negative, never above the cap, and adds up.

A ledger of the test's own, which goes day by day and knows nothing of rows, has to agree after every step.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from hypothesis import HealthCheck, example, given, settings, strategies as st
from sqlalchemy.orm import Session, scoped_session

from kaiwa.billing.banking import open_period
from kaiwa.billing.months import NothingLeft, read_month
from kaiwa.billing.periods import period_of
from kaiwa.billing.quota import reserve_turn, settle_turn
from kaiwa.billing.tiers import current_tier
from kaiwa.models import Subscription, Tier, User
from kaiwa.models.subscriptions import Interval, SubscriptionStatus
from tests.billing.months import have_user

NUMBERS = count()
BEGUN = datetime(2026, 1, 10, 12, tzinfo=UTC)
GRACE, LASTS = timedelta(days=7), timedelta(days=30)
PLANS = st.sampled_from(["plus", "premium"])
STEPS = st.one_of(
    st.tuples(st.just("talk"), st.integers(0, 90)),
    st.tuples(st.just("talk_long"), st.integers(1_000, 60_000)),
    st.tuples(st.just("wait"), st.integers(1, 5) | st.integers(20, 40)),
    st.tuples(st.just("subscribe"), PLANS),
    st.tuples(st.just("miss_a_payment"), st.none()),
    st.tuples(st.just("end"), st.none()),
)


@dataclass
class Ledger:
    """Seconds as the rules say, told day by day."""

    tier: Tier
    used: int = 0
    carried: int = 0
    carried_used: int = 0
    until: datetime | None = None
    at: datetime = BEGUN

    @property
    def own_left(self) -> int:
        return max(0, self.tier.monthly_seconds - self.used)

    @property
    def left(self) -> int:
        return self.own_left + self.carried - self.carried_used

    def take(self, seconds: int) -> None:
        of_own = min(seconds, self.own_left)
        self.used += of_own
        self.carried_used += min(seconds - of_own, self.carried - self.carried_used)

    def be(self, tier: Tier, at: datetime, until: datetime | None) -> None:
        """The day's plan; `until` is how long what was carried over lasts without banking."""
        if (at.year, at.month) != (self.at.year, self.at.month):
            unused = self.own_left if self.tier.session_banking_enabled and tier.session_banking_enabled else 0
            self.carried += unused - self.carried_used
            self.used = self.carried_used = 0
        elif tier.id != self.tier.id:
            # a month's own seconds come first: those of a larger plan pay for what was taken of the others
            of_own = min(self.carried_used, max(0, tier.monthly_seconds - self.used))
            self.used += of_own
            self.carried_used -= of_own
        if tier.session_banking_enabled:
            self.carried = min(self.carried, max(tier.max_banked_seconds, self.carried_used))
        elif until is None or until <= at:
            self.carried = self.carried_used
        self.tier, self.at = tier, at


@dataclass
class Life:
    """Somebody, their clock and their subscriptions."""

    session: Session
    user: User
    ledger: Ledger
    at: datetime = BEGUN
    subscription: Subscription | None = None
    until: datetime | None = None
    past: list[str] = field(default_factory=list)

    def talk(self, seconds: int) -> None:
        try:
            hold = reserve_turn(self.session, self.user, self.at)
        except NothingLeft:
            assert self.ledger.left <= 0
            return
        settle_turn(self.session, self.user.id, hold, seconds, self.at)
        self.ledger.take(seconds)

    talk_long = talk

    def wait(self, days: int) -> None:
        for _ in range(days):
            self.at += timedelta(days=1)
            self.note()

    def subscribe(self, tier_id: str) -> None:
        if self.subscription is None:
            self.subscription = self.new_subscription()
        self.subscription.tier_id = tier_id
        self.subscription.status, self.subscription.unpaid_since = SubscriptionStatus.ACTIVE, None
        self.until = None
        self.note()

    def miss_a_payment(self, _: None) -> None:
        if self.subscription and self.subscription.unpaid_since is None:
            self.subscription.status, self.subscription.unpaid_since = SubscriptionStatus.PAST_DUE, self.at
            self.until = self.at + GRACE + LASTS
            self.note()

    def end(self, _: None) -> None:
        if self.subscription:
            self.subscription.status, self.subscription.ended_at = SubscriptionStatus.CANCELED, self.at
            self.subscription.unpaid_since = None
            self.subscription, self.until = None, self.at + LASTS
            self.note()

    def note(self) -> None:
        """What a sync does: the month is brought to the plan of now."""
        self.session.flush()
        open_period(self.session, self.user, period_of(self.at, self.user.zone), self.at)
        self.ledger.be(current_tier(self.session, self.user, self.at), self.at, self.until)

    def new_subscription(self) -> Subscription:
        made = Subscription(
            user_id=self.user.id,
            stripe_subscription_id=f"sub_{next(NUMBERS)}",
            stripe_customer_id=f"cus_{self.user.id}",
            stripe_item_id="si_1",
            stripe_price_id="price_1",
            status=SubscriptionStatus.ACTIVE,
            interval=Interval.MONTH,
            current_period_start=self.at,
            current_period_end=self.at + timedelta(days=30),
            stripe_created_at=self.at,
            stripe_updated_at=self.at,
        )
        self.session.add(made)
        return made

    def agree(self) -> None:
        month = read_month(self.session, self.user, self.at)
        left = month.banked_seconds - month.banked_seconds_used
        assert (month.seconds_left, left) == (self.ledger.left, self.ledger.carried - self.ledger.carried_used)
        assert 0 <= left <= (36_000 if month.tier_name != "Plus" else 18_000)
        assert month.seconds_left >= 0


PAID_BY_A_LARGER_PLAN = [
    ("miss_a_payment", None),
    ("wait", 20),
    ("talk_long", 1000),
    ("subscribe", "plus"),
    ("talk", 0),
]


ENDED_AFTER_ITS_GRACE = [("miss_a_payment", None), ("wait", 25), ("end", None), ("wait", 20)]
ENDED_AFTER_IT_LAPSED = [("miss_a_payment", None), ("wait", 40), ("end", None), ("wait", 20)]
BACK_AFTER_IT_LAPSED = [("miss_a_payment", None), ("wait", 40), ("subscribe", "plus")]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=3, max_size=9))
@example(steps=ENDED_AFTER_ITS_GRACE)
@example(steps=ENDED_AFTER_IT_LAPSED)
@example(steps=BACK_AFTER_IT_LAPSED)
@example(steps=PAID_BY_A_LARGER_PLAN)
def test_what_is_carried_over_adds_up(
    db_session: scoped_session[Session], steps: list[tuple[str, int | str | None]]
) -> None:
    session = db_session()
    user = have_user(session, email=f"{next(NUMBERS)}@example.org")
    life = Life(session, user, Ledger(current_tier(session, user, BEGUN)))
    life.note()
    # most of what is worth telling begins with something carried over
    for name, with_what in [("subscribe", "plus"), ("wait", 25), *steps]:
        getattr(life, name)(with_what)
        life.past.append(name)
        life.agree()
    session.rollback()
