"""A real OpenID provider on this machine, in Google's place."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import requests
from flask import Flask, request
from werkzeug.serving import make_server

with warnings.catch_warnings():
    # it uses what Authlib will drop one day
    warnings.simplefilter("ignore")
    import oidc_provider_mock

CLIENT = {"google_client_id": "kaiwa", "google_client_secret": "a secret that the stand-in does not ask for"}
TOKENS = "/oauth2/token"
# four times what we wait for Google
SILENCE_SECONDS = 20


@dataclass(frozen=True)
class StandIn:
    """Its address, and what its people do."""

    issuer: str
    # the forms with which codes were redeemed, the latest last
    redeemed: list[dict[str, str]] = field(default_factory=list)
    _speaks: Event = field(default_factory=Event)

    def settings(self) -> dict[str, str]:
        """The settings that lead here."""
        return {**CLIENT, "google_issuer": self.issuer}

    def knows(self, subject: str, **claims: object) -> None:
        """Have a person with these claims."""
        requests.put(f"{self.issuer}/users/{subject}", json=claims, timeout=5).raise_for_status()

    def agree(self, location: str, subject: str) -> str:
        """Go where our page leads and agree; gives the path with which the browser comes back."""
        return self._answer(location, sub=subject)

    def refuse(self, location: str) -> str:
        """Go where our page leads and refuse."""
        return self._answer(location, action="deny")

    @contextmanager
    def silence(self) -> Iterator[None]:
        """Let nobody have a token for longer than they wait."""
        self._speaks.clear()
        try:
            yield
        finally:
            self._speaks.set()

    def listen(self, provider: Flask) -> None:
        """Note how codes are redeemed, and keep silent where that is wanted."""
        self._speaks.set()

        @provider.before_request
        def note() -> None:
            if request.path == TOKENS:
                self.redeemed.append(request.form.to_dict())
                self._speaks.wait(SILENCE_SECONDS)

    def _answer(self, location: str, **data: str) -> str:
        assert location.startswith(f"{self.issuer}/"), location
        answer = requests.post(location, data=data, allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        back = urlsplit(answer.headers["Location"])
        return f"{back.path}?{back.query}"


@contextmanager
def running_stand_in() -> Iterator[StandIn]:
    """The provider, on a free port."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        provider = oidc_provider_mock.app()
        # a browser asks for it, and would complain
        provider.add_url_rule("/favicon.ico", view_func=lambda: ("", 204))
        server = make_server("localhost", 0, provider, threaded=True)
        stand_in = StandIn(f"http://localhost:{server.server_port}")
        stand_in.listen(provider)
        serving = Thread(target=server.serve_forever, args=(0.05,))
        serving.start()
        try:
            yield stand_in
        finally:
            server.shutdown()
            serving.join(5)
            server.server_close()


def query_of(url: str) -> dict[str, str]:
    """The query of an address, one value a name."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def changed(url: str, **values: str) -> str:
    """The address with other values in its query."""
    return urlunsplit(urlsplit(url)._replace(query=urlencode({**query_of(url), **values})))
