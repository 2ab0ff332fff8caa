"""What a conversation is begun for, where something above knows more of it: it asks here to be told."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import Flask, current_app
from sqlalchemy.orm import Session

from kaiwa.models import User

LONGEST = 160
TOLD = "kaiwa.told_of_begun"


@dataclass(frozen=True)
class Begun:
    """A conversation that somebody with an account has begun; `occasion` is what the page it was begun on carried."""

    conversation_id: UUID
    scenario_id: str
    language_id: str
    occasion: str


Listener = Callable[[Session, User, Begun], None]


def when_begun(app: Flask, listener: Listener) -> None:
    """Have somebody told of conversations that are begun for an occasion, before they are committed."""
    app.extensions.setdefault(TOLD, []).append(listener)


def tell_begun(session: Session, user: User | None, begun: Begun) -> None:
    """Tell whoever asked; a guest's conversation has no occasion."""
    if user is None or not begun.occasion:
        return
    listeners: list[Listener] = current_app.extensions.get(TOLD, [])
    for listener in listeners:
        listener(session, user, begun)
