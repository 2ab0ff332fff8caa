"""Links that are mailed and work once, for an hour: to confirm an address, to choose a new password."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, contains_eager

from kaiwa.accounts.passwords import check_strength, hash_password
from kaiwa.accounts.sessions import close_sessions
from kaiwa.errors import N_, NotFound
from kaiwa.ids import hash_token, token
from kaiwa.models import FailedSignIn, OneTimeLink, User
from kaiwa.models.accounts import LinkPurpose

LASTS = timedelta(hours=1)
KEPT_FOR = timedelta(days=1)


class LinkGone(NotFound):
    """The link is wrong, used, or older than an hour; or its account has another address by now."""

    title = N_("This link does not work any more")
    sentence = N_("A link works once, and for one hour. This one is used up or too old; it is easy to get a new one.")


def make_link(session: Session, user: User, purpose: LinkPurpose, at: datetime) -> str:
    """A new link for the address of an account; gives the token that is mailed and kept nowhere."""
    secret = token()
    session.add(
        OneTimeLink(id=hash_token(secret), user_id=user.id, purpose=purpose, email=user.email, expires_at=at + LASTS)
    )
    session.flush()
    return secret


def find_link(session: Session, secret: str, purpose: LinkPurpose, at: datetime) -> OneTimeLink:
    """The link of a token with its user, locked until the transaction ends; raises LinkGone."""
    link = session.scalars(
        select(OneTimeLink)
        .join(OneTimeLink.user)
        .options(contains_eager(OneTimeLink.user))
        .where(
            OneTimeLink.id == hash_token(secret),
            OneTimeLink.purpose == purpose,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > at,
            OneTimeLink.email == User.email,
            User.deleted_at.is_(None),
        )
        .with_for_update(of=OneTimeLink)
    ).one_or_none()
    if link is None:
        raise LinkGone
    return link


def verify_email(session: Session, secret: str, at: datetime) -> User:
    """Note that the address is its person's; raises LinkGone."""
    link = find_link(session, secret, LinkPurpose.VERIFY_EMAIL, at)
    link.used_at = at
    link.user.email_verified_at = link.user.email_verified_at or at
    session.flush()
    return link.user


def reset_password(session: Session, secret: str, password: str, at: datetime) -> User:
    """Set a new password and sign out everywhere; whoever reads the mail has shown that the address is theirs.

    Raises LinkGone or WeakPassword, after which the link works still.
    """
    link = find_link(session, secret, LinkPurpose.RESET_PASSWORD, at)
    user = link.user
    check_strength(password, link.email)
    link.used_at = at
    user.password_hash = hash_password(password)
    if user.email_verified_at is None:
        # whoever came by Google while the address was nobody's may not come again
        user.google_id = None
        user.email_verified_at = at
    session.flush()
    close_sessions(session, user.id)
    others = (OneTimeLink.user_id == user.id, OneTimeLink.purpose == LinkPurpose.RESET_PASSWORD)
    session.execute(delete(OneTimeLink).where(*others, OneTimeLink.used_at.is_(None)))
    session.execute(delete(FailedSignIn).where(FailedSignIn.account == hash_token(link.email)))
    return user


def forget_links(session: Session, at: datetime) -> None:
    """Drop what is long over."""
    session.execute(delete(OneTimeLink).where(OneTimeLink.expires_at < at - KEPT_FOR))
