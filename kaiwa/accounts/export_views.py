"""Taking everything along: at once where it is little, prepared by the queue where it is much."""

from uuid import UUID

from flask import Blueprint, Response, render_template, request, stream_with_context, url_for
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.exporting import export_archive
from kaiwa.accounts.prepared_exports import ExportGone, archive_pieces, find_export, is_large, kept_export
from kaiwa.accounts.preparing_exports import ask_for_export
from kaiwa.accounts.signed_in import SignInNeeded
from kaiwa.accounts.visitors import Visitor, current_visitor
from kaiwa.clock import now
from kaiwa.errors import NotFound
from kaiwa.extensions import db, limiter
from kaiwa.models.exports import ExportState
from kaiwa.web.htmx import is_htmx, redirect as go
from kaiwa.web.locale import current_language

blueprint = Blueprint("exports", __name__)


def _asking() -> str:
    return current_visitor().key or str(request.remote_addr)


exports_of_somebody = limiter.shared_limit("20 per hour", scope="exports", key_func=_asking)


@blueprint.get("/privacy/export")
@exports_of_somebody
def stream() -> BaseResponse:
    """Everything of whoever asks, as a zip; where it is much, the way to the prepared one."""
    visitor, at = _somebody(), now()
    if is_large(db.session(), visitor):
        export = kept_export(db.session(), visitor, at)
        return go(url_for(".show", export_id=export.id) if export else url_for("privacy.show"))
    archive = stream_with_context(export_archive(db.session(), visitor, at))
    return _as_file(Response(archive), f"kaiwa-{at:%Y-%m-%d}.zip")


@blueprint.post("/privacy/exports")
@exports_of_somebody
def create() -> BaseResponse:
    """Have everything prepared; little of it needs no preparation."""
    visitor = _somebody()
    if not is_large(db.session(), visitor):
        return go(url_for("privacy.show"))
    export = ask_for_export(db.session(), visitor, current_language().tag, now())
    here = url_for(".show", export_id=export.id)
    db.session.commit()
    return go(here)


@blueprint.get("/privacy/exports/<uuid:export_id>")
def show(export_id: UUID) -> str | Response:
    """How far it is; whoever comes by the mail's link may have to sign in first."""
    visitor = current_visitor()
    try:
        export = find_export(db.session(), visitor, export_id, now())
    except ExportGone:
        if visitor.is_guest:
            raise SignInNeeded from None
        raise
    if not is_htmx():
        return render_template("accounts/export.html", export=export)
    if export.state is ExportState.PENDING:
        # the region stays as it is, and nobody hears it again
        return Response(status=204)
    return render_template("accounts/_export.html", export=export)


@blueprint.get("/privacy/exports/<uuid:export_id>/archive")
@exports_of_somebody
def archive(export_id: UUID) -> BaseResponse:
    """The prepared zip."""
    export = find_export(db.session(), current_visitor(), export_id, now())
    if export.state is not ExportState.READY:
        return go(url_for(".show", export_id=export_id))
    name, size = f"kaiwa-{export.finished_at:%Y-%m-%d}.zip", export.bytes
    response = _as_file(Response(stream_with_context(archive_pieces(db.session(), export))), name)
    response.content_length = size
    return response


def _somebody() -> Visitor:
    """Whoever asks; raises NotFound where nothing is kept of them."""
    visitor = current_visitor()
    if not visitor.key:
        raise NotFound
    return visitor


def _as_file(response: Response, name: str) -> Response:
    response.mimetype = "application/zip"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Cache-Control"] = "no-store"
    return response
