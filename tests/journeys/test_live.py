"""Live voice in Chromium with its false microphone; the partner is a page of its own that speaks WebRTC."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from kaiwa.accounts.sessions import open_session
from kaiwa.clock import now
from kaiwa.extensions import db
from kaiwa.models import User
from tests.conversations.callers import allow_live, calls
from tests.journeys.answering import Endpoint, Partner, call, running_endpoint
from tests.journeys.axe import LOCALES, expect_sound
from tests.journeys.conftest import MICROPHONE, PHONE
from tests.journeys.steps import COFFEE, answered, say
from tests.live_server import LiveServer, running_server

HEARD = "コーヒーを二つお願いします"
# what the browser itself says of an answer that a test has spoilt
SPOILT = re.compile("status of (403|409|503)|net::ERR_FAILED")


@pytest.fixture(scope="module")
def module_endpoint() -> Iterator[tuple[Endpoint, str]]:
    with running_endpoint() as running:
        yield running


@pytest.fixture(scope="module")
def module_server(
    prepared_url: str,
    environment: dict[str, str],
    module_endpoint: tuple[Endpoint, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[LiveServer]:
    models = {f"MODEL_{name}": f"a-model-to-{name}" for name in ("TALK", "TRANSCRIBE", "REALTIME")}
    # the partner is a page of this test, which may be slow on a busy machine
    models |= {"MODEL_BASE_URL": module_endpoint[1], "MODEL_STALL_SECONDS": "60"}
    settings = environment | models | {"DATABASE_URL": prepared_url}
    with running_server(settings, tmp_path_factory.mktemp("calls") / "log") as server:
        yield server


@pytest.fixture(scope="module")
def calling_browser(
    launch_browser: Callable[..., Browser], browser_type_launch_args: dict[str, object]
) -> Iterator[Browser]:
    """A browser with a false microphone that reaches itself, whatever network the machine has."""
    args = browser_type_launch_args["args"]
    assert isinstance(args, list)
    browser = launch_browser(args=[*args, *MICROPHONE, "--allow-loopback-in-peer-connection"])
    yield browser
    browser.close()


@pytest.fixture
def endpoint(module_endpoint: tuple[Endpoint, str]) -> Iterator[Endpoint]:
    yield module_endpoint[0]
    module_endpoint[0].fails = False


@pytest.fixture
def server(module_server: LiveServer, app: Flask) -> LiveServer:
    """The server on clean rows, with live voice for everybody who has an account."""
    allow_live(app)
    return module_server


def signed_in(app: Flask, browser: Browser, server: LiveServer, tag: str = "en") -> BrowserContext:
    with app.app_context():
        user = User(email="mia@example.org", password_hash="none")
        db.session.add(user)
        db.session.flush()
        secret = open_session(db.session(), user.id, at=now(), user_agent=None, ip_address=None)
        db.session.commit()
    context = browser.new_context(
        base_url=server.url, viewport=PHONE, locale=LOCALES[tag], bypass_csp=tag != "en", reduced_motion="reduce"
    )
    context.add_cookies([{"name": "kaiwa_session", "value": secret, "url": server.url}])
    return context


@pytest.fixture
def context(calling_browser: Browser, server: LiveServer, app: Flask) -> Iterator[BrowserContext]:
    context = signed_in(app, calling_browser, server)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A conversation that has begun, of somebody with an account."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not SPOILT.search(message.text):
            complaints.append(message.text)

    page = context.new_page()
    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(COFFEE)
    say(page, HEARD)
    yield page
    assert complaints == []


@pytest.fixture
def partner(context: BrowserContext, endpoint: Endpoint) -> Partner:
    """On a page of the same origin, since only such a one may have a microphone."""
    page = context.new_page()
    page.goto("/privacy")
    return Partner(page, endpoint)


def lines(page: Page) -> list[str]:
    """What stands in the log, readings left out."""
    found: list[str] = page.locator("#log .message > .bubble, #log .message .line").evaluate_all(
        """all => all.filter(each => !each.querySelector('.line')).map(each => {
          const copy = each.cloneNode(true);
          copy.querySelectorAll('rt, rp, [popover]').forEach(part => part.remove());
          return copy.textContent.replace(/\\s/g, '');
        })"""
    )
    return found


def talk(page: Page, partner: Partner) -> None:
    """Somebody asks and is answered; what they said is understood after the answer has begun, as it happens."""
    partner.add("item_1", "user", None)
    partner.add("item_2", "assistant", "item_1")
    partner.says("item_2", "はい、ございます。")
    expect(page.locator("#live [role=status]")).to_contain_text("is speaking")
    partner.has_heard("item_1", "ミルクはありますか")
    partner.tell("output_audio_buffer.stopped", response_id="resp")
    expect(page.locator("#live [role=status]")).to_contain_text("Listening")


def test_talking_live_from_the_first_word_to_hanging_up(page: Page, partner: Partner) -> None:
    page.locator("#content").fill("ええと")
    call(page, partner)
    expect(page.locator("#composer")).to_be_hidden()
    assert partner.hears_sound()
    expect(page.locator(".live-left")).to_have_text(re.compile(r"^[45]:\d\d$"))
    talk(page, partner)
    said = page.locator("#live-said")
    expect(said).to_be_hidden()
    page.get_by_role("button", name="Show text").press("Enter")
    expect(said.locator("li")).to_contain_text(["ミルクはありますか", "はい、ございます。"])
    page.keyboard.press("Alt+m")
    expect(page.get_by_role("button", name="Mute")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#live [role=status]")).to_contain_text("Muted")
    page.get_by_role("button", name="Mute").press("Space")
    expect(page.locator("#live [role=status]")).to_contain_text("Listening")
    page.get_by_role("button", name="Hang up").press("Enter")
    expect(page.locator("#notice")).to_contain_text("The live call is over")
    expect(page.locator("#log .message")).to_have_count(5)
    assert lines(page)[-2:] == ["ミルクはありますか", "はい、ございます。"]
    expect(page.locator("#content")).to_have_value("ええと")
    expect(page.locator("#content")).to_be_focused()
    say(page, "ホットで")
    assert lines(page)[5] == "ホットで"


def test_at_the_limit_the_partner_has_the_last_word(page: Page, partner: Partner, app: Flask) -> None:
    allow_live(app, max_session_length_seconds=5)
    page.get_by_role("button", name="Talk live").click()
    partner.answer()
    asked = partner.was_told("response.create")
    assert "last sentence in Japanese" in asked["response"]["instructions"]
    expect(page.locator("#live [role=status]")).to_contain_text("closes the scene")
    partner.says("item_1", "では、また。")
    partner.tell("output_audio_buffer.stopped", response_id="resp")
    expect(page.locator("#notice")).to_contain_text("The live call is over")
    assert lines(page)[-1] == "では、また。"


def test_a_call_that_breaks_off_loses_nothing(page: Page, partner: Partner) -> None:
    call(page, partner)
    talk(page, partner)
    partner.break_off()
    expect(page.locator("#notice")).to_contain_text("go on by recording or typing")
    assert lines(page)[-2:] == ["ミルクはありますか", "はい、ございます。"]
    say(page, "ホットで")


def test_a_page_that_is_reloaded_loses_nothing(page: Page, partner: Partner, app: Flask) -> None:
    call(page, partner)
    talk(page, partner)
    # its place is known, its words are not: it waits, and takes nothing along
    partner.add("item_3", "user", "item_2")
    partner.says("item_4", "ほかには？")
    expect(page.locator("#live [role=status]")).to_contain_text("is speaking")
    partner.tell("output_audio_buffer.stopped", response_id="resp")
    expect(page.locator("#live [role=status]")).to_contain_text("Listening")
    page.get_by_role("button", name="Show text").click()
    expect(page.locator("#live-said li")).to_have_count(2)
    page.reload()
    expect(page.locator("#log .message")).to_have_count(6)
    assert lines(page)[-3:] == ["ミルクはありますか", "はい、ございます。", "ほかには？"]
    for _ in range(200):
        if all(each.ended_at for each in calls(app)):
            break
        page.wait_for_timeout(50)
    assert all(each.ended_at for each in calls(app))


def test_what_cannot_be_handed_in_is_kept_until_it_can(page: Page, partner: Partner) -> None:
    call(page, partner)
    page.route("**/lines", lambda route: route.abort())
    talk(page, partner)
    page.get_by_role("button", name="Hang up").click()
    expect(page.locator("#notice")).to_contain_text("The live call is over")
    assert lines(page)[-1] != "はい、ございます。"
    page.unroute("**/lines")
    expect(page.locator("#log .message")).to_have_count(5)
    assert lines(page)[-2:] == ["ミルクはありますか", "はい、ございます。"]


def test_finish_takes_what_was_said_live_along(page: Page, partner: Partner) -> None:
    call(page, partner)
    talk(page, partner)
    page.get_by_role("button", name="Finish").click()
    expect(page).to_have_url(re.compile("/summary$"))
    page.go_back()
    expect(page.locator("#log")).to_contain_text("ミルクはありますか")


def test_an_endpoint_that_does_not_answer_is_said_in_one_sentence(page: Page, endpoint: Endpoint) -> None:
    endpoint.fails = True
    page.locator("#content").fill("ええと")
    page.keyboard.press("Alt+l")
    expect(page.locator("#notice")).to_contain_text("Live voice does not answer just now")
    expect(page.locator("#content")).to_be_focused()
    expect(page.locator("#content")).to_have_value("ええと")
    expect(page.get_by_role("button", name="Talk live")).to_be_visible()


@pytest.mark.parametrize("granted", [True, False], ids=["no-microphone", "refused"])
def test_without_a_microphone_one_types(browser: Browser, server: LiveServer, app: Flask, granted: bool) -> None:
    context = signed_in(app, browser, server)
    if granted:
        context.grant_permissions(["microphone"])
    page = context.new_page()
    page.goto(COFFEE)
    say(page, HEARD)
    page.get_by_role("button", name="Talk live").click()
    expect(page.locator("#notice")).to_contain_text("Typing works all the same")
    expect(page.locator("#composer")).to_be_visible()
    context.close()


def test_a_guest_is_told_what_it_takes(browser: Browser, server: LiveServer) -> None:
    context = browser.new_context(base_url=server.url, viewport=PHONE, locale="en-US")
    page = context.new_page()
    page.goto(COFFEE)
    say(page, HEARD)
    expect(page.get_by_role("button", name="Talk live")).to_have_count(0)
    page.get_by_role("button", name="How this conversation works for you").click()
    expect(page.locator("#menu")).to_contain_text("Live voice comes with the plans Plus and Premium")
    context.close()


def test_without_javascript_there_is_no_such_button(
    page: Page, calling_browser: Browser, server: LiveServer, context: BrowserContext
) -> None:
    plain = calling_browser.new_context(
        storage_state=context.storage_state(), base_url=server.url, java_script_enabled=False
    )
    other = plain.new_page()
    other.goto(page.url)
    expect(other.locator("#composer")).to_be_visible()
    expect(other.locator("#live")).to_be_hidden()
    plain.close()


@pytest.mark.parametrize("tag", LOCALES)
def test_axe_finds_nothing_while_somebody_talks_live(
    calling_browser: Browser, server: LiveServer, app: Flask, endpoint: Endpoint, tag: str
) -> None:
    context = signed_in(app, calling_browser, server, tag)
    page, other = context.new_page(), context.new_page()
    other.goto("/privacy")
    partner = Partner(other, endpoint)
    page.goto(COFFEE)
    page.locator(".starters button").first.click()
    answered(page, 2)
    expect(page.locator("[data-live=start]")).to_be_visible()
    expect_sound(page, tag)
    page.locator("[data-live=start]").click()
    partner.answer()
    expect(page.locator(".live-left")).to_contain_text(":")
    partner.says("item_1", "はい、ございます。")
    page.locator("[data-live=text]").click()
    expect(page.locator("#live-said li")).to_have_count(1)
    expect_sound(page, tag)
    page.locator("[data-live=end]").click()
    # by then nothing is asked of the server any more
    expect(page.locator("#notice p")).to_be_visible()
    context.close()
