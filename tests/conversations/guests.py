"""A guest who talks, for tests: what is sent and read is what a browser sends and reads."""

import re
from html.parser import HTMLParser
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HTMX = {"HX-Request": "true"}
FIRST = {
    "scene": "order-coffee",
    "language": "ja",
    "level": "new",
    "content": "コーヒーを二つお願いします",
}


def begin(client: FlaskClient, **changes: str) -> UUID:
    """Say a first line without JavaScript; gives the conversation's id."""
    response = client.post("/conversations", data=FIRST | changes)
    assert response.status_code == 303, response.text
    return id_in(r"/conversations/([0-9a-f-]{36})", response.headers["Location"])


def send(client: FlaskClient, conversation: UUID, content: str, **more: str) -> TestResponse:
    """Say something without JavaScript."""
    return client.post(f"/conversations/{conversation}/messages", data={"content": content, **more})


def send_by_htmx(client: FlaskClient, conversation: UUID, content: str) -> UUID:
    """Say something as htmx does; gives the id of the reply that is owed."""
    response = client.post(f"/conversations/{conversation}/messages", data={"content": content}, headers=HTMX)
    assert response.status_code == 200, response.text
    return id_in(r"/messages/([0-9a-f-]{36})/stream", response.text)


def read_stream(client: FlaskClient, reply: UUID) -> str:
    """A reply's stream to its end."""
    response = client.get(f"/messages/{reply}/stream", headers=HTMX)
    assert response.status_code == 200, response.text
    assert response.mimetype == "text/event-stream"
    return response.text


def page(client: FlaskClient, conversation: UUID) -> str:
    """The conversation's page."""
    response = client.get(f"/conversations/{conversation}")
    assert response.status_code == 200
    return response.text


def plain(html: str) -> str:
    """What a person reads: readings, glosses that nobody has opened, tags and blanks left out."""
    reader = _Reader()
    reader.feed(html)
    return "".join("".join(reader.text).split())


class _Reader(HTMLParser):
    """Collects the text that stands on a page before anything is opened."""

    hidden = frozenset({"rt", "rp", "head", "script", "template", "noscript"})
    void = frozenset({"br", "hr", "img", "input", "link", "meta", "use", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self._open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.void:
            outer = bool(self._open and self._open[-1])
            self._open.append(outer or tag in self.hidden or any(name == "popover" for name, _ in attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.void and self._open:
            self._open.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        return

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1]):
            self.text.append(data)


def id_in(pattern: str, text: str) -> UUID:
    found = re.search(pattern, text)
    assert found, f"nothing like {pattern} in {text[:500]}"
    return UUID(found.group(1))
