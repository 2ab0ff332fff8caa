"""Beginning a conversation with the learner's first message: the first moment at which anything is stored."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from kaiwa.accounts.tallying import count_begun
from kaiwa.accounts.visitors import Visitor
from kaiwa.conversations.framing import kept_premise
from kaiwa.conversations.opening import Opening
from kaiwa.conversations.queries import owned_by
from kaiwa.conversations.sending import NewTurn, add_turn
from kaiwa.conversations.sittings import begin_sitting, hold_turn, terms_of
from kaiwa.errors import N_, LimitReached
from kaiwa.ids import new_id
from kaiwa.models import Conversation, Message, User
from kaiwa.models.conversations import ConversationMode, CorrectionStyle, MessageRole, MessageState


class NoConversationsLeft(LimitReached):
    """A guest has begun as many conversations as guests may."""

    title = N_("These were your conversations as a guest")
    sentence = N_("You have begun all the conversations a guest can have. You can go on with any of them.")


def create_conversation(
    session: Session,
    visitor: Visitor,
    opening: Opening,
    content: str,
    *,
    at: datetime,
    user: User | None,
    network: str | None,
    most: int,
    mind: str,
    correction_style: CorrectionStyle = CorrectionStyle.GENTLE,
) -> tuple[UUID, NewTurn]:
    """Store a conversation, its opening line and the learner's first message with the reply that is now owed.

    `user` is who is signed in. Raises NothingLeft, or NoConversationsLeft when the guest has begun `most` already,
    however many tabs try at once.
    """
    if visitor.is_guest:
        _reserve(session, visitor, most)
    hold = hold_turn(session, user, at, begins=True)
    conversation = Conversation(
        id=new_id(),
        user_id=visitor.user_id,
        guest_id=visitor.guest_id,
        target_language_id=opening.language.id,
        native_language_id=opening.native,
        correction_style=correction_style,
        scenario_id=opening.scene.id,
        premise=kept_premise(opening.premise) if opening.premise else None,
        speaker_id=opening.speaker.id if opening.speaker else None,
        is_onboarding=opening.scene.is_onboarding,
        started_at=at,
        message_count=3,
    )
    session.add(conversation)
    session.flush()
    session.add(_first_line(conversation.id, opening, mind))
    session.flush()
    sitting = begin_sitting(
        session,
        user,
        conversation.id,
        language_id=opening.language.id,
        mode=ConversationMode.TRADITIONAL,
        network=network,
        at=at,
    )
    terms = terms_of(sitting, hold, 0)
    turn = add_turn(session, conversation.id, 2, content, terms, at=at)
    # last, for everybody who begins in this scenario waits for the same row
    count_begun(session, visitor.user_id, opening.scene.id, at)
    return conversation.id, turn


def _reserve(session: Session, visitor: Visitor, most: int) -> None:
    # two tabs of one guest take turns here, so that the last conversation is given out once
    session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:key))"), {"key": visitor.key})
    begun = session.scalar(select(func.count()).select_from(Conversation).where(owned_by(visitor)))
    if begun is not None and begun >= most:
        raise NoConversationsLeft


def _first_line(conversation_id: UUID, opening: Opening, mind: str) -> Message:
    return Message(
        conversation_id=conversation_id,
        position=1,
        role=MessageRole.ASSISTANT,
        state=MessageState.COMPLETE,
        content=opening.line.text,
        translated_content=opening.line.translation,
        translation_provider=mind if opening.line.translation else None,
        annotations=list(opening.words),
        mind=mind,
        mind_state=dict(opening.line.state),
    )
