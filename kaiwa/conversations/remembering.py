"""What a partner remembers of a learner: found after a conversation, given to the next, listed, deleted."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, contains_eager

from kaiwa.errors import NotFound
from kaiwa.models import Conversation, LearnerFact
from kaiwa.models.speakers import Speaker

MOST_FACTS = 12


def recall_facts(session: Session, user_id: UUID | None, speaker_id: str | None) -> tuple[str, ...]:
    """What the speaker remembers of the learner, the oldest first; nothing of a guest."""
    if user_id is None or speaker_id is None:
        return ()
    query = select(LearnerFact.fact).where(LearnerFact.user_id == user_id, LearnerFact.speaker_id == speaker_id)
    return tuple(session.scalars(query.order_by(LearnerFact.created_at, LearnerFact.id)))


def keep_facts(session: Session, conversation: Conversation, facts: Sequence[str], at: datetime) -> None:
    """Keep what a conversation has shown; done again it replaces what it showed before. The oldest make room."""
    if conversation.user_id is None or conversation.speaker_id is None:
        return
    mine = (LearnerFact.user_id == conversation.user_id, LearnerFact.speaker_id == conversation.speaker_id)
    session.execute(delete(LearnerFact).where(*mine, LearnerFact.conversation_id == conversation.id))
    session.add_all(
        LearnerFact(
            user_id=conversation.user_id,
            speaker_id=conversation.speaker_id,
            conversation_id=conversation.id,
            fact=fact,
            created_at=at,
        )
        for fact in facts
    )
    session.flush()
    newest = select(LearnerFact.id).where(*mine).order_by(LearnerFact.created_at.desc(), LearnerFact.id.desc())
    session.execute(delete(LearnerFact).where(*mine, LearnerFact.id.not_in(newest.limit(MOST_FACTS))))


def list_facts(session: Session, user_id: UUID) -> Sequence[LearnerFact]:
    """All that is remembered of a learner with the speakers who do, by speaker, the oldest first."""
    return session.scalars(
        select(LearnerFact)
        .join(LearnerFact.speaker)
        .options(contains_eager(LearnerFact.speaker))
        .where(LearnerFact.user_id == user_id)
        .order_by(Speaker.language_id, Speaker.id, LearnerFact.created_at, LearnerFact.id)
    ).all()


def forget_fact(session: Session, user_id: UUID, fact_id: UUID) -> None:
    """Forget one thing; raises NotFound."""
    mine = LearnerFact.user_id == user_id, LearnerFact.id == fact_id
    if session.execute(delete(LearnerFact).where(*mine).returning(LearnerFact.id)).one_or_none() is None:
        raise NotFound


def forget_facts(session: Session, user_id: UUID) -> None:
    """Forget everything."""
    session.execute(delete(LearnerFact).where(LearnerFact.user_id == user_id))
