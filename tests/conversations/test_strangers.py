"""Whoever did not begin a conversation cannot see or touch it: the same address is 404 for everybody else."""

from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conversations.guests import begin, page, send, send_by_htmx

PAGES = ["/conversations/{conversation}", "/conversations/{conversation}/summary", "/messages/{reply}/stream"]
HTMX_PAGES = ["/conversations/{conversation}/hint?step=1"]
DEEDS = [
    ("/conversations/{conversation}/messages", {"content": "ホットで"}),
    ("/conversations/{conversation}/completion", {}),
    ("/conversations/{conversation}/comfort", {"rating": "5"}),
    ("/conversations/{conversation}/continuation", {}),
    ("/conversations/{conversation}/correction-style", {"style": "immediate"}),
    ("/messages/{reply}/attempts", {}),
    ("/messages/{reply}/disputes", {}),
]


@pytest.fixture
def ids(client: FlaskClient) -> dict[str, UUID]:
    conversation = begin(client)
    return {"conversation": conversation, "reply": send_by_htmx(client, conversation, "ホットで")}


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_sees_nothing(stranger: FlaskClient, ids: dict[str, UUID], path: str) -> None:
    assert stranger.get(path.format(**ids)).status_code == 404


@pytest.mark.parametrize("path", HTMX_PAGES)
def test_a_stranger_gets_no_fragment(stranger: FlaskClient, ids: dict[str, UUID], path: str) -> None:
    assert stranger.get(path.format(**ids), headers={"HX-Request": "true"}).status_code == 404


@pytest.mark.parametrize(("path", "form"), DEEDS)
def test_a_stranger_changes_nothing(
    stranger: FlaskClient, client: FlaskClient, ids: dict[str, UUID], path: str, form: dict[str, str]
) -> None:
    assert stranger.post(path.format(**ids), data=form).status_code == 404
    client.get(f"/messages/{ids['reply']}/stream")
    assert "Finish" in page(client, ids["conversation"])


@pytest.mark.parametrize(("path", "form"), DEEDS)
def test_another_guest_with_conversations_of_their_own_changes_nothing(
    stranger: FlaskClient, ids: dict[str, UUID], path: str, form: dict[str, str]
) -> None:
    begin(stranger)
    assert stranger.post(path.format(**ids), data=form).status_code == 404


def test_a_forged_cookie_is_no_cookie(app: Flask, ids: dict[str, UUID]) -> None:
    forger = app.test_client()
    forger.set_cookie("kaiwa", "eyJndWVzdCI6IjAifQ.aaaa.bbbb")
    assert forger.get(f"/conversations/{ids['conversation']}").status_code == 404


def test_what_does_not_exist_is_404(client: FlaskClient) -> None:
    begin(client)
    assert client.get(f"/conversations/{uuid4()}").status_code == 404
    assert client.get("/conversations/not-an-id").status_code == 404
    assert send(client, uuid4(), "ホットで").status_code == 404
