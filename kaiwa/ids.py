"""Identifiers: UUIDv7 keys, random tokens and the hashes that are stored of them."""

import hashlib
import secrets
from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A new UUIDv7: sorted by time, so that indexes grow at one end."""
    return uuid7()


def token() -> str:
    """A random secret of 256 bits for cookies and links."""
    return secrets.token_urlsafe(32)


def hash_token(value: str) -> str:
    """The SHA-256 of a token in hex: what a table keeps instead of the token."""
    return hashlib.sha256(value.encode()).hexdigest()
