"""Reminders switched on and off: on a path's page by its learner, and out of the mail by whoever reads it."""

import re
from typing import Annotated

from flask import Blueprint, make_response, render_template, url_for
from pydantic import AfterValidator, BaseModel
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.signed_in import required_user
from kaiwa.clock import now
from kaiwa.errors import NotFound
from kaiwa.extensions import csrf, db
from kaiwa.models import LearningPath, PathAssignment
from kaiwa.paths.finding import find_assignment
from kaiwa.paths.reminder_links import find_reminded
from kaiwa.paths.reminding import count_opened, set_reminder
from kaiwa.web.forms import FormError, parse_form
from kaiwa.web.htmx import is_htmx, redirect
from kaiwa.web.translation import gettext as _

blueprint = Blueprint("reminders", __name__)


def checked_time(value: str) -> str:
    """Refuse what is no time of day."""
    if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", value.strip(), re.ASCII):
        raise ValueError(_("Please give a time of day, like 08:00."))
    return value.strip()


class ReminderForm(BaseModel):
    """Whether a mail shall remind, and at what time."""

    time: Annotated[str, AfterValidator(checked_time)]
    on: bool = False

    @property
    def minute(self) -> int:
        """The minute of the day."""
        hours, minutes = self.time.split(":")
        return int(hours) * 60 + int(minutes)


@blueprint.after_request
def keep_nothing(response: BaseResponse) -> BaseResponse:
    """A page whose address is a secret is kept by no cache."""
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/paths/<path_id>/reminders")
def save(path_id: str) -> BaseResponse:
    """Keep whether and when a mail reminds; answers with the form as it now stands."""
    user = required_user()
    assignment = find_assignment(db.session(), user.id, path_id)
    try:
        form = parse_form(ReminderForm)
    except FormError as error:
        return _show(assignment, messages=error.messages, typed=str(error.values.get("time", "")))
    set_reminder(db.session(), user, assignment, is_on=form.on, minute=form.minute, at=now())
    db.session.commit()
    if is_htmx():
        return _show(assignment, is_kept=True)
    return redirect(url_for("following.path", path_id=path_id, _anchor="reminder"))


@blueprint.get("/paths/reminders/<token>/today")
def follow(token: str) -> BaseResponse:
    """Out of the mail to today's day; only its learner counts as having opened it, not what looks into mails."""
    user, assignment = required_user(), find_reminded(db.session(), token)
    if assignment.user_id != user.id:
        raise NotFound
    today = (now().astimezone(user.zone).date() - assignment.starts_on).days + 1
    path_id, is_there = assignment.path_id, assignment.path.day(today) is not None
    count_opened(db.session(), user, assignment, now())
    db.session.commit()
    if is_there:
        return redirect(url_for("following.day", path_id=path_id, index=today))
    return redirect(url_for("following.path", path_id=path_id))


@blueprint.get("/paths/reminders/<token>/unsubscribe")
def offer(token: str) -> str:
    """A button: programs that look into mails press none."""
    return _answer(find_reminded(db.session(), token).path, token, is_off=False)


@blueprint.post("/paths/reminders/<token>/unsubscribe")
@csrf.exempt  # type: ignore[untyped-decorator]
def unsubscribe(token: str) -> str:
    """Switch them off, by the button or by a mail program, which brings no cookie (RFC 8058)."""
    assignment = find_reminded(db.session(), token)
    path = assignment.path
    assignment.email_reminders_enabled, assignment.next_reminder_at = False, None
    db.session.commit()
    return _answer(path, token, is_off=True)


def _answer(path: LearningPath, token: str, *, is_off: bool) -> str:
    return render_template("paths/unsubscribe.html", path=path, token=token, is_off=is_off)


def _show(
    assignment: PathAssignment, messages: dict[str, str] | None = None, typed: str = "", *, is_kept: bool = False
) -> BaseResponse:
    """The form alone for htmx, else on a page of its own, with what is wrong where it was typed."""
    page = "paths/_reminder.html" if is_htmx() else "paths/reminder.html"
    html = render_template(page, assignment=assignment, messages=messages or {}, typed=typed, is_kept=is_kept)
    return make_response(html, 422 if messages else 200)
