"""Ceilings of a model's tokens: of the site, of a learner's month, of a guest's day and of their network's."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    bindparam,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.orm import Session, aliased

from kaiwa.billing.entitlement import FREE, GRACE, select_entitled_tier
from kaiwa.billing.periods import month_start
from kaiwa.config import Settings
from kaiwa.models import Conversation, LearningPath, Message, OwedDay, PathPreview, ScenarioDraft, Sitting, Tier, User
from kaiwa.models.columns import UtcDateTime

UTC_ZONE = ZoneInfo("UTC")
NO_NETWORK, GIVEN, OF_MESSAGE = "none", "given", "of a message"


@dataclass(frozen=True)
class Ceilings:
    """A question of what a model has cost: a statement of one row with its values, alone or as a part of another."""

    settings: Settings
    is_learner: bool
    statement: Select[Any]
    values: dict[str, Any]

    def allow(self, row: Any) -> bool:
        """Whether all is under its ceiling by the statement's row."""
        site = self.settings.model_tokens_site
        if site is not None and row.of_site >= site:
            return False
        if self.is_learner:
            return int(row.own) < ceiling_of(self.settings, row.tier_id)
        return bool(row.own < self.settings.model_tokens_guest and row.of_network < self.settings.model_tokens_address)


def ceilings(
    settings: Settings, *, user: User | None, guest_id: UUID | None, network: str | UUID | None, at: datetime
) -> Ceilings:
    """The ceilings of the site, and of the learner or of the guest and their network.

    `network` may be the id of a message, and is that of its conversation's latest sitting then. The site's month is
    UTC's, a learner's that of their time zone; a guest's day is UTC's. What several ask for in the same moment is
    counted when it is there, so a ceiling may be passed by as much as that.
    """
    has_ceiling = settings.model_tokens_site is not None
    values: dict[str, Any] = {"site_month": month_start(at, UTC_ZONE)} if has_ceiling else {}
    if user is not None:
        values |= {"who": user.id, "since": month_start(at, user.zone), "unpaid_after": at - GRACE}
        return Ceilings(settings, True, _spent_by_learner(has_ceiling), values)
    kind = NO_NETWORK if network is None else OF_MESSAGE if isinstance(network, UUID) else GIVEN
    today = datetime.combine(at.astimezone(UTC).date(), datetime.min.time(), UTC)
    values |= {"who": guest_id, "since": today} | ({} if network is None else {"network": network})
    return Ceilings(settings, False, _spent_by_guest(has_ceiling, kind), values)


def may_use_model(
    session: Session,
    settings: Settings,
    *,
    user: User | None,
    guest_id: UUID | None,
    network: str | UUID | None,
    at: datetime,
) -> bool:
    """Whether a model may be asked by the `ceilings`; one statement."""
    asked = ceilings(settings, user=user, guest_id=guest_id, network=network, at=at)
    return asked.allow(session.execute(asked.statement, asked.values).one())


def ceiling_of(settings: Settings, tier_id: str) -> int:
    """Tokens a month for a learner on a tier; one that the settings do not name has the free one's."""
    named = {"plus": settings.model_tokens_plus, "premium": settings.model_tokens_premium}
    return named.get(tier_id, settings.model_tokens_free)


# built once each: a turn waits for this before the model is asked, and to build them takes longer than to run them
@cache
def _spent_by_learner(has_ceiling: bool) -> Select[Any]:
    who: BindParameter[Any] = bindparam("who")
    since = _moment("since")
    paths = select(LearningPath.id).where(LearningPath.user_id == who)
    own = _talked(since, Sitting.user_id == who) + _written(since, ScenarioDraft.user_id == who)
    own += _planned(since, PathPreview.user_id == who) + _followed(since, OwedDay.path_id.in_(paths))
    tier = func.coalesce(select_entitled_tier(who, _moment("unpaid_after")), FREE)
    return select(
        select(Tier.id).where(Tier.id == tier).scalar_subquery().label("tier_id"),
        own.label("own"),
        _by_site(has_ceiling).label("of_site"),
    )


@cache
def _spent_by_guest(has_ceiling: bool, network: str) -> Select[Any]:
    who: BindParameter[Any] = bindparam("who")
    since = _moment("since")
    theirs = select(Conversation.id).where(Conversation.guest_id == who)
    own = _talked(since, Sitting.conversation_id.in_(theirs)) + _planned(since, PathPreview.guest_id == who)
    columns: list[ColumnElement[Any]] = [own.label("own"), _by_network(since, network).label("of_network")]
    return select(*columns, _by_site(has_ceiling).label("of_site"))


def _by_network(since: ColumnElement[datetime], network: str) -> ColumnElement[int]:
    if network == NO_NETWORK:
        return literal(0)
    which: Any = bindparam("network")
    if network == OF_MESSAGE:
        each, message = aliased(Sitting), aliased(Message)
        latest = select(each.network).join(message, message.conversation_id == each.conversation_id)
        latest = latest.where(message.id == which).order_by(each.start_time.desc()).limit(1)
        which = latest.scalar_subquery()
    return _talked(since, Sitting.network == which)


def _by_site(has_ceiling: bool) -> ColumnElement[int]:
    """What has no ceiling is not summed up."""
    if not has_ceiling:
        return literal(0)
    month = _moment("site_month")
    return _talked(month) + _written(month) + _planned(month) + _followed(month)


def _moment(name: str) -> ColumnElement[datetime]:
    return bindparam(name, type_=UtcDateTime())


def _talked(since: ColumnElement[datetime], *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    total = func.coalesce(func.sum(Sitting.input_tokens + Sitting.output_tokens), 0)
    return select(total).where(Sitting.start_time >= since, *conditions).scalar_subquery()


def _written(since: ColumnElement[datetime], *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    """What scenarios of learners' own have cost to be written."""
    total = func.coalesce(func.sum(ScenarioDraft.input_tokens + ScenarioDraft.output_tokens), 0)
    return select(total).where(ScenarioDraft.created_at >= since, *conditions).scalar_subquery()


def _planned(since: ColumnElement[datetime], *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    """What previews of paths have cost to be planned."""
    total = func.coalesce(func.sum(PathPreview.input_tokens + PathPreview.output_tokens), 0)
    return select(total).where(PathPreview.created_at >= since, *conditions).scalar_subquery()


def _followed(since: ColumnElement[datetime], *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    """What the days of paths have cost to be written, all tries with the last one's month."""
    cost = OwedDay.input_tokens + OwedDay.output_tokens
    # said as the index says it
    spent = (cost > literal_column("0"), OwedDay.last_processed_at >= since)
    return select(func.coalesce(func.sum(cost), 0)).where(*spent, *conditions).scalar_subquery()
