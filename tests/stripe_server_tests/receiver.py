"""A webhook endpoint for tests: it verifies with the SDK, and refuses when it is told to."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

import stripe


class Receiver:
    """What came, in order: ids of events whose signature was right; `refusals` are answered first."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.taken: list[str] = []
        self.refusals: list[int] = []
        self.wrong_signatures = 0
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            """One delivery."""

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(receiver.take(body, self.headers["Stripe-Signature"]))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_line: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/webhooks/stripe"

    def take(self, body: bytes, header: str) -> int:
        """The status for a delivery."""
        if self.refusals:
            return self.refusals.pop(0)
        try:
            event = stripe.Webhook.construct_event(body, header, self.secret)
        except stripe.SignatureVerificationError:
            self.wrong_signatures += 1
            return 400
        self.taken.append(event.id)
        return 200

    def __enter__(self) -> "Receiver":
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
