"""What crawlers ask for before anything else: where they may go, and what there is to be found."""

from collections.abc import Iterator

from flask import Blueprint, Response, current_app, request, stream_with_context

from kaiwa.extensions import db
from kaiwa.scenarios.sitemap import index_pieces, page_pieces, scenario_pieces
from kaiwa.web.public_addresses import public_url

blueprint = Blueprint("crawlers", __name__)
FOUND = ("conversations.landing", "scenario_list.scenarios", "pricing.show")
# what belongs to somebody, what does something, and what is sound
PRIVATE = (
    "/admin",
    "/auth/",
    "/billing",
    "/conversations",
    "/deleted",
    "/dev/",
    "/email/",
    "/invitations/",
    "/messages/",
    "/openings/",
    "/password/",
    "/paths",
    "/preferences/",
    "/privacy/",
    "/scenario-drafts",
    "/scenarios/*/edit",
    "/scenarios/*/lines/",
    # whole addresses: a scenario may be called so and more
    "/scenarios/mine$",
    "/scenarios/new$",
    "/settings",
    "/studio",
    "/transcriptions",
    "/webhooks/",
    "/welcome",
)


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Where crawlers may not go, and where the sitemap is."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in PRIVATE),
        "",
        f"Sitemap: {public_url('crawlers.index')}",
        "",
    ]
    return Response("\n".join(lines), mimetype="text/plain")


@blueprint.get("/sitemap.xml")
def index() -> Response:
    """The sitemap of sitemaps."""
    return _xml(index_pieces(db.session(), more=current_app.extensions.get("kaiwa.sitemaps", ())))


@blueprint.get("/sitemap-pages.xml")
def pages() -> Response:
    """The pages that are always there."""
    return _xml(page_pieces(FOUND))


@blueprint.get("/sitemap-scenarios.xml")
def scenarios() -> Response:
    """Scenarios, from the one that the sitemap of sitemaps names."""
    return _xml(scenario_pieces(db.session(), request.args.get("first", "").replace("\0", "")))


def _xml(pieces: Iterator[str]) -> Response:
    return Response(stream_with_context(pieces), mimetype="application/xml")
