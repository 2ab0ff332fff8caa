"""The tables, a module per family; importing this package makes them all known to the metadata."""

from kaiwa.models.accounts import FailedSignIn, OneTimeLink, SignInSession, UserPreferences
from kaiwa.models.analytics import AnalyticsEvent
from kaiwa.models.billing import Tier, UserUsage
from kaiwa.models.conversations import Conversation, Message
from kaiwa.models.exports import Export, ExportPiece
from kaiwa.models.languages import Language
from kaiwa.models.live import LiveCall, LiveLine
from kaiwa.models.memory import LearnerFact
from kaiwa.models.own_scenarios import Publication, ScenarioDraft
from kaiwa.models.paths import DayDone, DayTalk, LearningPath, OwedDay, PathAssignment, PathPreview
from kaiwa.models.progress import ScenarioMetadata, ScenarioProgress
from kaiwa.models.scenario_texts import ScenarioText, ScenarioVersion
from kaiwa.models.scenarios import Scenario
from kaiwa.models.sittings import Sitting
from kaiwa.models.speakers import Speaker
from kaiwa.models.speech import SpeechClip
from kaiwa.models.subscriptions import BillingChange, BillingEvent, Payment, Subscription, TimeCredit
from kaiwa.models.users import User

__all__ = [
    "AnalyticsEvent",
    "BillingChange",
    "BillingEvent",
    "Conversation",
    "DayDone",
    "DayTalk",
    "Export",
    "ExportPiece",
    "FailedSignIn",
    "Language",
    "LearnerFact",
    "LearningPath",
    "LiveCall",
    "LiveLine",
    "Message",
    "OneTimeLink",
    "OwedDay",
    "PathAssignment",
    "PathPreview",
    "Payment",
    "Publication",
    "Scenario",
    "ScenarioDraft",
    "ScenarioMetadata",
    "ScenarioProgress",
    "ScenarioText",
    "ScenarioVersion",
    "SignInSession",
    "Sitting",
    "Speaker",
    "SpeechClip",
    "Subscription",
    "Tier",
    "TimeCredit",
    "User",
    "UserPreferences",
    "UserUsage",
]
