"""Security headers: on every answer, the assets included."""

from collections.abc import Sequence
from typing import Protocol

from flask import Flask, Response

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self' blob:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    # not no-referrer: the CSRF check of secure requests reads it
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
STRICT_TRANSPORT_SECURITY = "max-age=31536000"


class SettableHeaders(Protocol):
    """Werkzeug's headers and WhiteNoise's alike."""

    def __setitem__(self, name: str, value: str, /) -> None: ...


def add_security_headers(headers: SettableHeaders, *, secure: bool) -> None:
    """Set the headers; `secure` adds the one that binds a browser to https."""
    for name, value in HEADERS.items():
        headers[name] = value
    if secure:
        headers["Strict-Transport-Security"] = STRICT_TRANSPORT_SECURITY


def init_headers(app: Flask, *, secure: bool, form_hosts: Sequence[str] = ()) -> None:
    """Put the headers, and what caches must know of htmx, on every answer; forms may lead to `form_hosts` as well."""

    always: dict[str, str] = {}
    add_security_headers(always, secure=secure)
    allowed = " ".join(("form-action 'self'", *form_hosts))
    always["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace("form-action 'self'", allowed)

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.extend(always)
        if response.mimetype == "text/html":
            response.vary.add("HX-Request")
        return response
