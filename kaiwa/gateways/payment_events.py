"""What Stripe tells by itself: events, believed only when signed."""

import json
from types import SimpleNamespace
from typing import Any

from stripe import SignatureVerificationError, WebhookSignature

from kaiwa.gateways.payment_account import StripeAccount
from kaiwa.gateways.payment_facts import EventFacts, NotFromStripe
from kaiwa.gateways.payment_reading import read_event

TOLERANCE_SECONDS = 300
# signed, but not JSON, or a thin event, or without what every event has
NOT_AN_EVENT = (ValueError, AttributeError, KeyError, TypeError, AssertionError)


class Events(StripeAccount):
    """Events that came to the webhook."""

    def verify_event(self, body: bytes, signature: str) -> EventFacts:
        """The event that these raw bytes are, signed with the secret of now or of before; raises NotFromStripe."""
        for secret in self._secrets:
            try:
                WebhookSignature.verify_header(body, signature, secret, TOLERANCE_SECONDS)
                facts = read_event(_parsed(body))
            except SignatureVerificationError:
                continue
            except NOT_AN_EVENT:
                raise NotFromStripe from None
            if facts.is_livemode != self._is_livemode:
                raise NotFromStripe
            return facts
        raise NotFromStripe


def _parsed(body: bytes) -> Any:
    """Plain attributes: the SDK's objects cost as much as the rest of keeping an event, and nothing of it is kept."""
    found = json.loads(body, object_hook=lambda pairs: SimpleNamespace(**pairs))
    assert found.object == "event"
    return found
