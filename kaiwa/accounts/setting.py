"""Changing what a person has set: their preferences, their password, the time zone that their browser is in."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kaiwa.accounts.passwords import check_strength, fits, hash_password
from kaiwa.accounts.sessions import close_sessions
from kaiwa.accounts.settings_fields import OF_USER
from kaiwa.errors import N_, InvalidInput
from kaiwa.models import Language, Speaker, User, UserPreferences

UNSET_ZONE = "UTC"


class WrongOldPassword(InvalidInput):
    """The password given as the present one is not."""

    sentence = N_("This is not your password as it is now. Please try again.")


def list_languages(session: Session) -> Sequence[Language]:
    """The languages that can be chosen, in their order."""
    return session.scalars(select(Language).where(Language.is_active).order_by(Language.sort_order)).all()


def list_speakers(session: Session) -> Sequence[Speaker]:
    """The voices that can be preferred, language by language."""
    query = select(Speaker).join(Language, Speaker.language_id == Language.id)
    query = query.where(Speaker.is_active, Language.is_active)
    return session.scalars(query.order_by(Language.sort_order, Speaker.sort_order, Speaker.id)).all()


def change_settings(session: Session, user: User, preferences: UserPreferences, values: Mapping[str, Any]) -> None:
    """Set each of these, the rest stays."""
    for name, value in values.items():
        setattr(user if name in OF_USER else preferences, name, value)
    session.flush()


def change_password(session: Session, user: User, old: str, new: str) -> None:
    """Set another password and end every session of the person; raises WrongOldPassword or WeakPassword."""
    if not fits(user.password_hash, old):
        raise WrongOldPassword
    check_strength(new, user.email or "")
    user.password_hash = hash_password(new)
    close_sessions(session, user.id)
    session.flush()


def guess_time_zone(session: Session, user: User, zone: str) -> None:
    """Take the browser's zone where none has been set yet."""
    if user.time_zone == UNSET_ZONE:
        user.time_zone = zone
        session.flush()
