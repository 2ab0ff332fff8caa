"""Who makes a reply: one claim at a time, given by the database, taken over when its holder has died."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, or_, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from kaiwa.billing.quota import Hold
from kaiwa.models import Conversation, Message
from kaiwa.models.conversations import CLAIM_LASTS, MessageState


@dataclass(frozen=True)
class Claim:
    """The right to make a reply since a moment, and on what terms; without it nothing is written to the reply."""

    reply_id: UUID
    holder: UUID
    at: datetime
    hold: Hold | None
    is_closing: bool


def claiming(is_owner: ColumnElement[bool], returned: Sequence[Any]) -> ReturningUpdate[Any]:
    """The UPDATE that claims a reply which is owed to its owner and which nobody is making, as a part of another.

    Its values are `claim_values`; `is_owner` is a condition on the reply's conversation.
    """
    at: Any = bindparam("claimed_at", type_=Message.claimed_at.type)
    stale: Any = bindparam("stale", type_=Message.claimed_at.type)
    return (
        update(Message)
        .where(Message.id == bindparam("reply_id"), Message.state == MessageState.STREAMING)
        .where(or_(Message.claimed_at.is_(None), Message.claimed_at < stale))
        .where(Message.conversation_id == Conversation.id, is_owner)
        .values(claimed_by=bindparam("holder"), claimed_at=at, updated_at=at)
        .returning(*returned)
    )


def claim_values(reply_id: UUID, holder: UUID, at: datetime) -> dict[str, Any]:
    """What `claiming` is run with."""
    return {"reply_id": reply_id, "holder": holder, "claimed_at": at, "stale": at - CLAIM_LASTS}


def renew_claim(session: Session, claim: Claim, at: datetime) -> bool:
    """Say that the reply is still being made; False where the claim was lost."""
    return write_claimed(session, claim, claimed_at=at)


def write_claimed(session: Session, claim: Claim, **values: object) -> bool:
    """Write to a reply under a claim; False, and nothing is written, where the claim was lost."""
    written = claimed_write(claim, **values).execution_options(synchronize_session=False)
    return session.execute(written).one_or_none() is not None


def claimed_write(claim: Claim, **values: object) -> ReturningUpdate[UUID]:
    """The UPDATE that writes to a reply under a claim, to be run alone or as a part of another."""
    return (
        update(Message)
        .where(Message.id == claim.reply_id, Message.claimed_by == claim.holder)
        .where(Message.state == MessageState.STREAMING)
        .values(**values)
        .returning(Message.id)
    )


def owe_again(session: Session, reply_id: UUID, at: datetime) -> bool:
    """Put a reply that failed, or whose maker died, back to being owed; False where it is done or being made."""
    stale = or_(Message.claimed_at.is_(None), Message.claimed_at < at - CLAIM_LASTS)
    freed = session.execute(
        update(Message)
        .where(
            Message.id == reply_id,
            Message.in_reply_to_id.is_not(None),
            or_(Message.state == MessageState.FAILED, (Message.state == MessageState.STREAMING) & stale),
        )
        .values(state=MessageState.STREAMING, claimed_by=None, claimed_at=None)
        .returning(Message.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return freed is not None
