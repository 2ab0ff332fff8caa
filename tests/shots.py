"""`make shots`: every page on a phone and at a desk, light and dark, into var/shots with an index to look through.

`python -m tests.shots ja es` photographs those languages only, `… billing` the pages of money only, and
`… readme` makes docs/kaiwa.png.
"""

import atexit
import os
import sys
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from html import escape
from itertools import product
from pathlib import Path
from shutil import rmtree
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from kaiwa.app import create_app
from kaiwa.config import ROOT, Settings
from kaiwa.extensions import db
from kaiwa.ops.preparing import prepare
from tests.billing.buyers import sell
from tests.database_server import embedded_server, fresh_database
from tests.journeys.billing_walks import look_at_plans
from tests.journeys.walks import (
    OUT,
    Camera,
    Way,
    begin,
    finish,
    go_plainly,
    go_wrong,
    look_around,
    meet_limits,
    stand_mid_scene,
    take_everything,
)
from tests.live_server import running_server
from tests.stripe_server import StripeServer

README_PICTURE = ROOT / "docs" / "kaiwa.png"
CHROMIUM = Path("/usr/bin/chromium")
LANGUAGES = ("ja", "es", "zh", "ko")
SIZES = {"phone": (390, 844), "desk": (1280, 800)}
Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
# every walk may begin, and soon meets both limits
STRICT = {"GUEST_MESSAGES_PER_MINUTE": "4", "GUEST_CONVERSATIONS": "1"}


@dataclass(frozen=True)
class Place:
    """Where the pages are: the server's address, the strict one's, the database's, and what stands in for Stripe."""

    url: str
    strict: str
    database: str
    stripe: StripeServer


@contextmanager
def kaiwa_running() -> Iterator[Place]:
    """A server on a database of its own, with a stand-in for Stripe and a strict server beside it."""
    folder = tempfile.mkdtemp(prefix="kaiwa-shots-")
    # before the database registers its own end, so that it happens after it
    atexit.register(rmtree, folder, ignore_errors=True)
    base = Path(folder)
    environment = {
        "KAIWA_ENV": "test",
        "SECRET_KEY": "a key that only pictures know, long enough for all",
        "VAR_DIR": folder,
        "GUEST_MESSAGES_PER_MINUTE": "10000",
        "GUEST_CONVERSATIONS": "1000",
    }
    with embedded_server(base / "postgres") as server, fresh_database(server) as url, StripeServer() as stripe:
        environment |= {"DATABASE_URL": url, **stripe.settings()}
        app = create_app(Settings.from_environment(environment))
        prepare(app)
        sell(app)
        with app.app_context():
            db.engine.dispose()
        with (
            running_server(environment, base / "log") as live,
            running_server(environment | STRICT, base / "strict.log") as strict,
        ):
            yield Place(live.url, strict.url, url, stripe)


def walk(browser: Browser, name: str, size: str, theme: Theme, *ways: Way, plain: bool = False) -> Camera:
    """One guest's whole way, on one screen, in one theme."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=theme,
        locale="en-GB",
        reduced_motion="reduce",
        java_script_enabled=not plain,
    )
    camera = Camera(context.new_page(), f"{name}-{size}-{theme}")
    try:
        for way in ways:
            way(camera)
    finally:
        context.close()
    return camera


def write_index(cameras: list[Camera]) -> None:
    """One page with all the pictures, a row for each walk."""
    rows = "".join(
        f"<h2>{escape(camera.name)}</h2><div>"
        + "".join(
            f'<a href="{file}"><img src="{file}" alt="" loading="lazy">{state}</a>' for state, file in camera.taken
        )
        + "</div>"
        for camera in cameras
    )
    looks = "body{font:14px system-ui;margin:2rem}div{display:flex;gap:1rem;overflow:auto}"
    looks += "img{height:28rem;display:block;border:1px solid #999}"
    head = f"<!DOCTYPE html><meta charset=utf-8><title>Kaiwa</title><style>{looks}</style>"
    OUT.joinpath("index.html").write_text(head + rows)


def photograph(browser: Browser, languages: list[str], place: Place) -> None:
    """All walks, and the index of what they took."""
    rmtree(OUT, ignore_errors=True)
    url, database = place.url, place.database
    cameras = []
    for size, theme in product(SIZES, THEMES):
        cameras.append(walk(browser, "billing", size, theme, partial(look_at_plans, url=url, stripe=place.stripe)))
        if languages == ["billing"]:
            continue
        for language in languages:
            ways = (partial(begin, url=url, language=language), look_around, partial(go_wrong, database=database))
            cameras.append(walk(browser, language, size, theme, *ways, partial(finish, url=url)))
        cameras.append(walk(browser, "limits", size, theme, partial(meet_limits, strict=place.strict)))
        cameras.append(walk(browser, "much", size, theme, partial(take_everything, url=url, database=database)))
        cameras.append(walk(browser, "plain", size, theme, partial(go_plainly, url=url), plain=True))
    write_index(cameras)
    print(f"{sum(len(camera.taken) for camera in cameras)} pictures: {OUT / 'index.html'}")


def picture_for_readme(browser: Browser, url: str) -> None:
    """A conversation at a desk and on a phone, side by side on paper."""
    stand = partial(stand_mid_scene, url=url)
    cameras = walk(browser, "readme", "phone", "dark", stand), walk(browser, "readme", "desk", "light", stand)
    phone, desk = (b64encode((OUT / camera.taken[0][1]).read_bytes()).decode() for camera in cameras)
    looks = "main{padding:28px;display:flex;gap:28px;background:#e9e4d9;width:max-content}"
    looks += "img{height:640px;border-radius:14px;display:block}"
    page = browser.new_page()
    pictures = "".join(f"<img src='data:image/png;base64,{each}'>" for each in (desk, phone))
    page.set_content(f"<style>{looks}</style><main>{pictures}</main>")
    page.locator("main").screenshot(path=README_PICTURE)


def main(arguments: list[str]) -> None:
    found = {"executable_path": str(CHROMIUM)} if CHROMIUM.exists() else {}
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with kaiwa_running() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(args=root, **found)  # type: ignore[arg-type]
        if arguments == ["readme"]:
            picture_for_readme(browser, place.url)
        else:
            photograph(browser, arguments or list(LANGUAGES), place)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
