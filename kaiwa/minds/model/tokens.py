"""Counting tokens where the endpoint does not, and how much of a conversation fits into a request."""

from __future__ import annotations

from collections.abc import Sequence

from kaiwa.gateways.llm import ChatMessage
from kaiwa.gateways.model_failures import Spent
from kaiwa.minds.answers import Tokens

# about what the tokenizers of today make of prose: four Latin letters or one ideograph are a token
LETTERS_A_TOKEN = 4
MESSAGE_TOKENS = 4


def estimate_tokens(text: str) -> int:
    """About how many tokens a text is, rather one too many."""
    wide = sum(1 for sign in text if sign >= "\u1100")
    return wide + -(-(len(text) - wide) // LETTERS_A_TOKEN)


def estimate_messages(messages: Sequence[ChatMessage]) -> int:
    """About how many tokens a request is."""
    return sum(estimate_tokens(message["content"]) + MESSAGE_TOKENS for message in messages)


def count(spent: Spent | None, messages: Sequence[ChatMessage], made: str) -> Tokens:
    """What a call cost: as the endpoint says, else estimated."""
    if spent is not None:
        return Tokens(spent.given, spent.made)
    return Tokens(estimate_messages(messages), estimate_tokens(made))
