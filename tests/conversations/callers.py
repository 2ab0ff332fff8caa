"""Live voice for tests, chosen by `create_app(realtime=…)`, and people who use it."""

import json
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from kaiwa.extensions import db
from kaiwa.gateways.realtime import CallBrief, PlacedCall, RealtimeFailed
from kaiwa.models import LiveCall
from tests.conversations.sitters import allow

JSON = {"Accept": "application/json"}
OFFER = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\n"
ANSWER = "v=0\r\no=- 3 4 IN IP4 127.0.0.1\r\ns=-\r\n"


class FakeRealtime:
    """Takes every call, or none, and remembers what it was told."""

    def __init__(self) -> None:
        self.placed: list[tuple[str, CallBrief]] = []
        self.hung_up: list[str] = []
        self.fails = False

    def place_call(self, offer: str, brief: CallBrief) -> PlacedCall:
        if self.fails:
            raise RealtimeFailed
        self.placed.append((offer, brief))
        return PlacedCall(ANSWER, f"rtc_{len(self.placed)}")

    def hang_up(self, remote_id: str) -> None:
        if self.fails:
            raise RealtimeFailed
        self.hung_up.append(remote_id)


def allow_live(app: Flask, **terms: int) -> None:
    """Live voice for everybody with an account: two sessions a month of five minutes, or other terms."""
    chosen = {"monthly_realtime_sessions": 2, "max_session_length_seconds": 300, **terms}
    allow(app, has_realtime_access=True, **chosen)


def call(client: FlaskClient, conversation: UUID, offer: str = OFFER, *, csrf: bool = True) -> TestResponse:
    """Offer a call as the browser does."""
    return client.post(f"/conversations/{conversation}/calls", data={"sdp": offer}, headers=JSON, csrf=csrf)


def placed(client: FlaskClient, conversation: UUID) -> str:
    """Place a call; gives its address."""
    answer = call(client, conversation)
    assert answer.status_code == 201, answer.text
    assert answer.json is not None
    return f"/conversations/{conversation}/calls/{answer.json['call']}"


def beat(client: FlaskClient, address: str) -> TestResponse:
    """Give a sign of life."""
    return client.post(f"{address}/heartbeats", headers=JSON)


def hand_in(client: FlaskClient, address: str, *lines: tuple[str, str, str]) -> TestResponse:
    """Hand in lines: name, role and text of each."""
    sent = [json.dumps({"item": item, "role": role, "text": text}) for item, role, text in lines]
    return client.post(f"{address}/lines", data={"line": sent}, headers=JSON)


def calls(app: Flask) -> list[LiveCall]:
    """Everybody's calls, oldest first."""
    with app.app_context():
        return list(db.session.scalars(select(LiveCall).order_by(LiveCall.created_at, LiveCall.id)))
