"""Everything that is kept of a person, as a zip that is made while it is sent: data.json and readable transcripts."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from kaiwa.accounts.transcripts import transcript, transcript_name
from kaiwa.accounts.visitors import Visitor
from kaiwa.accounts.zipping import zip_pieces
from kaiwa.models import (
    AnalyticsEvent,
    BillingChange,
    Conversation,
    DayDone,
    DayTalk,
    Language,
    LearnerFact,
    LearningPath,
    Message,
    OneTimeLink,
    PathAssignment,
    PathPreview,
    Payment,
    Publication,
    Scenario,
    ScenarioDraft,
    ScenarioProgress,
    ScenarioText,
    ScenarioVersion,
    SignInSession,
    Sitting,
    Subscription,
    TimeCredit,
    User,
    UserPreferences,
    UserUsage,
)

PAGE = 200
# what opens a door, and how replies are shared out among processes and what they hold meanwhile
LEFT_OUT = {
    "users": {"password_hash"},
    "sessions": {"id"},
    "one_time_links": {"id"},
    "scenarios": {"search_words", "title_words", "facets", "list_rank"},
    # which admin it was is not the person's
    "time_credits": {"admin_id"},
    "billing_changes": {"admin_id"},
    "messages": {"claimed_by", "claimed_at", "reserved_seconds", "reserved_period"},
}
Row = Mapping[str, Any]


def export_archive(session: Session, visitor: Visitor, at: datetime) -> Iterator[bytes]:
    """The zip in pieces. Rows are read a page at a time, and no connection is held while a page goes out."""
    return zip_pieces(_files(session, visitor, at))


def _files(session: Session, visitor: Visitor, at: datetime) -> Iterator[tuple[str, Iterable[bytes]]]:
    yield "data.json", _data(session, visitor, at)
    for conversation in _conversations(session, visitor):
        yield transcript_name(conversation), transcript(conversation, _messages(session, conversation))


def _data(session: Session, visitor: Visitor, at: datetime) -> Iterator[bytes]:
    yield b'{"exported_at": ' + to_json(at)
    if visitor.user_id is not None:
        preferences = _rows(session, UserPreferences, UserPreferences.user_id == visitor.user_id)
        yield b',\n"profile": ' + to_json(next(_rows(session, User, User.id == visitor.user_id), None))
        yield b',\n"preferences": ' + to_json(next(preferences, None))
        yield from _member("sessions", _rows(session, SignInSession, SignInSession.user_id == visitor.user_id))
        yield from _member("memory", _rows(session, LearnerFact, LearnerFact.user_id == visitor.user_id))
        yield from _member("mailed_links", _rows(session, OneTimeLink, OneTimeLink.user_id == visitor.user_id))
        usage = select(UserUsage.__table__).where(UserUsage.user_id == visitor.user_id)
        yield from _member("usage", _pages(session, usage, UserUsage.period))
        yield from _billing(session, visitor.user_id)
        progress = select(ScenarioProgress.__table__).where(ScenarioProgress.user_id == visitor.user_id)
        yield from _member("scenario_progress", _pages(session, progress, ScenarioProgress.scenario_id))
        own = Scenario.created_by_user_id == visitor.user_id
        yield from _member("scenarios", _rows(session, Scenario, own))
        versions = select(ScenarioVersion.__table__).join(Scenario, ScenarioVersion.scenario_id == Scenario.id)
        texts = select(ScenarioText.__table__).join(Scenario, ScenarioText.scenario_id == Scenario.id)
        yield from _member("scenario_texts", _pages(session, texts.where(own), ScenarioText.scenario_id))
        drafts = ScenarioDraft.user_id == visitor.user_id
        yield from _member("scenario_drafts", _rows(session, ScenarioDraft, drafts))
        yield from _member("scenario_versions", _pages(session, versions.where(own), ScenarioVersion.id))
        publications = select(Publication.__table__).join(Scenario, Publication.scenario_id == Scenario.id)
        yield from _member("scenario_publications", _pages(session, publications.where(own), Publication.scenario_id))
        yield from _paths(session, visitor.user_id)
    previews = PathPreview.user_id if visitor.user_id is not None else PathPreview.guest_id
    yield from _member("path_previews", _rows(session, PathPreview, previews == (visitor.user_id or visitor.guest_id)))
    yield b',\n"conversations": '
    yield from _array(_whole(session, each) for each in _conversations(session, visitor))
    yield from _member("conversation_sessions", _sittings(session, visitor))
    yield from _member("events", _rows(session, AnalyticsEvent, _events_of(visitor)))
    yield b"\n}\n"


def _billing(session: Session, user_id: UUID) -> Iterator[bytes]:
    """What somebody subscribed to, paid, and was given, by way of Stripe."""
    for model in (Subscription, Payment, TimeCredit, BillingChange):
        yield from _member(model.__tablename__, _rows(session, model, model.user_id == user_id))


def _paths(session: Session, user_id: UUID) -> Iterator[bytes]:
    """The paths that somebody has or is on, which days are done, and which conversations were held for them."""
    yield from _member("learning_paths", _rows(session, LearningPath, LearningPath.user_id == user_id))
    mine = PathAssignment.user_id == user_id
    yield from _member("path_assignments", _rows(session, PathAssignment, mine))
    talks = select(DayTalk.__table__).join(PathAssignment, DayTalk.assignment_id == PathAssignment.id)
    yield from _member("path_day_talks", _pages(session, talks.where(mine), DayTalk.conversation_id))
    done = select(DayDone.__table__).join(PathAssignment, DayDone.assignment_id == PathAssignment.id)
    days = session.execute(done.where(mine).order_by(DayDone.assignment_id, DayDone.day_index)).mappings().all()
    session.rollback()
    yield from _member("path_days_done", (dict(day) for day in days))


def _member(name: str, rows: Iterable[Row]) -> Iterator[bytes]:
    yield f',\n"{name}": '.encode()
    yield from _array([to_json(row)] for row in rows)


def _array(items: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    yield b"["
    for index, item in enumerate(items):
        yield b",\n" if index else b"\n"
        yield from item
    yield b"]"


def _whole(session: Session, conversation: Row) -> Iterator[bytes]:
    yield to_json(conversation)[:-1] + b',"messages":'
    yield from _array([to_json(message)] for message in _messages(session, conversation))
    yield b"}"


def _conversations(session: Session, visitor: Visitor) -> Iterator[Row]:
    query = (
        select(Conversation.__table__, Scenario.title.label("scenario"), Language.name.label("language"))
        .join(Scenario, Conversation.scenario_id == Scenario.id)
        .join(Language, Conversation.target_language_id == Language.id)
        .where(conversations_of(visitor))
    )
    return _pages(session, query, Conversation.id)


def _messages(session: Session, conversation: Row) -> Iterator[Row]:
    query = select(Message.__table__).where(Message.conversation_id == conversation["id"])
    return _pages(session, query, Message.position, LEFT_OUT["messages"])


def _sittings(session: Session, visitor: Visitor) -> Iterator[Row]:
    query = select(Sitting.__table__).join(Conversation, Sitting.conversation_id == Conversation.id)
    return _pages(session, query.where(conversations_of(visitor)), Sitting.id)


def _rows(session: Session, model: Any, mine: ColumnElement[bool]) -> Iterator[Row]:
    return _pages(session, select(model.__table__).where(mine), model.id, LEFT_OUT.get(model.__tablename__, set()))


def _pages(
    session: Session, query: Select[Any], key: InstrumentedAttribute[Any], left_out: Iterable[str] = ()
) -> Iterator[Row]:
    """The rows of a query in the order of a unique key, read page by page."""
    page = session.execute(query.order_by(key).limit(PAGE)).mappings().all()
    while page:
        session.rollback()
        yield from ({name: value for name, value in row.items() if name not in left_out} for row in page)
        if len(page) < PAGE:
            return
        page = session.execute(query.where(key > page[-1][key.key]).order_by(key).limit(PAGE)).mappings().all()
    session.rollback()


def conversations_of(visitor: Visitor) -> ColumnElement[bool]:
    """Which conversations are somebody's; ask only for somebody who is known."""
    if visitor.user_id is not None:
        return Conversation.user_id == visitor.user_id
    return Conversation.guest_id == visitor.guest_id


def _events_of(visitor: Visitor) -> ColumnElement[bool]:
    if visitor.user_id is not None:
        return AnalyticsEvent.user_id == visitor.user_id
    return AnalyticsEvent.session_id == str(visitor.guest_id)
