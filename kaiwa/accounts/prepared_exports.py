"""The archive that is kept for somebody: finding it, sending it, dropping it."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, false, func, literal, select
from sqlalchemy.orm import Session

from kaiwa.accounts.exporting import conversations_of
from kaiwa.accounts.visitors import Visitor
from kaiwa.errors import N_, NotFound
from kaiwa.models import Conversation, Export, ExportPiece, Message
from kaiwa.models.exports import KEPT_FOR
from kaiwa.queue import forget_jobs

MOST_STREAMED = 2000


class ExportGone(NotFound):
    """The export is somebody else's, or older than a day, or was replaced."""

    title = N_("This file is not here any more")
    sentence = N_("A prepared file is kept for one day. On the page about privacy you can have a new one prepared.")


def is_large(session: Session, visitor: Visitor) -> bool:
    """Whether somebody has said so much that the queue prepares it; counts no further than it must."""
    some = (
        select(literal(1))
        .select_from(Message)
        .join(Conversation, Message.conversation_id == Conversation.id)
        .where(conversations_of(visitor))
        .limit(MOST_STREAMED + 1)
        .subquery()
    )
    return session.scalars(select(func.count()).select_from(some)).one() > MOST_STREAMED


def kept_export(session: Session, visitor: Visitor, at: datetime) -> Export | None:
    """What is kept or being prepared for somebody, or failed; None where there is nothing, or it is over."""
    return session.scalars(select(Export).where(_exports_of(visitor), _since() > at - KEPT_FOR)).one_or_none()


def find_export(session: Session, visitor: Visitor, export_id: UUID, at: datetime) -> Export:
    """The export of that id, if it is the visitor's; raises ExportGone."""
    export = kept_export(session, visitor, at)
    if export is None or export.id != export_id:
        raise ExportGone
    return export


def archive_pieces(session: Session, export: Export) -> Iterator[bytes]:
    """The archive in pieces, no connection held while one goes out; raises ExportGone when it is dropped meanwhile."""
    export_id, missing, position = export.id, export.bytes, 0
    while missing > 0:
        query = select(ExportPiece.content).where(ExportPiece.export_id == export_id, ExportPiece.position == position)
        content = session.scalars(query).one_or_none()
        session.rollback()
        if content is None:
            # not an end: whoever downloads must notice that there should be more
            raise ExportGone
        yield content
        missing, position = missing - len(content), position + 1


def drop_exports(session: Session, visitor: Visitor) -> None:
    """Drop what is kept or being prepared for somebody; a job that is writing finds it gone."""
    dropped = delete(Export).where(_exports_of(visitor)).returning(Export.id)
    for export_id in session.scalars(dropped).all():
        forget_jobs(session, "export_id", str(export_id))


def forget_exports(session: Session, at: datetime) -> None:
    """Drop what is over."""
    session.execute(delete(Export).where(_since() <= at - KEPT_FOR))


def _exports_of(visitor: Visitor) -> ColumnElement[bool]:
    if visitor.user_id is not None:
        return Export.user_id == visitor.user_id
    return Export.guest_id == visitor.guest_id if visitor.guest_id is not None else false()


def _since() -> ColumnElement[datetime]:
    """The time from which an export is kept for a day."""
    return func.coalesce(Export.finished_at, Export.created_at)
