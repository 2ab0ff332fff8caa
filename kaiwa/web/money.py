"""Amounts as the language of the page writes them; never a float, for amounts are minor units of a currency."""

import re
from decimal import Decimal

from babel import Locale
from babel.numbers import format_currency
from flask import Flask

from kaiwa.web.locale import current_language

# Stripe's minor units, which are not always those of the currency: docs.stripe.com/currencies
WHOLE = {"bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"}
THOUSANDTHS = {"bhd", "jod", "kwd", "omr", "tnd"}


def in_units(cents: int, currency: str) -> Decimal:
    """An amount in minor units (Stripe's) as one in whole units; `currency` is ISO 4217 in lower case."""
    places = 0 if currency in WHOLE else 3 if currency in THOUSANDTHS else 2
    return Decimal(cents).scaleb(-places)


def money(cents: int, currency: str) -> str:
    """An amount with its currency, to the last cent: $15.00."""
    amount = in_units(cents, currency)
    # what CLDR rounds to is not what is charged
    return str(format_currency(amount, currency.upper(), locale=current_language().locale, decimal_quantization=False))


def price(cents: int, currency: str) -> str:
    """An amount with its currency, without cents where there are none: $15."""
    amount = in_units(cents, currency)
    if amount != amount.to_integral_value():
        return money(cents, currency)
    locale = current_language().locale
    whole = re.sub(r"\.0+", "", Locale.parse(locale).currency_formats["standard"].pattern)
    return str(format_currency(amount, currency.upper(), whole, locale=locale, currency_digits=False))


def init_money(app: Flask) -> None:
    """Give the templates the two."""
    app.jinja_env.filters.update(money=money, price=price)
