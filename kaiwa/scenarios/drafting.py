"""Writing somebody's own scenario: claim, think, store. Commits by itself, since what is written must outlive a crash
and a slow mind, and holds no connection while the mind writes."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from kaiwa.clock import now
from kaiwa.errors import NotFound
from kaiwa.gateways.model_failures import ModelFailure
from kaiwa.ids import new_id
from kaiwa.minds.answers import Tokens
from kaiwa.minds.drafts import Draft, Wish, Writer
from kaiwa.models import Scenario, ScenarioDraft, ScenarioText
from kaiwa.models.own_scenarios import WRITING_LASTS, DraftState, WrittenBy
from kaiwa.models.scenarios import CefrLevel
from kaiwa.models.shapes import OwnScenario
from kaiwa.scenarios.nearest import find_nearest

RENEW_AFTER = timedelta(seconds=4)
LEVEL_NOW = CefrLevel.B1
log = logging.getLogger("kaiwa.scenarios.drafting")


@dataclass(frozen=True)
class Asked:
    """What somebody asked for: what they dread, in which language and at which level; empty for a blank form."""

    wish: str
    language_id: str
    native_language_id: str
    cefr_level: str


def begin_draft(session: Session, user_id: UUID, asked: Asked) -> ScenarioDraft:
    """Keep what somebody dreads as a draft to be written; without a word it is a blank form at once."""
    draft = ScenarioDraft(
        user_id=user_id,
        wish=asked.wish,
        language_id=asked.language_id,
        native_language_id=asked.native_language_id,
        cefr_level=asked.cefr_level,
        state=DraftState.WRITING if asked.wish else DraftState.READY,
        written_by=WrittenBy.PERSON,
        content=OwnScenario(cefr_level=asked.cefr_level),
    )
    session.add(draft)
    session.flush()
    return draft


def find_draft(session: Session, user_id: UUID | None, draft_id: UUID) -> ScenarioDraft:
    """A draft of one's own, as it now stands; raises NotFound."""
    query = select(ScenarioDraft).where(ScenarioDraft.id == draft_id, ScenarioDraft.user_id == user_id)
    found = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if user_id is None or found is None:
        raise NotFound
    return found


def write_draft(session: Session, writer: Writer | None, draft: ScenarioDraft) -> Iterator[OwnScenario | None]:
    """Write a draft that waits to be written, yielding what there is of it as it grows; None while nothing comes.

    A model writes it where there is one and it answers; else it is filled in from the nearest scenario of the
    catalogue. Where somebody else is writing, nothing is yielded. When the reader goes away it is still finished.
    """
    draft_id, is_read = draft.id, True
    wish = Wish(draft.wish, draft.language_id, draft.native_language_id, draft.cefr_level)
    holder = _claim(session, draft_id)
    session.commit()
    if holder is None:
        return
    whole = None
    for step in _think(session, writer, wish, draft_id, holder):
        whole = step if step is not None and step.is_whole else whole
        if is_read:
            try:
                yield _form_of(step, wish) if step is not None else None
            except GeneratorExit:
                is_read = False
    if whole is None:
        _fill_in(session, wish, draft_id, holder)
    else:
        _store(session, draft_id, holder, WrittenBy.MODEL, _form_of(whole, wish), None, whole.tokens)
    session.commit()


def _think(session: Session, writer: Writer | None, wish: Wish, draft_id: UUID, holder: UUID) -> Iterator[Draft | None]:
    if writer is None:
        return
    renewed = now()
    try:
        for draft in writer.write(wish):
            if now() - renewed > RENEW_AFTER:
                renewed = now()
                _renew(session, draft_id, holder, renewed)
            yield draft
    except ModelFailure as failure:
        log.warning("no scenario from the model: %s", failure.reason.value)
        _count(session, draft_id, Tokens(failure.spent.given, failure.spent.made))
        session.commit()


