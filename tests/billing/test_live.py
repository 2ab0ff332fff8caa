"""Live sessions are counted exactly, however many begin at once, and given back where no call came of it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, scoped_session

from kaiwa.billing.live import NoSessionLeft, NotInPlan, give_session_back, see_live_terms, take_session
from kaiwa.models import User, UserUsage
from tests.billing.months import AT_ONCE, NOVEMBER, change_tier, have_month, have_user


def used(session: Session, user: User) -> int:
    query = select(UserUsage.realtime_sessions_used).where(UserUsage.user_id == user.id)
    return session.scalars(query).one()


def test_fifty_calls_at_once_never_pass_the_limit(engine: Engine, db_session: scoped_session[Session]) -> None:
    user_id = have_user(db_session()).id
    change_tier(db_session(), has_realtime_access=True, monthly_realtime_sessions=7)
    barrier = Barrier(AT_ONCE)

    def take(_: int) -> bool:
        with Session(engine) as session:
            user = session.get_one(User, user_id)
            barrier.wait(60)
            try:
                take_session(session, user, NOVEMBER)
            except NoSessionLeft:
                return False
            session.commit()
            return True

    with ThreadPoolExecutor(AT_ONCE) as pool:
        taken = list(pool.map(take, range(AT_ONCE)))
    assert taken.count(True) == 7
    assert used(db_session(), db_session().get_one(User, user_id)) == 7


def test_a_session_that_was_none_is_given_back(db_session: scoped_session[Session]) -> None:
    session = db_session()
    user = have_user(session)
    change_tier(session, has_realtime_access=True, monthly_realtime_sessions=1)
    period = take_session(session, user, NOVEMBER).period
    assert not see_live_terms(session, user, NOVEMBER).can_begin
    for _ in range(2):
        give_session_back(session, user.id, period)
    assert used(session, user) == 0
    assert see_live_terms(session, user, NOVEMBER).can_begin


def test_without_access_or_time_there_is_none(db_session: scoped_session[Session]) -> None:
    session = db_session()
    user = have_user(session)
    with pytest.raises(NotInPlan):
        take_session(session, user, NOVEMBER)
    assert not see_live_terms(session, None, NOVEMBER).has_access
    change_tier(session, has_realtime_access=True, monthly_realtime_sessions=1)
    have_month(session, user, "2026-11", seconds_used=890)
    with pytest.raises(NoSessionLeft):
        take_session(session, user, NOVEMBER)
