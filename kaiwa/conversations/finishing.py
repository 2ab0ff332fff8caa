"""Ending a conversation, rating it, summing it up, and taking it up again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy.orm import Session

from kaiwa.conversations.framing import frame, turns
from kaiwa.conversations.queries import list_messages
from kaiwa.minds.answers import Summary
from kaiwa.minds.mind import Mind
from kaiwa.models import Conversation, Message
from kaiwa.models.conversations import Engagement, MessageRole

LONGEST_PAUSE = timedelta(seconds=90)


def finish_conversation(session: Session, conversation: Conversation, at: datetime) -> bool:
    """End a conversation; False, and nothing changes, where it had ended before."""
    if conversation.ended_at is not None:
        return False
    messages = list_messages(session, conversation.id)
    conversation.ended_at = at
    conversation.duration_seconds = practised_seconds(messages)
    conversation.engagement_level = engagement(messages)
    session.flush()
    return True


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


def summarise(session: Session, mind: Mind, conversation: Conversation) -> Summary:
    """What the conversation proved."""
    said = turns(list_messages(session, conversation.id))
    return mind.summarise(frame(conversation, conversation.scenario), said)


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
