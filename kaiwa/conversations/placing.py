"""Placing a live call. Commits by itself: the call must be counted before the endpoint is asked, and no connection is
held while it answers."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from kaiwa.clock import now
from kaiwa.conversations.calling import CallOver, begin_call, end_call, lock_call, note_answer
from kaiwa.conversations.framing import frame, turns
from kaiwa.conversations.queries import list_messages
from kaiwa.conversations.remembering import recall_facts
from kaiwa.gateways.realtime import CallBrief, PlacedCall, RealtimeFailed, RealtimeVoice
from kaiwa.minds.mind import Mind
from kaiwa.minds.model.prompts import live_instructions
from kaiwa.models import Conversation, LiveCall, User


def brief_of(session: Session, mind: Mind, conversation: Conversation, model: str, voice: str) -> CallBrief:
    """What the endpoint is told: the scene's frame, what the partner remembers, what was said until now."""
    facts = recall_facts(session, conversation.user_id, conversation.speaker_id)
    scene = replace(frame(conversation, conversation.scenario), facts=facts)
    said = turns(list_messages(session, conversation.id))
    return CallBrief(live_instructions(scene, mind.cast(scene), said), model, voice, conversation.target_language_id)


def place_call(
    session: Session,
    realtime: RealtimeVoice,
    user: User | None,
    conversation: Conversation,
    offer: str,
    brief: CallBrief,
    at: datetime,
) -> tuple[UUID, PlacedCall]:
    """Count a session and hand the browser's offer over; gives the call's id and the endpoint's answer.

    Raises AlreadyOver, NotInPlan or NoSessionLeft; and RealtimeFailed, or CallOver where the person has begun another
    call meanwhile: then the session is not counted.
    """
    call_id = begin_call(session, user, conversation, at).id
    session.commit()
    try:
        placed = realtime.place_call(offer, brief)
    except RealtimeFailed:
        end_call(session, lock_call(session, session.get_one(LiveCall, call_id)), now())
        session.commit()
        raise
    is_on = note_answer(session, call_id, placed.remote_id, now())
    session.commit()
    if not is_on:
        raise CallOver
    return call_id, placed
