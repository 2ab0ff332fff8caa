"""The catalogue's scenario that is nearest to what somebody wrote, by the words that both have."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from kaiwa.languages.searching import index_words
from kaiwa.models import Scenario, ScenarioText
from kaiwa.models.scenarios import CefrLevel
from kaiwa.scenarios.visible import is_listed

MOST_COMPARED = 200
LEVELS = tuple(CefrLevel)
# a word of the title says twice as much; a step of level costs as much as a rare word brings
OF_TITLE, OF_LEVEL = 2.0, 0.6


def find_nearest(session: Session, text: str, language_id: str, cefr_level: str) -> Scenario | None:
    """The authors' scenario that shares most with a text, near to a level, and is told in the language; None for none.

    Words count by how few scenarios have them; where nothing is shared the level alone decides.
    """
    rows = session.execute(
        select(
            Scenario.id, Scenario.cefr_level, cast(Scenario.search_words, String), cast(Scenario.title_words, String)
        )
        .join(ScenarioText, (ScenarioText.scenario_id == Scenario.id) & (ScenarioText.language_id == language_id))
        .where(is_listed(), Scenario.created_by_user_id.is_(None))
        .order_by(Scenario.sort_order, Scenario.id)
        .limit(MOST_COMPARED)
    ).all()
    if not rows:
        return None
    wanted = index_words(text)
    known, named = ([_words(each[place]) for each in rows] for place in (2, 3))
    rarity = _rarity(known)
    place = LEVELS.index(CefrLevel(cefr_level))
    scores = [
        sum(rarity[word] * (OF_TITLE if word in titles else 1) for word in wanted & words)
        - OF_LEVEL * abs(LEVELS.index(row[1]) - place)
        for row, words, titles in zip(rows, known, named, strict=True)
    ]
    best = max(range(len(rows)), key=scores.__getitem__)
    return session.get_one(Scenario, rows[best][0])


def _words(vector: str) -> set[str]:
    """The words of a tsvector, which are letters and digits alone."""
    return {piece.strip("'") for piece in vector.split()}


def _rarity(known: Sequence[set[str]]) -> Counter[str]:
    counts = Counter(word for words in known for word in words)
    weights: Counter[str] = Counter()
    for word, count in counts.items():
        weights[word] = math.log(1 + len(known) / count)  # type: ignore[assignment]
    return weights
