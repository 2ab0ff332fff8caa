"""Disputing a correction: it is taken off the page and out of the summary at once, and kept to be looked at."""

from sqlalchemy.orm import Session

from kaiwa.errors import NotFound
from kaiwa.models import Message


def dispute_feedback(session: Session, message: Message) -> None:
    """Mark the correction of a learner's message as disputed; raises NotFound where there is none."""
    feedback = message.grammar_analysis
    if feedback is None or feedback.better is None:
        raise NotFound
    message.grammar_analysis = feedback.model_copy(update={"is_disputed": True})
    session.flush()
