"""Giving back what replies hold that nobody makes any more: their maker died, and nobody came back for them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, select, true, update
from sqlalchemy.orm import Session

from kaiwa.models import Conversation, Message
from kaiwa.models.conversations import MessageState

ABANDONED_AFTER = timedelta(minutes=10)
MOST = 500


def find_abandoned(session: Session, at: datetime, user_id: UUID | None = None) -> Sequence[Row[Any]]:
    """Take holds and claims off abandoned replies, of one person or of anybody; gives user, period and seconds of each.

    A maker that was only slow has lost its claim with this and stores nothing; a reply that is taken over later is
    settled without a hold.
    """
    seen = func.coalesce(Message.claimed_at, Message.updated_at)
    theirs: ColumnElement[bool] = true() if user_id is None else Conversation.user_id == user_id
    found = (
        select(Message.id, Conversation.user_id, Message.reserved_period, Message.reserved_seconds)
        .join(Conversation, Message.conversation_id == Conversation.id)
        .where(Message.reserved_seconds.is_not(None), Message.state == MessageState.STREAMING)
        .where(Conversation.user_id.is_not(None), seen < at - ABANDONED_AFTER, theirs)
        .limit(MOST)
        .with_for_update(of=Message, skip_locked=True)
        .subquery("abandoned")
    )
    return session.execute(
        update(Message)
        .where(Message.id == found.c.id)
        .values(reserved_seconds=None, reserved_period=None, claimed_by=None, claimed_at=None)
        .returning(found.c.user_id, found.c.reserved_period, found.c.reserved_seconds)
        .execution_options(synchronize_session=False)
    ).all()
