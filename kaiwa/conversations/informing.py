"""What a free mind is told beyond the frame: what its speaker remembers, and whether it may be asked at all."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from kaiwa.billing.ceilings import may_use_model
from kaiwa.config import Settings
from kaiwa.conversations.remembering import recall_facts
from kaiwa.minds.scene import Scene
from kaiwa.models import Conversation, User


def inform(
    session: Session,
    settings: Settings,
    scene: Scene,
    conversation: Conversation,
    at: datetime,
    *,
    reply_id: UUID | None = None,
) -> Scene:
    """The scene with the speaker's memory; a scripted one where a ceiling of tokens is reached.

    The reply says which network a guest's tokens are counted for.
    """
    user = session.get(User, conversation.user_id) if conversation.user_id else None
    if not may_use_model(session, settings, user=user, guest_id=conversation.guest_id, network=reply_id, at=at):
        return replace(scene, is_scripted=True)
    return replace(scene, facts=recall_facts(session, conversation.user_id, conversation.speaker_id))
