"""The stand-in for Stripe is held against the official SDK."""
