"""Signing in by password: the same answer in the same time for known and unknown addresses, and a limit to guessing."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from kaiwa.accounts.passwords import fits
from kaiwa.errors import N_, InvalidInput, LimitReached
from kaiwa.ids import hash_token
from kaiwa.models import FailedSignIn, User

COUNTED_FOR = timedelta(minutes=15)
MOST_OF_ACCOUNT, MOST_OF_NETWORK = 10, 100


class WrongPassword(InvalidInput):
    """No account has this address and this password."""

    sentence = N_("This address and this password do not belong together. Please try again.")


class TooManyTries(LimitReached):
    """Somebody guesses."""

    title = N_("Too many tries")
    sentence = N_("There were too many tries. Please wait a quarter of an hour, or reset your password.")


def check_credentials(session: Session, email: str, password: str, *, network: str, at: datetime) -> User | None:
    """The person of an address and password; None, noted as a failure, where they do not fit.

    Raises TooManyTries. The caller commits either way, so that a failure counts.
    """
    account = hash_token(email)
    _refuse_guessing(session, account, network, at - COUNTED_FOR)
    user = session.scalars(select(User).where(User.email == email, User.deleted_at.is_(None))).one_or_none()
    if fits(user.password_hash if user else None, password):
        session.execute(delete(FailedSignIn).where(FailedSignIn.account == account))
        return user
    session.add(FailedSignIn(account=account, network=network, created_at=at))
    return None


def _refuse_guessing(session: Session, account: str, network: str, since: datetime) -> None:
    of_account = select(func.count()).where(FailedSignIn.account == account, FailedSignIn.created_at > since)
    of_network = select(func.count()).where(FailedSignIn.network == network, FailedSignIn.created_at > since)
    row = session.execute(select(of_account.scalar_subquery(), of_network.scalar_subquery())).one()
    if row[0] >= MOST_OF_ACCOUNT or row[1] >= MOST_OF_NETWORK:
        raise TooManyTries


def forget_failures(session: Session, at: datetime) -> None:
    """Drop the wrong passwords that do not count any more."""
    session.execute(delete(FailedSignIn).where(FailedSignIn.created_at < at - COUNTED_FOR))
