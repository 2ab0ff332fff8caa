"""What the stand-in refuses, in Stripe's shape."""

from typing import Any


class ApiError(Exception):
    """An answer that is an error: its status, and what stands in its `error`."""

    def __init__(self, status: int, message: str, *, kind: str = "invalid_request_error", **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"message": message, "type": kind, **{k: v for k, v in more.items() if v is not None}}}


def invalid(message: str, *, param: str | None = None, code: str | None = None) -> ApiError:
    """400: the request cannot be done as it stands."""
    return ApiError(400, message, param=param, code=code)


def missing(kind: str, number: str, *, param: str = "id", status: int = 404) -> ApiError:
    """There is no such thing: 404 where the address names it, 400 where a parameter does."""
    return ApiError(status, f"No such {kind}: '{number}'", param=param, code="resource_missing")


def card_error(code: str, message: str, **more: Any) -> ApiError:
    """402: the card was not charged."""
    return ApiError(402, message, kind="card_error", code=code, **more)
