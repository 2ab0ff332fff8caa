"""Making a reply: claim, think, store. Commits by itself, since its state must outlive a crash and a slow mind,
and holds neither transaction nor connection while the mind thinks or a reader reads."""

from __future__ import annotations

import logging
import time
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from kaiwa.clock import now
from kaiwa.conversations.annotating import annotate_line
from kaiwa.conversations.claiming import Claim, renew_claim
from kaiwa.conversations.jobs import review_reply
from kaiwa.conversations.occasions import complete
from kaiwa.conversations.proposing import with_proposals
from kaiwa.conversations.queries import find_message
from kaiwa.conversations.reviewing import ReviewedTurn, review_turn
from kaiwa.conversations.settling import TakenTurn, store_answer, store_failure
from kaiwa.conversations.taking_up import AwaitedReply, take_up_reply
from kaiwa.minds.answers import Again, Line
from kaiwa.minds.mind import Mind, NobodyToPlay
from kaiwa.models import Conversation
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
    """A reply to be made, and how."""

    taken: TakenTurn
    turn: ReviewedTurn
    pace_seconds: float
    reviews_later: bool


def follow_reply(
    session: Session,
    mind: Mind,
    awaited: AwaitedReply,
    *,
    pace_seconds: float = 0.0,
    reviews_later: bool = False,
) -> Making:
    """Yield the reply's text as far as it is, then `Stored`, and `Reviewed` where looking back has changed it.

    It ends when the reply is complete or failed. Whoever gets the claim makes it; anyone else looks again until it is
    there (None: nothing new yet) and takes it over when its maker has died. When the reader goes away the maker
    finishes and stores the reply all the same. With `reviews_later` a slow mind looks back as a job of the queue.
    Raises NotFound before anything is yielded.
    """
    while (reply := take_up_reply(session, mind, awaited, now())) is None:
        if not _is_owed(session, awaited):
            return
        yield None
        time.sleep(LOOK_AGAIN_SECONDS)
    task = _Task(reply.taken, reply.turn, pace_seconds, reviews_later and mind.is_free)
    yield from _make(session, mind, task)


def _is_owed(session: Session, awaited: AwaitedReply) -> bool:
    state = find_message(session, awaited.visitor, awaited.id).message.state
    session.commit()
    return state is MessageState.STREAMING


def finish_reply(session: Session, mind: Mind, awaited: AwaitedReply) -> None:
    """Make or await a reply without showing it as it grows: for pages without JavaScript. Raises NotFound."""
    deadline = time.monotonic() + CLAIM_LASTS.total_seconds() * 2
    for _ in follow_reply(session, mind, awaited, reviews_later=True):
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
