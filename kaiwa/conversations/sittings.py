"""Sittings as they go on: begun or gone on with at each turn, and made longer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ScalarSelect, select, update
from sqlalchemy.orm import Session, aliased

from kaiwa.billing.months import LAST_WORDS_SECONDS
from kaiwa.billing.quota import TURN_SECONDS, Hold, reserve_turn
from kaiwa.billing.tiers import current_tier, is_tier_of
from kaiwa.errors import N_, Conflict
from kaiwa.models import Sitting, Tier, User
from kaiwa.models.conversations import ConversationMode
from kaiwa.models.sittings import LONGEST_PAUSE

_EACH = aliased(Sitting)
_LATEST = select(_EACH.id).order_by(_EACH.start_time.desc()).limit(1)


class NotExtendable(Conflict):
    """The sitting cannot be made longer."""

    title = N_("This session stays as long as it is")
    sentence = N_("This session cannot be made longer. You can always begin another one.")


@dataclass(frozen=True)
class Terms:
    """How a turn is taken: what the learner's line took, what is held for the answer, whether that is the last."""

    typed_seconds: int = 0
    hold: Hold | None = None
    is_closing: bool = False


def begin_sitting(
    session: Session,
    user: User | None,
    conversation_id: UUID,
    *,
    language_id: str,
    mode: ConversationMode,
    network: str | None,
    at: datetime,
) -> Sitting:
    """A sitting as long as the tier allows; `network` is noted of a guest only."""
    sitting = Sitting(
        conversation_id=conversation_id,
        user_id=user.id if user else None,
        language_id=language_id,
        mode=mode,
        network=None if user else network,
        start_time=at,
        end_time=at,
        limit_seconds=current_tier(session, user, at).max_session_length_seconds,
        seconds_consumed=0,
    )
    session.add(sitting)
    session.flush()
    return sitting


def latest_sitting(conversation_id: UUID) -> ScalarSelect[UUID]:
    """The id of a conversation's latest sitting, for a query."""
    return _LATEST.where(_EACH.conversation_id == conversation_id).scalar_subquery()


def typing_seconds(sitting: Sitting, at: datetime) -> int:
    """What a line took since the partner's last word, 90 at most; nothing where it begins the sitting."""
    return min(TURN_SECONDS, max(0, round((at - sitting.end_time).total_seconds())))


def hold_turn(session: Session, user: User | None, at: datetime, *, begins: bool = False) -> Hold | None:
    """Hold what a turn may take of a person's month, before anything else is touched; a guest has none.

    Raises NothingLeft.
    """
    return reserve_turn(session, user, at, begins=begins) if user else None


def terms_of(sitting: Sitting, hold: Hold | None, typed: int) -> Terms:
    """How a turn is taken: the partner closes the scene where too little would be left after it."""
    left = sitting.seconds_left
    if hold:
        left = min(left, hold.seconds + hold.left)
    return Terms(typed, hold, is_closing=left - typed <= LAST_WORDS_SECONDS)


def extend_sitting(session: Session, user: User | None, conversation_id: UUID, at: datetime) -> int:
    """Make the sitting longer by what the tier allows, as often as it allows; gives the seconds. Raises NotExtendable.

    One UPDATE, so that two taps at once do not pass what is allowed.
    """
    added = session.execute(
        update(Sitting)
        .where(Sitting.id == latest_sitting(conversation_id), Sitting.end_time >= at - LONGEST_PAUSE)
        .where(is_tier_of(user, at), Tier.can_extend, Sitting.extensions_used < Tier.max_extensions)
        .values(
            was_extended=True,
            extensions_used=Sitting.extensions_used + 1,
            limit_seconds=Sitting.limit_seconds + Tier.extension_seconds,
        )
        .returning(Tier.extension_seconds)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if added is None:
        raise NotExtendable
    return added
