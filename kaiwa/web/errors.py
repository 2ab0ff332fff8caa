"""Kind pages for everything that goes wrong: HTML, a fragment for htmx, or JSON for programs."""

import logging

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from kaiwa import errors
from kaiwa.extensions import db
from kaiwa.web.htmx import is_htmx
from kaiwa.web.translation import gettext as _, lazy_gettext as _l

STATUSES: dict[type[errors.KaiwaError], int] = {
    errors.NotFound: 404,
    errors.NotAllowed: 403,
    errors.Conflict: 409,
    errors.InvalidInput: 422,
    errors.LimitReached: 429,
    errors.Unavailable: 503,
}
TITLES = {
    400: _l("That did not arrive well"),
    403: _l("This is not open to you"),
    404: _l("There is nothing here"),
    405: _l("That is not how this page works"),
    409: _l("This has changed meanwhile"),
    413: _l("That is too big"),
    422: _l("Something needs another look"),
    429: _l("One moment, please"),
    500: _l("Something broke on our side"),
    503: _l("Kaiwa is busy just now"),
}
SENTENCES = {
    400: _l("We could not read what your browser sent. Please go back, reload and try again."),
    403: _l("You cannot do this here."),
    404: _l("We could not find this page. It may have moved, or it belongs to somebody else."),
    405: _l("Please go back and use the buttons on the page."),
    413: _l("What you sent is larger than we can take. Please make it shorter and send it again."),
    422: _l("We could not use what you sent. Please look at it again."),
    429: _l("That was a lot at once. Please wait a minute, then go on: nothing is lost."),
    500: _l("It is not your fault, and we have noted it. Please try again."),
    503: _l("Please try again in a moment: nothing is lost."),
}

log = logging.getLogger("kaiwa.errors")


def init_errors(app: Flask) -> None:
    """Answer every failure with a page of ours."""
    app.register_error_handler(errors.KaiwaError, answer_domain_error)
    app.register_error_handler(OperationalError, answer_busy)
    app.register_error_handler(PoolTimeout, answer_busy)
    app.register_error_handler(CSRFError, answer_csrf)
    app.register_error_handler(HTTPException, answer_http_error)


def answer_domain_error(error: errors.KaiwaError) -> Response:
    """What a job function refused, in its own words."""
    status = next((STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), 500)
    return answer(status, _(error.sentence), _(error.title) if error.title else None, is_plans=error.is_plans)


def answer_busy(error: Exception) -> Response:
    """The database does not answer, or all connections are taken."""
    log.error("database unavailable", exc_info=error)
    response = answer(503)
    response.headers["Retry-After"] = "5"
    return response


def answer_csrf(error: CSRFError) -> Response:
    """The form's token does not fit the cookie: mostly a page that was open for long."""
    log.info("csrf refused: %s", error.description)
    return answer(
        400, _("This page was open too long to send from it. Your text is kept: reload the page, then send it again.")
    )


def answer_http_error(error: HTTPException) -> Response | BaseResponse | HTTPException:
    """Whatever Flask, an extension or `abort` raised."""
    if error.code is None or error.code < 400 or error.response is not None:
        return error
    response = answer(error.code)
    for name, value in error.get_headers(request.environ):
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def answer(status: int, sentence: str | None = None, title: str | None = None, *, is_plans: bool = False) -> Response:
    """The failure in the form that whoever asked can use; `is_plans` names the plans beside it."""
    db.session.rollback()
    title = title or str(TITLES.get(status, TITLES[500 if status >= 500 else 400]))
    sentence = sentence or str(SENTENCES.get(status, SENTENCES[500 if status >= 500 else 400]))
    request_id = g.get("request_id", "")
    if is_htmx():
        response = make_response(render_template("web/_error.html", sentence=sentence, is_plans=is_plans), status)
        response.headers["HX-Retarget"] = "#notice"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    if wants_json():
        return make_response(jsonify(error=sentence, request_id=request_id), status)
    return page(status, title, sentence, request_id, is_plans=is_plans)


def page(status: int, title: str, sentence: str, request_id: str, *, is_plans: bool = False) -> Response:
    """The error page, or bare words when the layout itself is what broke."""
    try:
        said = {"title": title, "sentence": sentence, "request_id": request_id, "is_plans": is_plans}
        html = render_template("web/error.html", **said)
    except Exception:
        if status < 500:
            raise
        log.exception("the error page does not render")
        return Response(f"{title}. {sentence}", status, mimetype="text/plain")
    return make_response(html, status)


def wants_json() -> bool:
    """Whether whoever asks takes JSON and no HTML."""
    return request.accept_mimetypes.accept_json and not request.accept_mimetypes.accept_html
