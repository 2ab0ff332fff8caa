"""Live voice calls: begun, metered by the browser's heartbeats, ended.

A call counts the seconds since its last sign of life, fifteen at most; one that was silent for half a minute is over.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from kaiwa.accounts.visitors import Visitor
from kaiwa.billing.ceilings import may_use_model
from kaiwa.billing.live import NoSessionLeft, NotInPlan, give_session_back, lock_months, take_session
from kaiwa.billing.months import LAST_WORDS_SECONDS
from kaiwa.billing.quota import settle_turn
from kaiwa.clock import now
from kaiwa.config import current_settings
from kaiwa.conversations.hanging_up import hang_up
from kaiwa.conversations.queries import owned_by
from kaiwa.conversations.sending import AlreadyOver
from kaiwa.conversations.sittings import begin_sitting
from kaiwa.errors import N_, Conflict, NotFound
from kaiwa.extensions import db
from kaiwa.models import Conversation, LiveCall, Sitting, User
from kaiwa.models.conversations import ConversationMode
from kaiwa.queue import enqueue, jobs

MOST_SECONDS_A_BEAT = 15
SILENT_AFTER = timedelta(seconds=30)
# how long the partner may take for its last line
CLOSING_LASTS = timedelta(seconds=30)
# by OpenAI's guide to the costs of realtime calls: a token is 100 ms of the learner's sound and 50 ms of the partner's,
# who is taken to speak half of the time; what is sent again with every turn is not counted
HEARD_A_SECOND, SAID_A_SECOND = 10, 10


class CallOver(Conflict):
    """The call has ended, or has been silent for too long."""

    sentence = N_("The live call is over. Everything that was said is kept: go on by recording or typing.")


@dataclass(frozen=True)
class Beat:
    """What a heartbeat is answered: the seconds left, and whether the partner is to say its last line."""

    seconds_left: int
    is_closing: bool = False
    is_over: bool = False


def begin_call(session: Session, user: User | None, conversation: Conversation, at: datetime) -> LiveCall:
    """Count a session and begin a call with a sitting of its own; a call that the person has elsewhere ends.

    Raises AlreadyOver, NotInPlan, or NoSessionLeft, also where a ceiling of tokens is reached.
    """
    if conversation.ended_at is not None or conversation.is_played_out:
        raise AlreadyOver
    if user is None:
        raise NotInPlan
    taken = take_session(session, user, at)
    if not may_use_model(session, current_settings(), user=user, guest_id=None, network=None, at=at):
        raise NoSessionLeft
    _end_open(session, user.id, at)
    sitting = begin_sitting(
        session,
        user,
        conversation.id,
        language_id=conversation.target_language_id,
        mode=ConversationMode.REALTIME,
        network=None,
        at=at,
    )
    call = LiveCall(
        conversation_id=conversation.id, user_id=user.id, sitting_id=sitting.id, period=taken.period, beat_at=at
    )
    session.add(call)
    session.flush()
    return call


def note_answer(session: Session, call_id: UUID, remote_id: str, at: datetime) -> bool:
    """Keep what the endpoint calls a call, which is counted from now on; False where it was ended meanwhile."""
    call = session.get_one(LiveCall, call_id, with_for_update=True, populate_existing=True)
    call.remote_id = remote_id
    if call.ended_at is None:
        call.beat_at = at
    else:
        enqueue(session, hang_up, call_id=str(call_id))
    session.flush()
    return call.ended_at is None


def find_call(session: Session, visitor: Visitor, conversation_id: UUID, call_id: UUID) -> LiveCall:
    """A call of one of the visitor's conversations; raises NotFound."""
    found = session.scalars(
        select(LiveCall)
        .join(Conversation, LiveCall.conversation_id == Conversation.id)
        .where(LiveCall.id == call_id, LiveCall.conversation_id == conversation_id, owned_by(visitor))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def lock_call(session: Session, call: LiveCall) -> LiveCall:
    """The same call as it now stands, locked, after what is counted of its person: all lock them in this order."""
    lock_months(session, call.user_id)
    return session.get_one(LiveCall, call.id, with_for_update=True, populate_existing=True)


def count_beat(session: Session, call: LiveCall, at: datetime) -> Beat:
    """Count a heartbeat of a call that is locked; one that comes too late ends the call."""
    if call.ended_at is not None or _is_silent(call, at):
        end_call(session, call, at)
        return Beat(0, is_over=True)
    left = _count(session, call, at)
    if left <= LAST_WORDS_SECONDS and call.closing_at is None:
        call.closing_at = at
        session.flush()
    return Beat(left, is_closing=call.closing_at is not None)


def end_call(session: Session, call: LiveCall, at: datetime) -> None:
    """End a call that is locked, and have the endpoint told; one that never came about costs nothing."""
    if call.ended_at is not None:
        return
    call.ended_at = at
    if call.remote_id is None:
        give_session_back(session, call.user_id, call.period)
    else:
        _count(session, call, at)
        enqueue(session, hang_up, call_id=str(call.id))
    session.flush()


def end_silent_calls(session: Session, at: datetime) -> int:
    """End what has given no sign of life, or has had its last words; gives how many there were."""
    silent = or_(LiveCall.beat_at < at - SILENT_AFTER, LiveCall.closing_at < at - CLOSING_LASTS)
    query = select(LiveCall).where(LiveCall.ended_at.is_(None), silent).order_by(LiveCall.user_id, LiveCall.id)
    count = 0
    for found in session.scalars(query).all():
        call = lock_call(session, found)
        # it may have given a sign of life, or have been ended, meanwhile
        if call.ended_at is None and _is_silent(call, at):
            end_call(session, call, at)
            count += 1
    return count


@jobs.periodic(cron="* * * * *")
@jobs.task(name="conversations.end_silent_calls", queueing_lock="conversations.end_silent_calls")
def end_silent(timestamp: int) -> None:  # noqa: ARG001
    """Every minute, end the calls that nobody is at any more."""
    end_silent_calls(db.session(), now())
    db.session.commit()


def _is_silent(call: LiveCall, at: datetime) -> bool:
    return at - call.beat_at > SILENT_AFTER or (call.closing_at is not None and at - call.closing_at > CLOSING_LASTS)


def _end_open(session: Session, user_id: UUID, at: datetime) -> None:
    query = select(LiveCall).where(LiveCall.user_id == user_id, LiveCall.ended_at.is_(None)).with_for_update()
    for call in session.scalars(query.execution_options(populate_existing=True)):
        end_call(session, call, at)


def _count(session: Session, call: LiveCall, at: datetime) -> int:
    """Add what has passed since the last beat to the call, its sitting and the month; gives the seconds left.

    Its tokens are estimated: only the browser hears of them.
    """
    passed = max(timedelta(), at - call.beat_at)
    seconds = min(MOST_SECONDS_A_BEAT, int(passed.total_seconds()))
    # the fraction is counted with the next beat: many short ones are not free
    call.beat_at = at - (passed - timedelta(seconds=int(passed.total_seconds())))
    call.seconds += seconds
    session.flush()
    month = settle_turn(session, call.user_id, None, seconds, at)
    sitting = session.execute(
        update(Sitting)
        .where(Sitting.id == call.sitting_id)
        .values(
            end_time=at,
            duration_seconds=Sitting.duration_seconds + seconds,
            seconds_consumed=Sitting.seconds_consumed + seconds,
            input_tokens=Sitting.input_tokens + seconds * HEARD_A_SECOND,
            output_tokens=Sitting.output_tokens + seconds * SAID_A_SECOND,
            updated_at=at,
        )
        .returning(Sitting.limit_seconds - Sitting.seconds_consumed)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    return max(0, sitting if month is None else min(sitting, month))
