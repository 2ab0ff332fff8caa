"""How somebody walks through a course in a browser, whoever plans it, and what the endpoint of a model says then."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.minds.model.test_plan import good_weeks, says_course, scene, understood, written
from tests.minds.model.test_reviewing import answer
from tests.model_server import ModelServer

LINES = ("コーヒーを二つお願いします", "ホットで", "Mで", "ここで飲みます")
ANOTHER_DAY = "Shopping with the grandmother"
NOTE = "Two days of the first week are quieter now."
HINT = {
    "idea": "Say yes, and please.",
    "words": [{"word": "はい", "meaning": "yes"}],
    "frame": "はい、…",
    "line": "はい、お願いします。",
    "translation": "Yes, please.",
}


@dataclass(frozen=True)
class Walk:
    """Somebody's browser, whether a `model` plans and talks there, and how a line is said in it.

    `wish` is one in plain words that either planner can do.
    """

    page: Page
    has_model: bool
    say: Callable[[Page, str], None]

    @property
    def wish(self) -> str:
        """What shall be different, in plain words."""
        return "something quieter in week 1" if self.has_model else "fewer days please"

    def hold(self) -> None:
        """Hold the conversation of the day that is open, to its end; the summary is what follows."""
        self.page.get_by_role("link", name="Start", exact=True).click()
        for line in LINES:
            self.say(self.page, line)
        self.page.locator(".finish button, #composer.over form button").locator("visible=true").first.click()
        expect(self.page).to_have_url(re.compile("/summary$"))

    def next_day(self, done: int, path: str, tomorrow: str) -> None:
        """The summary says that the day is done and what comes tomorrow, and so does the path."""
        expect(self.page.get_by_role("heading", name=f"Day {done} is done")).to_be_visible()
        expect(self.page.locator("main")).to_contain_text(f"Tomorrow: {tomorrow}")
        self.page.goto(path)
        expect(self.page.locator(".strip-day.is-done")).to_have_count(done)
        expect(self.page.locator(".next-day")).to_contain_text(tomorrow)


def names(page: Page) -> list[str]:
    """What the days of a preview are called."""
    return page.locator("#days .day .name").all_inner_texts()


def day(page: Page, index: int) -> Locator:
    """A day of a preview, opened."""
    found = page.locator(f"#day-{index}")
    found.locator("> details > summary").click()
    return found


def plays_courses(server: ModelServer) -> None:
    """Have an endpoint understand, plan, change and write a course of fourteen days, and talk in Japanese."""
    met = [f"goal-{number}" for number in range(1, 4)]
    said = answer(corrections=[], glosses=[], translation="I see. Tell me more.", objectives_met=met, hint=HINT)
    server.answers(said, match={"responseFormat": "json_schema"})
    server.answers(understood(days=14, deadline=""), match={"systemMessage": "verdict"})
    quiet = [written(4, title="Tea with a shy aunt"), written(5, "A2", title="Waiting together for the last bus")]
    changed = {"verdict": "ok", "days": quiet, "note": NOTE}
    server.answers(changed, match={"systemMessage": "You change a course"})
    another = written(1, title=ANOTHER_DAY)
    server.answers(another, match={"systemMessage": "You replace one day"})
    server.answers(scene(), match={"systemMessage": "You write a scene"})
    says_course(server, *good_weeks())
    server.says("そうですか。もう少し話してください。", match={"systemMessage": "You stay in the scene"}, chunkSize=4)
