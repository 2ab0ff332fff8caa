"""The words for how somebody stands, how a payment ended and what has to be looked after, on an admin's pages."""

from flask import Flask

from kaiwa.billing.entitlement import Standing
from kaiwa.errors import N_
from kaiwa.models.subscriptions import Actor, EventState, Interval, PaymentStatus, SubscriptionStatus
from kaiwa.web.translation import gettext as _

STANDINGS = {
    Standing.FREE: N_("free"),
    Standing.TRIALING: N_("trying it out"),
    Standing.ACTIVE: N_("active"),
    Standing.ENDING: N_("ending"),
    Standing.PAST_DUE: N_("payment overdue"),
    Standing.UNPAID: N_("unpaid"),
    Standing.INCOMPLETE: N_("never paid"),
    Standing.CANCELED: N_("ended"),
    Standing.PAUSED: N_("paused"),
}
STATUSES = {
    SubscriptionStatus.INCOMPLETE_EXPIRED: N_("never paid"),
    PaymentStatus.PENDING: N_("open"),
    PaymentStatus.SUCCEEDED: N_("paid"),
    PaymentStatus.REFUNDED: N_("given back"),
    PaymentStatus.VOID: N_("void"),
    EventState.WAITING: N_("waiting"),
    EventState.KEPT: N_("kept"),
    # of a payment and of an event: their values are the same word
    EventState.FAILED: N_("failed"),
    Interval.MONTH: N_("by the month"),
    Interval.YEAR: N_("by the year"),
    Actor.LEARNER: N_("The person"),
    Actor.ADMIN: N_("An admin"),
}
ALARMS = {
    "price": N_("Subscriptions with a price that is none of ours"),
    "duplicate": N_("Second subscriptions that still cost"),
    "dispute": N_("Payments that a bank disputes"),
}

NAMES = {Actor.STRIPE.value: "Stripe", Actor.KAIWA.value: "Kaiwa"}
WORDS = {str(value): word for words in (STANDINGS, STATUSES, ALARMS) for value, word in words.items()}


def billing_word(value: object) -> str:
    """The word for a standing, a status, an interval, an actor or a kind of alarm."""
    word = str(value)
    return NAMES.get(word) or _(WORDS[word])


def init_billing_words(app: Flask) -> None:
    """Give them to the templates."""
    app.jinja_env.filters["billing_word"] = billing_word