def _claim(session: Session, draft_id: UUID) -> UUID | None:
    holder, at = new_id(), now()
    free = or_(ScenarioDraft.claimed_at.is_(None), ScenarioDraft.claimed_at < at - WRITING_LASTS)
    taken = session.execute(
        update(ScenarioDraft)
        .where(ScenarioDraft.id == draft_id, ScenarioDraft.state == DraftState.WRITING, free)
        .values(claimed_by=holder, claimed_at=at)
        .returning(ScenarioDraft.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return holder if taken else None


def _renew(session: Session, draft_id: UUID, holder: UUID, at: datetime) -> None:
    _write(session, draft_id, holder, claimed_at=at)
    session.commit()


def _fill_in(session: Session, wish: Wish, draft_id: UUID, holder: UUID) -> None:
    """Fill the form from the nearest scenario of the catalogue; where there is none it stays blank but for the wish."""
    scenario = find_nearest(session, wish.text, wish.language, wish.cefr_level)
    if scenario is None:
        blank = OwnScenario(description=wish.text[:500], cefr_level=wish.cefr_level)
        _store(session, draft_id, holder, WrittenBy.PERSON, blank, None, Tokens())
        return
    found = _copy(session, scenario, wish)
    _store(session, draft_id, holder, WrittenBy.REHEARSAL, found, scenario.id, Tokens())


def _copy(session: Session, scenario: Scenario, wish: Wish) -> OwnScenario:
    """A scenario of the catalogue as a form, in the writer's own language as far as it is written in it."""
    there = session.get_one(ScenarioText, (scenario.id, wish.language))
    own = session.get(ScenarioText, (scenario.id, wish.native_language))
    native = wish.native_language
    return OwnScenario(
        title=own.title if own else scenario.title,
        description=own.description if own else scenario.description,
        who=own.who if own else scenario.persona.title,
        partner=there.partner.text,
        setting=scenario.persona.setting,
        stakes=scenario.persona.stakes,
        opening=there.opening.text,
        opening_translated=there.opening.translated(native) or "",
        objectives=tuple(goal.text for goal in scenario.learning_objectives),
        phrases=tuple((line.text, line.translated(native) or "") for line in there.phrases),
        cefr_level=scenario.cefr_level.value,
        category=next(iter(scenario.categories), ""),
        minutes=max(1, round(scenario.estimated_duration_seconds / 60)),
    )


def _form_of(draft: Draft, wish: Wish) -> OwnScenario:
    values = {name: getattr(draft, name) for name in OwnScenario.model_fields if name != "cefr_level"}
    return OwnScenario(**values, cefr_level=wish.cefr_level)


def _store(
    session: Session,
    draft_id: UUID,
    holder: UUID,
    written_by: WrittenBy,
    content: OwnScenario,
    based_on_id: str | None,
    tokens: Tokens,
) -> None:
    _write(
        session,
        draft_id,
        holder,
        state=DraftState.READY,
        written_by=written_by,
        content=content,
        based_on_id=based_on_id,
        updated_at=now(),
    )
    _count(session, draft_id, tokens)


def _count(session: Session, draft_id: UUID, tokens: Tokens) -> None:
    session.execute(
        update(ScenarioDraft)
        .where(ScenarioDraft.id == draft_id)
        .values(
            input_tokens=ScenarioDraft.input_tokens + tokens.given,
            output_tokens=ScenarioDraft.output_tokens + tokens.made,
        )
        .execution_options(synchronize_session=False)
    )


def _write(session: Session, draft_id: UUID, holder: UUID, **values: object) -> None:
    session.execute(
        update(ScenarioDraft)
        .where(ScenarioDraft.id == draft_id, ScenarioDraft.claimed_by == holder)
        .where(ScenarioDraft.state == DraftState.WRITING)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def finish_draft(session: Session, writer: Writer | None, draft: ScenarioDraft) -> None:
    """Write a draft without showing it as it grows: for pages without JavaScript."""
    with suppress(GeneratorExit):
        for _ in write_draft(session, writer, draft):
            pass
