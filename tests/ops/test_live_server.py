"""The live server of the tests is gunicorn as in production, and survives what the journeys do to it."""

from playwright.sync_api import ConsoleMessage, Page, expect

from tests.live_server import LiveServer, is_running


def test_killed_web_processes_come_back(own_server: LiveServer) -> None:
    before = own_server.workers()
    assert len(before) == 2
    own_server.kill_workers()
    own_server.wait_until_ready()
    assert not [pid for pid in before if is_running(pid)]
    assert own_server.process.poll() is None


def test_a_browser_sees_an_error_page_without_a_complaint(live_server: LiveServer, page: Page) -> None:
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # that the page itself is 404 is what the test asks for
        if "404" not in message.text:
            complaints.append(message.text)

    page.on("console", note)
    response = page.goto("/nowhere")
    assert response is not None
    assert response.url == f"{live_server.url}/nowhere"
    assert response.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here")
    assert complaints == []
