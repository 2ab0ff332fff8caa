"""What the queue does for conversations."""

from uuid import UUID

from sqlalchemy import select

from kaiwa.billing.quota import release_stale
from kaiwa.clock import now
from kaiwa.config import current_settings
from kaiwa.conversations.framing import frame, turns
from kaiwa.conversations.informing import inform
from kaiwa.conversations.metering import count_tokens
from kaiwa.conversations.queries import list_messages
from kaiwa.conversations.remembering import keep_facts
from kaiwa.conversations.reviewing import ReviewedTurn, review_turn
from kaiwa.conversations.stages import current_mind
from kaiwa.extensions import db
from kaiwa.minds.answers import Line
from kaiwa.models import Conversation, Message, Scenario
from kaiwa.models.conversations import MessageState
from kaiwa.queue import jobs


@jobs.task(name="conversations.review_reply")
def review_reply(reply_id: str) -> None:
    """Look back at the turn of a stored reply; done twice, the later finding counts."""
    row = db.session.execute(
        select(Message, Conversation, Scenario)
        .join(Conversation, Message.conversation_id == Conversation.id)
        .join(Scenario, Conversation.scenario_id == Scenario.id)
        .where(Message.id == UUID(reply_id), Message.state == MessageState.COMPLETE)
    ).one_or_none()
    if row is None:
        return
    reply, conversation, scenario = row
    said = turns(list_messages(db.session(), conversation.id, before=reply.position))
    framed = frame(conversation, scenario)
    scene = inform(db.session(), current_settings(), framed, conversation, now(), reply_id=reply.id)
    turn = ReviewedTurn(conversation.id, reply.in_reply_to_id, reply.id, scene, said)
    line = Line(text=reply.content, state=dict(reply.mind_state or {}), mind=reply.mind or "")
    db.session.commit()
    review_turn(db.session(), current_mind(), turn, line)


@jobs.task(name="conversations.remember_facts", retry=3)
def remember_facts(conversation_id: str) -> None:
    """Keep what the learner said of themselves in a conversation; done twice, the later finding counts."""
    row = db.session.execute(
        select(Conversation, Scenario)
        .join(Scenario, Conversation.scenario_id == Scenario.id)
        .where(Conversation.id == UUID(conversation_id), Conversation.user_id.is_not(None))
    ).one_or_none()
    if row is None:
        return
    conversation, scenario = row
    scene = inform(db.session(), current_settings(), frame(conversation, scenario), conversation, now())
    if scene.is_scripted:
        return
    said = turns(list_messages(db.session(), conversation.id))
    db.session.commit()
    memory = current_mind().remember(scene, said)
    count_tokens(db.session(), conversation.id, memory.tokens)
    keep_facts(db.session(), conversation, memory.facts, now())
    db.session.commit()


@jobs.periodic(cron="*/5 * * * *")
@jobs.task(name="conversations.release_stale", queueing_lock="conversations.release_stale")
def release_stale_turns(timestamp: int) -> None:  # noqa: ARG001
    """Give back the seconds that are held for answers whose maker died and that nobody came back for."""
    release_stale(db.session(), now())
    db.session.commit()
