"""gettext with types: what every module imports as `_`."""

import flask_babel


def gettext(message: str, **values: object) -> str:
    """The message in the language of the request, `%(name)s` filled in."""
    return str(flask_babel.gettext(message, **values))


def ngettext(singular: str, plural: str, num: int, **values: object) -> str:
    """The message for a number of things; `%(num)s` is the number."""
    return str(flask_babel.ngettext(singular, plural, num, **values))


def lazy_gettext(message: str, **values: object) -> str:
    """The message, translated when it is shown: for names at module level."""
    lazy: str = flask_babel.lazy_gettext(message, **values)
    return lazy
