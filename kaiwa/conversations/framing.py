"""From rows to what a mind is told: the scene and the turns so far."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Row

from kaiwa.minds import scene as minds
from kaiwa.minds.answers import DiffPiece, Feedback, MistakeKind
from kaiwa.models import Conversation, Message, Scenario
from kaiwa.models.conversations import MessageRole, MessageState
from kaiwa.models.shapes import (
    DifferencePiece,
    GrammarAnalysis,
    ScenarioContent,
    ScenePremise,
    VocabularyItem,
)
from kaiwa.scenarios.catalogue import SceneChoice, SpeakerChoice, speaker_choice


class SaidMessage(BaseModel):
    """A message as far as a mind is told of it, or the settling of its turn asks for it."""

    role: MessageRole
    state: MessageState
    content: str
    mind_state: dict[str, Any] | None
    grammar_analysis: GrammarAnalysis | None
    hint_steps: int
    vocabulary_analysis: list[VocabularyItem] | None
    typed_seconds: int


def frame(conversation: Conversation, scenario: Scenario) -> minds.Scene:
    """The frame every reply of a conversation is made from: its scenario as it was when the conversation was held."""
    told = conversation.played if conversation.scenario_version_id else scenario
    partner = partner_of(speaker_choice(conversation.speaker)) if conversation.speaker else None
    return frame_told(conversation, told, partner)


def frame_told(
    terms: Conversation | Row[Any], told: Scenario | ScenarioContent | Row[Any], partner: minds.Partner | None
) -> minds.Scene:
    """The frame by its parts; a row stands for what it has columns of, by the same names."""
    return minds.Scene(
        scenario_id=terms.scenario_id,
        language=terms.target_language_id,
        title=told.title,
        cefr_level=str(told.cefr_level),
        objectives=tuple(minds.Objective(goal.id, goal.text) for goal in told.learning_objectives),
        native_language=terms.native_language_id,
        correction_style=minds.CorrectionStyle(terms.correction_style.value),
        objectives_met=tuple(terms.objectives_met),
        role=told.persona.title,
        setting=told.persona.setting,
        stakes=told.persona.stakes,
        context=told.context,
        instructions=told.instructions,
        partner=partner,
        premise=told_premise(terms.premise) if terms.premise else None,
    )


def told_premise(kept: ScenePremise) -> minds.Premise:
    """How a conversation without a script began, as a mind is told."""
    return minds.Premise(**dict(kept))


def kept_premise(premise: minds.Premise) -> ScenePremise:
    """How a conversation without a script begins, as it is kept with it."""
    return ScenePremise(**asdict(premise))


def partner_of(speaker: SpeakerChoice) -> minds.Partner:
    """Whose voice the partner has, as a mind is told."""
    return minds.Partner(speaker.id, speaker.name, speaker.personality, speaker.region)


def frame_choice(choice: SceneChoice, language: str, native: str, speaker: SpeakerChoice | None = None) -> minds.Scene:
    """The frame of a scene that nobody has begun yet."""
    return minds.Scene(
        scenario_id=choice.id,
        language=language,
        title=choice.title,
        cefr_level=choice.cefr_level,
        objectives=choice.objectives,
        native_language=native,
        partner=partner_of(speaker) if speaker else None,
        premise=choice.premise(language, native),
    )


def turns(messages: Sequence[Message | SaidMessage]) -> list[minds.Turn]:
    """The finished lines of a conversation, in order."""
    return [
        minds.Turn(
            speaker=minds.Speaker.LEARNER if message.role is MessageRole.USER else minds.Speaker.PARTNER,
            text=message.content,
            state=message.mind_state,
            feedback=feedback_of(message.grammar_analysis),
            hint_steps=message.hint_steps,
            glossary={item.text: item.meaning for item in message.vocabulary_analysis or ()},
        )
        for message in messages
        if message.state is MessageState.COMPLETE and message.role is not MessageRole.SYSTEM
    ]


def feedback_of(stored: GrammarAnalysis | None) -> Feedback | None:
    """Stored feedback as a mind gave it; disputed feedback counts as none."""
    if stored is None or stored.is_disputed:
        return None
    return Feedback(
        said=stored.said,
        better=stored.better,
        why=stored.why,
        kind=MistakeKind(stored.kind) if stored.kind else None,
        confidence=stored.confidence,
        diff=tuple(DiffPiece(piece.text, piece.change) for piece in stored.difference),
    )


def stored_feedback(feedback: Feedback) -> GrammarAnalysis:
    """A mind's feedback as it is stored."""
    return GrammarAnalysis(
        said=feedback.said,
        better=feedback.better,
        why=feedback.why,
        kind=feedback.kind.value if feedback.kind else None,
        confidence=feedback.confidence,
        difference=tuple(DifferencePiece(text=piece.text, change=piece.change) for piece in feedback.diff),
    )
