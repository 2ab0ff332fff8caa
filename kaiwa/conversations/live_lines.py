"""What was said in a call, stored as the lines of its conversation: in order, and none of them twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from kaiwa.conversations.annotating import annotate_line
from kaiwa.conversations.jobs import review_reply
from kaiwa.errors import LimitReached
from kaiwa.ids import new_id
from kaiwa.minds.answers import Line
from kaiwa.models import Conversation, LiveCall, LiveLine, Message
from kaiwa.models.conversations import MessageRole, MessageState
from kaiwa.queue import enqueue

MOST_LINES = 500


@dataclass(frozen=True)
class SpokenLine:
    """A line as the endpoint heard or said it; `item` is its name there."""

    item: str
    role: MessageRole
    text: str


def store_lines(session: Session, call: LiveCall, lines: Sequence[SpokenLine], mind: str, at: datetime) -> int:
    """Store the lines that are not stored yet, at the end of the conversation; gives how many those were.

    What a partner answered is looked back at by the queue, as every free line is. Raises LimitReached.
    """
    talk = session.scalars(
        select(Conversation)
        .where(Conversation.id == call.conversation_id)
        .with_for_update(of=Conversation, key_share=True)
        .execution_options(populate_existing=True)
    ).one()
    known = set(session.scalars(select(LiveLine.item_id).where(LiveLine.call_id == call.id)))
    fresh = list({line.item: line for line in lines if line.item not in known}.values())
    if len(known) + len(fresh) > MOST_LINES:
        raise LimitReached
    if not fresh:
        return 0
    rows = _rows(fresh, talk, _unanswered(session, talk), mind, at)
    session.execute(insert(Message).values(rows))
    named = zip(fresh, rows, strict=True)
    session.execute(
        insert(LiveLine).values(
            [{"call_id": call.id, "item_id": line.item, "message_id": row["id"]} for line, row in named]
        )
    )
    talk.message_count += len(fresh)
    session.flush()
    for row in rows:
        if row["in_reply_to_id"] is not None:
            enqueue(session, review_reply, reply_id=str(row["id"]))
    return len(fresh)


def _unanswered(session: Session, talk: Conversation) -> UUID | None:
    """The learner's line that the conversation ends with, where it does."""
    last = select(func.max(Message.position)).where(Message.conversation_id == talk.id).scalar_subquery()
    found: UUID | None = session.scalar(
        select(Message.id).where(
            Message.conversation_id == talk.id, Message.position == last, Message.role == MessageRole.USER
        )
    )
    return found


def _rows(
    lines: Sequence[SpokenLine], talk: Conversation, unanswered: UUID | None, mind: str, at: datetime
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for position, line in enumerate(lines, talk.message_count + 1):
        is_partner = line.role is MessageRole.ASSISTANT
        message_id = new_id()
        row = {
            "id": message_id,
            "conversation_id": talk.id,
            "position": position,
            "role": line.role,
            "state": MessageState.COMPLETE,
            "content": line.text,
            "in_reply_to_id": unanswered if is_partner else None,
            "annotations": annotate_line(Line(line.text), talk.target_language_id) if is_partner else None,
            "mind": mind if is_partner else None,
            "mind_state": {"mind": mind} if is_partner else None,
            "created_at": at,
            "updated_at": at,
        }
        unanswered = None if is_partner else message_id
        rows.append(row)
    return rows
