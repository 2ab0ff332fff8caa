"""Speech by an OpenAI-compatible endpoint: a line said aloud, a recording written down. Only this asks for it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Final, Protocol, cast

from flask import Flask, current_app

from kaiwa.config import Settings
from kaiwa.errors import N_, Unavailable
from kaiwa.gateways.endpoint_client import EndpointClient

# what every browser plays
AUDIO_FORMAT: Final = "mp3"
MEDIA_TYPE: Final = "audio/mpeg"
# what the endpoint takes at once
LONGEST_LINE = 4096
LARGEST_CLIP = 4 * 1024 * 1024
# how a recording is called for the endpoint, by what browsers say that it is
FILE_NAMES = {
    "audio/webm": "speech.webm",
    "audio/ogg": "speech.ogg",
    "audio/mp4": "speech.mp4",
    "audio/mpeg": "speech.mp3",
    "audio/wav": "speech.wav",
}

log = logging.getLogger("kaiwa.speech")


class SpeechFailed(Unavailable):
    """The endpoint does not answer, refuses, or answers with something else."""

    sentence = N_("That could not be written down just now. Please speak once more, or type: your text is kept.")


@dataclass(frozen=True)
class Recording:
    """What somebody said: the sound as the browser recorded it."""

    sound: bytes
    media_type: str


class Speech(Protocol):
    """A voice and an ear; the names of their models, each None where there is none."""

    speaking_model: str | None
    hearing_model: str | None

    def say(self, line: str, voice: str) -> bytes:
        """The line as MP3 in one of the model's voices; raises SpeechFailed."""
        ...

    def write_down(self, recording: Recording, language: str) -> str:
        """The words of a recording; `language` is ISO 639-1. Raises SpeechFailed."""
        ...


class EndpointSpeech:
    """Speech by the models that the settings name."""

    def __init__(self, settings: Settings) -> None:
        self.speaking_model = settings.model_speak if settings.has_model else None
        self.hearing_model = settings.model_transcribe if settings.has_model else None
        self._client = EndpointClient(settings)

    def say(self, line: str, voice: str) -> bytes:
        """The line as MP3 in one of the model's voices; raises SpeechFailed."""
        if not 0 < len(line) <= LONGEST_LINE:
            raise SpeechFailed
        from openai import OpenAIError

        try:
            answer = self._client.open().audio.speech.create(
                model=self.speaking_model or "", voice=voice, input=line, response_format=AUDIO_FORMAT
            )
        except (OpenAIError, ValueError) as error:
            raise noted(error) from error
        kind = str(answer.response.headers.get("content-type", ""))
        if not kind.startswith(("audio/", "application/octet-stream")) or not 0 < len(answer.content) <= LARGEST_CLIP:
            raise noted(ValueError(f"no sound but {kind}"))
        return answer.content

    def write_down(self, recording: Recording, language: str) -> str:
        """The words of a recording; `language` is ISO 639-1. Raises SpeechFailed."""
        from openai import OpenAIError

        file = (FILE_NAMES[recording.media_type], recording.sound, recording.media_type)
        try:
            heard = self._client.open().audio.transcriptions.create(
                model=self.hearing_model or "", file=file, language=language, response_format="json"
            )
        except (OpenAIError, ValueError) as error:
            raise noted(error) from error
        words = getattr(heard, "text", None)
        if not isinstance(words, str):
            raise noted(ValueError("no text"))
        return words.strip()


def noted(error: Exception) -> SpeechFailed:
    """A failure, with its kind in the log: its text may hold what somebody said."""
    log.warning("speech failed: %s %s", type(error).__name__, getattr(error, "status_code", ""))
    return SpeechFailed()


def init_speech(app: Flask, settings: Settings) -> None:
    """Speech for the application, unless a test has given one; templates ask what it can do."""
    speech: Speech = app.extensions.setdefault("kaiwa.speech", EndpointSpeech(settings))
    app.jinja_env.globals.update(
        server_speaks=speech.speaking_model is not None, server_hears=speech.hearing_model is not None
    )


def current_speech() -> Speech:
    """The application's voice and ear."""
    return cast(Speech, current_app.extensions["kaiwa.speech"])
