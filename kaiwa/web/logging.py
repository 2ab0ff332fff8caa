"""One JSON line on stdout per request, joined by its id; never what somebody wrote, no query string, no cookie."""

import json
import logging
import re
import sys
import time
from datetime import UTC, datetime
from uuid import uuid4

from flask import Flask, Response, g, has_request_context, request

from kaiwa.config import Settings

WELL_FORMED_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
FIELDS = ("method", "route", "status", "ms", "sql")

log = logging.getLogger("kaiwa.request")


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; the request's id is added wherever there is a request."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if has_request_context():
            line["request_id"] = g.get("request_id")
        line.update({field: getattr(record, field) for field in FIELDS if hasattr(record, field)})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def configure_logging(settings: Settings) -> None:
    """Send every logger's lines to stdout as JSON, unless whoever runs us (pytest) already takes them."""
    root = logging.getLogger()
    root.setLevel(settings.log_level)
    for chatty in ("werkzeug", "alembic.runtime", "flask-limiter", "httpx2", "openai"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    if not root.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(JsonLines())
        root.addHandler(handler)


def init_request_log(app: Flask) -> None:
    """Give each request an id, and write its line when the answer has gone out."""

    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if WELL_FORMED_ID.fullmatch(given) else uuid4().hex
        g.began = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.get("request_id", "")
        write_line(response.status_code)
        return response


def write_line(status: int) -> None:
    """The line of the request that is being answered; for a stream it says when it began to flow."""
    fields = {
        "method": request.method,
        "route": request.url_rule.rule if request.url_rule else "-",
        "status": status,
        "ms": round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
        "sql": g.get("sql_statements", 0),
    }
    log.info("%(method)s %(route)s %(status)s", fields, extra=fields)
