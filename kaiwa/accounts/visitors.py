"""Who is asking: somebody signed in, or a guest known by a signed cookie and nothing else."""

from dataclasses import dataclass
from uuid import UUID

from flask import session

from kaiwa.accounts.signed_in import signed_in_user
from kaiwa.ids import new_id

GUEST = "guest"


@dataclass(frozen=True)
class Visitor:
    """Whoever asks; somebody who has not sent anything yet is nobody, and owns nothing."""

    guest_id: UUID | None
    user_id: UUID | None = None

    @property
    def key(self) -> str:
        """A name for limits."""
        return str(self.user_id or self.guest_id or "")

    @property
    def is_guest(self) -> bool:
        """Whether nobody is signed in."""
        return self.user_id is None


def current_visitor() -> Visitor:
    """The visitor of this request; whoever is signed in is no guest."""
    user = signed_in_user()
    return Visitor(None, user.id) if user is not None else Visitor(current_guest())


def current_guest() -> UUID | None:
    """The guest of this browser; a cookie with a wrong signature is no cookie."""
    kept = session.get(GUEST)
    try:
        return UUID(kept) if isinstance(kept, str) else None
    except ValueError:
        return None


def remember_guest() -> Visitor:
    """The visitor, made a guest whom the browser remembers, where that was nobody."""
    visitor = current_visitor()
    if visitor.is_guest and visitor.guest_id is None:
        visitor = Visitor(new_id())
        session[GUEST] = str(visitor.guest_id)
    session.permanent = True
    return visitor
