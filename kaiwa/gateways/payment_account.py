"""The one client for Stripe, with a pinned API version; its failures as ours, and none of its words in a log."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import stripe
from stripe import StripeClient

from kaiwa.config import Settings
from kaiwa.gateways.payment_facts import PaymentFault, PaymentRefused, PaymentsUnavailable, UnknownObject

API_VERSION = "2026-10-28.endive"
RETRIES = 2
SECONDS = 10


class StripeAccount:
    """Our account at Stripe: the client that every resource is asked through."""

    def __init__(self, settings: Settings, *, seconds: float = SECONDS) -> None:
        assert settings.stripe_secret_key is not None
        # its lines hold what is sent and answered, addresses that open somebody's Checkout among it
        logging.getLogger("stripe").disabled = True
        self._client = StripeClient(
            settings.stripe_secret_key,
            stripe_version=API_VERSION,
            base_addresses={"api": settings.stripe_api_url},
            max_network_retries=RETRIES,
            http_client=stripe.RequestsClient(timeout=seconds),
        )
        self._secrets = settings.stripe_webhook_secret
        self._is_livemode = settings.is_livemode
        self._has_tax = settings.stripe_tax


@contextmanager
def answers() -> Iterator[None]:
    """Stripe's failures as ours; theirs are left behind, since their messages may repeat what was sent."""
    try:
        yield
    except stripe.CardError as error:
        raise PaymentRefused(error.code or "") from None
    except (stripe.APIConnectionError, stripe.RateLimitError, stripe.APIError):
        raise PaymentsUnavailable from None
    except stripe.InvalidRequestError as error:
        kind = UnknownObject if error.code == "resource_missing" else PaymentFault
        raise kind(_said(error, error.code or error.param or "unknown"), error.code or "") from None
    except stripe.StripeError as error:
        raise PaymentFault(_said(error, type(error).__name__)) from None


def once(key: str) -> Any:
    """The options of a request that is done once, however often it is sent with this key."""
    return {"idempotency_key": f"kaiwa-{key}"}


def _said(error: stripe.StripeError, what: str) -> str:
    """What may be told of a failure: the kind, and the request's id, under which Stripe's dashboard has the rest."""
    return f"Stripe refused a request: {what} ({error.request_id or 'no id'})"
