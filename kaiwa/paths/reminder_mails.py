"""The words of a reminder, in the language of its reader's pages."""

from kaiwa.paths.reminder_links import reminder_token
from kaiwa.paths.reminding import MOST_UNOPENED, Reminder
from kaiwa.web.public_addresses import public_url
from kaiwa.web.translation import gettext as _


def subject_of(reminder: Reminder) -> str:
    """What the mail is called."""
    # a title may have been written by a model, and a subject is one line
    title = " ".join(reminder.day.title.split())[:120] or _("Looking back")
    return _("Day %(day)s: %(title)s", day=reminder.day.day_index, title=title)


def body_of(reminder: Reminder) -> str:
    """What stands in it: today's day, the way to it, and how the mails end."""
    token = reminder_token(reminder.assignment_id)
    minutes = reminder.day.estimated_minutes
    parts = [
        _("Today's step in “%(path)s” takes about %(minutes)s minutes:", path=reminder.path_title, minutes=minutes),
        reminder.day.title or _("Looking back"),
        reminder.day.description,
        public_url("reminders.follow", token=token),
    ]
    if reminder.is_last:
        parts.append(
            _(
                "The last %(count)s reminders were not opened, so this is the last one for now. Your path waits for "
                "you; open the link above, and they come again.",
                count=MOST_UNOPENED,
            )
        )
    parts.append(_("No more reminders of this path:") + "\n" + public_url("reminders.unsubscribe", token=token))
    return "\n\n".join(part for part in parts if part) + "\n"
