"""HTML travels compressed; a stream of events leaves line by line, as it is."""

import gzip
from collections.abc import Iterator

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application with a long page and a stream that notes what it was asked for."""
    produced: list[int] = app.extensions.setdefault("test.produced", [])

    @app.get("/page")
    def page() -> str:
        return "<p>line</p>\n" * 500

    @app.get("/stream")
    def stream() -> Response:
        def events() -> Iterator[str]:
            for number in range(3):
                produced.append(number)
                yield f"data: {'x' * 2000} {number}\n\n"

        return Response(events(), mimetype="text/event-stream")

    return app


def test_a_page_is_compressed(client: FlaskClient) -> None:
    response = client.get("/page", headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.get_data()) == b"<p>line</p>\n" * 500
    assert "Accept-Encoding" in response.vary


def test_a_stream_is_neither_compressed_nor_gathered(app: Flask, client: FlaskClient) -> None:
    with client.get("/stream", headers={"Accept-Encoding": "br, gzip"}) as response:
        assert "Content-Encoding" not in response.headers
        events = response.iter_encoded()
        assert next(iter(events)).endswith(b" 0\n\n")
        assert app.extensions["test.produced"] == [0]
