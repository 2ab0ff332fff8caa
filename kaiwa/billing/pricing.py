"""Products and prices at Stripe: made for the tiers by name, and the way back from a price to its tier."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kaiwa.gateways.payment_facts import PriceFacts, UnknownObject
from kaiwa.gateways.payments import Payments
from kaiwa.models import Tier
from kaiwa.models.subscriptions import Interval

COLUMNS = {Interval.MONTH: "stripe_price_id_monthly", Interval.YEAR: "stripe_price_id_annual"}


def sync_prices(session: Session, payments: Payments) -> list[str]:
    """Find or make what is sold at Stripe and keep its ids; gives a sentence for each. Raises what Payments raises.

    A price with another amount is a new price at Stripe: who pays the old one goes on with it.
    """
    sentences = []
    sold = select(Tier).where(Tier.is_active, Tier.monthly_price_cents > 0).order_by(Tier.sort_order, Tier.id)
    for tier in session.scalars(sold).all():
        tier.stripe_product_id = payments.find_or_create_product(tier.id, tier.name)
        sentences += [_sync_price(payments, tier, tier.stripe_product_id, interval) for interval in Interval]
    session.flush()
    return sentences


def price_id_of(tier: Tier, interval: Interval) -> str | None:
    """The price under which a tier is sold; None where it is not."""
    found: str | None = getattr(tier, COLUMNS[interval])
    return found


def cents_of(tier: Tier, interval: Interval) -> int:
    """What a tier costs for a month or a year, in minor units of its currency."""
    return tier.monthly_price_cents if interval is Interval.MONTH else tier.annual_price_cents


def find_tier_of_price(
    session: Session, price_id: str, payments: Payments | None = None
) -> tuple[Tier, Interval] | None:
    """The tier and the interval that a price stands for; None where it is none of ours.

    With `payments` a price that a tier had before is known as well, by its product. Raises what Payments raises.
    """
    sold = or_(*(getattr(Tier, column) == price_id for column in COLUMNS.values()))
    tier = session.scalars(select(Tier).where(sold)).first()
    if tier is not None:
        return tier, next(each for each in Interval if price_id_of(tier, each) == price_id)
    return _find_former(session, price_id, payments) if payments else None


def _find_former(session: Session, price_id: str, payments: Payments) -> tuple[Tier, Interval] | None:
    try:
        price = payments.get_price(price_id)
    except UnknownObject:
        return None
    tier = session.scalars(select(Tier).where(Tier.stripe_product_id == price.product_id)).first()
    if tier is None or price.interval not in set(Interval):
        return None
    return tier, Interval(price.interval)


def _sync_price(payments: Payments, tier: Tier, product_id: str, interval: Interval) -> str:
    name = f"kaiwa_{tier.id}_{interval.value}"
    cents = cents_of(tier, interval)
    found = payments.find_price(name)
    known = price_id_of(tier, interval)
    what = f"{tier.name}, {cents} {tier.currency} (minor units) a {interval.value}"
    if found is not None and _is_the_same(found, tier, product_id, interval):
        setattr(tier, COLUMNS[interval], found.id)
        return f"{what}: found as {found.id}." if known != found.id else f"{what}: as it was."
    made = payments.create_price(product_id, name, cents, tier.currency, interval.value)
    setattr(tier, COLUMNS[interval], made.id)
    return f"{what}: made as {made.id}{', in the place of ' + found.id if found else ''}."


def _is_the_same(price: PriceFacts, tier: Tier, product_id: str, interval: Interval) -> bool:
    wanted = (product_id, cents_of(tier, interval), tier.currency, interval.value, True)
    return (price.product_id, price.amount_cents, price.currency, price.interval, price.is_active) == wanted
