"""Looking back at a turn once its reply is stored: feedback, translation, meanings, objectives. Commits by itself."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kaiwa.clock import now
from kaiwa.conversations.annotating import annotate_line
from kaiwa.conversations.framing import stored_feedback
from kaiwa.conversations.metering import count_tokens
from kaiwa.conversations.occasions import complete
from kaiwa.minds.answers import Line, Review
from kaiwa.minds.mind import Mind
from kaiwa.minds.scene import Scene, Turn
from kaiwa.models import Conversation, Message
from kaiwa.models.shapes import VocabularyItem

log = logging.getLogger("kaiwa.conversations.reviewing")


@dataclass(frozen=True)
class ReviewedTurn:
    """A learner's line, the reply to it, and what was before; `turns` ends with the learner's line."""

    conversation_id: UUID
    learner_message_id: UUID | None
    reply_id: UUID
    scene: Scene
    turns: list[Turn]


def review_turn(session: Session, mind: Mind, turn: ReviewedTurn, line: Line) -> bool:
    """Look back and store what is found; True where the reply or the conversation has changed.

    A mind that fails here has still answered: nothing is raised, and nothing is stored.
    """
    try:
        review = mind.review(turn.scene, turn.turns, line)
        count_tokens(session, turn.conversation_id, review.tokens)
        changed = _store(session, turn, line, review)
        session.commit()
    except Exception:
        session.rollback()
        log.exception("review failed", extra={"reply_id": str(turn.reply_id)})
        return False
    return changed


def _store(session: Session, turn: ReviewedTurn, line: Line, review: Review) -> bool:
    if review.feedback is not None and turn.learner_message_id is not None:
        _write(session, turn.learner_message_id, grammar_analysis=stored_feedback(review.feedback))
    changed: dict[str, object] = {}
    if review.translation:
        changed |= {"translated_content": review.translation, "translation_provider": line.mind}
    if review.glossary:
        known = replace(line, glossary={**line.glossary, **review.glossary})
        changed["annotations"] = annotate_line(known, turn.scene.language)
        changed["vocabulary_analysis"] = _items(review.glossary)
    if review.state:
        changed["mind_state"] = {**line.state, **review.state}
    if changed:
        _write(session, turn.reply_id, **changed)
    return _store_progress(session, turn, review) or bool(changed)


def _store_progress(session: Session, turn: ReviewedTurn, review: Review) -> bool:
    """Add to what is met: another turn may have been looked back at meanwhile."""
    if review.objectives_met is None and not review.ended:
        return False
    row = session.execute(
        select(Conversation.objectives_met, Conversation.is_played_out)
        .where(Conversation.id == turn.conversation_id)
        .with_for_update()
    ).one()
    met = list(dict.fromkeys([*row.objectives_met, *(review.objectives_met or ())]))
    ended = row.is_played_out or review.ended
    if (met, ended) == (row.objectives_met, row.is_played_out):
        return False
    session.execute(
        update(Conversation)
        .where(Conversation.id == turn.conversation_id)
        .values(objectives_met=met, is_played_out=ended)
        .execution_options(synchronize_session=False)
    )
    if ended:
        complete(session, turn.conversation_id, now())
    return True


def _items(glossary: Mapping[str, str]) -> list[VocabularyItem]:
    return [VocabularyItem(text=word, meaning=meaning) for word, meaning in glossary.items()]


def _write(session: Session, message_id: UUID, **values: object) -> None:
    session.execute(
        update(Message).where(Message.id == message_id).values(**values).execution_options(synchronize_session=False)
    )
