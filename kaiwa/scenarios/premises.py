"""How scenes begin that no script tells, from what scenarios say of themselves in each language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only

from kaiwa.minds.scene import Premise
from kaiwa.models import ScenarioText
from kaiwa.models.shapes import TranslatedLine

PHRASES = 3


@dataclass(frozen=True)
class ToldScene:
    """A scenario in one language: whom one meets, in what place, the first line and what can be said."""

    partner: TranslatedLine
    who: str
    place: str
    opening: TranslatedLine
    phrases: tuple[TranslatedLine, ...]
    readings: Mapping[str, str]


Told = Mapping[str, ToldScene]


def read_told(session: Session, scenario_ids: Sequence[str]) -> Mapping[str, Told]:
    """What scenarios say of themselves, by scenario and language."""
    if not scenario_ids:
        return {}
    query = (
        select(ScenarioText)
        .where(ScenarioText.scenario_id.in_(scenario_ids))
        .options(
            load_only(
                ScenarioText.partner,
                ScenarioText.who,
                ScenarioText.setting,
                ScenarioText.opening,
                ScenarioText.phrases,
                ScenarioText.readings,
            )
        )
    )
    found: dict[str, dict[str, ToldScene]] = {}
    for text in session.scalars(query):
        told = ToldScene(
            text.partner, text.who, text.setting, text.opening, tuple(text.phrases[:PHRASES]), text.readings
        )
        found.setdefault(text.scenario_id, {})[text.language_id] = told
    return found


def premise_of(told: Told, who: str, stakes: str, *, language: str, native: str) -> Premise | None:
    """How the scene begins in a language for a speaker of another one; None where nobody has told it in that language.

    `who` and `stakes` are what the scenario says of itself where nothing is written in the learner's own language.
    """
    there = told.get(language)
    if there is None:
        return None
    own = told.get(native)
    return Premise(
        partner=there.partner.text,
        partner_translated=there.partner.translated(native) or there.partner.text,
        role=own.who if own else who,
        setting=stakes,
        place=there.place,
        opening=there.opening.text,
        opening_translated=there.opening.translated(native),
        phrases=tuple((line.text, line.translated(native)) for line in there.phrases),
        readings=there.readings,
    )
