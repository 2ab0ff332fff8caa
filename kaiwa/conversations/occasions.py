"""What a conversation is begun for and when it is held to its end: whoever above knows more of it asks to be told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Flask, current_app
from sqlalchemy.orm import Session

from kaiwa.accounts.tallying import count_completed
from kaiwa.models import User

LONGEST = 160
TOLD = "kaiwa.told_of_begun"
TOLD_OF_END = "kaiwa.told_of_completed"


@dataclass(frozen=True)
class Begun:
    """A conversation that somebody with an account has begun; `occasion` is what the page it was begun on carried."""

    conversation_id: UUID
    scenario_id: str
    language_id: str
    occasion: str


Listener = Callable[[Session, User, Begun], None]
EndListener = Callable[[Session, UUID, datetime], None]


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


def when_completed(app: Flask, listener: EndListener) -> None:
    """Have somebody told of conversations that are held to their end, before that is committed."""
    app.extensions.setdefault(TOLD_OF_END, []).append(listener)


def complete(session: Session, conversation_id: UUID, at: datetime) -> None:
    """A conversation is completed: it is counted, and whoever asked is told, once."""
    if not count_completed(session, conversation_id, at):
        return
    listeners: list[EndListener] = current_app.extensions.get(TOLD_OF_END, [])
    for listener in listeners:
        listener(session, conversation_id, at)
