"""Lines said by the server's voice: made once however many ask at once, and kept while they are used.

Commits by itself: a claim must be seen by whoever else asks, and no connection is held while the endpoint speaks.
"""

import hashlib
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kaiwa.clock import now
from kaiwa.extensions import db
from kaiwa.gateways.speech import AUDIO_FORMAT, Speech, SpeechFailed
from kaiwa.ids import new_id
from kaiwa.models import SpeechClip
from kaiwa.queue import jobs

# longer than the endpoint is waited for
CLAIM_LASTS = timedelta(seconds=30)
LOOK_AGAIN_SECONDS = 0.15
KEPT = timedelta(days=30)
# a use is noted once a day, not at every replay
NOTED_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Clip:
    """A line said aloud, under a name that changes with its text, voice, model and format."""

    id: str
    sound: bytes


def clip_id(line: str, voice: str, model: str) -> str:
    """The name of a line in a voice."""
    return hashlib.sha256("\0".join((line, voice, model, AUDIO_FORMAT)).encode()).hexdigest()


def say_line(session: Session, speech: Speech, line: str, voice: str) -> Clip:
    """The clip of a line in a voice, made where there is none yet; raises SpeechFailed.

    Whoever gets the claim makes it; anyone else looks again until it is there, or its maker has failed.
    """
    wanted, deadline = clip_id(line, voice, speech.speaking_model or ""), time.monotonic() + CLAIM_LASTS.total_seconds()
    clip = _kept(session, wanted)
    while clip is None and time.monotonic() < deadline:
        holder = new_id()
        if _claim(session, wanted, holder):
            return Clip(wanted, _make(session, speech, line, voice, wanted, holder))
        time.sleep(LOOK_AGAIN_SECONDS)
        clip = _kept(session, wanted)
        if clip is None and not _is_claimed(session, wanted):
            break
    if clip is None:
        raise SpeechFailed
    return clip


def forget_clips(session: Session, at: datetime) -> None:
    """Drop what nobody has listened to for a month."""
    session.execute(delete(SpeechClip).where(SpeechClip.used_at < at - KEPT))


@jobs.periodic(cron="37 3 * * *")
@jobs.task(name="conversations.forget_clips", queueing_lock="conversations.forget_clips")
def forget_old_clips(timestamp: int) -> None:  # noqa: ARG001
    """Once a day, drop the clips that are not used any more."""
    forget_clips(db.session(), now())
    db.session.commit()


def _kept(session: Session, wanted: str) -> Clip | None:
    query = select(SpeechClip.sound, SpeechClip.used_at).where(SpeechClip.id == wanted, SpeechClip.sound.is_not(None))
    row, at = session.execute(query).one_or_none(), now()
    if row is not None and row.used_at < at - NOTED_AFTER:
        session.execute(update(SpeechClip).where(SpeechClip.id == wanted).values(used_at=at))
    session.commit()
    return None if row is None else Clip(wanted, row.sound)


def _claim(session: Session, wanted: str, holder: object) -> bool:
    """Claim a clip that nobody has made or is making; what a dead process had claimed is taken over."""
    at = now()
    values = {"claimed_by": holder, "claimed_at": at, "used_at": at}
    taken = session.execute(
        insert(SpeechClip)
        .values(id=wanted, created_at=at, **values)
        .on_conflict_do_update(
            index_elements=[SpeechClip.id],
            set_=values,
            where=SpeechClip.sound.is_(None) & (SpeechClip.claimed_at < at - CLAIM_LASTS),
        )
        .returning(SpeechClip.id)
    ).one_or_none()
    session.commit()
    return taken is not None


def _is_claimed(session: Session, wanted: str) -> bool:
    found = session.scalar(select(SpeechClip.id).where(SpeechClip.id == wanted))
    session.commit()
    return found is not None


def _make(session: Session, speech: Speech, line: str, voice: str, wanted: str, holder: object) -> bytes:
    mine = (SpeechClip.id == wanted, SpeechClip.claimed_by == holder)
    try:
        sound = speech.say(line, voice)
    except Exception:
        # who waits hears of it at once, and the next who asks may try again
        session.execute(delete(SpeechClip).where(*mine))
        session.commit()
        raise
    session.execute(update(SpeechClip).where(*mine).values(sound=sound, claimed_by=None))
    session.commit()
    return sound
