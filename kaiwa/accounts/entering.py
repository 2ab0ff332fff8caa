"""The last step of every way in: signed in, with what the guest did, where the person was."""

from flask import url_for
from werkzeug.wrappers import Response as BaseResponse

from kaiwa.accounts.adopting import adopt_guest
from kaiwa.accounts.interface_language import browser_language, keep_language
from kaiwa.accounts.preferences import current_preferences
from kaiwa.accounts.signed_in import sign_in
from kaiwa.accounts.visitors import current_guest
from kaiwa.extensions import db
from kaiwa.models import User
from kaiwa.web.htmx import redirect


def enter(user: User, target: str) -> BaseResponse:
    """Sign in, take over what the guest did, and go on where the person was; `target` is a checked LocalPath."""
    guest, shown, language = current_guest(), current_preferences(), browser_language()
    adopt_guest(db.session(), guest, user, shown)
    if language is not None and user.preferred_ui_language_id is None:
        keep_language(db.session(), user, language)
    sign_in(user)
    db.session.commit()
    return redirect(target or url_for("conversations.landing"))
