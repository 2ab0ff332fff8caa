"""Months as they are counted: of the learner's own time zone, written `YYYY-MM`, so that they sort as they follow."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

# the first place on earth where a new month begins
EARLIEST = timedelta(hours=14)


def period_of(at: datetime, zone: ZoneInfo) -> str:
    """The month that it is there."""
    return f"{at.astimezone(zone):%Y-%m}"


def month_start(at: datetime, zone: ZoneInfo) -> datetime:
    """When that month began there."""
    there = at.astimezone(zone)
    return datetime(there.year, there.month, 1, tzinfo=zone)


def renewal_of(period: str) -> date:
    """The first day of the month after."""
    year, month = _parts(period)
    return date(year + month // 12, month % 12 + 1, 1)


def months_between(earlier: str, later: str) -> int:
    """How many whole months lie between two: none between neighbours."""
    (year, month), (other_year, other_month) = _parts(earlier), _parts(later)
    return (other_year - year) * 12 + other_month - month - 1


def may_be_over(period: str, at: datetime) -> bool:
    """Whether somewhere on earth a later month has begun."""
    return period < f"{at.astimezone(UTC) + EARLIEST:%Y-%m}"


def _parts(period: str) -> tuple[int, int]:
    year, month = period.split("-")
    return int(year), int(month)
