"""What the queue does for reminders: finds whose minute has come, and mails each of them once."""

import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from kaiwa.clock import now
from kaiwa.extensions import db
from kaiwa.gateways.mail import MailDelayed, MailRefused, send_mail
from kaiwa.paths.reminder_links import reminder_token, unsubscribe_headers
from kaiwa.paths.reminder_mails import body_of, subject_of
from kaiwa.paths.reminding import AT_ONCE, Reminded, give_back, move_reminders, take_reminder
from kaiwa.queue import Backoff, enqueue_many, jobs
from kaiwa.web.locale import speaking

# a link that lets somebody in goes out before any number of these
AFTER_OTHER_MAILS = -5
# a job for each mail would take the sweep longer than all else
A_JOB = 50
# a server that puts off so many one after another is away
MOST_DELAYED = 3
log = logging.getLogger("kaiwa.mail")


@jobs.task(name="paths.mail_reminders", retry=Backoff(), priority=AFTER_OTHER_MAILS)
def mail_reminders(at: str, reminders: list[list[Any]]) -> None:
    """Remind some people of today's day, each once; where a server did not take one, those left are tried again."""
    delayed = in_a_row = 0
    for assignment_id, day_index, is_last in reminders:
        try:
            mail_reminder(Reminded(UUID(assignment_id), day_index, datetime.fromisoformat(at), is_last))
            in_a_row = 0
        except MailDelayed:
            delayed, in_a_row = delayed + 1, in_a_row + 1
        if in_a_row == MOST_DELAYED:
            break
    if delayed:
        raise MailDelayed(f"{delayed} reminders")


def mail_reminder(reminded: Reminded) -> None:
    """Remind somebody; whatever dies meanwhile, a mail that may have gone out goes out no more. Raises MailDelayed."""
    session = db.session()
    reminder = take_reminder(session, reminded, now())
    session.commit()
    if reminder is None:
        return
    headers = unsubscribe_headers(reminder_token(reminder.assignment_id))
    with speaking(reminder.language):
        subject, body = subject_of(reminder), body_of(reminder)
    try:
        send_mail(reminder.email, subject, body, headers)
    except MailDelayed:
        give_back(session, reminded)
        session.commit()
        raise
    except MailRefused as error:
        log.warning("a reminder was not taken: %s", error)


@jobs.periodic(cron="* * * * *")
@jobs.task(name="paths.remind", queueing_lock="paths.remind")
def remind(timestamp: int) -> None:  # noqa: ARG001
    """Once a minute, have everybody mailed whose minute has come: some thousands at a time, each in one transaction."""
    while remind_some() == AT_ONCE:
        pass


def remind_some() -> int:
    """Move up to ten thousand reminders and make the jobs for their mails, together or not at all."""
    session = db.session()
    count, mailed = move_reminders(session, now())
    batches = [mailed[start : start + A_JOB] for start in range(0, len(mailed), A_JOB)]
    enqueue_many(
        session,
        mail_reminders,
        {
            f"paths.mail_reminders {each[0].assignment_id} {each[0].at.isoformat()}": _arguments(each)
            for each in batches
        },
    )
    session.commit()
    return count


def _arguments(reminded: list[Reminded]) -> dict[str, Any]:
    return {
        "at": reminded[0].at.isoformat(),
        "reminders": [[str(each.assignment_id), each.day_index, each.is_last] for each in reminded],
    }
