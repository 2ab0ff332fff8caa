"""What somebody said, written down; the recording is kept nowhere."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kaiwa.accounts.visitors import Visitor
from kaiwa.conversations.forms import LONGEST_MESSAGE
from kaiwa.conversations.queries import owned_by
from kaiwa.errors import NotFound
from kaiwa.gateways.speech import Recording, Speech
from kaiwa.models import Conversation


def transcribe(speech: Speech, recording: Recording, language: str) -> str:
    """The words of a recording, as many as a message may have; raises SpeechFailed."""
    return speech.write_down(recording, language)[:LONGEST_MESSAGE]


def check_conversation(session: Session, visitor: Visitor, conversation_id: UUID) -> None:
    """Raise NotFound where the conversation is not the visitor's."""
    query = select(Conversation.id).where(Conversation.id == conversation_id, owned_by(visitor))
    if session.scalar(query) is None:
        raise NotFound


def add_audio_seconds(session: Session, visitor: Visitor, conversation_id: UUID, seconds: int) -> None:
    """Count how long somebody has spoken in a conversation of theirs."""
    session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id, owned_by(visitor))
        .values(audio_seconds=Conversation.audio_seconds + seconds)
        .execution_options(synchronize_session=False)
    )
