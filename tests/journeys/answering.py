"""Who answers live calls in tests: a loopback server in the endpoint's place, and a page that speaks WebRTC for it."""

import queue
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from playwright.sync_api import Page, expect
from werkzeug import Request, Response
from werkzeug.serving import make_server

PATIENCE_SECONDS = 30
ANSWER = """async (offer) => {
  const peer = new RTCPeerConnection();
  window.peer = peer;
  window.heard = [];
  window.opened = new Promise((done) => {
    peer.ondatachannel = ({ channel }) => {
      window.channel = channel;
      channel.onmessage = ({ data }) => heard.push(JSON.parse(data));
      if (channel.readyState === "open") done(); else channel.onopen = done;
    };
  });
  await peer.setRemoteDescription({ type: "offer", sdp: offer });
  const voice = await navigator.mediaDevices.getUserMedia({ audio: true });
  for (const track of voice.getTracks()) peer.addTrack(track, voice);
  await peer.setLocalDescription();
  await new Promise((done) => {
    const look = () => { if (peer.iceGatheringState === "complete") done(); };
    peer.onicegatheringstatechange = look;
    look();
  });
  return peer.localDescription.sdp;
}"""
OPENED = """(patience) => Promise.race([
  opened, new Promise((_, fail) => { setTimeout(() => fail(new Error("no channel was opened")), patience); })
])"""
TOLD = """([type, patience]) => new Promise((done, fail) => {
  const look = () => { const found = heard.find((each) => each.type === type); if (found) done(found); };
  channel.addEventListener("message", look);
  setTimeout(() => fail(new Error(`nobody said ${type}`)), patience);
  look();
})"""


class Endpoint:
    """`/v1/realtime/calls`, whose answers a test gives; it has no other model, so scripts take every typed turn."""

    def __init__(self) -> None:
        self.offers: queue.Queue[str] = queue.Queue()
        self.answers: queue.Queue[str] = queue.Queue()
        self.fails = False

    @property
    def application(self) -> Callable[..., Iterable[bytes]]:
        """What the server runs."""
        return Request.application(self.respond)

    def respond(self, request: Request) -> Response:
        """Hand an offer over to the test and wait for its answer."""
        if request.path != "/v1/realtime/calls" or self.fails:
            return Response('{"error": {"message": "no"}}', 500 if self.fails else 404, mimetype="application/json")
        self.offers.put(request.form["sdp"])
        answer = self.answers.get(timeout=PATIENCE_SECONDS)
        return Response(answer, 201, {"Location": "/v1/realtime/calls/rtc_test"}, mimetype="application/sdp")


@contextmanager
def running_endpoint() -> Iterator[tuple[Endpoint, str]]:
    """The endpoint on a free port, and its base URL."""
    endpoint = Endpoint()
    server = make_server("127.0.0.1", 0, endpoint.application, threaded=True)
    serving = Thread(target=server.serve_forever, args=(0.05,))
    serving.start()
    try:
        yield endpoint, f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        serving.join(5)
        server.server_close()


class Partner:
    """The other end of a call, in a page of its own."""

    def __init__(self, page: Page, endpoint: Endpoint) -> None:
        self._page = page
        self._endpoint = endpoint

    def answer(self) -> None:
        """Take the call that is being placed."""
        offer = self._endpoint.offers.get(timeout=PATIENCE_SECONDS)
        self._endpoint.answers.put(self._page.evaluate(ANSWER, offer))
        self._page.evaluate(OPENED, PATIENCE_SECONDS * 1000)

    def tell(self, kind: str, **more: Any) -> None:
        """Send an event over the channel."""
        self._page.evaluate("(event) => channel.send(JSON.stringify(event))", {"type": kind, **more})

    def was_told(self, kind: str) -> dict[str, Any]:
        """The first event of a kind that came, waited for."""
        found: dict[str, Any] = self._page.evaluate(TOLD, [kind, PATIENCE_SECONDS * 1000])
        return found

    def hears_sound(self) -> bool:
        """Whether the learner's microphone reaches here."""
        heard: bool = self._page.evaluate("peer.getReceivers().some((each) => each.track.readyState === 'live')")
        return heard

    def break_off(self) -> None:
        """Be gone."""
        self._page.evaluate("peer.close()")

    def add(self, item: str, role: str, after: str | None) -> None:
        """Say that a line has its place."""
        self.tell("conversation.item.added", item={"id": item, "type": "message", "role": role}, previous_item_id=after)

    def has_heard(self, item: str, text: str) -> None:
        """Say what the learner said."""
        self.tell("conversation.item.input_audio_transcription.completed", item_id=item, transcript=text)

    def says(self, item: str, text: str) -> None:
        """Say a line from its beginning to its end."""
        self.tell("response.created", response={"id": "resp"})
        self.tell("output_audio_buffer.started", response_id="resp")
        self.tell("response.output_audio_transcript.done", item_id=item, transcript=text)
        self.tell("response.done", response={"id": "resp", "output": [{"id": item, "role": "assistant"}]})


def call(page: Page, partner: Partner) -> None:
    """Talk live, and be answered."""
    page.get_by_role("button", name="Talk live").click()
    expect(page.locator("#live [role=status]")).to_have_text("Connecting …")
    partner.answer()
    expect(page.locator("#live [role=status]")).to_contain_text("Listening")
