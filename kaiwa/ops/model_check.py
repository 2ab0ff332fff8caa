"""Whether the models do their jobs: each is called once, and a line says what came of it."""

from __future__ import annotations

import io
import time
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kaiwa.config import Settings
from kaiwa.gateways.llm import Limits, Llm
from kaiwa.gateways.model_failures import ModelFailure
from kaiwa.gateways.speech import Recording, Speech, SpeechFailed
from kaiwa.minds.model.answering import Answerer, Shape

VOICE = "alloy"
HEARD_SECONDS, RATE = 1, 16_000
GREETING = ({"role": "system", "content": "You are a friend."}, {"role": "user", "content": "Say hello in one word."})


@dataclass(frozen=True)
class Found:
    """What a call to the model of a job showed; `works` is None where no model is set."""

    job: str
    model: str
    works: bool | None
    told: str


class Colour(Shape):
    """A small answer in a shape."""

    colour: str


def check_models(settings: Settings, speech: Speech) -> Iterator[Found]:
    """Call the model of each job once, in the order of the settings."""
    limits = Limits(settings.model_connect_seconds, settings.model_first_token_seconds, settings.model_stall_seconds)
    llm = Llm(settings.model_base_url or "", settings.model_api_key, limits)
    talk = settings.model_talk or ""
    calls: list[tuple[str, str | None, Callable[[str], str]]] = [
        ("talk", talk, lambda model: _talk(llm, model)),
        ("feedback", settings.model_feedback or talk, lambda model: _answer(llm, model)),
        ("plan", settings.model_plan or talk, lambda model: _answer(llm, model)),
        ("write", settings.model_write or talk, lambda model: _answer(llm, model)),
        ("transcribe", settings.model_transcribe, lambda _: _hear(speech)),
        ("speak", settings.model_speak, lambda _: _say(speech)),
        ("realtime", settings.model_realtime, lambda model: _connect(llm, model)),
    ]
    for job, model, call in calls:
        yield _try(job, model, call)
    llm.close()


def _try(job: str, model: str | None, call: Callable[[str], str]) -> Found:
    if not model:
        return Found(job, "-", None, f"MODEL_{job.upper()} is not set")
    begun = time.perf_counter()
    try:
        told = call(model)
    except ModelFailure as failure:
        return Found(job, model, False, str(failure))
    except SpeechFailed as failure:
        return Found(job, model, False, type(failure.__cause__ or failure).__name__)
    return Found(job, model, True, f"{told} in {time.perf_counter() - begun:.1f} s")


def _talk(llm: Llm, model: str) -> str:
    stream = llm.stream(model, GREETING)
    try:
        signs = sum(len(piece) for piece in stream)
    finally:
        stream.close()
    return f"streamed {signs} signs"


def _answer(llm: Llm, model: str) -> str:
    answerer = Answerer(llm)
    question = [{"role": "system", "content": "You answer in JSON."}, {"role": "user", "content": "Name a colour."}]
    answerer.ask(model, question, Colour)
    return f"answered in shape by {answerer.accepted_format(model)}"


def _hear(speech: Speech) -> str:
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(bytes(2 * RATE * HEARD_SECONDS))
    words = speech.write_down(Recording(sound.getvalue(), "audio/wav"), "en")
    return f"wrote down a second of silence as {len(words)} signs"


def _say(speech: Speech) -> str:
    return f"said a word in {len(speech.say('Hello', VOICE))} bytes"


def _connect(llm: Llm, model: str) -> str:
    llm.try_realtime(model)
    return "gave a key for a live conversation"
