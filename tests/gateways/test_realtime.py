"""The endpoint of live voice: what it is sent, and that every way to go wrong is one failure."""

import json
from collections.abc import Callable, Iterable, Iterator
from threading import Thread

import pytest
from werkzeug import Request, Response
from werkzeug.serving import make_server

from kaiwa.config import Settings
from kaiwa.gateways.realtime import LARGEST_SDP, CallBrief, EndpointRealtime, PlacedCall, RealtimeFailed

OFFER = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\n"
ANSWER = "v=0\r\no=- 3 4 IN IP4 127.0.0.1\r\ns=-\r\n"
BRIEF = CallBrief("Be kind.", "a-model-to-realtime", "coral", "ja")
NAMED = {"Location": "/v1/realtime/calls/rtc_u1_9C6CIZ"}


class Endpoint:
    """What OpenAI's `/v1/realtime/calls` does, as far as it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.answer = Response(ANSWER, 201, NAMED, mimetype="application/sdp")

    @property
    def application(self) -> Callable[..., Iterable[bytes]]:
        """What the server runs."""
        return Request.application(self.respond)

    def respond(self, request: Request) -> Response:
        """Keep what came, answer as told."""
        self.asked.append((request.path, request.headers["Authorization"], request.form.to_dict()))
        return self.answer


@pytest.fixture
def endpoint() -> Iterator[tuple[Endpoint, EndpointRealtime]]:
    keeper = Endpoint()
    server = make_server("127.0.0.1", 0, keeper.application, threaded=True)
    serving = Thread(target=server.serve_forever, args=(0.05,))
    serving.start()
    yield keeper, realtime_at(f"http://127.0.0.1:{server.server_port}/v1")
    server.shutdown()
    serving.join(5)
    server.server_close()


def realtime_at(base_url: str) -> EndpointRealtime:
    return EndpointRealtime(
        Settings(
            model_base_url=base_url,
            model_talk="a-model-to-talk",
            model_transcribe="a-model-to-transcribe",
            model_realtime="a-model-to-realtime",
            model_api_key="a-key",
            model_stall_seconds=5,
        )
    )


def test_what_the_endpoint_is_sent(endpoint: tuple[Endpoint, EndpointRealtime]) -> None:
    keeper, realtime = endpoint
    assert realtime.place_call(OFFER, BRIEF) == PlacedCall(ANSWER, "rtc_u1_9C6CIZ")
    [(path, key, form)] = keeper.asked
    assert (path, key, form["sdp"]) == ("/v1/realtime/calls", "Bearer a-key", OFFER)
    session = json.loads(form["session"])
    assert (session["type"], session["model"]) == ("realtime", "a-model-to-realtime")
    assert session["instructions"] == "Be kind."
    assert session["audio"]["output"] == {"voice": "coral"}
    assert session["audio"]["input"]["transcription"] == {"model": "a-model-to-transcribe", "language": "ja"}


def test_hanging_up(endpoint: tuple[Endpoint, EndpointRealtime]) -> None:
    keeper, realtime = endpoint
    keeper.answer = Response("", 200)
    realtime.hang_up("rtc_1")
    assert [path for path, _, _ in keeper.asked] == ["/v1/realtime/calls/rtc_1/hangup"]
    keeper.answer = Response('{"error": {"message": "no such call"}}', 404, mimetype="application/json")
    realtime.hang_up("rtc_1")
    keeper.answer = Response("", 500)
    with pytest.raises(RealtimeFailed):
        realtime.hang_up("rtc_1")


@pytest.mark.parametrize(
    "answer",
    [
        Response('{"error": {"message": "no"}}', 401, NAMED, mimetype="application/json"),
        Response('{"error": {"message": "slowly"}}', 429, NAMED, mimetype="application/json"),
        Response("", 500, NAMED),
        Response("", 201, NAMED),
        Response("<html>", 200, NAMED),
        Response(ANSWER, 201),
        Response(ANSWER, 201, {"Location": "/v1/realtime/calls/not a name"}),
        Response(ANSWER + "x" * LARGEST_SDP, 201, NAMED),
        Response(b"\xff\xfe", 201, NAMED),
    ],
    ids=["401", "429", "500", "empty", "html", "nameless", "misnamed", "endless", "no-text"],
)
def test_every_way_to_go_wrong_is_one_failure(endpoint: tuple[Endpoint, EndpointRealtime], answer: Response) -> None:
    keeper, realtime = endpoint
    keeper.answer = answer
    with pytest.raises(RealtimeFailed):
        realtime.place_call(OFFER, BRIEF)


def test_nobody_there_is_a_failure_too() -> None:
    realtime = realtime_at("http://127.0.0.1:9/v1")
    with pytest.raises(RealtimeFailed):
        realtime.place_call(OFFER, BRIEF)
    with pytest.raises(RealtimeFailed):
        realtime.hang_up("rtc_1")
