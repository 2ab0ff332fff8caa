"""Where somebody is signed in: a random token in a cookie, its hash in a row, sliding for thirty days."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, bindparam, delete, select
from sqlalchemy.orm import Session, contains_eager

from kaiwa.ids import hash_token, token
from kaiwa.models import SignInSession, User
from kaiwa.models.columns import UtcDateTime

LASTS = timedelta(days=30)
SEEN_EVERY = timedelta(minutes=1)


def _live() -> Select[SignInSession]:
    return (
        select(SignInSession)
        .join(SignInSession.user)
        .outerjoin(User.preferences)
        .options(contains_eager(SignInSession.user).contains_eager(User.preferences))
        .where(SignInSession.id == bindparam("id"), SignInSession.expires_at > bindparam("at", type_=UtcDateTime))
        .where(User.deleted_at.is_(None))
    )


# put together once: every page asks it
LIVE = _live()


def open_session(
    session: Session, user_id: UUID, *, at: datetime, user_agent: str | None, ip_address: str | None
) -> str:
    """Sign a browser in; gives the token that is kept in its cookie and nowhere else."""
    secret = token()
    row = SignInSession(
        id=hash_token(secret),
        user_id=user_id,
        expires_at=at + LASTS,
        last_seen_at=at,
        user_agent=(user_agent or "")[:300] or None,
        ip_address=ip_address,
    )
    session.add(row)
    session.flush()
    return secret


def find_session(session: Session, secret: str, at: datetime) -> SignInSession | None:
    """The session of a token with its user and preferences, unless it is over or the account is gone."""
    return session.scalars(LIVE, {"id": hash_token(secret), "at": at}).one_or_none()


def touch_session(found: SignInSession, at: datetime) -> bool:
    """Note that somebody is here, at most once a minute; True where something was noted."""
    if at - found.last_seen_at < SEEN_EVERY:
        return False
    found.last_seen_at = at
    found.expires_at = at + LASTS
    return True


def list_sessions(session: Session, user_id: UUID, at: datetime) -> Sequence[SignInSession]:
    """A person's live sessions, the one last seen first."""
    return session.scalars(
        select(SignInSession)
        .where(SignInSession.user_id == user_id, SignInSession.expires_at > at)
        .order_by(SignInSession.last_seen_at.desc())
    ).all()


def close_session(session: Session, user_id: UUID, session_id: str) -> None:
    """Sign one of a person's browsers out; one that is not theirs is left alone."""
    session.execute(delete(SignInSession).where(SignInSession.id == session_id, SignInSession.user_id == user_id))


def close_sessions(session: Session, user_id: UUID, *, but: str | None = None) -> None:
    """Sign a person out everywhere, or everywhere but in one session."""
    query = delete(SignInSession).where(SignInSession.user_id == user_id)
    session.execute(query if but is None else query.where(SignInSession.id != but))


def forget_sessions(session: Session, at: datetime) -> None:
    """Drop the sessions that ran out."""
    session.execute(delete(SignInSession).where(SignInSession.expires_at < at))
