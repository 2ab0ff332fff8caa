"""A reply as server-sent events: the text as it grows, then the annotated bubble, then the feedback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice
from uuid import UUID

from flask import Response, render_template
from markupsafe import escape
from sqlalchemy.orm import Session

from kaiwa.clock import now
from kaiwa.conversations.nearing import NEAR_SECONDS, see_limit
from kaiwa.conversations.queries import load_turn
from kaiwa.conversations.replying import Reviewed, Stored, follow_reply
from kaiwa.conversations.taking_up import AwaitedReply
from kaiwa.minds.mind import Mind
from kaiwa.models import User
from kaiwa.web.streams import DONE, KEEP_ALIVE, event, event_stream


def stream_reply(session: Session, mind: Mind, awaited: AwaitedReply, pace_seconds: float) -> Response:
    """Answer with the reply's progress; a finished reply is sent at once. Raises NotFound."""
    events = _events(session, mind, awaited, pace_seconds)
    # the mind is asked now, and the response put together while it thinks
    next(events)
    return event_stream(events)


def _events(session: Session, mind: Mind, awaited: AwaitedReply, pace_seconds: float) -> Iterator[str]:
    """The events, after an empty one that says that the mind has been asked."""
    shown: _Shown | None = None
    with closing(follow_reply(session, mind, awaited, pace_seconds=pace_seconds)) as progress:
        begun = list(islice(progress, 1))
        yield ""
        for step in chain(begun, progress):
            if step is None:
                yield KEEP_ALIVE
            elif isinstance(step, Stored):
                shown = _show_reply(session, awaited.id, step.seconds_left)
                yield event(shown.html)
            elif isinstance(step, Reviewed):
                yield event(_render("conversations/_reply_reviewed.html", session, awaited.id))
            else:
                yield event(str(escape(step)))
    if shown is None:
        shown = _show_reply(session, awaited.id, 0)
        yield event(shown.html)
    if shown.learner_id is not None:
        yield event(_render("conversations/_feedback_given.html", session, shown.learner_id))
    yield DONE


@dataclass(frozen=True)
class _Shown:
    """A stored reply as it is shown, and the learner's message that it answers."""

    html: str
    learner_id: UUID | None


def _show_reply(session: Session, reply_id: UUID, seconds_left: int | None) -> _Shown:
    """The stored reply with what goes with it; how near the limit is, is only asked where it may be near."""
    message, conversation = load_turn(session, reply_id)
    is_near = seconds_left is not None and seconds_left <= NEAR_SECONDS
    # whoever is signed in was read for the request, whose own reading has ended by now
    user = session.get(User, conversation.user_id) if is_near and conversation.user_id else None
    limit = see_limit(session, user, conversation, now()) if is_near else None
    template = "conversations/_reply_stored.html"
    html = render_template(template, message=message, conversation=conversation, limit=limit)
    shown = _Shown(html, message.in_reply_to_id)
    session.commit()
    return shown


def _render(template: str, session: Session, message_id: object) -> str:
    message, conversation = load_turn(session, message_id)
    html = render_template(template, message=message, conversation=conversation)
    session.commit()
    return html
