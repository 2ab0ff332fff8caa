"""Browsers as people have them: a phone, a desk, one without JavaScript; what the console says is an error."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect

from tests.accounts.mailbox import mailbox
from tests.journeys.course_walks import Walk, plays_courses
from tests.journeys.steps import say, say_plainly
from tests.live_server import LiveServer, running_server
from tests.model_server import ModelServer

__all__ = ["mailbox"]

# what Chromium and htmx themselves say where a test cuts the connection
LOST_CONNECTION = ("net::ERR", "Failed to fetch", "network error")
# the machine may be busy with other tests: nothing waits so long that goes well
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)
# Chromium's own microphone, which says something without anybody there, and leave to listen to it
MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
PHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1280, height=800)


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A phone, whose reader speaks English."""
    return {**browser_context_args, "viewport": PHONE, "locale": "en-US", "color_scheme": "light"}


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """The page, with every complaint of the console collected; a test with one fails."""
    complaints = listen(page)
    yield page
    assert complaints == []


def listen(page: Page) -> list[str]:
    """What the console comes to complain of."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(known in message.text for known in LOST_CONNECTION):
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(PATIENCE_MS)
    return complaints


@pytest.fixture
def plain_page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page without JavaScript."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, viewport=PHONE, locale="en-US")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def talking_browser(
    launch_browser: Callable[..., Browser], browser_type_launch_args: dict[str, Any]
) -> Iterator[Browser]:
    """A browser with a false microphone, which it may use."""
    browser = launch_browser(args=[*browser_type_launch_args["args"], *MICROPHONE])
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def session_speaking_server(
    prepared_url: str,
    environment: dict[str, str],
    session_model: ModelServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[LiveServer]:
    """One live server whose partner speaks and hears by the endpoint of the tests."""
    log = tmp_path_factory.mktemp("speaking") / "log"
    settings = environment | session_model.settings() | {"DATABASE_URL": prepared_url}
    with running_server(settings, log) as server:
        yield server


@pytest.fixture
def speaking_server(
    session_speaking_server: LiveServer,
    model_server: ModelServer,
    database_url: str,
) -> LiveServer:
    """That server, on clean rows and with an endpoint that answers nothing yet."""
    return session_speaking_server


@pytest.fixture(scope="session")
def session_planning_server(
    prepared_url: str,
    environment: dict[str, str],
    session_model: ModelServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[LiveServer]:
    """One live server whose courses a model plans and whose days it plays."""
    log = tmp_path_factory.mktemp("planning") / "log"
    patient = {"MODEL_FIRST_TOKEN_SECONDS": "10", "MODEL_STALL_SECONDS": "10"}
    chosen = {"MODEL_BASE_URL": session_model.base_url, "MODEL_TALK": "talker", "DATABASE_URL": prepared_url}
    with running_server(environment | patient | chosen, log) as server:
        yield server


@pytest.fixture(params=["rehearsal", "model"])
def has_model(request: pytest.FixtureRequest) -> bool:
    """Both minds: whether a model plans and talks."""
    return bool(request.param == "model")


@pytest.fixture
def planning_server(request: pytest.FixtureRequest, has_model: bool, database_url: str) -> LiveServer:
    """The live server of that mind, on clean rows."""
    if has_model:
        plays_courses(request.getfixturevalue("model_server"))
    name = "session_planning_server" if has_model else "session_server"
    server: LiveServer = request.getfixturevalue(name)
    return server


@pytest.fixture(params=["with JavaScript", "plain"])
def walk(
    request: pytest.FixtureRequest, browser: Browser, planning_server: LiveServer, has_model: bool
) -> Iterator[Walk]:
    """Somebody at the door, with both minds, with JavaScript and without."""
    is_plain, url = request.param == "plain", planning_server.url
    context = browser.new_context(base_url=url, java_script_enabled=not is_plain, viewport=PHONE, locale="en-US")
    page = context.new_page()
    complaints = listen(page)
    yield Walk(page, has_model, say_plainly if is_plain else say)
    context.close()
    assert complaints == []
