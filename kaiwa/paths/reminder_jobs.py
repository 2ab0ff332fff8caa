"""What the queue does for reminders: finds whose minute has come, and mails each of them once."""

import logging
from datetime import datetime
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
log = logging.getLogger("kaiwa.mail")


@jobs.task(name="paths.mail_reminder", retry=Backoff(), priority=AFTER_OTHER_MAILS)
def mail_reminder(assignment_id: str, day_index: int, at: str, is_last: bool) -> None:
    """Remind somebody of today's day; whatever dies meanwhile, a mail that may have gone out goes out no more."""
    session = db.session()
    reminded = Reminded(UUID(assignment_id), day_index, datetime.fromisoformat(at), is_last)
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
    """Once a minute, have everybody mailed whose minute has come: a thousand at a time, each in one transaction."""
    while remind_some() == AT_ONCE:
        pass


def remind_some() -> int:
    """Move up to a thousand reminders and make the jobs for their mails, together or not at all."""
    session = db.session()
    count, mailed = move_reminders(session, now())
    enqueue_many(
        session,
        mail_reminder,
        {
            f"paths.mail_reminder {each.assignment_id} {each.at.isoformat()}": {
                "assignment_id": str(each.assignment_id),
                "day_index": each.day_index,
                "at": each.at.isoformat(),
                "is_last": each.is_last,
            }
            for each in mailed
        },
    )
    session.commit()
    return count
