"""Server-sent events as htmx reads them."""

from collections.abc import Iterator

from flask import Response, stream_with_context

KEEP_ALIVE = ": waiting\n\n"
DONE = "event: done\ndata: done\n\n"


def event(html: str) -> str:
    """An unnamed message, which htmx swaps in; one data line for each line."""
    return "".join(f"data: {line}\n" for line in html.splitlines()) + "\n"


def event_stream(events: Iterator[str]) -> Response:
    """Answer with events as they come, past whatever would hold them back."""
    response = Response(stream_with_context(events), mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response
