"""Security headers on every kind of answer."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kaiwa.config import Settings
from tests.conftest import MakeApp

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; media-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.mark.parametrize("path", ["/healthz", "/nowhere", "/assets/stale/vendor/htmx.min.js", "asset"])
def test_every_answer_is_protected(app: Flask, client: FlaskClient, path: str) -> None:
    if path == "asset":
        path = app.extensions["kaiwa.assets"].url("vendor/htmx.min.js")
    with client.get(path) as response:
        headers = response.headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "microphone=(self)" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers


def test_production_binds_to_https_and_to_its_hosts(make_app: MakeApp, settings: Settings) -> None:
    changes = {"kaiwa_env": "production", "trusted_hosts": ("kaiwa.example",), "trusted_proxies": 1}
    client = make_app(settings.model_copy(update=changes)).test_client()
    through_proxy = {"Host": "10.0.0.7", "X-Forwarded-Host": "kaiwa.example", "X-Forwarded-Proto": "https"}
    response = client.get("/healthz", headers=through_proxy)
    assert (response.status_code, response.headers["Strict-Transport-Security"]) == (200, "max-age=31536000")
    assert client.get("/healthz", headers={"Host": "evil.example"}).status_code == 400


def test_caches_tell_fragments_from_pages(client: FlaskClient) -> None:
    assert "HX-Request" in client.get("/nowhere").vary
    assert "HX-Request" not in client.get("/healthz").vary
