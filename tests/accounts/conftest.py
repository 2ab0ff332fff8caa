"""Fixtures of the tests of accounts."""

from tests.accounts.mailbox import mailbox

__all__ = ["mailbox"]
