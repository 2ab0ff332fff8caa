"""The addresses in reminders: signed, so that whoever reads the mail may switch it off without signing in."""

from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from kaiwa.config import current_settings
from kaiwa.errors import NotFound
from kaiwa.models import PathAssignment
from kaiwa.web.public_addresses import public_url

SALT = "reminders of a path"


def reminder_token(assignment_id: UUID) -> str:
    """What stands in the addresses of somebody's reminders; it works as long as they follow the path."""
    return str(_signer().dumps(assignment_id.hex))


def find_reminded(session: Session, token: str) -> PathAssignment:
    """Whose reminder it is, with the path; raises NotFound."""
    try:
        assignment_id = UUID(_signer().loads(token))
    except (BadSignature, ValueError, TypeError, AttributeError):
        raise NotFound from None
    found = session.scalars(
        select(PathAssignment)
        .join(PathAssignment.path)
        .options(contains_eager(PathAssignment.path))
        .where(PathAssignment.id == assignment_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def unsubscribe_headers(token: str) -> dict[str, str]:
    """What lets a mail program offer to switch reminders off (RFC 8058)."""
    address = public_url("reminders.unsubscribe", token=token)
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_settings().secret_key, salt=SALT)
