"""Making a reply: claim, think, store. Commits by itself, since its state must outlive a crash and a slow mind,
and holds neither transaction nor connection while the mind thinks or a reader reads."""

from __future__ import annotations

import logging
import time
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from kaiwa.clock import now
from kaiwa.conversations.annotating import annotate_line
from kaiwa.conversations.claiming import Claim, claim_reply, renew_claim, write_claimed
from kaiwa.conversations.framing import frame, stored_feedback, turns
from kaiwa.conversations.proposing import with_proposals
from kaiwa.conversations.queries import FoundMessage, list_messages
from kaiwa.minds.answers import Line
from kaiwa.minds.mind import Mind
from kaiwa.minds.scene import Scene, Turn
from kaiwa.models import Conversation, Message
from kaiwa.models.conversations import CLAIM_LASTS, MessageState

RENEW_AFTER = timedelta(seconds=4)
LOOK_AGAIN_SECONDS = 0.15


class Stored:
    """Says in a reply's progress that the reply is stored; what follows is feedback."""


Progress = str | Stored | None
Making = Generator[Progress, None, None]
log = logging.getLogger("kaiwa.conversations.replying")


@dataclass(frozen=True)
class _Task:
    """What making one reply takes, read before the mind is asked."""

    claim: Claim
    conversation_id: UUID
    learner_message_id: UUID | None
    scene: Scene
    turns: list[Turn]


def follow_reply(session: Session, mind: Mind, found: FoundMessage, *, pace_seconds: float = 0.0) -> Making:
    """Yield the reply's text as far as it is, then `Stored`; it ends when the reply is complete or failed.

    Whoever gets the claim makes it; anyone else looks again until it is there (None: nothing new yet) and takes it over
    when its maker has died. When the reader goes away the maker finishes and stores the reply all the same.
    """
    reply = found.message
    reply_id, scene = reply.id, frame(found.conversation, found.scenario)
    conversation_id, learner_id, position = reply.conversation_id, reply.in_reply_to_id, reply.position
    while reply.state is MessageState.STREAMING:
        claim = claim_reply(session, reply_id, now())
        if claim:
            said = turns(list_messages(session, conversation_id, before=position))
            session.commit()
            yield from _make(session, mind, _Task(claim, conversation_id, learner_id, scene, said), pace_seconds)
            return
        session.commit()
        yield None
        time.sleep(LOOK_AGAIN_SECONDS)
        reply = session.get_one(Message, reply_id, populate_existing=True)
    session.commit()


def finish_reply(session: Session, mind: Mind, found: FoundMessage) -> None:
    """Make or await a reply without showing it as it grows: for pages without JavaScript."""
    deadline = time.monotonic() + CLAIM_LASTS.total_seconds() * 2
    for _ in follow_reply(session, mind, found):
        if time.monotonic() > deadline:
            return


def _make(session: Session, mind: Mind, task: _Task, pace_seconds: float) -> Making:
    line, is_read = None, True
    try:
        for piece in _think(session, mind, task):
            if isinstance(piece, Line):
                line = piece
            elif is_read:
                try:
                    yield piece
                    time.sleep(pace_seconds)
                except GeneratorExit:
                    # the reader went away: the reply is finished and stored all the same
                    is_read = False
        if line is None or not _store(session, task, line, mind.name):
            return
        if is_read:
            with suppress(GeneratorExit):
                yield Stored()
        _judge(session, mind, task)
    except Exception:
        session.rollback()
        log.exception("reply failed", extra={"reply_id": str(task.claim.reply_id)})
        write_claimed(session, task.claim, state=MessageState.FAILED)
        session.commit()


def _think(session: Session, mind: Mind, task: _Task) -> Iterator[str | Line]:
    """The text as it grows, then the whole line; it ends without a line where the claim was lost."""
    text, renewed = "", now()
    for piece in mind.reply(task.scene, task.turns):
        if isinstance(piece, Line):
            yield piece
            return
        text += piece
        if now() - renewed > RENEW_AFTER:
            renewed = now()
            if not _renew(session, task.claim, renewed):
                return
        yield text
    raise RuntimeError("the mind ended without a line")


def _renew(session: Session, claim: Claim, at: datetime) -> bool:
    kept = renew_claim(session, claim, at)
    session.commit()
    return kept


def _store(session: Session, task: _Task, line: Line, mind_name: str) -> bool:
    stored = write_claimed(
        session,
        task.claim,
        content=line.text,
        translated_content=line.translation,
        translation_provider=mind_name if line.translation else None,
        annotations=annotate_line(line, task.scene.language),
        mind=mind_name,
        mind_state=dict(line.state),
        is_slow=line.slow,
        state=MessageState.COMPLETE,
    )
    if stored:
        proposed = with_proposals(line.facts)
        collected = {} if proposed is None else {"collected": proposed}
        session.execute(
            update(Conversation)
            .where(Conversation.id == task.conversation_id)
            .values(objectives_met=list(line.objectives_met), is_played_out=line.ended, **collected)
            .execution_options(synchronize_session=False)
        )
    session.commit()
    return stored


def _judge(session: Session, mind: Mind, task: _Task) -> None:
    """Feedback comes after the reply and never in its way: a mind that fails here has still answered."""
    try:
        feedback = mind.feedback(task.scene, task.turns)
    except Exception:
        log.exception("feedback failed", extra={"reply_id": str(task.claim.reply_id)})
        return
    if feedback is None or task.learner_message_id is None:
        return
    session.execute(
        update(Message)
        .where(Message.id == task.learner_message_id)
        .values(grammar_analysis=stored_feedback(feedback))
        .execution_options(synchronize_session=False)
    )
    session.commit()
