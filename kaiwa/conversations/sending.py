"""Taking a learner's message: stored with an empty reply in one transaction, never one without the other."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from kaiwa.accounts.visitors import Visitor
from kaiwa.conversations.queries import owned_by
from kaiwa.conversations.sittings import Terms, begin_sitting, hold_turn, latest_sitting, terms_of, typing_seconds
from kaiwa.errors import N_, Conflict, NotFound
from kaiwa.ids import new_id
from kaiwa.models import Conversation, Message, Sitting, User
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
    user: User | None,
    network: str | None,
    hint_steps: int = 0,
) -> NewTurn:
    """Store a learner's message and the reply that is now owed; `user` is who is signed in.

    Raises NotFound, AlreadyOver, NothingLeft, or StillAnswering while the last reply is being made.
    """
    # the month is locked before the conversation, as it is where a turn is settled
    hold = hold_turn(session, user, at)
    # one statement takes the two positions and the row's lock: two tabs cannot get the same ones
    row = session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id, owned_by(visitor))
        .values(message_count=Conversation.message_count + 2)
        .returning(
            Conversation.message_count,
            Conversation.ended_at,
            Conversation.is_played_out,
            Conversation.target_language_id,
            Conversation.mode,
        )
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if row is None:
        raise NotFound
    if row.ended_at is not None or row.is_played_out:
        raise AlreadyOver
    sitting = _last_sitting(session, conversation_id, row.message_count - 2, at)
    if sitting is None:
        language, mode = row.target_language_id, row.mode
        sitting = begin_sitting(session, user, conversation_id, language_id=language, mode=mode, network=network, at=at)
    terms = terms_of(sitting, hold, typing_seconds(sitting, at))
    return add_turn(session, conversation_id, row.message_count - 1, content, terms, at=at, hint_steps=hint_steps)


def _last_sitting(session: Session, conversation_id: UUID, position: int, at: datetime) -> Sitting | None:
    """The sitting that is still going on after the last line; raises StillAnswering where that is being made."""
    found = session.execute(
        select(Message, Sitting)
        .outerjoin(Sitting, Sitting.id == latest_sitting(conversation_id))
        .where(Message.conversation_id == conversation_id, Message.position == position)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        return None
    if found.Message.is_waiting(at):
        raise StillAnswering
    # joined from outside: there is none yet where the conversation is older than sittings are
    sitting: Sitting | None = found.Sitting
    return sitting if sitting and sitting.is_open(at) else None


def add_turn(
    session: Session,
    conversation_id: UUID,
    position: int,
    content: str,
    terms: Terms,
    *,
    at: datetime,
    hint_steps: int = 0,
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
        "typed_seconds": terms.typed_seconds,
        "is_closing": False,
        "reserved_seconds": None,
        "reserved_period": None,
    }
    reply = {
        "id": reply_id,
        "position": position + 1,
        "role": MessageRole.ASSISTANT,
        "in_reply_to_id": said_id,
        "state": MessageState.STREAMING,
        "content": "",
        "hint_steps": 0,
        "typed_seconds": 0,
        "is_closing": terms.is_closing,
        "reserved_seconds": terms.hold.seconds if terms.hold else None,
        "reserved_period": terms.hold.period if terms.hold else None,
    }
    session.execute(insert(Message).values([said | shared, reply | shared]))
    return NewTurn(said_id, reply_id)
