"""Amounts, dates and prices as the pages say them."""

from datetime import UTC, datetime

from tests.stripe_server.state import Obj, World

WHOLE = {"jpy", "krw", "vnd", "clp"}  # currencies without cents


def money(amount: int, currency: str) -> str:
    """An amount: USD 12.00, JPY 1,200."""
    value = f"{amount:,}" if currency in WHOLE else f"{amount / 100:,.2f}"
    return f"{currency.upper()} {value}"


def day(moment: int) -> str:
    """A day: 21 November 2026."""
    return f"{datetime.fromtimestamp(moment, UTC):%d %B %Y}".lstrip("0")


def second(moment: int) -> str:
    """A moment, to the second."""
    return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d %H:%M:%S} UTC"


def price_words(price: Obj) -> str:
    """What a price is, and how often."""
    recurring = price["recurring"]
    count = recurring["interval_count"]
    often = recurring["interval"] if count == 1 else f"{count} {recurring['interval']}s"
    return f"{money(price['unit_amount'], price['currency'])} a {often}"


def product_name(world: World, price: Obj) -> str:
    """What is sold at a price."""
    return str(world.by_id[price["product"]]["name"])
