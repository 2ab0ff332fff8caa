"""Passwords: what is refused, how they are kept (argon2id), and checking one in the same time for anybody."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from kaiwa.errors import N_, InvalidInput

LEAST, MOST = 10, 200
# argon2id with 64 MiB, RFC 9106's second choice
_hasher = PasswordHasher()


class WeakPassword(InvalidInput):
    """A password that everybody tries first."""

    sentence = N_("This password is among the first that anybody would try. Please think of another one.")


def check_strength(password: str, email: str) -> None:
    """Raise WeakPassword for one of the commonest, or one that is the address itself; length is the form's business."""
    folded = password.casefold()
    if folded in _commonest() or folded in (email, email.partition("@")[0]) or len(set(folded)) < 3:
        raise WeakPassword


def hash_password(password: str) -> str:
    """What is stored of a password."""
    return _hasher.hash(password)


def fits(stored: str | None, password: str) -> bool:
    """Whether a password is the stored one; where none is stored the same work is done in vain."""
    try:
        _hasher.verify(stored or _in_vain(), password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return stored is not None


@cache
def _commonest() -> frozenset[str]:
    lists = FREQUENCY_LISTS
    words = (word for name in ("passwords", "english_wikipedia") for word in lists[name])
    return frozenset(word for word in words if len(word) >= LEAST) | _SEQUENCES


@cache
def _in_vain() -> str:
    return _hasher.hash("a password that nobody has")


_SEQUENCES = frozenset(
    sequence[start : start + length]
    for sequence in ("12345678901234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
    for length in range(LEAST, len(sequence) + 1)
    for start in range(len(sequence) - length + 1)
) | {"passwordpassword", "password12", "password123", "password1234", "qwerty12345", "kaiwakaiwa", "iloveyou123"}
