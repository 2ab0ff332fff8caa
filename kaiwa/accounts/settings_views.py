"""The settings and the welcome: pages of fields, each saved when it is changed, or all by one button."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, session as browser, url_for
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.choices import INTERFACE_LANGUAGES
from kaiwa.accounts.interface_language import remember_language
from kaiwa.accounts.passwords import WeakPassword
from kaiwa.accounts.preferring import preferences_of
from kaiwa.accounts.setting import (
    UNSET_ZONE,
    WrongOldPassword,
    change_password,
    change_settings,
    guess_time_zone,
    list_languages,
    list_speakers,
)
from kaiwa.accounts.settings_fields import FIELDS, LANGUAGES, SECTIONS, SPEAKER, show_fields
from kaiwa.accounts.settings_forms import PasswordForm, SettingsForm, TimeZoneForm, time_zones
from kaiwa.accounts.signed_in import required_user, shown_user, sign_in
from kaiwa.accounts.visitors import current_visitor
from kaiwa.errors import NotFound
from kaiwa.extensions import db, limiter
from kaiwa.models import User
from kaiwa.web.forms import FormError, parse_form
from kaiwa.web.htmx import redirect
from kaiwa.web.translation import gettext as _

blueprint = Blueprint("settings", __name__)
ZONE_ASKED = "time_zone_asked"
INTERFACE_LANGUAGE = "preferred_ui_language_id"
PASSWORD_TRIES = "10 per 15 minutes"  # noqa: S105
Section = "<any(practice, languages, conversation, appearance):section>"


@blueprint.app_context_processor
def helpers() -> dict[str, Callable[[], bool]]:
    """What pages ask that send the browser's time zone."""
    return {"asks_time_zone": asks_time_zone}


def asks_time_zone() -> bool:
    """Whether the browser is to say once in which time zone it is."""
    user = shown_user()
    return user is not None and user.time_zone == UNSET_ZONE and ZONE_ASKED not in browser


@blueprint.get("/welcome")
def welcome() -> Response:
    """What helps to practise well, on one page, right after signing up."""
    return _page("practice", template="accounts/welcome.html")


@blueprint.post("/welcome")
def finish_welcome() -> BaseResponse:
    """Keep the whole page."""
    return _save("practice", "accounts/welcome.html", url_for("conversations.landing"))


@blueprint.get("/settings", defaults={"section": "profile"})
@blueprint.get(f"/settings/{Section}")
def show(section: str) -> Response:
    """One page of the settings."""
    return _page(section)


@blueprint.post("/settings", defaults={"section": "profile"})
@blueprint.post(f"/settings/{Section}")
def save(section: str) -> BaseResponse:
    """Keep a whole page."""
    return _save(section, "accounts/settings.html", url_for(".show", section=section, saved="yes"))


@blueprint.post("/settings/fields/<name>")
def save_field(name: str) -> BaseResponse:
    """Keep one field; answers with it as it now stands."""
    if name not in FIELDS:
        raise NotFound
    user = required_user()
    try:
        values = _read((name,))
    except FormError as error:
        [shown] = _fields((name,), typed=error.values, messages=error.messages)
        return make_response(render_template("accounts/_setting.html", field=shown), 422)
    _keep(user, values)
    if name == INTERFACE_LANGUAGE:
        # the whole page speaks another language now
        return redirect(url_for(".show", section="languages", saved="yes"))
    [shown] = _fields((name,), is_saved=True)
    return make_response(render_template("accounts/_setting.html", field=shown))


@blueprint.post("/settings/password")
@limiter.limit(PASSWORD_TRIES, key_func=lambda: current_visitor().key or str(request.remote_addr))
def new_password() -> BaseResponse:
    """Another password: this browser goes on with a new token, every other one is signed out."""
    user, session = required_user(), db.session()
    try:
        form = parse_form(PasswordForm)
        change_password(session, user, form.old, form.password)
    except FormError as error:
        return _page("profile", messages=error.messages)
    except WrongOldPassword as error:
        return _page("profile", messages={"old": _(error.sentence)})
    except WeakPassword as error:
        return _page("profile", messages={"password": _(error.sentence)})
    sign_in(user)
    session.commit()
    return redirect(url_for(".show", saved="password", _anchor="password-title"))


@blueprint.post("/settings/time-zone-guess")
def take_time_zone() -> Response:
    """What the browser says of its time zone, once, unless the person has set one."""
    user = required_user()
    browser[ZONE_ASKED] = True
    try:
        guess_time_zone(db.session(), user, parse_form(TimeZoneForm).time_zone)
    except FormError:
        return make_response("", 422)
    db.session.commit()
    return make_response("", 204)


def _read(names: tuple[str, ...]) -> dict[str, Any]:
    """What was sent for these fields; raises FormError."""
    form = parse_form(SettingsForm, only=names)
    values = form.model_dump(include=form.model_fields_set)
    spoken = {language.id for language in list_languages(db.session())}
    allowed = dict.fromkeys(LANGUAGES, spoken) | {INTERFACE_LANGUAGE: set(INTERFACE_LANGUAGES)}
    if SPEAKER in names:
        allowed[SPEAKER] = {speaker.id for speaker in list_speakers(db.session())}
    wrong = {name for name, ids in allowed.items() if values.get(name) is not None and values[name] not in ids}
    if wrong:
        raise FormError({name: _("Please choose one of the options.") for name in wrong}, values)
    return values


def _save(section: str, template: str, target: str) -> BaseResponse:
    user = required_user()
    try:
        values = _read(tuple(SECTIONS[section]))
    except FormError as error:
        return _page(section, template=template, typed=error.values, messages=error.messages)
    _keep(user, values)
    return redirect(target)


def _keep(user: User, values: dict[str, Any]) -> None:
    session = db.session()
    change_settings(session, user, preferences_of(session, user), values)
    session.commit()
    if INTERFACE_LANGUAGE in values:
        remember_language(values[INTERFACE_LANGUAGE])


def _fields(names: tuple[str, ...], **shown: Any) -> Any:
    user, session = required_user(), db.session()
    speakers = list_speakers(session) if SPEAKER in names else ()
    fields = show_fields(names, user, preferences_of(session, user), list_languages(session), speakers, **shown)
    session.commit()
    return fields


def _page(
    section: str,
    *,
    template: str = "accounts/settings.html",
    typed: dict[str, Any] | None = None,
    messages: dict[str, str] | None = None,
) -> Response:
    context = {
        "user": required_user(),
        "fields": _fields(tuple(SECTIONS[section]), typed=typed, messages=messages),
        "section": section,
        "saved": request.args.get("saved", "") if request.method == "GET" else "",
        "messages": messages or {},
        "zones": sorted(time_zones()) if section == "profile" else [],
    }
    return make_response(render_template(template, **context), 422 if messages else 200)
