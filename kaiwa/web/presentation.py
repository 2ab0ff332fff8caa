"""What templates say beyond their values: icons, language tags, names of word frequencies."""

from functools import cache

from flask import Flask, has_request_context, request
from markupsafe import Markup

from kaiwa.web.assets import Assets
from kaiwa.web.translation import gettext as _, lazy_gettext as _l

# the language ids whose tag says more than the id
TAGS = {"zh": "zh-Hans"}
READ_ABOVE = frozenset({"ja", "zh"})
BANDS = {
    "very common": _l("very common word"),
    "common": _l("common word"),
    "less common": _l("less common word"),
    "rare": _l("rare word"),
}

VOICES = {"female": _l("a woman’s voice"), "male": _l("a man’s voice")}

# in this order: each names itself also as those below it
BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def lang_tag(language_id: str) -> str:
    """The BCP 47 tag of a language, for `lang`."""
    return TAGS.get(language_id, language_id)


def is_read_above(language_id: str) -> bool:
    """Whether readings stand above the words of a language, so that they can be switched."""
    return language_id in READ_ABOVE


def band_name(band: str) -> str:
    """How common a word is, in words."""
    return str(BANDS.get(band, band))


def voice_name(speaker: object) -> str:
    """A voice (anything with a name, a gender and a region) in a few words."""
    name = getattr(speaker, "voice_name", "") or getattr(speaker, "name", "")
    gender = VOICES.get(getattr(speaker, "gender", ""), "")
    return " · ".join(str(part) for part in (name, gender, getattr(speaker, "region", "")) if part)


def is_here(path: str) -> bool:
    """Whether a destination of the bar is the page that is shown, or the page lies below it."""
    here = request.path if has_request_context() else ""
    return here == path or (path != "/" and here.startswith(f"{path}/"))


def browser_name(user_agent: str | None) -> str:
    """The browser and the system of a user agent, as people call them."""
    agent = user_agent or ""
    browser = next((name for sign, name in BROWSERS if sign in agent), "")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    return " · ".join(part for part in (browser, system) if part) or _("a browser that we do not know")


def init_presentation(app: Flask) -> None:
    """Give the templates their helpers; after the assets, which hold the icons."""
    assets: Assets = app.extensions["kaiwa.assets"]

    @cache
    def icon(name: str) -> Markup:
        """A drawing from the sprite; whatever stands beside it or around it says what it means."""
        address = assets.url("icons.svg")
        return Markup('<svg class="icon icon-{}" aria-hidden="true"><use href="{}#{}"/></svg>').format(
            name, address, name
        )

    app.jinja_env.globals.update(icon=icon, band_name=band_name)
    app.jinja_env.filters.update(lang_tag=lang_tag, is_read_above=is_read_above)
    app.jinja_env.filters.update(browser_name=browser_name, is_here=is_here, voice_name=voice_name)
