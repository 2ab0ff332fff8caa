"""What an admin fills in about somebody's billing."""

from decimal import Decimal, InvalidOperation
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field

from kaiwa.billing.crediting import MOST_SECONDS
from kaiwa.scenarios.own_forms import without_edges
from kaiwa.web.forms import FormError
from kaiwa.web.money import in_units
from kaiwa.web.translation import gettext as _

MOST_MINUTES = MOST_SECONDS // 60
Text = Annotated[str, Field(max_length=500), BeforeValidator(without_edges)]


class SearchForm(BaseModel):
    """Whom to look for."""

    email: Annotated[str, Field(max_length=320), BeforeValidator(without_edges)] = ""


class RefundForm(BaseModel):
    """How much goes back (in whole units of the currency), why, and that it is meant; `key` does it once."""

    amount: Annotated[str, Field(max_length=20), BeforeValidator(without_edges)] = ""
    reason: Text = ""
    sure: bool = False
    key: UUID

    def cents(self, currency: str) -> int:
        """The amount in minor units; raises FormError with a sentence for each field that will not do."""
        messages: dict[str, str] = {}
        cents = cents_of(self.amount, currency)
        if cents is None:
            messages["amount"] = _("Please write an amount like %(example)s.", example=in_units(1500, currency))
        if not self.reason:
            messages["reason"] = _("Please say why: it is kept with the change.")
        if not self.sure:
            messages["sure"] = _("Please tick the box, so that nothing is given back by mistake.")
        if messages or cents is None:
            raise FormError(messages, self.model_dump())
        return cents


class CreditForm(BaseModel):
    """How many minutes, and why; `key` does it once."""

    minutes: Annotated[str, Field(max_length=10), BeforeValidator(without_edges)] = ""
    reason: Text = ""
    key: UUID

    def seconds(self) -> int:
        """The time in seconds; raises FormError with a sentence for each field that will not do."""
        messages: dict[str, str] = {}
        minutes = int(self.minutes) if self.minutes.isascii() and self.minutes.isdigit() else 0
        if not 0 < minutes <= MOST_MINUTES:
            messages["minutes"] = _("Please write a number of minutes from 1 to %(most)s.", most=MOST_MINUTES)
        if not self.reason:
            messages["reason"] = _("Please say why: it is kept with the change.")
        if messages:
            raise FormError(messages, self.model_dump())
        return minutes * 60


def cents_of(amount: str, currency: str) -> int | None:
    """An amount that somebody typed, in minor units of the currency; None for what is none."""
    try:
        cents = Decimal(amount.replace(",", ".")) / in_units(1, currency)
    except InvalidOperation:
        return None
    is_one = cents.is_finite() and cents == cents.to_integral_value() and 0 < cents < 10**9
    return int(cents) if is_one else None
