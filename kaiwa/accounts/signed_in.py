"""Who is signed in on this browser: the session's cookie, read once for each request and set after it."""

from typing import cast

from flask import Flask, Request, Response, g, request, session as browser
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from kaiwa.accounts.habits import Habits, habits_of
from kaiwa.accounts.sessions import LASTS, close_session, find_session, open_session, touch_session
from kaiwa.clock import now
from kaiwa.config import current_settings
from kaiwa.errors import N_, KaiwaError
from kaiwa.extensions import db, login_manager
from kaiwa.models import User

FORGET = ""
GUESTS = Habits()
# the choice that stays on a browser whoever comes and goes
LANGUAGE = "interface_language"


class SignInNeeded(KaiwaError):
    """The page is for somebody who is signed in."""

    sentence = N_("Please sign in first.")


def cookie_name() -> str:
    """`__Host-` binds the cookie to this host over https; plain http has no such cookie."""
    return "__Host-kaiwa_session" if current_settings().is_production else "kaiwa_session"


@login_manager.request_loader  # type: ignore[untyped-decorator]
def load_user(asked: Request) -> User | None:
    """The person of the request's cookie; Flask-Login asks once and remembers for the request."""
    secret = asked.cookies.get(cookie_name())
    found = find_session(db.session(), secret, now()) if secret else None
    if found is None:
        return None
    g.sign_in = found.id
    user = found.user
    g.habits = habits_of(user, user.preferences)
    if touch_session(found, now()):
        db.session.commit()
        g.session_token = secret
    return user


def signed_in_user() -> User | None:
    """The person who is signed in on this browser, or None."""
    # asked ten times for a page: Flask-Login's own way takes as long as a tenth of the first page
    user = g.get("_login_user") or current_user._get_current_object()
    return cast(User, user) if user is not None and user.is_authenticated else None


def shown_user() -> User | None:
    """The person whose name a page shows; nobody where the database cannot say, for a page must say that too."""
    try:
        return signed_in_user()
    except SQLAlchemyError:
        return None


def current_habits() -> Habits:
    """How the person who is signed in wants it; a guest's where nobody is."""
    return cast(Habits, g.get("habits", GUESTS)) if shown_user() is not None else GUESTS


def required_user() -> User:
    """The person who is signed in; raises SignInNeeded."""
    user = signed_in_user()
    if user is None:
        raise SignInNeeded
    return user


def sign_in(user: User) -> None:
    """Sign this browser in anew: a fresh token, and nothing of the guest's that the browser's cookie held before."""
    leave_session()
    forget_guest()
    agent, address = request.user_agent.string, request.remote_addr
    g.session_token = open_session(db.session(), user.id, at=now(), user_agent=agent, ip_address=address)
    login_manager._update_request_context_with_user(user)


def sign_out() -> None:
    """Sign this browser out."""
    leave_session()
    forget_guest()
    g.session_token = FORGET
    login_manager._update_request_context_with_user()


def forget_guest() -> None:
    """Drop what the browser's cookie holds, but for the language of the pages."""
    language = browser.get(LANGUAGE)
    browser.clear()
    if language is not None:
        browser[LANGUAGE] = language
        browser.permanent = True


def leave_session() -> None:
    """End the session that this browser is in, if any."""
    user = signed_in_user()
    if user is not None and "sign_in" in g:
        close_session(db.session(), user.id, g.sign_in)


def current_session_id() -> str | None:
    """The id of the session that this browser is in."""
    return cast(str | None, g.get("sign_in"))


def init_sign_in(app: Flask) -> None:
    """Set or drop the cookie after the request that changed it; templates may ask who is signed in."""
    app.jinja_env.globals.update(shown_user=shown_user, habits=current_habits)

    @app.after_request
    def keep_cookie(response: Response) -> Response:
        secret = g.get("session_token")
        if secret is None:
            return response
        secure = current_settings().is_production
        if secret == FORGET:
            response.delete_cookie(cookie_name(), secure=secure, httponly=True, samesite="Lax")
        else:
            lasts = int(LASTS.total_seconds())
            response.set_cookie(cookie_name(), secret, max_age=lasts, secure=secure, httponly=True, samesite="Lax")
        return response
