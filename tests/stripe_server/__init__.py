"""A stand-in for Stripe: a small real server that speaks the parts of its API that Kaiwa uses."""

from tests.stripe_server.server import StripeServer

__all__ = ["StripeServer"]
