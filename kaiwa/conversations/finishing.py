"""Ending a conversation, rating it, summing it up, and taking it up again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy.orm import Session

from kaiwa.accounts.tallying import count_time
from kaiwa.conversations.framing import frame, turns
from kaiwa.conversations.occasions import complete
from kaiwa.conversations.queries import list_messages
from kaiwa.minds.answers import Summary
from kaiwa.minds.mind import Mind
from kaiwa.models import Conversation, Message
from kaiwa.models.conversations import Engagement, MessageRole

LONGEST_PAUSE = timedelta(seconds=90)
LEAST_SAID = 4
FINISHED_BY = ["user_id", "ended_at", "duration_seconds", "is_played_out", "objectives_met"]


def finish_conversation(session: Session, conversation: Conversation, at: datetime) -> bool:
    """End a conversation and count it; False, and nothing changes, where it had ended before."""
    # two tabs that finish at once count the time once
    session.refresh(conversation, FINISHED_BY, with_for_update={"key_share": True})
    if conversation.ended_at is not None:
        return False
    messages = list_messages(session, conversation.id)
    before = conversation.duration_seconds
    conversation.ended_at = at
    conversation.duration_seconds = practised_seconds(messages)
    conversation.engagement_level = engagement(messages)
    session.flush()
    added = conversation.duration_seconds - before
    count_time(session, conversation.user_id, conversation.scenario_id, added, at)
    if is_completed(conversation, messages):
        complete(session, conversation.id, at)
    return True


def is_completed(conversation: Conversation, messages: Sequence[Message]) -> bool:
    """Whether a finished conversation counts as one that was held to its end.

    It is played out, or every objective is met, or four lines were said: a free partner never says that it is over.
    """
    goals = {goal.id for goal in conversation.played.learning_objectives}
    said = sum(1 for message in messages if message.role is MessageRole.USER)
    is_met = bool(goals) and goals <= set(conversation.objectives_met)
    return conversation.is_played_out or is_met or said >= LEAST_SAID


def reopen_conversation(session: Session, conversation: Conversation) -> bool:
    """Take an ended conversation up again; False where the scene is played out and there is nothing left to say."""
    if conversation.is_played_out:
        return False
    conversation.ended_at = None
    session.flush()
    return True


def rate_comfort(session: Session, conversation: Conversation, rating: int) -> None:
    """Keep how it felt, 1 to 5; the last answer counts."""
    conversation.comfort_rating = rating
    session.flush()


def summarise(session: Session, mind: Mind, conversation: Conversation, told: Mapping[str, str]) -> Summary:
    """What the conversation proved; `told` is what objectives are called in the learner's language, by their ids."""
    said = turns(list_messages(session, conversation.id))
    scene = frame(conversation, conversation.scenario)
    objectives = tuple(replace(each, text=told.get(each.id, each.text)) for each in scene.objectives)
    return mind.summarise(replace(scene, objectives=objectives), said)


def practised_seconds(messages: Sequence[Message]) -> int:
    """The time between lines, longer pauses counting as ninety seconds."""
    moments = [message.created_at for message in messages]
    pauses = (min(later - earlier, LONGEST_PAUSE) for earlier, later in pairwise(moments))
    return round(sum(pauses, timedelta()).total_seconds())


def engagement(messages: Sequence[Message]) -> Engagement:
    """How much was said: fewer than three lines is low, eight or more is high."""
    said = sum(1 for message in messages if message.role is MessageRole.USER)
    if said >= 8:
        return Engagement.HIGH
    return Engagement.MEDIUM if said >= 3 else Engagement.LOW
