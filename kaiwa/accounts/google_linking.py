"""The account of somebody whom Google names.

An account is found by the subject alone, kept in `users.google_id`: one installation believes one issuer, so issuer
and subject are that one value. An address leads to an account only where both Google and a mail of ours have proved
it: else whoever claims an address first, here or there, could take over what belongs to its owner.
"""

from datetime import datetime

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kaiwa.accounts.forms import Address
from kaiwa.accounts.sessions import close_sessions
from kaiwa.errors import N_, Conflict, InvalidInput
from kaiwa.gateways.google import Identity
from kaiwa.ids import new_id
from kaiwa.models import User

_address: TypeAdapter[str] = TypeAdapter(Address)


class NoAddress(InvalidInput):
    """Google names nobody who could be written to."""

    sentence = N_("Google did not tell us an e-mail address, and an account needs one. Please sign up with a password.")


class LinkedElsewhere(Conflict):
    """The person at Google has another account here by now."""

    sentence = N_("This person at Google has another account here. Please sign in with Google again.")


class PasswordNeeded(InvalidInput):
    """The address has an account, and it is not proved that both belong to one person."""

    sentence = N_("This address has an account already. Sign in with its password once, and Google is connected to it.")


def enter_by_google(session: Session, identity: Identity, at: datetime) -> tuple[User, bool]:
    """The account of an identity: found by its subject, linked where both sides have proved the address, or made.

    Says also whether it was made. Raises PasswordNeeded or NoAddress. Twice at once makes one account.
    """
    email = address_of(identity)
    found = _of_subject(session, identity) or _of_proved_address(session, identity, email)
    if found is not None:
        return found, False
    made = session.execute(
        insert(User)
        .values(
            id=new_id(),
            email=email,
            google_id=identity.subject,
            display_name=identity.name.strip()[:80] or None,
            email_verified_at=at if identity.is_verified else None,
        )
        .on_conflict_do_nothing()
        .returning(User.id)
    ).scalar_one_or_none()
    if made is not None:
        return session.get_one(User, made), True
    # somebody was quicker: the same person in another tab, or the same address by a password
    found = _of_subject(session, identity) or _of_proved_address(session, identity, email)
    if found is None:
        raise PasswordNeeded
    return found, False


def link_google(session: Session, user: User, identity: Identity, at: datetime) -> None:
    """Connect an account with an identity of the same address, after its person has signed in with the password.

    Where our side had never proved the address, that password, and every session it opened, may be somebody else's:
    they end. Raises LinkedElsewhere.
    """
    other = _of_subject(session, identity)
    if other is not None and other.id != user.id:
        raise LinkedElsewhere
    session.refresh(user, with_for_update=True)
    user.google_id = identity.subject
    if user.email_verified_at is None:
        user.password_hash = None
        close_sessions(session, user.id)
        user.email_verified_at = at if identity.is_verified else None
    session.flush()


def has_proved_address(session: Session, identity: Identity) -> bool:
    """Whether our side has proved the address that an identity shares with an account."""
    found = _of_address(session, address_of(identity))
    return found is not None and found.email_verified_at is not None


def address_of(identity: Identity) -> str:
    """The address as it is kept; raises NoAddress."""
    try:
        return _address.validate_python(identity.email)
    except ValidationError:
        raise NoAddress from None


def _of_subject(session: Session, identity: Identity) -> User | None:
    query = select(User).where(User.google_id == identity.subject, User.deleted_at.is_(None))
    return session.scalars(query).one_or_none()


def _of_address(session: Session, email: str) -> User | None:
    query = select(User).where(User.email == email, User.deleted_at.is_(None)).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def _of_proved_address(session: Session, identity: Identity, email: str) -> User | None:
    """The account of an address, linked; None where there is none, PasswordNeeded where the proof is not enough."""
    found = _of_address(session, email)
    # the same person in another tab may have been quicker by a moment
    if found is None or found.google_id == identity.subject:
        return found
    # an account that knows another subject: the address was given to somebody else at Google
    if not identity.is_verified or found.email_verified_at is None or found.google_id is not None:
        raise PasswordNeeded
    found.google_id = identity.subject
    session.flush()
    return found
