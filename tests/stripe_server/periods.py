"""When a subscription's periods end: by the calendar, counted from its anchor."""

from calendar import monthrange
from datetime import UTC, datetime, timedelta

from tests.stripe_server.state import Obj

DAY = 86400
MONTHS = {"month": 1, "year": 12}
DAYS = {"day": 1, "week": 7}


def nth(anchor: int, interval: str, count: int, number: int) -> int:
    """The moment that many periods after the anchor; the 31st becomes the last day of a shorter month."""
    start = datetime.fromtimestamp(anchor, UTC)
    if interval in DAYS:
        return int((start + timedelta(days=DAYS[interval] * count * number)).timestamp())
    months = start.month - 1 + MONTHS[interval] * count * number
    year, month = start.year + months // 12, months % 12 + 1
    day = min(start.day, monthrange(year, month)[1])
    return int(start.replace(year=year, month=month, day=day).timestamp())


def following(anchor: int, price: Obj, moment: int) -> int:
    """The first end of a period after the moment."""
    interval, count = price["recurring"]["interval"], price["recurring"]["interval_count"]
    number = 0
    while nth(anchor, interval, count, number) <= moment:
        number += 1
    return nth(anchor, interval, count, number)
