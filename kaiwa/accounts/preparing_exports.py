"""The queue prepares the archive of whoever takes a lot along: written in pieces, and ready only when it is whole.

A try claims the export and starts over. It commits each piece, holding the claim while it does, so that of two tries
at once (a worker that was thought dead) the later one writes and the earlier one stops.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from procrastinate import JobContext
from procrastinate.exceptions import JobAborted
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from kaiwa.accounts.exporting import export_archive
from kaiwa.accounts.jobs import mail_export
from kaiwa.accounts.prepared_exports import drop_exports, kept_export
from kaiwa.accounts.visitors import Visitor
from kaiwa.clock import now
from kaiwa.extensions import db
from kaiwa.ids import new_id
from kaiwa.models import Export, ExportPiece
from kaiwa.models.exports import ExportState
from kaiwa.queue import Backoff, enqueue, jobs
from kaiwa.web.locale import speaking

MOST_RETRIES = 4


class NotPrepared(Exception):
    """A try came to nothing; says of the error no more than its name, for its text may repeat what somebody wrote."""


class ClaimLost(Exception):
    """Another try has the export, or it is gone."""


@dataclass(frozen=True)
class Claim:
    """A try's right to write an export."""

    export_id: UUID
    held_by: UUID
    visitor: Visitor


def ask_for_export(session: Session, visitor: Visitor, language: str, at: datetime) -> Export:
    """What is kept or being prepared for somebody, else a new export with the job that prepares it."""
    # two tabs get the same one; a guest's is not made between finding and dropping it
    session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:key))"), {"key": visitor.key})
    found = kept_export(session, visitor, at)
    if found is not None and found.state is not ExportState.FAILED:
        return found
    drop_exports(session, visitor)
    export = Export(user_id=visitor.user_id, guest_id=visitor.guest_id, created_at=at)
    session.add(export)
    session.flush()
    enqueue(session, prepare_export, export_id=str(export.id), language=language)
    return export


# mails go first
@jobs.task(name="accounts.prepare_export", retry=Backoff(most=MOST_RETRIES), priority=-1, pass_context=True)
def prepare_export(context: JobContext, export_id: str, language: str) -> None:
    """Write an archive from its beginning; after the last try the export has failed."""
    session, tries = db.session(), context.job.attempts
    claim = claim_export(session, UUID(export_id))
    if claim is None:
        return
    try:
        if tries > MOST_RETRIES:
            raise NotPrepared("every worker died of it")
        with speaking(language):
            archive = export_archive(session, claim.visitor, now())
            keep_archive(session, claim, _unless_stopped(context, archive), language)
    except ClaimLost:
        session.rollback()
    except Exception as error:
        session.rollback()
        if tries >= MOST_RETRIES:
            give_up(session, claim)
        raise NotPrepared(type(error).__name__).with_traceback(error.__traceback__) from None


def claim_export(session: Session, export_id: UUID) -> Claim | None:
    """Take an export that is to be written, without what an earlier try wrote; None where there is nothing to do."""
    held_by = new_id()
    row = session.execute(
        update(Export)
        .where(Export.id == export_id, Export.state == ExportState.PENDING)
        .values(claimed_by=held_by)
        .returning(Export.guest_id, Export.user_id)
    ).one_or_none()
    if row is None:
        session.rollback()
        return None
    session.execute(delete(ExportPiece).where(ExportPiece.export_id == export_id))
    session.commit()
    return Claim(export_id, held_by, Visitor(row.guest_id, row.user_id))


def keep_archive(session: Session, claim: Claim, pieces: Iterable[bytes], language: str) -> None:
    """Keep the pieces as they come, then call the export ready; raises ClaimLost."""
    size = 0
    for position, content in enumerate(pieces):
        _hold(session, claim)
        session.execute(insert(ExportPiece).values(export_id=claim.export_id, position=position, content=content))
        session.commit()
        size += len(content)
    export = _hold(session, claim)
    export.state, export.bytes, export.finished_at = ExportState.READY, size, now()
    session.flush()
    if export.user_id is not None:
        enqueue(session, mail_export, user_id=str(export.user_id), export_id=str(export.id), language=language)
    session.commit()


def give_up(session: Session, claim: Claim) -> None:
    """Call the export failed, and drop what was written of it."""
    try:
        export = _hold(session, claim)
    except ClaimLost:
        session.rollback()
        return
    export.state, export.finished_at = ExportState.FAILED, now()
    session.execute(delete(ExportPiece).where(ExportPiece.export_id == claim.export_id))
    session.commit()


def _hold(session: Session, claim: Claim) -> Export:
    """The export, locked until the transaction ends; raises ClaimLost."""
    held = (Export.id == claim.export_id, Export.claimed_by == claim.held_by)
    export = session.scalars(select(Export).where(*held).with_for_update()).one_or_none()
    if export is None:
        raise ClaimLost
    return export


def _unless_stopped(context: JobContext, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces, until the worker is told to stop: another one starts over."""
    for piece in pieces:
        if context.should_abort():
            raise JobAborted
        yield piece
