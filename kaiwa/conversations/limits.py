"""How much somebody may send in a minute, and what that is counted by."""

from flask import request

from kaiwa.accounts.visitors import current_visitor
from kaiwa.config import current_settings


def guest_key() -> str:
    """What a guest's messages are counted by."""
    return current_visitor().key or str(request.remote_addr)


def messages_a_minute() -> str:
    """The limit of messages, as the limiter reads it."""
    return f"{current_settings().guest_messages_per_minute} per minute"


def messages_of_an_address() -> str:
    """Several guests may share an address, but not a hundred."""
    return f"{current_settings().guest_messages_per_minute * 10} per minute"
