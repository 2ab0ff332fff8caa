"""What is unused comes over into the next month once, up to the cap, in the month of the learner's time zone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, scoped_session

from kaiwa.billing.banking import carried_seconds
from kaiwa.billing.months import read_month
from kaiwa.billing.periods import month_start, months_between, period_of, renewal_of
from kaiwa.billing.quota import reserve_turn, settle_turn
from kaiwa.models import Tier, User, UserUsage
from kaiwa.models.billing import USED
from tests.billing.months import AT_ONCE, NOVEMBER, change_tier, have_month, have_user, months

BANKING: dict[str, Any] = {"session_banking_enabled": True, "max_banked_seconds": 600}
DECEMBER = datetime(2026, 12, 1, 0, 0, 1, tzinfo=UTC)
PLUS = Tier(id="plus", monthly_seconds=36_000, session_banking_enabled=True, max_banked_seconds=18_000)
PREMIUM = Tier(id="premium", monthly_seconds=72_000, session_banking_enabled=True, max_banked_seconds=36_000)
FREE = Tier(id="free", monthly_seconds=900, session_banking_enabled=False, max_banked_seconds=0)


def usage(used: int = 0, banked: int = 0, banked_used: int = 0) -> UserUsage:
    nothing = dict.fromkeys(USED, 0)
    given = {"seconds_used": used, "banked_seconds": banked, "banked_seconds_used": banked_used}
    return UserUsage(period="2026-10", **nothing | given)


@pytest.mark.parametrize(
    ("last", "then", "tier", "period", "carried"),
    [
        (usage(30_000), PLUS, PLUS, "2026-11", 6_000),
        (usage(0), PLUS, PLUS, "2026-11", 18_000),
        (usage(36_000), PLUS, PLUS, "2026-11", 0),
        (usage(36_000, 1_000, 400), PLUS, PLUS, "2026-11", 600),
        (usage(36_000), PLUS, PLUS, "2026-12", 18_000),
        (usage(0), FREE, PLUS, "2026-11", 0),
        (usage(0), PLUS, FREE, "2026-11", 0),
        (usage(0), FREE, FREE, "2026-11", 0),
        (usage(0), PLUS, PREMIUM, "2026-11", 18_000),
        (usage(0), PREMIUM, PLUS, "2026-11", 18_000),
        (usage(71_000), PREMIUM, PLUS, "2027-01", 1_000),
    ],
)
def test_what_a_month_hands_on(last: UserUsage, then: Tier, tier: Tier, period: str, carried: int) -> None:
    assert carried_seconds(last, then, tier, period, NOVEMBER) == carried


def test_months_of_a_time_zone() -> None:
    mia = User(time_zone="Pacific/Auckland")
    at = datetime(2026, 12, 31, 20, tzinfo=UTC)
    assert period_of(at, mia.zone) == "2027-01"
    assert period_of(at, User(time_zone="America/New_York").zone) == "2026-12"
    assert period_of(at, User(time_zone="Not/There").zone) == "2026-12"
    assert renewal_of("2026-12").isoformat() == "2027-01-01"
    assert (months_between("2026-12", "2027-01"), months_between("2026-10", "2027-01")) == (0, 2)
    assert month_start(at, mia.zone) == datetime(2026, 12, 31, 11, tzinfo=UTC)


def test_the_month_turns_where_the_learner_is(db_session: scoped_session[Session]) -> None:
    session = db_session()
    user = have_user(session, "Asia/Tokyo")
    change_tier(session, **BANKING)
    have_month(session, user, "2026-11", seconds_used=800)
    reserve_turn(session, user, datetime(2026, 11, 30, 14, 59, tzinfo=UTC))
    assert months(session, user.id) == {"2026-11": (890, 0, 0)}
    reserve_turn(session, user, datetime(2026, 11, 30, 15, 1, tzinfo=UTC))
    assert months(session, user.id) == {"2026-11": (890, 0, 0), "2026-12": (90, 10, 0)}


def test_a_tier_without_banking_carries_nothing(db_session: scoped_session[Session]) -> None:
    session = db_session()
    user = have_user(session)
    have_month(session, user, "2026-11", seconds_used=100)
    reserve_turn(session, user, DECEMBER)
    assert months(session, user.id)["2026-12"] == (90, 0, 0)


def test_a_month_is_read_as_it_would_begin(db_session: scoped_session[Session]) -> None:
    session = db_session()
    user = have_user(session)
    change_tier(session, **BANKING)
    have_month(session, user, "2026-11", seconds_used=700, conversations_used=4)
    month = read_month(session, user, DECEMBER)
    assert (month.seconds_left, month.banked_seconds, month.conversations_used) == (1100, 200, 0)
    assert month.renews_on.isoformat() == "2027-01-01"
    assert "2026-12" not in months(session, user.id)


def test_another_time_zone_does_not_turn_the_month_back(db_session: scoped_session[Session]) -> None:
    session = db_session()
    user = have_user(session, "Pacific/Auckland")
    change_tier(session, **BANKING)
    have_month(session, user, "2026-11", seconds_used=500)
    turn = datetime(2026, 11, 30, 18, tzinfo=UTC)
    reserve_turn(session, user, turn)
    user.time_zone = "America/New_York"
    session.commit()
    reserve_turn(session, user, turn)
    assert months(session, user.id) == {"2026-11": (500, 0, 0), "2026-12": (180, 400, 0)}
    assert read_month(session, user, turn).seconds_used == 180


def test_fifty_at_the_turn_carry_over_once(engine: Engine, db_session: scoped_session[Session]) -> None:
    session = db_session()
    user = have_user(session)
    change_tier(session, monthly_seconds=9_000, **BANKING)
    have_month(session, user, "2026-11", seconds_used=8_500)
    barrier, user_id = Barrier(AT_ONCE), user.id

    def take(_: int) -> int:
        with Session(engine) as own:
            who = own.get_one(User, user_id)
            barrier.wait(60)
            hold = reserve_turn(own, who, DECEMBER)
            own.commit()
            return hold.seconds

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert sum(pool.map(take, range(AT_ONCE))) == 4_500
    assert months(session, user_id) == {"2026-11": (8_500, 0, 0), "2026-12": (4_500, 500, 0)}


@pytest.mark.parametrize("settles_first", [True, False])
def test_a_turn_across_midnight_gives_back_to_its_own_month_and_hands_on(
    db_session: scoped_session[Session], settles_first: bool
) -> None:
    session = db_session()
    user = have_user(session)
    change_tier(session, **BANKING)
    have_month(session, user, "2026-11", seconds_used=700)
    hold = reserve_turn(session, user, DECEMBER - timedelta(seconds=20))
    session.commit()
    deeds: list[Any] = [
        lambda: settle_turn(session, user.id, hold, 30, DECEMBER),
        lambda: reserve_turn(session, user, DECEMBER),
    ]
    for deed in deeds if settles_first else reversed(deeds):
        deed()
        session.commit()
    assert months(session, user.id) == {"2026-11": (730, 0, 0), "2026-12": (90, 170, 0)}


def test_what_is_handed_on_late_stays_under_the_cap(db_session: scoped_session[Session]) -> None:
    session = db_session()
    user = have_user(session)
    change_tier(session, session_banking_enabled=True, max_banked_seconds=120)
    have_month(session, user, "2026-11", seconds_used=700)
    hold = reserve_turn(session, user, NOVEMBER)
    reserve_turn(session, user, DECEMBER)
    settle_turn(session, user.id, hold, 0, DECEMBER)
    assert months(session, user.id) == {"2026-11": (700, 0, 0), "2026-12": (90, 120, 0)}
