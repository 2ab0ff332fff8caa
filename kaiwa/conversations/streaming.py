"""A reply as server-sent events: the text as it grows, then the annotated bubble, then the feedback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from flask import Response, render_template
from markupsafe import escape
from sqlalchemy.orm import Session

from kaiwa.accounts.signed_in import signed_in_user
from kaiwa.clock import now
from kaiwa.conversations.nearing import NEAR_SECONDS, see_limit
from kaiwa.conversations.queries import FoundMessage, load_turn
from kaiwa.conversations.replying import Reviewed, Stored, follow_reply
from kaiwa.minds.mind import Mind
from kaiwa.web.streams import DONE, KEEP_ALIVE, event, event_stream


def stream_reply(session: Session, mind: Mind, found: FoundMessage, pace_seconds: float) -> Response:
    """Answer with the reply's progress; a finished reply is sent at once."""
    return event_stream(_events(session, mind, found, pace_seconds))


def _events(session: Session, mind: Mind, found: FoundMessage, pace_seconds: float) -> Iterator[str]:
    reply_id, learner_id = found.message.id, found.message.in_reply_to_id
    shown = False
    with closing(follow_reply(session, mind, found, pace_seconds=pace_seconds)) as progress:
        for step in progress:
            if step is None:
                yield KEEP_ALIVE
            elif isinstance(step, Stored):
                shown = True
                yield event(_render_reply(session, reply_id, step.seconds_left))
            elif isinstance(step, Reviewed):
                yield event(_render("conversations/_reply_reviewed.html", session, reply_id))
            else:
                yield event(str(escape(step)))
    if not shown:
        yield event(_render_reply(session, reply_id, 0))
    if learner_id is not None:
        yield event(_render("conversations/_feedback_given.html", session, learner_id))
    yield DONE


def _render_reply(session: Session, reply_id: object, seconds_left: int | None) -> str:
    """The stored reply with what goes with it; how near the limit is, is only asked where it may be near."""
    message, conversation = load_turn(session, reply_id)
    is_near = seconds_left is not None and seconds_left <= NEAR_SECONDS
    limit = see_limit(session, signed_in_user(), conversation, now()) if is_near else None
    template = "conversations/_reply_stored.html"
    html = render_template(template, message=message, conversation=conversation, limit=limit)
    session.commit()
    return html


def _render(template: str, session: Session, message_id: object) -> str:
    message, conversation = load_turn(session, message_id)
    html = render_template(template, message=message, conversation=conversation)
    session.commit()
    return html
