"""A guest becomes a learner: everything that the guest did is the account's, in the same transaction."""

from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from kaiwa.accounts.preferences import Preferences
from kaiwa.accounts.preferring import preferences_of, take_facts
from kaiwa.accounts.prepared_exports import drop_exports
from kaiwa.accounts.tallying import count_adopted
from kaiwa.accounts.visitors import Visitor
from kaiwa.clock import now
from kaiwa.models import AnalyticsEvent, Conversation, PathPreview, Sitting, User


def adopt_guest(session: Session, guest_id: UUID | None, user: User, shown: Preferences) -> int:
    """Give a guest's conversations to a person, and what they show of the person to the preferences.

    Gives the number of conversations. Twice, or in two tabs at once, changes nothing more; what the person has set
    already is left alone.
    """
    preferences = preferences_of(session, user)
    if guest_id is None:
        return 0
    # the lock under which a guest's conversations begin: none is begun between finding and giving
    session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:key))"), {"key": str(guest_id)})
    # an archive of the guest alone would be taken for everything of the person
    drop_exports(session, Visitor(guest_id))
    _give_previews(session, guest_id, user)
    latest = session.scalars(
        select(Conversation).where(Conversation.guest_id == guest_id).order_by(Conversation.started_at.desc()).limit(1)
    ).one_or_none()
    if latest is None:
        return 0
    is_new = preferences.target_language_id is None
    if is_new:
        preferences.target_language_id = latest.target_language_id
        preferences.correction_style = latest.correction_style
        preferences.show_romanization = shown.show_readings
        preferences.speaks_lines = shown.speaks_lines
        preferences.preferred_speaker_id = latest.speaker_id
    if user.native_language_id is None:
        user.native_language_id = latest.native_language_id
    session.execute(
        update(AnalyticsEvent)
        .where(AnalyticsEvent.session_id == str(guest_id))
        .values(user_id=user.id, session_id=None)
        .execution_options(synchronize_session=False)
    )
    # sittings before conversations, in the order in which a reply that is being stored locks them
    theirs = select(Conversation.id).where(Conversation.guest_id == guest_id)
    session.execute(
        update(Sitting)
        .where(Sitting.conversation_id.in_(theirs))
        .values(user_id=user.id)
        .execution_options(synchronize_session=False)
    )
    given = session.execute(
        update(Conversation)
        .where(Conversation.guest_id == guest_id)
        .values(user_id=user.id, guest_id=None)
        .returning(
            Conversation.scenario_id,
            Conversation.started_at,
            Conversation.completed_at,
            Conversation.duration_seconds,
            Conversation.collected,
        )
        .execution_options(synchronize_session=False)
    ).all()
    count_adopted(session, user.id, given, now())
    # the latest word counts
    for row in sorted(given, key=lambda each: each.started_at, reverse=True):
        take_facts(preferences, row.collected.confirmed)
    return len(given)


def _give_previews(session: Session, guest_id: UUID, user: User) -> None:
    session.execute(
        update(PathPreview)
        .where(PathPreview.guest_id == guest_id)
        .values(user_id=user.id, guest_id=None)
        .execution_options(synchronize_session=False)
    )
