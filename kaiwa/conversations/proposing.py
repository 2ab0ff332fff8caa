"""What the partner understood of the learner: proposed, then confirmed or dropped by the learner, never assumed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, String, case, func, literal, select, text, type_coerce, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from kaiwa.accounts.choices import SHOWN_CHOICES
from kaiwa.accounts.preferring import SHOWN, known_facts, preferences_of
from kaiwa.errors import N_, InvalidInput, NotFound
from kaiwa.models import Conversation, User, UserPreferences
from kaiwa.models.shapes import CollectedFacts


@dataclass(frozen=True)
class Proposal:
    """One thing understood: the preference, what it would be, that in words, and all that it could be."""

    name: str
    value: str
    says: str
    choices: Mapping[str, str]


class NotAChoice(InvalidInput):
    """The value is none that this preference has."""

    sentence = N_("Please choose one of the options.")


def list_proposals(collected: CollectedFacts) -> Sequence[Proposal]:
    """What still waits for an answer, in the order in which it is asked."""
    return [
        Proposal(name, value, choices[value], choices)
        for name, choices in SHOWN_CHOICES.items()
        if (value := collected.proposed.get(name, "")) in choices
    ]


def with_proposals(facts: Mapping[str, str]) -> ColumnElement[CollectedFacts] | None:
    """The column's value with these facts proposed, as the database works it out; None where none can be.

    What this learner has confirmed, or set, to the same value already is not asked again.
    """
    new = known_facts(facts)
    if not new:
        return None
    kept = type_coerce(Conversation.collected, JSONB)
    proposed = kept["proposed"]
    for name, value in new.items():
        preference = type_coerce(getattr(UserPreferences, name), String)
        owned = select(preference).where(UserPreferences.user_id == Conversation.user_id).scalar_subquery()
        known = func.coalesce(owned, kept["confirmed"][name].astext)
        proposed = proposed.op("||")(case((known == value, _json({})), else_=_json({name: value})))
    return func.jsonb_set(kept, _path("proposed"), proposed)


def answer_proposal(
    session: Session, user: User | None, conversation: Conversation, name: str, value: str | None
) -> None:
    """Keep what a learner says is right, or drop the proposal for None; a second answer overrules the first.

    Raises NotFound for what is no preference, and NotAChoice for a value that it does not have.
    """
    if name not in SHOWN:
        raise NotFound
    if value is not None and value not in set(SHOWN[name]):
        raise NotAChoice
    if value is not None and user is not None:
        setattr(preferences_of(session, user), name, SHOWN[name](value))
    confirmed = {name: value} if value is not None and user is None else {}
    _settle(session, conversation.id, name, confirmed)
    session.refresh(conversation, ["collected"])


def _settle(session: Session, conversation_id: UUID, name: str, confirmed: dict[str, str]) -> None:
    # worked out by the database: a reply may add a proposal in the same moment
    kept = type_coerce(Conversation.collected, JSONB)
    without = func.jsonb_set(kept, _path("proposed"), kept["proposed"].op("-")(literal(name)))
    settled = func.jsonb_set(without, _path("confirmed"), kept["confirmed"].op("||")(_json(confirmed)))
    session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id)
        .values(collected=settled)
        .execution_options(synchronize_session=False)
    )


def _path(key: str) -> ColumnElement[object]:
    return text(f"'{{{key}}}'")  # type: ignore[return-value]


def _json(value: Mapping[str, str]) -> ColumnElement[object]:
    return literal(dict(value), JSONB)
