"""The outline of one's own path, where its days are moved, removed, added and given another scenario."""

from dataclasses import dataclass
from typing import Annotated

from flask import Blueprint, Response, make_response, render_template, request, url_for
from pydantic import BaseModel, Field
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.signed_in import required_user
from kaiwa.accounts.visitors import current_visitor
from kaiwa.clock import now
from kaiwa.conversations.stages import current_mind
from kaiwa.errors import Conflict
from kaiwa.extensions import db
from kaiwa.minds.outlines import ShelfScenario
from kaiwa.models import LearningPath
from kaiwa.models.path_shapes import DayEntry
from kaiwa.paths.following import Followed, see_path
from kaiwa.paths.outlining import (
    LONGEST,
    Act,
    ChangedElsewhere,
    Edit,
    change_outline,
    find_outline,
    is_fixed,
)
from kaiwa.paths.planners import current_planner
from kaiwa.paths.regenerating import regenerate_day
from kaiwa.paths.shelf import read_shelf
from kaiwa.scenarios.cards import Card, read_cards
from kaiwa.scenarios.choosing import LONGEST_SEARCH, Choice
from kaiwa.scenarios.listing import find_scenarios
from kaiwa.web.forms import parse_form
from kaiwa.web.htmx import redirect
from kaiwa.web.locale import current_language
from kaiwa.web.translation import gettext as _

blueprint = Blueprint("outlines", __name__)
MOST_OFFERED = 8


class OutlineForm(BaseModel):
    """What is done to which day, of the outline as it was seen; `known` is what the day was called there."""

    version: int
    act: Act
    day: Annotated[int, Field(ge=1, le=LONGEST)]
    scenario: Annotated[str, Field(max_length=120)] = ""
    known: Annotated[str, Field(max_length=400)] = ""


@dataclass(frozen=True)
class Refused:
    """What could not be done, and to which day of the outline as it now stands it can; None where that is gone."""

    sentence: str
    form: OutlineForm
    day: DayEntry | None = None


@blueprint.get("/paths/<path_id>/outline")
def show(path_id: str) -> Response:
    """The outline."""
    user = required_user()
    return _page(see_path(db.session(), find_outline(db.session(), user, path_id), user, now()))


@blueprint.post("/paths/<path_id>/outline")
def change(path_id: str) -> BaseResponse:
    """Change a day; where the outline was changed elsewhere, show it with what was wished."""
    user, form = required_user(), parse_form(OutlineForm)
    edit = Edit(form.version, form.act, form.day, form.scenario)
    try:
        if form.act is Act.REGENERATE:
            regenerate_day(db.session(), current_planner(), current_mind(), user, path_id, edit, now())
        else:
            assignment = find_outline(db.session(), user, path_id, locks=True)
            change_outline(db.session(), user, assignment, edit, _shelf(assignment.path, form.act), now())
    except Conflict as refusal:
        db.session.rollback()
        followed = see_path(db.session(), find_outline(db.session(), user, path_id), user, now())
        known = _known(followed, form) if isinstance(refusal, ChangedElsewhere) else None
        return _page(followed, Refused(_(refusal.sentence), form, known))
    db.session.commit()
    return redirect(url_for(".show", path_id=path_id, _anchor=f"day-{_place(form)}"))


def _known(followed: Followed, form: OutlineForm) -> DayEntry | None:
    """The day that was meant, wherever it stands now."""
    if form.act is Act.ADD:
        return followed.path.day(min(form.day, len(followed.days)))
    meant = [day.entry for day in followed.days if signature(day.entry) == form.known]
    return min(meant, key=lambda entry: abs(entry.day_index - form.day), default=None)


def signature(entry: DayEntry) -> str:
    """What a day is known by, wherever it stands."""
    return f"{entry.scenario_id or ''} {entry.title}"


def _place(form: OutlineForm) -> int:
    return {Act.UP: form.day - 1, Act.DOWN: form.day + 1}.get(form.act, form.day)


def _page(followed: Followed, refused: Refused | None = None) -> Response:
    words = " ".join(request.args.get("q", "").replace("\0", "").split())[:LONGEST_SEARCH]
    html = render_template(
        "paths/outline.html",
        followed=followed,
        path=followed.path,
        fixed={day.index for day in followed.days if is_fixed(followed, day.index)},
        refused=refused,
        q=words,
        cards=_search(followed, words),
        longest=LONGEST,
        signature=signature,
    )
    return make_response(html, 409 if refused else 200)


def _search(followed: Followed, words: str) -> list[Card]:
    if not words:
        return []
    visitor = current_visitor()
    playable = {each.id for each in _shelf(followed.path, Act.ADD) if each.is_playable}
    found = find_scenarios(db.session(), Choice(q=words), visitor.user_id).ids
    ids = [each for each in found if each in playable][:MOST_OFFERED]
    return read_cards(db.session(), visitor, ids, current_language().locale)


def _shelf(path: LearningPath, act: Act) -> list[ShelfScenario]:
    """What the catalogue offers, where something is to be added."""
    return read_shelf(db.session(), current_mind(), path.target_language_id) if act is Act.ADD else []
