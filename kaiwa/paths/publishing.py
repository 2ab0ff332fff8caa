"""Publishing a path: a copy of it for everybody, without what is personal, which its author has seen before."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kaiwa.errors import NotFound
from kaiwa.minds.phrases import Phrase
from kaiwa.models import LearningPath, PathPreview, Scenario, User
from kaiwa.models.path_shapes import DayEntry, PathDetails, WeekEntry, WordedShape
from kaiwa.models.paths import PathStatus
from kaiwa.paths.committing import new_path_id
from kaiwa.paths.finding import find_assignment
from kaiwa.paths.scrubbing import Known, scrub
from kaiwa.scenarios.visible import is_listed

LONGEST_TITLE, LONGEST_DESCRIPTION = 120, 1000
# reasons in which nothing stands that somebody wrote
PLAIN_REASONS = frozenset(
    {
        Phrase.WHY_FIRST_STEP,
        Phrase.WHY_TOWARDS_GOAL,
        Phrase.WHY_COMES_BACK,
        Phrase.WHY_STEP_UP,
        Phrase.WHY_VARIETY,
        Phrase.WHY_REVIEW,
    }
)


@dataclass(frozen=True)
class PublicText:
    """Exactly what everybody would read."""

    title: str
    description: str
    schedule: tuple[DayEntry, ...]
    details: PathDetails

    @property
    def seal(self) -> str:
        """Tells whether the days that are published are those that were shown."""
        told = [day.model_dump(mode="json") for day in self.schedule], self.details.model_dump(mode="json")
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]


def find_own_path(session: Session, user_id: UUID | None, path_id: str) -> LearningPath:
    """A path that belongs to somebody, who alone may publish it; raises NotFound."""
    path = find_assignment(session, user_id, path_id).path
    if path.user_id != user_id:
        raise NotFound
    return path


def find_publication(session: Session, path: LearningPath) -> LearningPath | None:
    """The template that was made of a path, public or withdrawn."""
    return session.scalars(
        select(LearningPath).where(
            LearningPath.forked_from_id == path.id,
            LearningPath.is_template,
            LearningPath.created_by_user_id == path.user_id,
        )
    ).first()


def public_text(session: Session, user: User, path: LearningPath) -> PublicText:
    """What would go public of a path as it stands; nothing is stored."""
    clean = cleaner(session, user, path)
    kept = path.details
    details = PathDetails(
        cefr_level=kept.cefr_level,
        primary_skill=kept.primary_skill,
        estimated_minutes_per_day=kept.estimated_minutes_per_day,
        category=kept.category,
        weeks=tuple(WeekEntry(index=week.index, theme=clean(week.theme)) for week in kept.weeks),
        planned_by=kept.planned_by,
    )
    return PublicText(
        clean(path.title)[:LONGEST_TITLE],
        clean(path.description)[:LONGEST_DESCRIPTION],
        tuple(_public_days(session, path.schedule, clean)),
        details,
    )


def cleaner(session: Session, user: User, path: LearningPath) -> Callable[[str], str]:
    """How this author's texts are scrubbed: by what the path and its preview know of the intent."""
    intent = path.details.intent
    said = [str(intent.get("text", "")), str(intent.get("setting", "")), *map(str, intent.get("wants", ()))]
    said += session.scalars(select(PathPreview.intent).where(PathPreview.committed_path_id == path.id))
    known = Known(
        names=tuple(filter(None, (user.display_name, user.username))),
        emails=tuple(filter(None, (user.email,))),
        intent="\n".join(dict.fromkeys(filter(None, said))),
    )
    return lambda text: scrub(text, path.source_language_id, known)


def publish_path(session: Session, path: LearningPath, text: PublicText, title: str, description: str) -> LearningPath:
    """Make or renew the public copy; its address stays what it was."""
    # one after the other, so that a path has one copy
    session.execute(select(LearningPath.id).where(LearningPath.id == path.id).with_for_update())
    template = find_publication(session, path)
    values: dict[str, Any] = {
        "title": title,
        "description": description,
        "schedule": list(text.schedule),
        "details": text.details,
        "is_public": True,
    }
    if template is None:
        template = LearningPath(
            id=new_path_id(title),
            target_language_id=path.target_language_id,
            source_language_id=path.source_language_id,
            is_template=True,
            share_slug=new_share_slug(title, path.target_language_id),
            status=PathStatus.ACTIVE,
            created_by_user_id=path.user_id,
            forked_from_id=path.id,
            **values,
        )
        session.add(template)
    else:
        for name, value in values.items():
            setattr(template, name, value)
    session.flush()
    return template


def withdraw_path(session: Session, path: LearningPath) -> None:
    """Take the public copy back; what others made of it stays theirs."""
    template = find_publication(session, path)
    if template is not None:
        template.is_public = False
        session.flush()


def new_share_slug(title: str, language_id: str) -> str:
    """A place in addresses: words of the title, else the language, and a token that makes it one of a kind."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60].strip("-")
    return f"{words or language_id}-{secrets.token_hex(4)}"


def _public_days(session: Session, schedule: Sequence[DayEntry], clean: Callable[[str], str]) -> list[DayEntry]:
    ids = [day.scenario_id for day in schedule if day.scenario_id]
    listed = set(session.scalars(select(Scenario.id).where(Scenario.id.in_(ids), is_listed())))
    return [
        day.model_copy(
            update={
                "title": clean(day.title),
                "theme": clean(day.theme),
                "description": clean(day.description),
                "objectives": tuple(map(clean, day.objectives)),
                "scenario_id": day.scenario_id if day.scenario_id in listed else None,
                "why": day.why if day.why.key in PLAIN_REASONS and not day.why.text else WordedShape(),
                "is_stand_in": False,
            }
        )
        for day in schedule
    ]
