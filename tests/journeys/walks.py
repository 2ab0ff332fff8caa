"""The walks that are photographed: each leads a camera through pages as a guest meets them."""

from collections.abc import Callable
from dataclasses import dataclass, field

import psycopg
from playwright.sync_api import Page

from kaiwa.accounts.prepared_exports import MOST_STREAMED
from kaiwa.config import ROOT
from tests.accounts.talkers import SAY
from tests.database_server import plain
from tests.journeys.steps import say

OUT = ROOT / "var" / "shots"
SCENE = "order-coffee"
# first answers with a mistake that the scene knows; the other languages begin with a starter
MISTAKES = {"ja": "コーヒーがください", "es": "Puedo tener un café con leche"}
UNSURE = {"ja": "コーヒーとケーキがちょっと"}
MOST_TURNS = 16


@dataclass
class Camera:
    """Takes numbered pictures of one walk and remembers them for the index."""

    page: Page
    name: str
    taken: list[tuple[str, str]] = field(default_factory=list)

    def take(self, state: str, *, whole: bool = False) -> None:
        """A picture of the page as it is; `whole` from its top to its end."""
        file = f"{self.name}-{len(self.taken) + 1:02}-{state.replace(' ', '-')}.png"
        self.page.wait_for_timeout(150)
        self.page.screenshot(path=OUT / file, full_page=whole)
        self.taken.append((state, file))


Way = Callable[[Camera], None]


def open_hint(page: Page, camera: Camera | None = None) -> str:
    """The whole line that the hint offers in its third step; each step may be photographed."""
    page.click("[data-hint]")
    for step in (2, 3):
        page.wait_for_selector("#hint p")
        if camera:
            camera.take(f"hint {step - 1}")
        page.click(f"#hint-next[href*='step={step}']")
    page.wait_for_selector("#hint [data-use]")
    if camera:
        camera.take("hint 3")
    return page.get_attribute("#hint [data-use]", "data-use") or ""


def begin(camera: Camera, url: str, language: str) -> None:
    """The first page, empty and with a line that is too long, then the first turn."""
    page = camera.page
    page.goto(f"{url}/?scene={SCENE}&language={language}")
    camera.take("first page", whole=True)
    # at a desk the goals stand open
    if page.is_visible(".goals summary"):
        page.click(".goals summary")
    page.click(".other-scenes summary")
    camera.take("first page opened", whole=True)
    page.evaluate("document.getElementById('content').removeAttribute('maxlength')")
    page.fill("#content", "a" * 2001)
    page.click(".send")
    page.wait_for_selector("#content-error")
    camera.take("first page refused", whole=True)
    if language in UNSURE:
        say(page, UNSURE[language])
        camera.take("unsure")
    say(page, MISTAKES.get(language) or page.get_attribute(".chip", "value") or "")
    camera.take("first turn")


def look_around(camera: Camera) -> None:
    """What opens in a conversation: correction, translation, a word, the menu, the goals, the hint."""
    page = camera.page
    if page.locator(".better summary").count():
        page.click(".better summary")
        camera.take("correction open")
    page.locator(".translation summary").last.click()
    page.locator(".partner .word").last.click()
    camera.take("word and translation open")
    page.keyboard.press("Escape")
    page.click("[popovertarget=menu]")
    camera.take("menu open")
    page.keyboard.press("Escape")
    if page.is_visible("#objectives summary"):
        page.click("#objectives summary")
        camera.take("goals open")
        page.click("#objectives summary")
    open_hint(page, camera)
    page.keyboard.press("Escape")


def go_wrong(camera: Camera, database: str) -> None:
    """A reply that failed, and a line that does not leave the browser."""
    page = camera.page
    statement = "UPDATE messages SET state = 'failed' WHERE id = %s"
    reply = (page.locator(".partner").last.get_attribute("id") or "").removeprefix("reply-")
    with psycopg.connect(plain(database), autocommit=True) as connection:
        connection.execute(statement, [reply])
    page.reload()
    camera.take("answer failed")
    page.locator(".failed button").click()
    page.wait_for_selector(".failed", state="detached")
    page.wait_for_selector("[aria-busy]", state="detached")
    page.context.set_offline(True)
    page.fill("#content", "…")
    page.press("#content", "Enter")
    page.wait_for_selector("#notice p")
    camera.take("offline")
    page.context.set_offline(False)


