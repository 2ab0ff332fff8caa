"""Programs for everybody: the list, a program's page, and the way into it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Any

from flask import Blueprint, Response, make_response, render_template, request, stream_with_context, url_for
from pydantic import BaseModel, BeforeValidator
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.signed_in import signed_in_user
from kaiwa.clock import now
from kaiwa.extensions import db
from kaiwa.languages import LANGUAGE_IDS
from kaiwa.models import LearningPath
from kaiwa.paths.committing import Terms
from kaiwa.paths.program_pages import describe_course, program_pieces
from kaiwa.paths.programs import find_program, list_programs, outcomes, start_program
from kaiwa.web.forms import FormError, parse_form
from kaiwa.web.htmx import redirect
from kaiwa.web.public_addresses import public_page
from kaiwa.web.translation import gettext as _

blueprint = Blueprint("programs", __name__)
LATEST_START = timedelta(days=366)


def read_minute(value: object) -> object:
    """The minute of the day of a time such as 08:30; eight o'clock where none is given."""
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", str(value or "08:00").strip(), re.ASCII)
    if found is None:
        raise ValueError(_("Please give a time of day, like 08:00."))
    return int(found[1]) * 60 + int(found[2])


def read_day(value: object) -> date | None:
    """A day from today on, within a year; None where none is given."""
    if not value:
        return None
    today = _today()
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(_("Please give a day, such as %(day)s.", day=today.isoformat())) from None
    if not today <= day <= today + LATEST_START:
        raise ValueError(_("Please choose a day from today on, within a year."))
    return day


class StartForm(BaseModel):
    """From which day on, and whether a mail shall remind at a time of the day."""

    starts_on: Annotated[date | None, BeforeValidator(read_day)] = None
    reminders: bool = False
    reminder_time: Annotated[int, BeforeValidator(read_minute)] = 8 * 60


@blueprint.get("/programs")
def programs() -> str:
    """The list, of all languages or of one."""
    language, after = request.args.get("language"), request.args.get("after", "")
    chosen = language if language in LANGUAGE_IDS else None
    public = public_page("programs.programs") if chosen is None and not after else None
    found = list_programs(db.session(), chosen, after)
    return render_template("paths/programs.html", found=found, chosen=chosen, languages=LANGUAGE_IDS, public=public)


@blueprint.get("/program/<share_slug>")
def page(share_slug: str) -> Response:
    """What a program is, day by day, and the way into it."""
    return _show(find_program(db.session(), share_slug))


@blueprint.post("/program/<share_slug>/starts")
def start(share_slug: str) -> BaseResponse:
    """Make a program one's own; a guest is asked to sign up first and comes back to it."""
    program = find_program(db.session(), share_slug)
    user = signed_in_user()
    if user is None:
        here = url_for(".page", share_slug=share_slug)
        return redirect(url_for("accounts.sign_up_form", next=here, why="program"))
    try:
        form = parse_form(StartForm)
    except FormError as error:
        return _show(program, error.values, error.messages)
    terms = Terms(form.starts_on or _today(), form.reminders, form.reminder_time)
    path_id = start_program(db.session(), user, program, terms, now())
    db.session.commit()
    return redirect(url_for("following.path", path_id=path_id))


@blueprint.get("/sitemap-programs.xml")
def sitemap() -> Response:
    """Every public program, for search engines."""
    pieces: Iterator[str] = program_pieces(db.session())
    return Response(stream_with_context(pieces), mimetype="application/xml")


def _today() -> date:
    user = signed_in_user()
    return now().astimezone(user.zone).date() if user else now().date()


def _show(
    program: LearningPath, values: dict[str, Any] | None = None, messages: dict[str, str] | None = None
) -> Response:
    public = public_page("programs.page", share_slug=program.share_slug)
    goals = outcomes(program.schedule)
    html = render_template(
        "paths/program.html",
        program=program,
        public=public,
        outcomes=goals,
        course=describe_course(program, goals, public.address),
        today=_today(),
        latest=_today() + LATEST_START,
        values={"starts_on": _today().isoformat(), "reminder_time": "08:00", "reminders": ""} | (values or {}),
        messages=messages or {},
    )
    return make_response(html, 422 if messages else 200)
