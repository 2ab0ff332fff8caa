"""Tokens of a model: counted with the sitting that they were spent in, and held to the ceilings of the settings."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from kaiwa.conversations.sittings import latest_sitting
from kaiwa.minds.answers import Tokens
from kaiwa.models import Sitting


def count_tokens(session: Session, conversation_id: UUID, tokens: Tokens) -> None:
    """Count what an answer of a model cost, with the conversation's latest sitting; nothing costs no statement."""
    if tokens == Tokens():
        return
    session.execute(
        update(Sitting)
        .where(Sitting.id == latest_sitting(conversation_id))
        .values(
            input_tokens=Sitting.input_tokens + tokens.given,
            output_tokens=Sitting.output_tokens + tokens.made,
        )
        .execution_options(synchronize_session=False)
    )
