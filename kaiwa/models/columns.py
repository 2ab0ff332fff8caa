"""Column types that every table shares: UTC times, checked enums and JSON that only a shape can enter."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import DateTime, Dialect, Enum, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kaiwa.clock import now

Member = TypeVar("Member", bound=StrEnum)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in time; a naive value is refused with ValueError, and what comes out is in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse a time without its zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the time in UTC, whatever zone the connection has."""
        return value.astimezone(UTC) if value is not None else None


class ShapedJson(TypeDecorator[Any]):
    """JSON whose pydantic shape is the only way in and out; raises pydantic's ValidationError for anything else."""

    impl = JSONB
    cache_ok = True

    def __init__(self, shape: Any) -> None:
        super().__init__(none_as_null=True)
        self.shape = shape
        self._adapter: TypeAdapter[Any] = TypeAdapter(shape)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """Write the shape as plain JSON values."""
        if value is None:
            return None
        return self._adapter.dump_python(self._adapter.validate_python(value), mode="json")

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """Read the shape back."""
        return None if value is None else self._adapter.validate_python(value)


def text_enum(members: type[Member], name: str) -> Enum:
    """An enum stored as text with a CHECK of that name, so that a new member is an ordinary migration."""

    def values(kind: type[Member]) -> list[str]:
        return [member.value for member in kind]

    return Enum(members, name=name, native_enum=False, create_constraint=True, length=32, values_callable=values)


def created_at() -> Mapped[datetime]:
    """When the row was made."""
    return mapped_column(UtcDateTime, default=_now())


def updated_at() -> Mapped[datetime]:
    """When the row last changed."""
    return mapped_column(UtcDateTime, default=_now(), onupdate=_now())


def _now() -> Callable[[], datetime]:
    return lambda: now()
