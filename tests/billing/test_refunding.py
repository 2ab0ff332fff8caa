"""Two admins at once, and time that is given: never more back than was paid, and every second once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from kaiwa.billing.crediting import credit_time
from kaiwa.billing.months import read_month
from kaiwa.billing.refunding import MoreThanIsLeft, refund_payment
from kaiwa.config import Settings
from kaiwa.errors import NotFound
from kaiwa.extensions import db
from kaiwa.models import BillingChange, Payment, TimeCredit, User, UserUsage
from kaiwa.models.users import Role
from tests.admin.payers import at_stripe, have_person, payments_of, subscribe, the_payment
from tests.billing.months import have_month
from tests.conftest import MakeApp
from tests.stripe_server import StripeServer

NOVEMBER = datetime(2026, 11, 30, 20, tzinfo=UTC)
AT_ONCE = 4


@pytest.fixture
def app(make_app: MakeApp, settings: Settings, stripe_server: StripeServer) -> Flask:
    """With Stripe set up."""
    return make_app(settings=at_stripe(settings, stripe_server))


def refund(app: Flask, engine: Engine, admin_id: UUID, barrier: Barrier, key: str) -> str:
    """Give ten of fifteen dollars back, with others; says how it went."""
    payments = payments_of(app)
    with Session(engine) as session:
        payment, admin = session.scalars(select(Payment)).one(), session.get_one(User, admin_id)
        barrier.wait(10)
        try:
            refund_payment(session, payments, admin, payment, 1000, "so", key, datetime.now(UTC))
        except MoreThanIsLeft:
            return "more than is left"
        session.commit()
        return "given"


@pytest.mark.parametrize(("is_same", "given"), [(True, AT_ONCE), (False, 1)])
def test_admins_at_once_give_no_more_than_is_left(
    app: Flask, engine: Engine, stripe_server: StripeServer, is_same: bool, given: int
) -> None:
    subscribe(app, stripe_server, have_person(app))
    admin = have_person(app, "admin@example.org", Role.ADMIN)
    barrier, same = Barrier(AT_ONCE), str(uuid4())
    with ThreadPoolExecutor(AT_ONCE) as threads:
        keys = [same if is_same else str(uuid4()) for _ in range(AT_ONCE)]
        answers = list(threads.map(lambda key: refund(app, engine, admin, barrier, key), keys))
    # one form sent four times is one refund that all are told of
    assert answers.count("given") == given
    assert the_payment(app).refunded_cents == 1000
    with stripe_server.world.lock:
        assert [each["amount"] for each in stripe_server.world.all("refund")] == [1000]
    with app.app_context():
        lines = db.session.scalars(select(BillingChange).where(BillingChange.what == "payment.refunded")).all()
        assert len(lines) == 1


def test_time_is_for_the_month_that_it_is_there(app: Flask) -> None:
    person = have_person(app)
    admin = have_person(app, "admin@example.org", Role.ADMIN)
    with app.app_context():
        user, boss = db.session.get_one(User, person), db.session.get_one(User, admin)
        user.time_zone = "Asia/Tokyo"
        have_month(db.session(), user, "2026-11", seconds_used=900)
        credit = credit_time(db.session(), boss, user, 600, "so", NOVEMBER)
        db.session.commit()
        # it is December in Tokyo already
        assert (credit.period, credit.seconds, credit.admin_id) == ("2026-12", 600, admin)
        assert read_month(db.session(), user, NOVEMBER).seconds_left == 900 + 600
        line = db.session.scalars(select(BillingChange).where(BillingChange.what == "time.credited")).one()
        assert (line.user_id, line.admin_id, line.reason) == (person, admin, "so")
        assert line.before == {"period": "2026-12", "credited_seconds": 0}
        assert line.after == {"period": "2026-12", "credited_seconds": 600}


def test_times_add_up_and_are_used_after_the_months_own(app: Flask) -> None:
    person = have_person(app)
    admin = have_person(app, "admin@example.org", Role.ADMIN)
    with app.app_context():
        user, boss = db.session.get_one(User, person), db.session.get_one(User, admin)
        have_month(db.session(), user, "2026-11", seconds_used=900)
        assert read_month(db.session(), user, NOVEMBER).seconds_left == 0
        key = uuid4()
        for _ in range(2):
            credit_time(db.session(), boss, user, 600, "so", NOVEMBER, key=key)
        credit_time(db.session(), boss, user, 60, "more", NOVEMBER)
        db.session.commit()
        assert read_month(db.session(), user, NOVEMBER).seconds_left == 660
        assert db.session.scalars(select(UserUsage.credited_seconds)).one() == 660
        assert sum(db.session.scalars(select(TimeCredit.seconds))) == 660


def test_nobody_is_given_time_who_is_gone(app: Flask) -> None:
    person = have_person(app)
    admin = have_person(app, "admin@example.org", Role.ADMIN)
    with app.app_context():
        user, boss = db.session.get_one(User, person), db.session.get_one(User, admin)
        db.session.expunge(user)
        db.session.execute(User.__table__.delete().where(User.id == person))  # type: ignore[attr-defined]
        with pytest.raises(NotFound):
            credit_time(db.session(), boss, user, 600, "so", NOVEMBER)
