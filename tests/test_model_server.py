"""The endpoint of the tests itself: what it says, hears and speaks, and how it goes wrong, seen through the SDK."""

import io

import openai
import pytest

from tests.model_server import SPEECH, ModelServer


@pytest.fixture
def client(model_server: ModelServer) -> openai.OpenAI:
    return openai.OpenAI(base_url=model_server.base_url, api_key="any", max_retries=0, timeout=5)


def chat(client: openai.OpenAI, line: str) -> str:
    chunks = client.chat.completions.create(
        model="any", messages=[{"role": "user", "content": line}], stream=True, stream_options={"include_usage": True}
    )
    return "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)


def test_it_says_what_it_was_told_to(model_server: ModelServer, client: openai.OpenAI) -> None:
    model_server.says("Anything else?")
    model_server.says("Hello, Mia!", to="Mia")
    assert chat(client, "I am Mia") == "Hello, Mia!"
    assert chat(client, "A coffee") == "Anything else?"
    assert [body["messages"][-1]["content"] for body in model_server.bodies()] == ["I am Mia", "A coffee"]


def test_it_hears_and_speaks(model_server: ModelServer, client: openai.OpenAI) -> None:
    model_server.hears("A coffee, please")
    model_server.speaks(b"sound", to="coffee")
    heard = client.audio.transcriptions.create(model="any", file=("a.webm", io.BytesIO(b"said")), language="en")
    assert heard.text == "A coffee, please"
    spoken = client.audio.speech.create(model="any", voice="coral", input="One coffee")
    assert spoken.content == b"sound"
    assert len(model_server.requests(SPEECH)) == 1


def test_it_goes_wrong_as_it_is_told_to(model_server: ModelServer, client: openai.OpenAI) -> None:
    model_server.says("Hello, Mia!", chunkSize=2)
    model_server.fails_once(429)
    with pytest.raises(openai.RateLimitError):
        chat(client, "Hello")
    assert chat(client, "Hello") == "Hello, Mia!"
    model_server.fails(500, endpoint="speech")
    with pytest.raises(openai.InternalServerError):
        client.audio.speech.create(model="any", voice="coral", input="Hello")
    model_server.says("Hello, Mia!", chunkSize=2, truncateAfterChunks=2)
    with pytest.raises(openai.APIConnectionError):
        chat(client, "Hello")
    model_server.disturb(disconnectRate=1)
    with pytest.raises(openai.APIConnectionError):
        chat(client, "Hello")


def test_it_can_be_gone_and_come_back(model_server: ModelServer, client: openai.OpenAI) -> None:
    model_server.says("Hello, Mia!")
    model_server.stop()
    with pytest.raises(openai.APIConnectionError):
        chat(client, "Hello")
    model_server.start()
    assert chat(client, "Hello") == "Hello, Mia!"
