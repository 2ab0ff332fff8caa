"""Settling a turn with its reply, in the statement that writes how the reply ended: only who holds the claim can."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Integer, cast, exists, func, null, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from kaiwa.billing.quota import TURN_SECONDS, hand_on_late, settlement
from kaiwa.conversations.claiming import Claim, claimed_write
from kaiwa.conversations.sittings import latest_sitting
from kaiwa.minds.answers import Tokens
from kaiwa.models import Sitting
from kaiwa.models.conversations import MessageState


@dataclass(frozen=True)
class TakenTurn:
    """A turn that waits to be settled: whose it is, under which claim it is made, and what its line took."""

    claim: Claim
    conversation_id: UUID
    user_id: UUID | None
    typed_seconds: int


@dataclass(frozen=True)
class Settled:
    """A turn is settled; `seconds_left` is how far the nearer limit is, None where there is none."""

    seconds_left: int | None


def store_answer(session: Session, turn: TakenTurn, at: datetime, tokens: Tokens, **values: object) -> Settled | None:
    """Write the answer and count what the turn took; None, and nothing is done, where the claim was lost."""
    thought = (at - turn.claim.at).total_seconds()
    spent = max(0, min(TURN_SECONDS, round(turn.typed_seconds + thought)))
    return _end(session, turn, at, spent, tokens, state=MessageState.COMPLETE, **values)


def store_failure(session: Session, turn: TakenTurn, at: datetime, *, is_unplayed: bool = False) -> None:
    """Write that the answer failed, and give back what was held for it: it costs nothing.

    It `is_unplayed` where there is no script and no model that answers, which the page then says.
    """
    _end(
        session,
        turn,
        at,
        0,
        Tokens(),
        state=MessageState.FAILED,
        mind_state={"unplayed": True} if is_unplayed else None,
    )


def _end(
    session: Session, turn: TakenTurn, at: datetime, spent: int, tokens: Tokens, **values: object
) -> Settled | None:
    # one statement, so that a turn costs few; what depends on the reply waits for it to be written
    values |= {"reserved_seconds": None, "reserved_period": None, "updated_at": at}
    reply = claimed_write(turn.claim, **values).cte("reply")
    is_written = exists(select(reply.c.id))
    sitting = _count(turn, at, spent, tokens).where(is_written).cte("sitting")
    columns = [reply.c.id, select(sitting.c.left).scalar_subquery().label("of_sitting"), null().label("of_month")]
    if turn.user_id is not None:
        month = settlement(turn.user_id, turn.claim.hold, spent, at).where(is_written).cte("month")
        columns[2] = select(month.c.left).scalar_subquery().label("of_month")
    row = session.execute(select(*columns)).one_or_none()
    if row is None:
        return None
    if turn.user_id is not None:
        hand_on_late(session, turn.user_id, turn.claim.hold, spent, at)
    return Settled(min((max(0, left) for left in row[1:] if left is not None), default=None))


def _count(turn: TakenTurn, at: datetime, spent: int, tokens: Tokens) -> ReturningUpdate[int]:
    lasted = func.extract("epoch", func.greatest(at - Sitting.start_time, timedelta()))
    return (
        update(Sitting)
        .where(Sitting.id == latest_sitting(turn.conversation_id))
        .values(
            end_time=at,
            duration_seconds=cast(lasted, Integer),
            seconds_consumed=Sitting.seconds_consumed + spent,
            input_tokens=Sitting.input_tokens + tokens.given,
            output_tokens=Sitting.output_tokens + tokens.made,
            updated_at=at,
        )
        .returning((Sitting.limit_seconds - Sitting.seconds_consumed).label("left"))
    )
