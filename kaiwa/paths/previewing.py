"""Beginning a preview from a sentence, and planning it: once, whoever asks, and shown as it grows.

Planning commits by itself, since what is planned must outlive a crash and a slow mind, and holds no connection while
the planner thinks.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from kaiwa.accounts.visitors import Visitor
from kaiwa.clock import now
from kaiwa.ids import new_id
from kaiwa.languages import LANGUAGE_IDS
from kaiwa.minds.answers import Tokens
from kaiwa.minds.keeping import intent_values
from kaiwa.minds.mind import Mind
from kaiwa.minds.outlines import Day, Intent, Outline, Week
from kaiwa.minds.phrases import Question
from kaiwa.minds.planner import Heading, Planner
from kaiwa.models import PathPreview
from kaiwa.models.path_shapes import DayEntry, PreviewDetails
from kaiwa.models.paths import PLANNING_LASTS, PREVIEW_LASTS, PreviewStatus
from kaiwa.paths.preview_outlines import entry_of, kept_days, kept_intent, shape_of, week_of, write_outline
from kaiwa.paths.shelf import read_shelf

RENEW_AFTER = timedelta(seconds=4)
LOOK_AGAIN_SECONDS = 0.25
GIVE_UP_SECONDS = 120
log = logging.getLogger("kaiwa.paths.previewing")


@dataclass(frozen=True)
class Asked:
    """Who asks for a path, in which language they read and write, and what day it is for them."""

    visitor: Visitor
    native: str
    today: date


def understand(planner: Planner, text: str, asked: Asked) -> Intent | Question:
    """What a sentence asks for, or what must be asked back."""
    return planner.parse(text, native=asked.native, accepted_languages=LANGUAGE_IDS, today=asked.today)


def begin_preview(session: Session, intent: Intent, asked: Asked, at: datetime) -> PathPreview:
    """Keep what somebody wants as a preview that is still to be planned."""
    preview = PathPreview(
        user_id=asked.visitor.user_id,
        guest_id=None if asked.visitor.user_id else asked.visitor.guest_id,
        session_id=secrets.token_urlsafe(12),
        intent=intent.text,
        target_language_id=intent.target_language,
        source_language_id=asked.native if asked.native in LANGUAGE_IDS else "en",
        status=PreviewStatus.GENERATING,
        expires_at=at + PREVIEW_LASTS,
        details=PreviewDetails(parsed_intent=intent_values(intent)),
        input_tokens=intent.tokens.given,
        output_tokens=intent.tokens.made,
    )
    session.add(preview)
    session.flush()
    return preview


def plan_again(session: Session, preview: PathPreview, intent: Intent) -> None:
    """Plan a preview anew, after what it is about has been mended."""
    preview.target_language_id = intent.target_language
    preview.schedule, preview.preview_scenarios = [], []
    preview.details = PreviewDetails(parsed_intent=intent_values(intent))
    preview.status = PreviewStatus.GENERATING
    preview.revision += 1
    preview.claimed_by, preview.claimed_at = None, None
    session.flush()


def follow_planning(session: Session, planner: Planner, mind: Mind, preview: PathPreview) -> Iterator[DayEntry | None]:
    """Yield each day that is not there yet as it comes, None while nothing does; it ends when the course is whole.

    Whoever gets the claim plans; anyone else looks again until it is there, and takes over when the planner has died.
    When the reader goes away the course is planned to its end all the same.
    """
    preview_id, shown = preview.id, len(preview.schedule)
    deadline = time.monotonic() + GIVE_UP_SECONDS
    while preview.status is PreviewStatus.GENERATING and time.monotonic() < deadline:
        holder = _claim(session, preview_id)
        if holder is not None:
            yield from _plan(session, planner, mind, preview_id, holder, shown)
            return
        session.commit()
        yield None
        time.sleep(LOOK_AGAIN_SECONDS)
        preview = session.get_one(PathPreview, preview_id, populate_existing=True)
        yield from preview.schedule[shown:]
        shown = max(shown, len(preview.schedule))
    session.commit()


def finish_planning(session: Session, planner: Planner, mind: Mind, preview: PathPreview) -> None:
    """Plan without showing it as it grows: for pages without JavaScript."""
    for _ in follow_planning(session, planner, mind, preview):
        pass


def _plan(
    session: Session, planner: Planner, mind: Mind, preview_id: UUID, holder: UUID, shown: int
) -> Iterator[DayEntry | None]:
    preview = session.get_one(PathPreview, preview_id, populate_existing=True)
    intent, kept = kept_intent(preview), kept_days(preview)
    shelf = read_shelf(session, mind, intent.target_language or "")
    session.commit()
    is_read, renewed = True, now()
    try:
        for piece in planner.plan(intent, shelf, kept):
            if isinstance(piece, Outline):
                _store_whole(session, preview_id, holder, piece, intent)
                return
            entry = entry_of(piece) if isinstance(piece, Day) else None
            if isinstance(piece, Heading | Week) or (isinstance(piece, Day) and piece.index > len(kept)):
                _store_piece(session, preview_id, holder, piece)
            elif now() - renewed > RENEW_AFTER:
                renewed = now()
                _renew(session, preview_id, holder, renewed)
            if is_read and (entry is None or entry.day_index > shown):
                try:
                    yield entry
                except GeneratorExit:
                    is_read = False
        raise RuntimeError("the planner ended without a course")
    except Exception:
        session.rollback()
        log.exception("no path was planned", extra={"preview": str(preview_id)})
        _fail(session, preview_id, holder)


def _claim(session: Session, preview_id: UUID) -> UUID | None:
    holder, at = new_id(), now()
    free = or_(PathPreview.claimed_at.is_(None), PathPreview.claimed_at < at - PLANNING_LASTS)
    taken = session.execute(
        update(PathPreview)
        .where(PathPreview.id == preview_id, PathPreview.status == PreviewStatus.GENERATING, free)
        .values(claimed_by=holder, claimed_at=at)
        .returning(PathPreview.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return holder if taken else None


def _held(session: Session, preview_id: UUID, holder: UUID) -> PathPreview | None:
    """The preview for whoever holds its claim, locked; None where the claim was lost."""
    preview = session.get(PathPreview, preview_id, populate_existing=True, with_for_update=True)
    return preview if preview and preview.claimed_by == holder and preview.status is PreviewStatus.GENERATING else None


def _store_piece(session: Session, preview_id: UUID, holder: UUID, piece: Heading | Week | Day) -> None:
    preview = _held(session, preview_id, holder)
    if preview is not None:
        preview.claimed_at = now()
        if isinstance(piece, Day):
            preview.schedule = [*preview.schedule, entry_of(piece)]
        elif isinstance(piece, Week):
            weeks = [week for week in preview.details.weeks if week.index != piece.index]
            preview.details = preview.details.model_copy(update={"weeks": (*weeks, week_of(piece))})
        else:
            named = {"title": shape_of(piece.title), "description": shape_of(piece.description)}
            preview.details = preview.details.model_copy(update=named)
    session.commit()


def _store_whole(session: Session, preview_id: UUID, holder: UUID, outline: Outline, intent: Intent) -> None:
    preview = _held(session, preview_id, holder)
    if preview is not None:
        write_outline(preview, outline, intent_values(replace(intent, tokens=Tokens())))
        preview.status, preview.claimed_by, preview.claimed_at = PreviewStatus.READY, None, None
        preview.input_tokens += outline.tokens.given
        preview.output_tokens += outline.tokens.made
    session.commit()


def _renew(session: Session, preview_id: UUID, holder: UUID, at: datetime) -> None:
    mine = (PathPreview.id == preview_id, PathPreview.claimed_by == holder)
    session.execute(update(PathPreview).where(*mine).values(claimed_at=at).execution_options(synchronize_session=False))
    session.commit()


def _fail(session: Session, preview_id: UUID, holder: UUID) -> None:
    preview = _held(session, preview_id, holder)
    if preview is not None:
        preview.status = PreviewStatus.FAILED
    session.commit()
