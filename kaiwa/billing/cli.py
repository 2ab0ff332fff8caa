"""Commands for whoever keeps the books: prices, comparing with Stripe, proving, trying events again."""

import sys
from uuid import UUID

import click
from flask.cli import AppGroup
from sqlalchemy import select

from kaiwa.billing.checking import check_books
from kaiwa.billing.jobs import process_event
from kaiwa.billing.pricing import sync_prices as prices
from kaiwa.billing.receiving import retry_events
from kaiwa.billing.reconciling import sync_books, sync_everybody
from kaiwa.clock import now
from kaiwa.errors import KaiwaError
from kaiwa.extensions import db
from kaiwa.gateways.payments import Payments, current_payments
from kaiwa.models import BillingEvent, User

billing = AppGroup("billing", help="Keep the books: prices, comparing with Stripe, proving, trying events again.")


@billing.command("sync-prices")
def sync_prices() -> None:
    """Find or make the products and prices of the plans at Stripe, and keep their ids."""
    try:
        for sentence in prices(db.session(), _payments()):
            click.echo(sentence)
    except KaiwaError as error:
        raise click.ClickException(str(error)) from error
    db.session.commit()


@billing.command("sync")
@click.option("--user", "who", help="Only this person, by mail address or id, with refunds of any age.")
def sync(who: str | None) -> None:
    """Set the books to Stripe's state and print what differed; exit status 1 when something did."""
    payments, count = _payments(), 0
    try:
        found = sync_books(db.session(), payments, _find(who), now()) if who else None
        for sentence in found if found is not None else sync_everybody(db.session(), payments, now()):
            click.echo(sentence)
            count += 1
    except KaiwaError as error:
        raise click.ClickException(str(error)) from error
    db.session.commit()
    if not count:
        click.echo("The books are as Stripe has them.")
        return
    click.echo(f"{count} differences; the books are as Stripe has them now.")
    sys.exit(1)


@billing.command("check")
def check() -> None:
    """Prove the books and print what is wrong; changes nothing; exit status 1 when something is wrong."""
    payments, count = _payments(), 0
    try:
        for sentence in check_books(db.session(), payments, now()):
            click.echo(sentence)
            count += 1
    except KaiwaError as error:
        raise click.ClickException(str(error)) from error
    if count:
        sys.exit(1)
    click.echo("The books agree.")


@billing.command("retry")
@click.argument("events", nargs=-1)
def retry(events: tuple[str, ...]) -> None:
    """Try the events that failed or wait for their customer again now, all or those named."""
    _payments()
    which = (BillingEvent.id.in_(events),) if events else ()
    count = retry_events(db.session(), process_event, now(), *which)
    db.session.commit()
    click.echo(f"{count} events are tried again by the workers." if count else "There is nothing to try again.")


def _payments() -> Payments:
    payments = current_payments()
    if payments is None:
        raise click.ClickException("There is no billing here: STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET are not set.")
    return payments


def _find(who: str) -> UUID:
    try:
        condition = User.id == UUID(who)
    except ValueError:
        condition = User.email == who.strip().lower()
    found = db.session.scalars(select(User.id).where(condition)).one_or_none()
    if found is None:
        raise click.ClickException(f"There is nobody here by the name of {who}.")
    return found


commands = (billing,)
