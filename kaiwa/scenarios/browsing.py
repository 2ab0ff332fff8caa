"""The list and its shelves together, so that the cards of both are read at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from kaiwa.accounts.habits import Habits
from kaiwa.accounts.visitors import Visitor
from kaiwa.scenarios.cards import Card, read_cards
from kaiwa.scenarios.choosing import Choice
from kaiwa.scenarios.listing import find_scenarios
from kaiwa.scenarios.shelves import Shelves, Talk, read_shelves


@dataclass(frozen=True)
class Page:
    """A page of the list, and the shelves above it; `after` is where the next begins, "" where there is none."""

    cards: Sequence[Card]
    after: str
    talks: Sequence[tuple[Talk, Card]] = ()
    on_shelf: dict[str, list[Card]] = field(default_factory=dict)


def browse(
    session: Session, choice: Choice, visitor: Visitor, language: str, after: str, *, habits: Habits, at: datetime
) -> Page:
    """What somebody sees of a choice from a place on; the shelves stand above the beginning of everything."""
    found = find_scenarios(session, choice, visitor.user_id, after)
    has_shelves = choice.is_everything and not after
    shelves = read_shelves(session, visitor, habits, at) if has_shelves else Shelves((), {})
    wanted = list(dict.fromkeys([*found.ids, *shelves.ids]))
    # what was made private meanwhile is not there for others any more
    cards = {card.id: card for card in read_cards(session, visitor, wanted, language)}
    return Page(
        [cards[each] for each in found.ids if each in cards],
        found.after,
        [(talk, cards[talk.scenario_id]) for talk in shelves.talks if talk.scenario_id in cards],
        {shelf: [cards[each] for each in ids if each in cards] for shelf, ids in shelves.on_shelf.items()},
    )
