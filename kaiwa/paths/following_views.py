"""One's paths, a path, a day of it, and what is done with them: paused, picked up, begun again, put away, copied."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

from flask import Blueprint, Response, make_response, render_template, url_for
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.signed_in import required_user
from kaiwa.clock import now
from kaiwa.conversations.stages import current_mind
from kaiwa.extensions import db
from kaiwa.models import PathAssignment, User
from kaiwa.models.path_shapes import DayEntry
from kaiwa.models.paths import AssignmentStatus
from kaiwa.paths.claiming_days import owe_again
from kaiwa.paths.finding import find_assignment
from kaiwa.paths.following import DayState, Followed, PathDay, list_followed, see_path
from kaiwa.paths.forking import fork_path
from kaiwa.paths.marking import mark_done, take_back
from kaiwa.paths.pacing import archive_path, pause_path, pick_up_path, restart_path, resume_path
from kaiwa.paths.progressing import note_progress
from kaiwa.paths.replacing import other_day
from kaiwa.paths.shelf import read_shelf
from kaiwa.web.forms import parse_form
from kaiwa.web.htmx import is_htmx, redirect

blueprint = Blueprint("following", __name__)
Day = Annotated[int, Field(ge=1, le=60)]
Change = Callable[[Session, User, PathAssignment, datetime], None]


class DoneForm(BaseModel):
    """Whether a day is done."""

    done: Literal["yes", "no"]


class DayForm(BaseModel):
    """A day of a path."""

    day: Day


@blueprint.get("/paths")
def index() -> str:
    """The paths that somebody follows, and those put away."""
    followed = list_followed(db.session(), required_user(), now())
    return render_template(
        "paths/list.html",
        followed=[each for each in followed if each.assignment.status is not AssignmentStatus.ARCHIVED],
        archived=[each for each in followed if each.assignment.status is AssignmentStatus.ARCHIVED],
    )


@blueprint.get("/paths/<path_id>")
def path(path_id: str) -> str:
    """A path: its days, today's, tomorrow's and all the others week by week."""
    followed = _see(path_id)
    return render_template(
        "paths/path.html",
        followed=followed,
        path=followed.path,
        is_own=followed.path.user_id == required_user().id,
        other=_other(followed, followed.step),
    )


@blueprint.get("/paths/<path_id>/days/<int:index>")
def day(path_id: str, index: int) -> Response:
    """A day; for htmx what is to be done on it, which it asks for while the day is being written."""
    followed = _see(path_id)
    found = followed.day(index)
    page = "paths/_day_card.html" if is_htmx() else "paths/day.html"
    return make_response(
        render_template(page, followed=followed, path=followed.path, day=found, other=_other(followed, found))
    )


@blueprint.post("/paths/<path_id>/days/<int:index>/completion")
def complete(path_id: str, index: int) -> BaseResponse:
    """A day is done because its learner says so, or is not after all."""
    followed = _see(path_id)
    assignment, index = followed.assignment, followed.day(index).index
    if parse_form(DoneForm).done == "yes":
        mark_done(db.session(), assignment, index, now())
    else:
        take_back(db.session(), assignment, index)
    user = required_user()
    note_progress(db.session(), see_path(db.session(), assignment, user, now()), now())
    db.session.commit()
    return redirect(url_for(".day", path_id=path_id, index=index))


@blueprint.post("/paths/<path_id>/days/<int:index>/attempts")
def attempt(path_id: str, index: int) -> BaseResponse:
    """Have a day written again that could not be written."""
    followed = _see(path_id)
    owe_again(db.session(), path_id, followed.day(index).index, now())
    db.session.commit()
    return redirect(url_for(".day", path_id=path_id, index=index))


@blueprint.post("/paths/<path_id>/restart-at")
def pick_up(path_id: str) -> BaseResponse:
    """Go on at a day that was missed."""
    index = parse_form(DayForm).day
    return _change(path_id, lambda session, user, found, at: pick_up_path(session, user, found, index, at))


@blueprint.post("/paths/<path_id>/pauses")
def pause(path_id: str) -> BaseResponse:
    """Let a path stand still."""
    return _change(path_id, pause_path)


@blueprint.post("/paths/<path_id>/resumptions")
def resume(path_id: str) -> BaseResponse:
    """Go on with a path that stands still or was put away."""
    return _change(path_id, resume_path)


@blueprint.post("/paths/<path_id>/restarts")
def restart(path_id: str) -> BaseResponse:
    """Begin a path again."""
    return _change(path_id, restart_path)


@blueprint.post("/paths/<path_id>/archivings")
def archive(path_id: str) -> BaseResponse:
    """Put a path away."""
    _change(path_id, archive_path)
    return redirect(url_for(".index"))


@blueprint.post("/paths/<path_id>/forks")
def fork(path_id: str) -> BaseResponse:
    """Go on with a copy of one's own."""
    user = required_user()
    copy = fork_path(db.session(), user, find_assignment(db.session(), user.id, path_id), now())
    db.session.commit()
    return redirect(url_for("outlines.show", path_id=copy.path_id))


def _see(path_id: str) -> Followed:
    user = required_user()
    followed = see_path(db.session(), find_assignment(db.session(), user.id, path_id), user, now())
    # what was done before days were added or taken away
    if not note_progress(db.session(), followed, now()):
        return followed
    db.session.commit()
    return see_path(db.session(), find_assignment(db.session(), user.id, path_id), user, now())


def _other(followed: Followed, day: PathDay | None) -> DayEntry | None:
    """What can be played in place of a day that could not be written."""
    if day is None or day.state is not DayState.FAILED:
        return None
    shelf = read_shelf(db.session(), current_mind(), followed.path.target_language_id)
    return other_day(followed.path, day.index, shelf)


def _change(path_id: str, change: Change) -> BaseResponse:
    user = required_user()
    change(db.session(), user, find_assignment(db.session(), user.id, path_id), now())
    db.session.commit()
    return redirect(url_for(".path", path_id=path_id))
