"""A person's preferences: found or made, and what a conversation has shown of the person taken into them."""

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from kaiwa.models import User, UserPreferences
from kaiwa.models.accounts import Challenge, LearningGoal

# what a conversation may show of its learner, and the values that it may have
SHOWN: dict[str, type[StrEnum]] = {"learning_goal": LearningGoal, "challenge_preference": Challenge}


def preferences_of(session: Session, user: User) -> UserPreferences:
    """A person's preferences, made where there are none yet."""
    found = session.scalars(select(UserPreferences).where(UserPreferences.user_id == user.id)).one_or_none()
    if found is None:
        found = UserPreferences(user_id=user.id)
        session.add(found)
        session.flush()
    return found


def known_facts(facts: Mapping[str, str]) -> dict[str, str]:
    """Those of a conversation's facts that are preferences, with values that preferences have."""
    return {name: value for name, value in facts.items() if name in SHOWN and value in set(SHOWN[name])}


def take_facts(preferences: UserPreferences, facts: Mapping[str, str]) -> None:
    """Set what is not set yet; what the person has set already is left alone."""
    for name, value in known_facts(facts).items():
        if getattr(preferences, name) is None:
            setattr(preferences, name, SHOWN[name](value))
