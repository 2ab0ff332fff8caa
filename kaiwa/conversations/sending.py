"""Taking a learner's message: stored with an empty reply in one transaction, never one without the other."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from kaiwa.accounts.visitors import Visitor
from kaiwa.conversations.queries import owned_by
from kaiwa.errors import N_, Conflict, NotFound
from kaiwa.ids import new_id
from kaiwa.models import Conversation, Message
from kaiwa.models.conversations import MessageRole, MessageState


@dataclass(frozen=True)
class NewTurn:
    """The learner's message just stored and the reply that is owed to it."""

    message_id: UUID
    reply_id: UUID


class StillAnswering(Conflict):
    """The reply to the message before is not there yet."""

    sentence = N_("One moment: the answer to your last line is still on its way. Your text is kept.")


class AlreadyOver(Conflict):
    """The conversation has ended."""

    sentence = N_("This conversation is over. Your text is kept; you can take it into the next one.")


def create_message(
    session: Session,
    visitor: Visitor,
    conversation_id: UUID,
    content: str,
    *,
    at: datetime,
    hint_steps: int = 0,
) -> NewTurn:
    """Store a learner's message and the reply that is now owed.

    Raises NotFound, AlreadyOver, or StillAnswering while the last reply is being made.
    """
    # one statement takes the two positions and the row's lock: two tabs cannot get the same ones
    row = session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id, owned_by(visitor))
        .values(message_count=Conversation.message_count + 2)
        .returning(Conversation.message_count, Conversation.ended_at, Conversation.is_played_out)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if row is None:
        raise NotFound
    if row.ended_at is not None or row.is_played_out:
        raise AlreadyOver
    last = session.scalars(
        select(Message).where(Message.conversation_id == conversation_id, Message.position == row.message_count - 2)
    ).one_or_none()
    if last is not None and last.is_waiting(at):
        raise StillAnswering
    return add_turn(session, conversation_id, row.message_count - 1, content, at=at, hint_steps=hint_steps)


def add_turn(
    session: Session, conversation_id: UUID, position: int, content: str, *, at: datetime, hint_steps: int = 0
) -> NewTurn:
    """Add a learner's message at a position and its empty reply at the next, in one statement."""
    said_id, reply_id = new_id(), new_id()
    shared = {"conversation_id": conversation_id, "created_at": at, "updated_at": at}
    said = {
        "id": said_id,
        "position": position,
        "role": MessageRole.USER,
        "in_reply_to_id": None,
        "state": MessageState.COMPLETE,
        "content": content,
        "hint_steps": hint_steps,
    }
    reply = {
        "id": reply_id,
        "position": position + 1,
        "role": MessageRole.ASSISTANT,
        "in_reply_to_id": said_id,
        "state": MessageState.STREAMING,
        "content": "",
        "hint_steps": 0,
    }
    session.execute(insert(Message).values([said | shared, reply | shared]))
    return NewTurn(said_id, reply_id)
