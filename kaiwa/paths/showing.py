"""What pages below and beside say of paths: today's step on the home, and which day a conversation was held for."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from kaiwa.accounts.signed_in import signed_in_user
from kaiwa.clock import now
from kaiwa.conversations.occasions import when_begun, when_completed
from kaiwa.extensions import db
from kaiwa.models import Conversation, DayTalk, PathAssignment
from kaiwa.models.path_shapes import DayEntry
from kaiwa.paths.following import Followed, PathDay, see_path, see_step
from kaiwa.paths.marking import note_talk, occasion_of
from kaiwa.paths.progressing import note_held
from kaiwa.web.translation import gettext as _


@dataclass(frozen=True)
class TalkedDay:
    """The day of a path that a conversation was held for."""

    followed: Followed
    day: PathDay


def todays_step() -> tuple[Followed, PathDay] | None:
    """Today's step of a path of whoever is signed in, where there is one to do."""
    user = signed_in_user()
    return see_step(db.session(), user, now()) if user else None


def talked_day(conversation: Conversation) -> TalkedDay | None:
    """The day that one's conversation was held for; None where it was for none."""
    user = signed_in_user()
    if user is None or conversation.user_id != user.id:
        return None
    row = db.session.execute(
        select(PathAssignment, DayTalk.day_index)
        .join(DayTalk, DayTalk.assignment_id == PathAssignment.id)
        .join(PathAssignment.path)
        .options(contains_eager(PathAssignment.path))
        .where(DayTalk.conversation_id == conversation.id, PathAssignment.user_id == user.id)
    ).one_or_none()
    if row is None or row[0].path.day(row[1]) is None:
        return None
    followed = see_path(db.session(), row[0], user, now())
    return TalkedDay(followed, followed.day(row[1]))


def day_title(entry: DayEntry) -> str:
    """What a day is called; a day of review has no name of its own."""
    return entry.title or _("Looking back")


def init_paths(app: Flask) -> None:
    """Be told of conversations that are begun and held for a day, and give the templates what they say of paths."""
    when_begun(app, note_talk)
    when_completed(app, note_held)
    app.jinja_env.globals.update(todays_step=todays_step, talked_day=talked_day, occasion_of=occasion_of)
    app.jinja_env.filters["day_title"] = day_title
