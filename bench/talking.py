"""A guest who talks: posts a message and reads the reply's stream to its end, and times the two together."""

import re
import time
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from threading import Thread
from urllib.parse import urlencode

START = "/?scene=order-coffee&language=ja"
LINES = ["ホットで", "Mで", "持ち帰りで", "けっこうです", "カードで"]


class Guest:
    """One browser's worth of cookies on one connection."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.times: list[float] = []

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> str:
        """One request as htmx makes it; raises RuntimeError for anything but 200."""
        headers = {"HX-Request": "true", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = urlencode(form | {"csrf_token": self.token}) if form else None
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        if response.status != 200:
            raise RuntimeError(f"{method} {path}: {response.status}")
        for header in response.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return text

    def begin(self) -> str:
        """Say the first line of a new conversation; gives the conversation's address."""
        page = self.ask("GET", START)
        self.token = found(r'name="csrf_token" value="([^"]+)"', page)
        form = {"scene": "order-coffee", "language": "ja", "level": "new", "content": "コーヒーをひとつお願いします"}
        page = self.ask("POST", "/conversations", form)
        self.ask("GET", found(r"(/messages/[0-9a-f-]+/stream)", page))
        return found(r"(/conversations/[0-9a-f-]+)/messages", page)

    def talk(self, conversations: int) -> None:
        """Time the turns of so many conversations."""
        for _ in range(conversations):
            address = self.begin()
            for line in LINES:
                begun = time.perf_counter()
                bubbles = self.ask("POST", f"{address}/messages", {"content": line})
                stream = self.ask("GET", found(r"(/messages/[0-9a-f-]+/stream)", bubbles))
                self.times.append((time.perf_counter() - begun) * 1000)
                if "event: done" not in stream:
                    raise RuntimeError("the stream ended early")


def found(pattern: str, text: str) -> str:
    """What a pattern catches; raises RuntimeError where there is nothing."""
    match = re.search(pattern, text)
    if match is None:
        raise RuntimeError(f"nothing like {pattern} in {text[:200]!r}")
    return match.group(1)


def talk_at_once(port: int, guests: int, conversations: int) -> list[float]:
    """Milliseconds of every turn, with so many guests talking at once."""
    talking = [Guest(port) for _ in range(guests)]
    threads = [Thread(target=guest.talk, args=(conversations,)) for guest in talking]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [each for guest in talking for each in guest.times]
