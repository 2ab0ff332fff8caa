"""Finding conversations and messages, always through whoever asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, false, select
from sqlalchemy.orm import Session, contains_eager

from kaiwa.accounts.visitors import Visitor
from kaiwa.errors import NotFound
from kaiwa.models import Conversation, Message, Scenario

# built once: building a statement takes longer than the database takes to answer it, and every turn needs these
_MESSAGE = (
    select(Message, Conversation)
    .join(Conversation, Message.conversation_id == Conversation.id)
    .where(Message.id == bindparam("message_id"))
)
_MINE = _MESSAGE.where(Conversation.user_id == bindparam("owner"))
_GUESTS = _MESSAGE.where(Conversation.guest_id == bindparam("owner"))
_MESSAGES = select(Message).where(Message.conversation_id == bindparam("conversation_id")).order_by(Message.position)
_MESSAGES_BEFORE = _MESSAGES.where(Message.position < bindparam("before"))


@dataclass(frozen=True)
class FoundMessage:
    """A message with the conversation it stands in."""

    message: Message
    conversation: Conversation


def owned_by(visitor: Visitor) -> ColumnElement[bool]:
    """What makes a conversation a visitor's own; nobody owns nothing."""
    if visitor.user_id is not None:
        return Conversation.user_id == visitor.user_id
    if visitor.guest_id is None:
        return false()
    return Conversation.guest_id == visitor.guest_id


def find_conversation(session: Session, visitor: Visitor, conversation_id: UUID) -> Conversation:
    """A conversation of the visitor with its scenario; raises NotFound."""
    found = session.scalars(
        select(Conversation)
        .join(Conversation.scenario)
        .options(contains_eager(Conversation.scenario))
        .where(Conversation.id == conversation_id, owned_by(visitor))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_message(session: Session, visitor: Visitor, message_id: UUID) -> FoundMessage:
    """A message of one of the visitor's conversations; raises NotFound."""
    if not visitor.key:
        raise NotFound
    mine, owner = (_MINE, visitor.user_id) if visitor.user_id is not None else (_GUESTS, visitor.guest_id)
    row = session.execute(mine, {"message_id": message_id, "owner": owner}).one_or_none()
    if row is None:
        raise NotFound
    return FoundMessage(row[0], row[1])


def list_messages(session: Session, conversation_id: UUID, before: int | None = None) -> Sequence[Message]:
    """The messages of a conversation in order, or those before a position."""
    if before is None:
        return session.scalars(_MESSAGES, {"conversation_id": conversation_id}).all()
    return session.scalars(_MESSAGES_BEFORE, {"conversation_id": conversation_id, "before": before}).all()


def list_recent(session: Session, visitor: Visitor, most: int = 3) -> Sequence[Conversation]:
    """The visitor's latest conversations with their scenarios, newest first."""
    if not visitor.key:
        return []
    return session.scalars(
        select(Conversation)
        .join(Conversation.scenario)
        .options(contains_eager(Conversation.scenario).load_only(Scenario.id, Scenario.title))
        .where(owned_by(visitor))
        .order_by(Conversation.started_at.desc())
        .limit(most)
    ).all()


def load_turn(session: Session, message_id: object) -> tuple[Message, Conversation]:
    """A message as it now stands with its conversation and scenario; for whoever has found it before."""
    row = session.execute(
        select(Message, Conversation)
        .join(Conversation, Message.conversation_id == Conversation.id)
        .join(Conversation.scenario)
        .options(contains_eager(Conversation.scenario))
        .where(Message.id == message_id)
        .execution_options(populate_existing=True)
    ).one()
    return row[0], row[1]


def load_exchange(session: Session, message_id: UUID, reply_id: UUID) -> tuple[Message, Message, Conversation]:
    """A learner's message and the reply to it with their conversation and scenario, as they now stand."""
    rows = session.execute(
        select(Message, Conversation)
        .join(Conversation, Message.conversation_id == Conversation.id)
        .join(Conversation.scenario)
        .options(contains_eager(Conversation.scenario))
        .where(Message.id.in_((message_id, reply_id)))
        .order_by(Message.position)
        .execution_options(populate_existing=True)
    ).all()
    (said, conversation), (reply, _) = rows
    return said, reply, conversation
