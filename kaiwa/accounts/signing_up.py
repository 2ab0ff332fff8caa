"""Making an account of an e-mail address and a password."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kaiwa.accounts.passwords import check_strength, fits, hash_password
from kaiwa.errors import N_, InvalidInput
from kaiwa.ids import new_id
from kaiwa.models import User


class AddressTaken(InvalidInput):
    """The address has an account, and the password is not its."""

    sentence = N_("There is an account with this address, but not with this password. Sign in, or reset the password.")


def create_account(session: Session, email: str, password: str) -> User:
    """The account of an address: made, or the one that is there when the password fits it too.

    Raises WeakPassword, or AddressTaken; two sign-ups at once make one account.
    """
    check_strength(password, email)
    stored = hash_password(password)
    made = session.execute(
        insert(User)
        .values(id=new_id(), email=email, password_hash=stored)
        .on_conflict_do_nothing(index_elements=[User.email])
        .returning(User.id)
    ).scalar_one_or_none()
    user = session.scalars(select(User).where(User.email == email)).one()
    # a new address costs the same work as a known one
    if not fits(user.password_hash if made is None else None, password) and made is None:
        raise AddressTaken
    return user
