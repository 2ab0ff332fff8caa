"""Owing a reply again that failed, or whose maker died: on terms of its own, since what it held was given back."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kaiwa.conversations.claiming import owe_again
from kaiwa.conversations.queries import FoundMessage
from kaiwa.conversations.sittings import hold_turn, latest_sitting, terms_of
from kaiwa.models import Message, Sitting, User


def owe_reply_again(session: Session, user: User | None, found: FoundMessage, at: datetime) -> None:
    """Have a reply made again, unless it is done or being made; `user` is who is signed in. Raises NothingLeft."""
    reply = found.message
    if not owe_again(session, reply.id, at):
        return
    session.refresh(reply, ["reserved_seconds"])
    sitting = session.get(Sitting, session.scalar(select(latest_sitting(reply.conversation_id))))
    if sitting is None or reply.reserved_seconds is not None:
        return
    said = session.get(Message, reply.in_reply_to_id)
    terms = terms_of(sitting, hold_turn(session, user, at), said.typed_seconds if said else 0)
    session.execute(
        update(Message)
        .where(Message.id == reply.id)
        .values(
            reserved_seconds=terms.hold.seconds if terms.hold else None,
            reserved_period=terms.hold.period if terms.hold else None,
            is_closing=terms.is_closing,
        )
        .execution_options(synchronize_session=False)
    )
