"""Going elsewhere: a header for htmx, a 303 for a plain form."""

import pytest
from flask import Flask

from kaiwa.web.htmx import is_htmx, redirect


def test_htmx_is_told_by_a_header(app: Flask) -> None:
    with app.test_request_context(headers={"HX-Request": "true"}):
        response = redirect("/there")
    assert (response.status_code, response.headers["HX-Redirect"]) == (200, "/there")
    assert "Location" not in response.headers


def test_a_plain_form_is_sent_on_by_303(app: Flask) -> None:
    with app.test_request_context():
        response = redirect("/there")
    assert (response.status_code, response.headers["Location"]) == (303, "/there")


@pytest.mark.parametrize(
    ("headers", "fragment"),
    [
        ({}, False),
        ({"HX-Request": "true"}, True),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
    ],
)
def test_a_fragment_is_wanted(app: Flask, headers: dict[str, str], fragment: bool) -> None:
    with app.test_request_context(headers=headers):
        assert is_htmx() is fragment
