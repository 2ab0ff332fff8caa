"""What tests and people steer the stand-in with: the clock, the next payment, faults, events; forms or JSON."""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response

from tests.stripe_server.clock import settle
from tests.stripe_server.state import Obj
from tests.stripe_server.words import second

if TYPE_CHECKING:
    from tests.stripe_server.server import StripeServer

DAY = 86400
STEPS = [(3600, "+1 hour"), (DAY, "+1 day"), (7 * DAY, "+1 week"), (31 * DAY, "+1 month")]
SHOWN = 60


def given() -> dict[str, Any]:
    """What was sent, as JSON or as a form."""
    sent: dict[str, Any] = request.get_json() if request.is_json else request.form.to_dict()
    return sent


def done(**answer: Any) -> Response:
    """JSON to who sent JSON, the page to a person."""
    return jsonify(answer) if request.is_json else redirect("/_control/", 303)


def control_pages(server: "StripeServer") -> Blueprint:
    """The controls of one stand-in."""
    pages = Blueprint("control", __name__, url_prefix="/_control")
    add_events(pages, server)

    @pages.get("/")
    def show() -> str:
        return control_page(server)

    @pages.post("/clock")
    def move() -> Response:
        server.advance(int(given()["advance_seconds"]))
        return done(now=server.now)

    @pages.post("/payments")
    def payment() -> Response:
        server.next_payment(given()["how"], customer=given().get("customer"))
        return done()

    @pages.post("/faults")
    def fault() -> Response:
        asked = given()
        times = int(asked.get("times", 1))
        server.fail_next(asked["how"], path=asked.get("path", ".*"), method=asked.get("method"), times=times)
        return done()

    return pages


def add_events(pages: Blueprint, server: "StripeServer") -> None:
    """What is done with events."""

    @pages.post("/hold")
    def hold() -> Response:
        server.hold()
        return done()

    @pages.post("/release")
    def release() -> Response:
        server.release()
        return done()

    @pages.post("/secret")
    def rotate() -> Response:
        return done(webhook_secret=server.rotate_secret())

    @pages.get("/events")
    def events() -> Response:
        return jsonify(data=[{key: event[key] for key in ("id", "type", "created")} for event in server.events])

    @pages.post("/events/<number>/deliveries")
    def send(number: str) -> Response:
        if number not in server.world.kinds["event"]:
            abort(404)
        return done(statuses=server.deliver([number]))


def control_page(server: "StripeServer") -> str:
    """The page for people."""
    world = server.world
    with world.lock:
        settle(world)
        tries: dict[str, list[str]] = defaultdict(list)
        for number, status in server.delivery.attempts:
            tries[number].append(str(status or "no answer"))
        events: list[Obj] = [
            {
                "id": each["id"],
                "type": each["type"],
                "at": second(each["created"]),
                "tries": ", ".join(tries[each["id"]]),
            }
            for each in world.all("event")[:SHOWN]
        ]
        for each in events:
            each["tries"] = f"answered {each['tries']}" if each["tries"] else "not sent"
        return render_template(
            "control.html",
            now=second(world.now()),
            steps=STEPS,
            faults=[how for how, _ in world.payment_faults],
            held=server.delivery.held,
            events=events,
            said=None,
        )
