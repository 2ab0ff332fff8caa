"""Scenarios: what can be rehearsed, and the authored content behind it."""
