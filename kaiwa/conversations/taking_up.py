"""Taking up a reply that is owed: the claim and all that its mind is told.

The first words wait for this, so it is one way to the database and back: one statement, its own transaction.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, FromClause, Select, bindparam, func, select, true
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.orm import Session

from kaiwa.accounts.visitors import Visitor
from kaiwa.billing.ceilings import Ceilings, ceilings
from kaiwa.billing.quota import Hold
from kaiwa.config import current_settings
from kaiwa.conversations.claiming import Claim, claim_values, claiming
from kaiwa.conversations.framing import SaidMessage, frame_told, turns
from kaiwa.conversations.remembering import recall_facts
from kaiwa.conversations.reviewing import ReviewedTurn
from kaiwa.conversations.settling import TakenTurn
from kaiwa.ids import new_id
from kaiwa.minds.mind import Mind
from kaiwa.minds.scene import Partner, Scene
from kaiwa.models import Conversation, Message, Scenario, User
from kaiwa.models.scenario_texts import ScenarioVersion
from kaiwa.models.speakers import Speaker


@dataclass(frozen=True)
class AwaitedReply:
    """A reply that somebody waits for: whose it must be, and the network that a guest's tokens are counted for."""

    id: UUID
    visitor: Visitor
    network: str | None


@dataclass(frozen=True)
class TakenUp:
    """A reply that is ours to make: on what terms, and what a mind is told."""

    taken: TakenTurn
    turn: ReviewedTurn


_SAID = TypeAdapter(list[SaidMessage])
# from the row that is claimed and the conversation that makes it the visitor's
_CLAIMED = (
    Message.conversation_id,
    Message.position,
    Message.in_reply_to_id,
    Message.reserved_period,
    Message.reserved_seconds,
    Message.is_closing,
    Conversation.user_id,
    Conversation.scenario_id,
    Conversation.scenario_version_id,
    Conversation.speaker_id,
    Conversation.target_language_id,
    Conversation.native_language_id,
    Conversation.correction_style,
    Conversation.objectives_met,
    Conversation.premise,
)
_TOLD = (
    Scenario.title,
    Scenario.cefr_level,
    Scenario.learning_objectives,
    Scenario.persona,
    Scenario.context,
    Scenario.instructions,
    Speaker.voice_name,
    Speaker.personality,
    Speaker.region,
)


def take_up_reply(session: Session, mind: Mind, awaited: AwaitedReply, at: datetime) -> TakenUp | None:
    """Claim a reply that is owed to the visitor and that nobody is making; None where there is no such reply.

    Commits what was read before. Where a ceiling of tokens is reached the scene is a scripted one.
    """
    visitor = awaited.visitor
    if not visitor.key:
        return None
    checked = _ceilings_of(session, awaited, at) if mind.is_free else None
    if session.in_transaction():
        session.commit()
    connection = session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
    holder = new_id()
    values = claim_values(awaited.id, holder, at) | {"owner": visitor.user_id or visitor.guest_id}
    statement = _taking_up(visitor.is_guest, checked.statement if checked else None)
    row: Any = connection.execute(statement, values | (checked.values if checked else {})).one_or_none()
    taken = None if row is None else _taken_up(session, row, Claim(awaited.id, holder, at, *_terms(row)), checked)
    session.commit()
    return taken


def _ceilings_of(session: Session, awaited: AwaitedReply, at: datetime) -> Ceilings:
    visitor = awaited.visitor
    user = session.get(User, visitor.user_id) if visitor.user_id else None
    return ceilings(current_settings(), user=user, guest_id=visitor.guest_id, network=awaited.network, at=at)


def _terms(row: Any) -> tuple[Hold | None, bool]:
    is_held = row.reserved_period is not None and row.reserved_seconds is not None
    return Hold(row.reserved_period, row.reserved_seconds, 0) if is_held else None, row.is_closing


def _taken_up(session: Session, row: Any, claim: Claim, checked: Ceilings | None) -> TakenUp:
    said = _SAID.validate_python(row.said or [])
    scene = replace(_framed(session, row), closing=claim.is_closing)
    if checked is not None and not checked.allow(row):
        scene = replace(scene, is_scripted=True)
    elif checked is not None:
        scene = replace(scene, facts=recall_facts(session, row.user_id, row.speaker_id))
    taken = TakenTurn(claim, row.conversation_id, row.user_id, said[-1].typed_seconds if said else 0)
    return TakenUp(taken, ReviewedTurn(row.conversation_id, row.in_reply_to_id, claim.reply_id, scene, turns(said)))


def _framed(session: Session, row: Any) -> Scene:
    told = row
    if row.scenario_version_id:  # few conversations are of a scenario that has changed since
        told = session.get_one(ScenarioVersion, row.scenario_version_id).content
    partner = Partner(row.speaker_id, row.voice_name, row.personality, row.region) if row.speaker_id else None
    return frame_told(row, told, partner)


@cache
def _taking_up(is_guest: bool, spent: Select[Any] | None) -> Select[Any]:
    """Built once for each kind of visitor: building it takes longer than the database takes to answer it."""
    owned = (Conversation.guest_id if is_guest else Conversation.user_id) == bindparam("owner")
    claimed = claiming(owned, _CLAIMED).cte("claimed")
    # a claim that a crash of the database forgets is taken anew: nobody need wait until it is on the disk
    unhurried = func.set_config("synchronous_commit", "off", True)
    found = (
        select(claimed, *_TOLD, _said_before(claimed).label("said"), unhurried)
        .select_from(claimed)
        .join(Scenario, Scenario.id == claimed.c.scenario_id)
        .outerjoin(Speaker, Speaker.id == claimed.c.speaker_id)
    )
    if spent is None:
        return found
    counted = spent.subquery("spent")
    return found.add_columns(*counted.c).join(counted, true())


def _said_before(claimed: FromClause) -> ColumnElement[Any]:
    fields = (field for name in SaidMessage.model_fields for field in (name, getattr(Message, name)))
    all_said = func.jsonb_agg(aggregate_order_by(func.jsonb_build_object(*fields), Message.position), type_=JSONB)
    before = (Message.conversation_id == claimed.c.conversation_id, Message.position < claimed.c.position)
    return select(all_said).where(*before).scalar_subquery()
