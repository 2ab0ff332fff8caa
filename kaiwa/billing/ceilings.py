"""Ceilings of a model's tokens: of the site, of a learner's month, of a guest's day and of their network's."""

from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, literal, select
from sqlalchemy.orm import Session

from kaiwa.billing.periods import month_start
from kaiwa.billing.tiers import is_tier_of
from kaiwa.config import Settings
from kaiwa.models import Conversation, PathPreview, ScenarioDraft, Sitting, Tier, User


def may_use_model(
    session: Session,
    settings: Settings,
    *,
    user: User | None,
    guest_id: UUID | None,
    network: str | ScalarSelect[str | None] | None,
    at: datetime,
) -> bool:
    """Whether a model may be asked: the site, and the learner or the guest and their network, are under their ceilings.

    The site's month is UTC's, a learner's that of their time zone; a guest's day is UTC's. One statement. What several
    ask for in the same moment is counted when it is there, so a ceiling may be passed by as much as that.
    """
    row = session.execute(spent_tokens(settings, user=user, guest_id=guest_id, network=network, at=at)).one()
    if settings.model_tokens_site is not None and row.of_site >= settings.model_tokens_site:
        return False
    if user is not None:
        return int(row.own) < ceiling_of(settings, row.tier_id)
    return bool(row.own < settings.model_tokens_guest and row.of_network < settings.model_tokens_address)


def ceiling_of(settings: Settings, tier_id: str) -> int:
    """Tokens a month for a learner on a tier; one that the settings do not name has the free one's."""
    named = {"plus": settings.model_tokens_plus, "premium": settings.model_tokens_premium}
    return named.get(tier_id, settings.model_tokens_free)


def spent_tokens(
    settings: Settings,
    *,
    user: User | None,
    guest_id: UUID | None,
    network: str | ScalarSelect[str | None] | None,
    at: datetime,
) -> Select[str, int, int, int]:
    """What was spent by the site, by whoever asks, and from their network; what has no ceiling is not summed up."""
    nothing = literal(0)
    month = month_start(at, ZoneInfo("UTC"))
    of_site = _talked(month) + _written(month) + _planned(month) if settings.model_tokens_site is not None else nothing
    today = datetime.combine(at.astimezone(UTC).date(), datetime.min.time(), UTC)
    if user is not None:
        month = month_start(at, user.zone)
        own = _talked(month, Sitting.user_id == user.id) + _written(month, ScenarioDraft.user_id == user.id)
        own += _planned(month, PathPreview.user_id == user.id)
    else:
        theirs = select(Conversation.id).where(Conversation.guest_id == guest_id)
        own = _talked(today, Sitting.conversation_id.in_(theirs)) + _planned(today, PathPreview.guest_id == guest_id)
    of_network = nothing if user is not None or network is None else _talked(today, Sitting.network == network)
    return select(
        select(Tier.id).where(is_tier_of(user)).scalar_subquery().label("tier_id"),
        of_site.label("of_site"),
        own.label("own"),
        of_network.label("of_network"),
    )


def _talked(since: datetime, *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    total = func.coalesce(func.sum(Sitting.input_tokens + Sitting.output_tokens), 0)
    return select(total).where(Sitting.start_time >= since, *conditions).scalar_subquery()


def _written(since: datetime, *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    """What scenarios of learners' own have cost to be written."""
    total = func.coalesce(func.sum(ScenarioDraft.input_tokens + ScenarioDraft.output_tokens), 0)
    return select(total).where(ScenarioDraft.created_at >= since, *conditions).scalar_subquery()


def _planned(since: datetime, *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    """What previews of paths have cost to be planned."""
    total = func.coalesce(func.sum(PathPreview.input_tokens + PathPreview.output_tokens), 0)
    return select(total).where(PathPreview.created_at >= since, *conditions).scalar_subquery()
