"""The endpoint that speaks and hears: what is sent, and that every way to go wrong is one failure."""

from collections.abc import Callable, Iterable, Iterator
from threading import Thread

import pytest
from werkzeug import Request, Response
from werkzeug.serving import make_server

from kaiwa.config import Settings
from kaiwa.gateways.speech import LONGEST_LINE, EndpointSpeech, Recording, SpeechFailed
from tests.model_server import SPEECH, TRANSCRIPTIONS, ModelServer

RECORDING = Recording(b"a recording", "audio/webm")


def speech_at(base_url: str, **changes: object) -> EndpointSpeech:
    settings = Settings(
        model_base_url=base_url,
        model_talk="a-model-to-talk",
        model_speak="a-model-to-speak",
        model_transcribe="a-model-to-transcribe",
        model_api_key="a-key",
    )
    return EndpointSpeech(settings.model_copy(update=changes))


@pytest.fixture
def speech(model_server: ModelServer) -> EndpointSpeech:
    return speech_at(model_server.base_url, model_stall_seconds=5)


class Listener:
    """An endpoint that keeps what it was sent, which aimock does not."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, dict[str, object]]] = []

    @property
    def application(self) -> Callable[..., Iterable[bytes]]:
        """What the server runs."""
        return Request.application(self.answer)

    def answer(self, request: Request) -> Response:
        """Keep what came; hear the same and say the same to everything."""
        is_recording = request.mimetype == "multipart/form-data"
        self.sent.append(
            (request.path, request.headers["Authorization"], form_of(request) if is_recording else request.get_json())
        )
        if is_recording:
            return Response('{"text": " Hello. "}', mimetype="application/json")
        return Response(b"sound", mimetype="audio/mpeg")


def form_of(request: Request) -> dict[str, object]:
    file = request.files["file"]
    return {**request.form, "file": (file.filename, file.mimetype, file.read())}


@pytest.fixture
def listener() -> Iterator[tuple[Listener, str]]:
    keeper = Listener()
    server = make_server("127.0.0.1", 0, keeper.application, threaded=True)
    serving = Thread(target=server.serve_forever, args=(0.05,))
    serving.start()
    yield keeper, f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    serving.join(5)
    server.server_close()


def test_what_the_endpoint_is_sent(listener: tuple[Listener, str]) -> None:
    keeper, address = listener
    speech = speech_at(address)
    assert speech.say("はい、どうぞ。", "coral") == b"sound"
    assert speech.write_down(RECORDING, "ja") == "Hello."
    speaking, hearing = keeper.sent
    said = {"model": "a-model-to-speak", "voice": "coral", "input": "はい、どうぞ。", "response_format": "mp3"}
    assert speaking == (SPEECH, "Bearer a-key", said)
    path, key, form = hearing
    assert (path, key) == (TRANSCRIPTIONS, "Bearer a-key")
    assert (form["model"], form["language"]) == ("a-model-to-transcribe", "ja")
    assert form["file"] == ("speech.webm", "audio/webm", b"a recording")


def test_it_speaks_and_hears(model_server: ModelServer, speech: EndpointSpeech) -> None:
    model_server.speaks(b"sound")
    model_server.hears("  コーヒーをください\n")
    assert speech.say("はい", "coral") == b"sound"
    assert speech.write_down(RECORDING, "ja") == "コーヒーをください"


def go_wrong(model_server: ModelServer, how: str) -> None:
    """Have the endpoint fail in this way."""
    if how.isdigit():
        for endpoint in ("speech", "transcription"):
            model_server.fails(int(how), endpoint=endpoint)
        return
    model_server.speaks(b"sound")
    model_server.hears("Hello")
    if how == "gone":
        model_server.stop()
    else:
        model_server.disturb(**{how: 1})


@pytest.mark.parametrize("how", ["401", "404", "429", "500", "disconnectRate", "malformedRate", "gone"])
def test_every_way_to_go_wrong_is_one_failure(model_server: ModelServer, speech: EndpointSpeech, how: str) -> None:
    go_wrong(model_server, how)
    with pytest.raises(SpeechFailed):
        speech.say("はい", "coral")
    with pytest.raises(SpeechFailed):
        speech.write_down(RECORDING, "ja")


def test_it_is_not_waited_for_without_end(model_server: ModelServer) -> None:
    model_server.speaks(b"sound", chaos={"latencyMs": 30_000})
    model_server.hears("Hello", chaos={"latencyMs": 30_000})
    impatient = speech_at(model_server.base_url, model_stall_seconds=0.2)
    with pytest.raises(SpeechFailed):
        impatient.say("はい", "coral")
    with pytest.raises(SpeechFailed):
        impatient.write_down(RECORDING, "ja")


@pytest.mark.parametrize("line", ["", "あ" * (LONGEST_LINE + 1)])
def test_what_is_no_line_is_not_asked_for(model_server: ModelServer, speech: EndpointSpeech, line: str) -> None:
    with pytest.raises(SpeechFailed):
        speech.say(line, "coral")
    assert model_server.requests(SPEECH) == []


def test_without_an_endpoint_there_is_neither_voice_nor_ear() -> None:
    silent = EndpointSpeech(Settings(model_speak="a-model-to-speak", model_transcribe="a-model-to-transcribe"))
    assert (silent.speaking_model, silent.hearing_model) == (None, None)
    deaf = speech_at("http://127.0.0.1:9/v1", model_transcribe=None)
    assert (deaf.speaking_model, deaf.hearing_model) == ("a-model-to-speak", None)
