"""Why signing in with Google did not work: a word for the address of the page, a sentence for the person."""

from kaiwa.accounts.google_linking import NoAddress
from kaiwa.errors import KaiwaError
from kaiwa.gateways.google import GoogleCancelled, GoogleFailed, GoogleSilent
from kaiwa.web.translation import gettext as _

FAILED = "failed"
KINDS: dict[str, type[KaiwaError]] = {
    "cancelled": GoogleCancelled,
    "silent": GoogleSilent,
    "no-address": NoAddress,
    FAILED: GoogleFailed,
}


def word_of(error: KaiwaError | None) -> str:
    """The word that stands for a failure."""
    return next((word for word, kind in KINDS.items() if isinstance(error, kind)), FAILED)


def sentence_of(word: str | None) -> str:
    """What the page says for a word; nothing for none, or for one that is not ours."""
    kind = KINDS.get(word or "")
    return _(kind.sentence) if kind else ""
