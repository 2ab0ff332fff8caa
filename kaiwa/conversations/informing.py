"""What a free mind is told beyond the frame: what its speaker remembers, and whether it may be asked at all."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from kaiwa.billing.ceilings import may_use_model
from kaiwa.config import Settings
from kaiwa.conversations.remembering import recall_facts
from kaiwa.minds.scene import Scene
from kaiwa.models import Conversation, User


def inform(session: Session, settings: Settings, scene: Scene, conversation: Conversation, at: datetime) -> Scene:
    """The scene with the speaker's memory; a scripted one where a ceiling of tokens is reached."""
    user = session.get(User, conversation.user_id) if conversation.user_id else None
    guest_id, network = conversation.guest_id, conversation.id
    if not may_use_model(session, settings, user=user, guest_id=guest_id, network=network, at=at):
        return replace(scene, is_scripted=True)
    return replace(scene, facts=recall_facts(session, conversation.user_id, conversation.speaker_id))
