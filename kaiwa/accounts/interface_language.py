"""Which language the pages speak to somebody: kept in the browser's cookie, and with the account where there is one."""

from flask import session as browser
from sqlalchemy.orm import Session

from kaiwa.accounts.signed_in import LANGUAGE, current_habits
from kaiwa.models import Language, User


def chosen_language() -> str | None:
    """What was chosen, the account's choice before the browser's; None where nobody chose."""
    return current_habits().interface_language_id or browser_language()


def browser_language() -> str | None:
    """What was chosen on this browser."""
    kept = browser.get(LANGUAGE)
    return kept if isinstance(kept, str) else None


def remember_language(tag: str | None) -> None:
    """Keep the choice on this browser; None is to go by what the browser accepts."""
    browser[LANGUAGE] = tag
    browser.permanent = True


def keep_language(session: Session, user: User, tag: str) -> None:
    """Keep the choice with the account; a language that only proves the layout stays on the browser."""
    user.preferred_ui_language_id = tag if session.get(Language, tag) is not None else None
    session.flush()
