"""Making a reply: claim, think, store. Commits by itself, since its state must outlive a crash and a slow mind,
and holds neither transaction nor connection while the mind thinks or a reader reads."""

from __future__ import annotations

import logging
import time
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from kaiwa.clock import now
from kaiwa.config import current_settings
from kaiwa.conversations.annotating import annotate_line
from kaiwa.conversations.claiming import Claim, claim_reply, renew_claim
from kaiwa.conversations.framing import frame, turns
from kaiwa.conversations.informing import inform
from kaiwa.conversations.jobs import review_reply
from kaiwa.conversations.occasions import complete
from kaiwa.conversations.proposing import with_proposals
from kaiwa.conversations.queries import FoundMessage, list_messages
from kaiwa.conversations.reviewing import ReviewedTurn, review_turn
from kaiwa.conversations.settling import TakenTurn, store_answer, store_failure
from kaiwa.minds.answers import Again, Line
from kaiwa.minds.mind import Mind, NobodyToPlay
from kaiwa.models import Conversation, Message
from kaiwa.models.conversations import CLAIM_LASTS, MessageState
from kaiwa.queue import enqueue

RENEW_AFTER = timedelta(seconds=4)
LOOK_AGAIN_SECONDS = 0.15


@dataclass(frozen=True)
class Stored:
    """Says in a reply's progress that the reply is stored; what follows is looking back at the turn.

    `seconds_left` is how far the nearer limit is, None where there is none.
    """

    seconds_left: int | None


class Reviewed:
    """Says in a reply's progress that looking back has changed the reply."""


Progress = str | Stored | Reviewed | None
Making = Generator[Progress, None, None]
log = logging.getLogger("kaiwa.conversations.replying")


@dataclass(frozen=True)
class _Task:
    """What making one reply takes, read before the mind is asked."""

    taken: TakenTurn
    turn: ReviewedTurn
    pace_seconds: float
    reviews_later: bool


def follow_reply(
    session: Session, mind: Mind, found: FoundMessage, *, pace_seconds: float = 0.0, reviews_later: bool = False
) -> Making:
    """Yield the reply's text as far as it is, then `Stored`, and `Reviewed` where looking back has changed it.

    It ends when the reply is complete or failed. Whoever gets the claim makes it; anyone else looks again until it is
    there (None: nothing new yet) and takes it over when its maker has died. When the reader goes away the maker
    finishes and stores the reply all the same. With `reviews_later` a slow mind looks back as a job of the queue.
    """
    reply = found.message
    reply_id, scene = reply.id, frame(found.conversation, found.scenario)
    conversation_id, learner_id, position = reply.conversation_id, reply.in_reply_to_id, reply.position
    user_id = found.conversation.user_id
    while reply.state is MessageState.STREAMING:
        claim = claim_reply(session, reply_id, now())
        if claim:
            messages = list_messages(session, conversation_id, before=position)
            taken = TakenTurn(claim, conversation_id, user_id, messages[-1].typed_seconds if messages else 0)
            said, scene = turns(messages), replace(scene, closing=claim.is_closing)
            if mind.is_free:
                scene = inform(session, current_settings(), scene, found.conversation, now())
            session.commit()
            turn = ReviewedTurn(conversation_id, learner_id, reply_id, scene, said)
            yield from _make(session, mind, _Task(taken, turn, pace_seconds, reviews_later and mind.is_free))
            return
        session.commit()
        yield None
        time.sleep(LOOK_AGAIN_SECONDS)
        reply = session.get_one(Message, reply_id, populate_existing=True)
    session.commit()


def finish_reply(session: Session, mind: Mind, found: FoundMessage) -> None:
    """Make or await a reply without showing it as it grows: for pages without JavaScript."""
    deadline = time.monotonic() + CLAIM_LASTS.total_seconds() * 2
    for _ in follow_reply(session, mind, found, reviews_later=True):
        if time.monotonic() > deadline:
            return


def _make(session: Session, mind: Mind, task: _Task) -> Making:
    line, is_read = None, True
    try:
        for piece in _think(session, mind, task):
            if isinstance(piece, Line):
                line = piece
            elif is_read:
                try:
                    yield piece
                    time.sleep(task.pace_seconds)
                except GeneratorExit:
                    # the reader went away: the reply is finished and stored all the same
                    is_read = False
        stored = None if line is None else _store(session, task, line)
        if line is None or stored is None:
            return
    except Exception as error:
        session.rollback()
        is_unplayed = isinstance(error, NobodyToPlay)
        log.log(
            logging.WARNING if is_unplayed else logging.ERROR,
            "reply failed",
            exc_info=not is_unplayed,
            extra={"reply_id": str(task.taken.claim.reply_id)},
        )
        store_failure(session, task.taken, now(), is_unplayed=is_unplayed)
        session.commit()
        return
    if is_read:
        try:
            yield stored
        except GeneratorExit:
            is_read = False
    if not task.reviews_later and review_turn(session, mind, task.turn, line) and is_read:
        with suppress(GeneratorExit):
            yield Reviewed()


def _think(session: Session, mind: Mind, task: _Task) -> Iterator[str | Line | None]:
    """The text as it grows, None while nothing comes, then the line; it ends without where the claim was lost."""
    text, renewed = "", now()
    for piece in mind.reply(task.turn.scene, task.turn.turns):
        if isinstance(piece, Line):
            yield piece
            return
        text = "" if isinstance(piece, Again) else text + piece
        if now() - renewed > RENEW_AFTER:
            renewed = now()
            if not _renew(session, task.taken.claim, renewed):
                return
        # a line that begins anew is blank until it has words again
        yield (text or " ") if piece else None
    raise RuntimeError("the mind ended without a line")


def _renew(session: Session, claim: Claim, at: datetime) -> bool:
    kept = renew_claim(session, claim, at)
    session.commit()
    return kept


def _store(session: Session, task: _Task, line: Line) -> Stored | None:
    """Store the line and settle its turn in one transaction; None where the claim was lost."""
    scene = task.turn.scene
    stored = store_answer(
        session,
        task.taken,
        now(),
        line.tokens,
        content=line.text,
        translated_content=line.translation,
        translation_provider=line.mind if line.translation else None,
        annotations=annotate_line(line, scene.language),
        mind=line.mind,
        mind_state=dict(line.state),
        is_slow=line.slow,
        is_stand_in=line.is_stand_in,
    )
    if stored:
        _store_progress(session, task.turn, line)
        if task.reviews_later:
            enqueue(session, review_reply, reply_id=str(task.taken.claim.reply_id))
    session.commit()
    return Stored(stored.seconds_left) if stored else None


def _store_progress(session: Session, turn: ReviewedTurn, line: Line) -> None:
    """What the line has changed in its conversation; what looking back at an earlier turn finds meanwhile is left."""
    changed: dict[str, object] = {}
    if line.objectives_met != turn.scene.objectives_met:
        changed["objectives_met"] = list(line.objectives_met)
    if line.ended or turn.scene.closing:
        changed["is_played_out"] = True
    proposed = with_proposals(line.facts)
    if proposed is not None:
        changed["collected"] = proposed
    if changed:
        session.execute(
            update(Conversation)
            .where(Conversation.id == turn.conversation_id)
            .values(**changed)
            .execution_options(synchronize_session=False)
        )
    if "is_played_out" in changed:
        complete(session, turn.conversation_id, now())
