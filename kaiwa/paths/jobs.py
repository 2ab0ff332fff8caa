"""What the queue does for paths: days are written when they are due, old previews dropped."""

from uuid import UUID

from flask import current_app

from kaiwa.clock import now
from kaiwa.conversations.stages import current_mind
from kaiwa.extensions import db
from kaiwa.paths.sweeping import AT_ONCE, defer_due_days, forget_previews
from kaiwa.paths.writing_days import write_owed_day
from kaiwa.queue import jobs

# whoever waits for a mail or a correction does so now
AFTER_ALL_ELSE = -10


@jobs.task(name="paths.write_day", priority=AFTER_ALL_ELSE)
def write_day(owed_id: str) -> None:
    """Write a day that is owed; done twice, the second time finds nothing to do."""
    planner = current_app.extensions["kaiwa.planner"]
    write_owed_day(db.session(), planner, current_mind(), UUID(owed_id))


@jobs.periodic(cron="* * * * * */15")
@jobs.task(name="paths.find_due_days", queueing_lock="paths.find_due_days")
def find_due_days(timestamp: int) -> None:  # noqa: ARG001
    """Four times a minute, give the days that are due to the workers, those of workers that died among them."""
    while len(defer_due_days(db.session(), write_day, now())) == AT_ONCE:
        db.session.commit()
    db.session.commit()


@jobs.periodic(cron="41 * * * *")
@jobs.task(name="paths.forget_previews", queueing_lock="paths.forget_previews")
def forget_old_previews(timestamp: int) -> None:  # noqa: ARG001
    """Once an hour, drop the previews that are over."""
    while forget_previews(db.session(), now()) == AT_ONCE:
        db.session.commit()
    db.session.commit()
