"""Voices and ears for tests, chosen by `create_app(speech=…)`."""

import threading

from kaiwa.gateways.speech import Recording, SpeechFailed


class FakeSpeech:
    """Says every line as its own bytes with the voice before, hears what it was told to, and counts."""

    speaking_model: str | None = "a-model-to-speak"
    hearing_model: str | None = "a-model-to-hear"

    def __init__(self, heard: str = "コーヒーをください") -> None:
        self.heard = heard
        self.said: list[tuple[str, str]] = []
        self.recordings: list[tuple[Recording, str]] = []
        self.fails = False

    def say(self, line: str, voice: str) -> bytes:
        self.said.append((line, voice))
        if self.fails:
            raise SpeechFailed
        return f"{voice}: {line}".encode()

    def write_down(self, recording: Recording, language: str) -> str:
        self.recordings.append((recording, language))
        if self.fails:
            raise SpeechFailed
        return self.heard


class SlowSpeech(FakeSpeech):
    """Waits before it has said a line, until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.let_go = threading.Event(), threading.Event()

    def say(self, line: str, voice: str) -> bytes:
        self.begun.set()
        self.let_go.wait(20)
        return super().say(line, voice)
