"""Deleting what is kept of a person, at once: what is theirs goes, what is only counted loses them."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, text, update
from sqlalchemy.orm import Session

from kaiwa.accounts.prepared_exports import drop_exports
from kaiwa.accounts.signing_in import check_credentials
from kaiwa.accounts.untallying import drop_conversations
from kaiwa.accounts.visitors import Visitor
from kaiwa.billing.closing import leave_billing
from kaiwa.clock import now
from kaiwa.errors import N_, InvalidInput
from kaiwa.ids import hash_token
from kaiwa.models import AnalyticsEvent, Conversation, FailedSignIn, PathPreview, Scenario, SignInSession, User
from kaiwa.queue import forget_jobs

FRESH = timedelta(minutes=10)


class SignInAgain(InvalidInput):
    """Without a password, only a fresh sign-in shows that it is the person who asks."""

    sentence = N_("You signed in more than ten minutes ago. Please sign out, sign in again, and come back here.")


def is_fresh(here: SignInSession, at: datetime) -> bool:
    """Whether somebody signed in just now."""
    return at - here.created_at < FRESH


def is_the_person(
    session: Session, user: User, here: SignInSession, password: str, *, network: str, at: datetime
) -> bool:
    """Whether it is the person who asks: by their password, or by a fresh sign-in where they have none.

    A wrong password is noted as a failure, so the caller commits either way. Raises TooManyTries.
    """
    if user.password_hash is None or user.email is None:
        return is_fresh(here, at)
    return check_credentials(session, user.email, password, network=network, at=at) is not None


def delete_account(session: Session, user: User) -> None:
    """Delete a person with everything of theirs; the address is free again, and every browser is signed out.

    What they pay for ends, and the payments stay without them.
    """
    leave_billing(session, user)
    _lose_person(session, AnalyticsEvent.user_id == user.id)
    if user.email is not None:
        session.execute(delete(FailedSignIn).where(FailedSignIn.account == hash_token(user.email)))
        forget_jobs(session, "email", user.email)
    forget_jobs(session, "user_id", str(user.id))
    drop_exports(session, Visitor(None, user.id))
    # one by one, since others' counts change with them, and own scenarios can only go after them
    drop_conversations(session, Conversation.user_id == user.id, now(), user.id)
    _leave_scenarios(session, user)
    # the foreign keys take the rest along
    session.execute(delete(User).where(User.id == user.id))


def delete_guest(session: Session, guest_id: UUID) -> None:
    """Delete what a guest did."""
    # the lock under which a guest's conversations begin
    session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:key))"), {"key": str(guest_id)})
    _lose_person(session, AnalyticsEvent.session_id == str(guest_id))
    drop_exports(session, Visitor(guest_id))
    session.execute(delete(PathPreview).where(PathPreview.guest_id == guest_id))
    drop_conversations(session, Conversation.guest_id == guest_id, now(), None)


def _leave_scenarios(session: Session, user: User) -> None:
    """Own scenarios go with their person, but for those in which others have talked: nobody finds these any more."""
    talked_in = exists().where(Conversation.scenario_id == Scenario.id)
    session.execute(
        update(Scenario)
        .where(Scenario.created_by_user_id == user.id, talked_in)
        .values(created_by_user_id=None, is_active=False)
        .execution_options(synchronize_session=False)
    )


def _lose_person(session: Session, theirs: ColumnElement[bool]) -> None:
    nobody = dict.fromkeys(("user_id", "session_id", "user_agent", "ip_address", "referrer"))
    session.execute(update(AnalyticsEvent).where(theirs).values(**nobody))
