"""What waits in the browser's signed cookie while somebody is at Google, or is asked for a password first."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from flask import session as browser
from pydantic import TypeAdapter, ValidationError

from kaiwa.accounts.forms import local_path
from kaiwa.gateways.google import Identity

TARGET, IDENTITY = "google_next", "google_identity"
WAITS = timedelta(minutes=10)


@dataclass(frozen=True)
class Waiting:
    """An identity that Google has named, to be connected with the account of its address until `until`."""

    identity: Identity
    until: datetime


_waiting = TypeAdapter(Waiting)


def keep_target(target: str) -> None:
    """Keep where to go on afterwards, when that is a page of ours."""
    browser[TARGET] = local_path(target)


def kept_target() -> str:
    """Where to go on; empty when nothing is known."""
    return str(local_path(browser.get(TARGET)))


def keep_identity(identity: Identity, at: datetime) -> None:
    """Keep whom Google named until the password has been given."""
    browser[IDENTITY] = {"identity": asdict(identity), "until": (at + WAITS).isoformat()}


def kept_identity(at: datetime) -> Identity | None:
    """Whom Google named on this browser a moment ago."""
    try:
        waiting = _waiting.validate_python(browser.get(IDENTITY))
    except ValidationError:
        return None
    return waiting.identity if waiting.until > at else None


def forget() -> None:
    """Nothing waits any more."""
    for key in (TARGET, IDENTITY):
        browser.pop(key, None)
