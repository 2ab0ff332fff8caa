"""Live voice: the browser's offer goes to the endpoint through us, its answer back. Only this asks for a call.

The browser and the endpoint then speak to each other over WebRTC; the key stays here. Behind a protocol, since the API
of such calls is being replaced.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from flask import Flask, current_app

from kaiwa.config import Settings
from kaiwa.errors import N_, Unavailable
from kaiwa.gateways.endpoint_client import EndpointClient

if TYPE_CHECKING:
    from openai.types.realtime import RealtimeSessionCreateRequestParam

LARGEST_SDP = 20_000
# two spoken sentences take a quarter of it; nobody is to listen to a speech
MOST_TOKENS_A_LINE = 1024
CALL_ID = re.compile(r"/([A-Za-z0-9_-]{1,200})/?$")

log = logging.getLogger("kaiwa.realtime")


class RealtimeFailed(Unavailable):
    """The endpoint does not answer, refuses, or answers with something else."""

    sentence = N_("Live voice does not answer just now. Go on by recording or typing: nothing is lost.")


@dataclass(frozen=True)
class CallBrief:
    """What a call is to be: `language` is ISO 639-1, `voice` one of the model's."""

    instructions: str
    model: str
    voice: str
    language: str


@dataclass(frozen=True)
class PlacedCall:
    """A call that the endpoint has taken: how the browser reaches it (SDP), and its name there."""

    answer: str
    remote_id: str


class RealtimeVoice(Protocol):
    """Calls to a partner who listens and speaks at once."""

    def place_call(self, offer: str, brief: CallBrief) -> PlacedCall:
        """Hand a browser's SDP offer over; raises RealtimeFailed."""
        ...

    def hang_up(self, remote_id: str) -> None:
        """End a call; one that has ended already is no failure. Raises RealtimeFailed."""
        ...


class EndpointRealtime:
    """Calls by the endpoint that the settings name."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client = EndpointClient(settings)

    def place_call(self, offer: str, brief: CallBrief) -> PlacedCall:
        """Hand a browser's SDP offer over; raises RealtimeFailed."""
        from openai import OpenAIError

        try:
            answer = self._client.open().realtime.calls.create(sdp=offer, session=self._session(brief))
        except (OpenAIError, ValueError) as error:
            raise noted(error) from error
        found = CALL_ID.search(str(answer.response.headers.get("location", "")))
        if found is None:
            # a call that cannot be ended is not begun
            raise noted(ValueError("no name of the call"))
        text = answer.content[: LARGEST_SDP + 1].decode(errors="replace")
        if not text.startswith("v=0") or len(text) > LARGEST_SDP:
            raise noted(ValueError("no answer in SDP"))
        return PlacedCall(text, found[1])

    def hang_up(self, remote_id: str) -> None:
        """End a call; one that has ended already is no failure. Raises RealtimeFailed."""
        from openai import NotFoundError, OpenAIError

        try:
            self._client.open().realtime.calls.hangup(remote_id)
        except NotFoundError:
            return
        except (OpenAIError, ValueError) as error:
            raise noted(error) from error

    def _session(self, brief: CallBrief) -> RealtimeSessionCreateRequestParam:
        return {
            "type": "realtime",
            "model": brief.model,
            "instructions": brief.instructions,
            "max_output_tokens": MOST_TOKENS_A_LINE,
            "audio": {
                "input": {
                    "transcription": {"model": self._settings.model_transcribe or "", "language": brief.language},
                    # a learner who is looking for a word is left the time for it
                    "turn_detection": {"type": "semantic_vad", "eagerness": "low"},
                },
                "output": {"voice": brief.voice},
            },
        }


def noted(error: Exception) -> RealtimeFailed:
    """A failure, with its kind in the log: its text may hold what somebody said."""
    log.warning("live voice failed: %s %s", type(error).__name__, getattr(error, "status_code", ""))
    return RealtimeFailed()


def init_realtime(app: Flask, settings: Settings) -> None:
    """Live voice for the application, unless a test has given one; None where the settings name no model for it."""
    has_one = settings.has_model and settings.model_realtime is not None
    kept = app.extensions.setdefault("kaiwa.realtime", EndpointRealtime(settings) if has_one else None)
    app.jinja_env.globals.update(server_calls=kept is not None)


def current_realtime() -> RealtimeVoice | None:
    """The application's live voice, where it has one."""
    return cast("RealtimeVoice | None", current_app.extensions["kaiwa.realtime"])