def finish(camera: Camera, url: str) -> None:
    """Play to the end, look at the summary, read again, come back to the start."""
    page = camera.page
    for _ in range(MOST_TURNS):
        if page.locator("#composer.over").count():
            break
        say(page, open_hint(page))
    camera.take("played out")
    page.locator("#composer button, .talk-head form button").last.click()
    page.wait_for_url("**/summary")
    camera.take("summary", whole=True)
    page.click("#comfort-4")
    page.wait_for_selector("#comfort-4[aria-pressed=true]")
    camera.take("summary with a face", whole=True)
    page.click("main > div > p > a")
    camera.take("read again")
    page.goto(f"{url}/")
    camera.take("first page again", whole=True)
    page.goto(f"{url}/nowhere")
    camera.take("not found")


def stand_mid_scene(camera: Camera, url: str) -> None:
    """Some turns into the scene, with a correction open."""
    page = camera.page
    page.goto(f"{url}/?scene={SCENE}&language=ja")
    for line in ("コーヒーを二つお願いします", "アイスで", "Mで", "持ち帰りで", "けっこうです", "カードを払います"):
        say(page, line)
    page.locator(".better summary").last.click()
    page.locator("#content").blur()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    camera.take("mid scene")


def meet_limits(camera: Camera, strict: str) -> None:
    """Too much at once, and no conversation left, as the page says them with and without JavaScript."""
    page = camera.page
    page.goto(f"{strict}/?scene={SCENE}&language=ja")
    for line in (MISTAKES["ja"], "ホットで", "Mで", "ここで", "カードで"):
        say(page, line)
    page.fill("#content", "マリアです")
    page.click(".send")
    page.wait_for_selector("#notice p")
    camera.take("too much at once")
    page.locator("#composer-form").evaluate("form => form.submit()")
    page.wait_for_selector(".sorry")
    camera.take("too much at once page")
    page.goto(f"{strict}/?scene={SCENE}&language=es")
    page.fill("#content", MISTAKES["es"])
    page.locator("#composer-form").evaluate("form => form.submit()")
    page.wait_for_selector(".sorry")
    camera.take("no conversation left")


def take_everything(camera: Camera, url: str, database: str) -> None:
    """Somebody who has said a lot takes it along: offered, being prepared, ready, failed."""
    page = camera.page
    page.goto(f"{url}/?scene={SCENE}&language=ja")
    say(page, MISTAKES["ja"])
    talk = page.url.split("/conversations/")[1][:36]
    with psycopg.connect(plain(database), autocommit=True) as connection:
        connection.execute(SAY, {"lines": MOST_STREAMED, "conversation": talk})
        page.goto(f"{url}/privacy")
        camera.take("much to take along", whole=True)
        page.click("form[action='/privacy/exports'] button")
        camera.take("being prepared")
        finished = "UPDATE exports SET state = %s, bytes = 1234567, finished_at = now() WHERE id = %s"
        export = page.url.rsplit("/", 1)[1]
        connection.execute(finished, ["ready", export])
        page.wait_for_selector("#export a[download]")
        camera.take("ready")
        connection.execute(finished, ["failed", export])
    page.reload()
    camera.take("not prepared")


def go_plainly(camera: Camera, url: str) -> None:
    """A conversation without JavaScript."""
    page = camera.page
    page.goto(f"{url}/?scene={SCENE}&language=ja")
    camera.take("first page", whole=True)
    page.fill("#content", MISTAKES["ja"])
    page.click(".send")
    page.click(".better summary")
    camera.take("correction open", whole=True)
    page.click(".hint-link")
    page.click("#hint-next")
    camera.take("hint 2", whole=True)
    page.click("[popovertarget=menu]")
    camera.take("menu open")
    page.keyboard.press("Escape")
    page.click(".talk-head form button")
    page.click("#comfort-4")
    camera.take("summary", whole=True)
