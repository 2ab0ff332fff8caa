"""Why a model did not give what it was asked for, and what that cost."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a model did not give what it was asked for."""

    UNREACHABLE = "unreachable"
    SLOW = "slow"
    STALLED = "stalled"
    REFUSED = "refused"
    BUSY = "busy"
    BROKEN = "broken"
    CUT = "cut"
    EMPTY = "empty"
    MALFORMED = "malformed"
    WRONG_LANGUAGE = "wrong_language"
    UNSUPPORTED = "unsupported"
    RESTING = "resting"


@dataclass(frozen=True)
class Spent:
    """Tokens that the endpoint took in and gave out."""

    given: int
    made: int


class ModelFailure(Exception):
    """The endpoint did not give what was asked; the message carries nothing that anybody said.

    `spent` is what the tries have cost all the same.
    """

    def __init__(self, reason: Reason, detail: str = "", spent: Spent = Spent(0, 0)) -> None:
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)
        self.reason = reason
        self.spent = spent


def failure_of(error: Exception, *, begun: bool) -> ModelFailure:
    """What an error of the SDK, of the clock or of the endpoint's own words means."""
    import openai

    if isinstance(error, ModelFailure):
        return error
    if isinstance(error, TimeoutError | openai.APITimeoutError):
        return ModelFailure(Reason.STALLED if begun else Reason.SLOW)
    if isinstance(error, openai.APIStatusError):
        known = {
            401: Reason.REFUSED,
            403: Reason.REFUSED,
            429: Reason.BUSY,
            400: Reason.UNSUPPORTED,
            422: Reason.UNSUPPORTED,
        }
        return ModelFailure(known.get(error.status_code, Reason.BROKEN), f"status {error.status_code}")
    if isinstance(error, openai.APIConnectionError):
        return ModelFailure(Reason.CUT if begun else Reason.UNREACHABLE, type(error.__cause__ or error).__name__)
    return ModelFailure(Reason.CUT if begun else Reason.MALFORMED, type(error).__name__)
