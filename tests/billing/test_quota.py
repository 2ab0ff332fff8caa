"""Seconds are reserved and settled exactly, however many turns come at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, scoped_session

from kaiwa.billing.months import NothingLeft, read_month
from kaiwa.billing.quota import Hold, reserve_turn, settle_turn
from kaiwa.models import User, UserUsage
from tests.billing.months import AT_ONCE, NOVEMBER, change_tier, have_month, have_user, months

BANKING: dict[str, Any] = {"session_banking_enabled": True, "max_banked_seconds": 600}


def at_once(engine: Engine, user_id: UUID, deed: Callable[[Session, User, int], object]) -> list[object]:
    """Have fifty threads do it in the same moment, each in a transaction of its own; refusals are None."""
    barrier = Barrier(AT_ONCE)

    def do(index: int) -> object:
        with Session(engine) as session:
            user = session.get_one(User, user_id)
            barrier.wait(60)
            try:
                done = deed(session, user, index)
            except NothingLeft:
                return None
            session.commit()
            return done

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(do, range(AT_ONCE)))


def holds_of(found: list[object]) -> list[Hold]:
    return [each for each in found if isinstance(each, Hold)]


def test_fifty_turns_at_once_never_pass_the_limit(engine: Engine, db_session: scoped_session[Session]) -> None:
    user = have_user(db_session())
    holds = holds_of(at_once(engine, user.id, lambda session, who, _: reserve_turn(session, who, NOVEMBER)))
    assert sorted(hold.seconds for hold in holds) == [90] * 10
    assert sorted(hold.left for hold in holds) == list(range(0, 900, 90))
    assert months(db_session(), user.id) == {"2026-11": (900, 0, 0)}


def test_fifty_settled_at_once_lose_no_second(engine: Engine, db_session: scoped_session[Session]) -> None:
    user = have_user(db_session())
    change_tier(db_session(), monthly_seconds=AT_ONCE * 90)
    holds = holds_of(at_once(engine, user.id, lambda session, who, _: reserve_turn(session, who, NOVEMBER)))
    assert len(holds) == AT_ONCE
    spent = [Random(index).randint(0, 90) for index in range(AT_ONCE)]
    at_once(
        engine, user.id, lambda session, who, index: settle_turn(session, who.id, holds[index], spent[index], NOVEMBER)
    )
    assert months(db_session(), user.id) == {"2026-11": (sum(spent), 0, 0)}


def test_turns_that_come_and_go_add_up(engine: Engine, db_session: scoped_session[Session]) -> None:
    user = have_user(db_session())

    def turn(session: Session, who: User, index: int) -> int:
        hold = reserve_turn(session, who, NOVEMBER)
        session.commit()
        spent = min(hold.seconds, 30 + index)
        settle_turn(session, who.id, hold, spent, NOVEMBER)
        return spent

    done = [each for each in at_once(engine, user.id, turn) if isinstance(each, int)]
    used = months(db_session(), user.id)["2026-11"][0]
    assert used == sum(done) <= 900


def test_fifty_conversations_at_once_share_what_is_left(engine: Engine, db_session: scoped_session[Session]) -> None:
    user = have_user(db_session())
    change_tier(db_session(), monthly_conversations=7, monthly_seconds=AT_ONCE * 90)
    begun = at_once(engine, user.id, lambda session, who, _: reserve_turn(session, who, NOVEMBER, begins=True))
    assert len(holds_of(begun)) == 7
    month = read_month(db_session(), user, NOVEMBER)
    assert (month.conversations_used, month.conversations_left, month.seconds_used) == (7, 0, 630)


def test_the_last_turn_gets_what_is_left(db_session: scoped_session[Session]) -> None:
    session = db_session()
    user = have_user(session)
    have_month(session, user, "2026-11", seconds_used=860)
    hold = reserve_turn(session, user, NOVEMBER)
    assert (hold.seconds, hold.left) == (40, 0)
    with pytest.raises(NothingLeft) as refused:
        reserve_turn(session, user, NOVEMBER)
    assert refused.value.renews_on.isoformat() == "2026-12-01"
    assert settle_turn(session, user.id, hold, 75, NOVEMBER) == 0
    assert months(session, user.id) == {"2026-11": (900, 0, 0)}


def test_what_a_failed_turn_held_comes_back(db_session: scoped_session[Session]) -> None:
    session = db_session()
    user = have_user(session)
    hold = reserve_turn(session, user, NOVEMBER)
    assert settle_turn(session, user.id, hold, 0, NOVEMBER) == 900
    assert months(session, user.id) == {"2026-11": (0, 0, 0)}


def test_with_ten_seconds_nothing_is_begun(db_session: scoped_session[Session]) -> None:
    session = db_session()
    user = have_user(session)
    have_month(session, user, "2026-11", seconds_used=890)
    with pytest.raises(NothingLeft) as refused:
        reserve_turn(session, user, NOVEMBER, begins=True)
    assert not refused.value.is_conversations
    assert reserve_turn(session, user, NOVEMBER).seconds == 10


def test_the_number_of_conversations_is_a_limit_of_its_own(db_session: scoped_session[Session]) -> None:
    session = db_session()
    user = have_user(session)
    have_month(session, user, "2026-11", conversations_used=100)
    with pytest.raises(NothingLeft) as refused:
        reserve_turn(session, user, NOVEMBER, begins=True)
    assert refused.value.is_conversations
    assert reserve_turn(session, user, NOVEMBER).seconds == 90


def test_banked_seconds_are_used_after_the_months_own(db_session: scoped_session[Session]) -> None:
    session = db_session()
    user = have_user(session)
    change_tier(session, **BANKING)
    have_month(session, user, "2026-11", seconds_used=850, banked_seconds=100)
    first, second = reserve_turn(session, user, NOVEMBER), reserve_turn(session, user, NOVEMBER)
    assert (first.seconds, second.seconds, second.left) == (90, 60, 0)
    assert months(session, user.id) == {"2026-11": (900, 100, 100)}
    settle_turn(session, user.id, first, 10, NOVEMBER)
    assert months(session, user.id) == {"2026-11": (900, 100, 20)}
    settle_turn(session, user.id, second, 0, NOVEMBER)
    assert months(session, user.id) == {"2026-11": (860, 100, 0)}


def test_a_smaller_tier_in_the_middle_of_a_month_leaves_nothing_and_breaks_nothing(
    db_session: scoped_session[Session],
) -> None:
    session = db_session()
    user = have_user(session)
    have_month(session, user, "2026-11", tier_id="plus", seconds_used=20_000, banked_seconds=500)
    with pytest.raises(NothingLeft):
        reserve_turn(session, user, NOVEMBER)
    assert read_month(session, user, NOVEMBER).seconds_left == 0


def test_a_later_settlement_is_charged_where_it_was_held(db_session: scoped_session[Session]) -> None:
    session = db_session()
    user = have_user(session)
    hold = reserve_turn(session, user, NOVEMBER)
    reserve_turn(session, user, NOVEMBER + timedelta(days=10))
    settle_turn(session, user.id, hold, 25, NOVEMBER + timedelta(days=10))
    assert months(session, user.id) == {"2026-11": (25, 0, 0), "2026-12": (90, 0, 0)}


def test_nobody_s_usage_is_anybody_else_s(db_session: scoped_session[Session]) -> None:
    session = db_session()
    mia, eve = have_user(session), have_user(session, email="eve@example.org")
    hold = reserve_turn(session, mia, NOVEMBER)
    reserve_turn(session, eve, NOVEMBER)
    settle_turn(session, mia.id, hold, 5, NOVEMBER)
    assert session.scalars(select(UserUsage.seconds_used).order_by(UserUsage.seconds_used)).all() == [5, 90]
