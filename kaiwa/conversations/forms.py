"""What the conversation's forms carry."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field

from kaiwa.accounts.preferences import Level
from kaiwa.models.conversations import CorrectionStyle

LONGEST_MESSAGE = 2000


def without_edges(value: object) -> object:
    """A text without the blanks around it, and without characters that a database cannot hold."""
    return value.replace("\x00", "").replace("\r\n", "\n").strip() if isinstance(value, str) else value


Content = Annotated[str, Field(min_length=1, max_length=LONGEST_MESSAGE), BeforeValidator(without_edges)]


class StartForm(BaseModel):
    """The first message, with the scene and language it is said in, and the voice that was chosen for the partner.

    `occasion` is what it is begun for, as the address of the stage said.
    """

    scene: str
    language: str
    speaker: str = ""
    occasion: str = ""
    level: Level = Level.NEW
    content: Content


class MessageForm(BaseModel):
    """A learner's message and how far the hint was opened for it."""

    content: Content
    hint_steps: Annotated[int, Field(ge=0, le=3)] = 0


class ComfortForm(BaseModel):
    """How the conversation felt, 1 to 5."""

    rating: Annotated[int, Field(ge=1, le=5)]


class CorrectionStyleForm(BaseModel):
    """When the learner wants to hear of a mistake."""

    style: CorrectionStyle


class SpeakerForm(BaseModel):
    """Whose voice the partner has."""

    speaker: str


class AloudForm(BaseModel):
    """Whether answers are said aloud, with their text one tap away."""

    aloud: bool = False


class ReadingsForm(BaseModel):
    """Whether readings stand above the words."""

    shown: Literal["yes", "no"]
