"""The tables, a module per family; importing this package makes them all known to the metadata."""

from kaiwa.models.accounts import FailedSignIn, OneTimeLink, SignInSession, UserPreferences
from kaiwa.models.analytics import AnalyticsEvent
from kaiwa.models.conversations import Conversation, Message
from kaiwa.models.languages import Language
from kaiwa.models.scenarios import Scenario
from kaiwa.models.users import User

__all__ = [
    "AnalyticsEvent",
    "Conversation",
    "FailedSignIn",
    "Language",
    "Message",
    "OneTimeLink",
    "Scenario",
    "SignInSession",
    "User",
    "UserPreferences",
]
