"""What stands on the home of somebody who has an account: the one next thing, and what the week was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from kaiwa.accounts.visitors import Visitor
from kaiwa.conversations.finishing import LONGEST_PAUSE
from kaiwa.conversations.framing import frame
from kaiwa.conversations.queries import list_recent, owned_by
from kaiwa.minds.mind import Mind
from kaiwa.models import Conversation, Message, User
from kaiwa.models.conversations import MessageRole

MOST_DAYS = 400
RECENT = 5


@dataclass(frozen=True)
class Home:
    """The next thing to do and two facts; minutes are this week's, the streak counts days in a row up to now."""

    unfinished: Conversation | None
    partner: str
    last_line: str
    minutes: int
    streak: int
    language_id: str | None
    recent: Sequence[Conversation]


def see_home(session: Session, mind: Mind, visitor: Visitor, user: User, at: datetime) -> Home:
    """Gather the home of a person, in the days of their time zone."""
    zone = user.zone
    recent = list_recent(session, visitor, RECENT)
    unfinished = next((each for each in recent if each.ended_at is None and not each.is_played_out), None)
    partner = mind.cast(frame(unfinished, unfinished.scenario)).name_translated if unfinished else ""
    return Home(
        unfinished,
        partner,
        _last_line(session, unfinished) if unfinished else "",
        round(_practised(session, visitor, _monday(at, zone)).total_seconds() / 60),
        count_streak(_practised_days(session, visitor, zone), at.astimezone(zone).date()),
        recent[0].target_language_id if recent else None,
        recent,
    )


def count_streak(days: Sequence[date], today: date) -> int:
    """Days in a row up to today, or up to yesterday while today is not over; `days` newest first."""
    if not days or days[0] < today - timedelta(days=1):
        return 0
    return next((index for index, day in enumerate(days) if days[0] - day != timedelta(days=index)), len(days))


def _monday(at: datetime, zone: ZoneInfo) -> datetime:
    today = at.astimezone(zone).date()
    return datetime.combine(today - timedelta(days=today.weekday()), time(), zone)


def _last_line(session: Session, conversation: Conversation) -> str:
    query = select(Message.content).where(
        Message.conversation_id == conversation.id, Message.role == MessageRole.ASSISTANT, Message.content != ""
    )
    return session.scalars(query.order_by(Message.position.desc()).limit(1)).one_or_none() or ""


def _practised(session: Session, visitor: Visitor, since: datetime) -> timedelta:
    """The time between lines since then, longer pauses counting as ninety seconds."""
    pause = Message.created_at - func.lag(Message.created_at).over(
        partition_by=Message.conversation_id, order_by=Message.position
    )
    pauses = (
        select(func.least(pause, LONGEST_PAUSE).label("pause"))
        .join(Conversation, Message.conversation_id == Conversation.id)
        .where(owned_by(visitor), Message.created_at >= since)
        .subquery()
    )
    return session.scalar(select(func.coalesce(func.sum(pauses.c.pause), text("interval '0'")))) or timedelta()


def _practised_days(session: Session, visitor: Visitor, zone: ZoneInfo) -> Sequence[date]:
    day = func.date(func.timezone(zone.key, Message.created_at))
    return session.scalars(
        select(day)
        .join(Conversation, Message.conversation_id == Conversation.id)
        .where(owned_by(visitor), Message.role == MessageRole.USER)
        .group_by(day)
        .order_by(day.desc())
        .limit(MOST_DAYS)
    ).all()
