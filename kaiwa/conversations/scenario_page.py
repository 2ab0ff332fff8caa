"""What stands on a scenario's page: what it is about, how it may go in the chosen language, and what one did in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from kaiwa.accounts.visitors import Visitor
from kaiwa.conversations.queries import owned_by
from kaiwa.languages.annotating import Word, annotate
from kaiwa.minds.answers import Cast
from kaiwa.models import Conversation, Language, Scenario, ScenarioProgress, ScenarioText
from kaiwa.models.shapes import CulturalNote, TranslatedLine
from kaiwa.scenarios.cards import ENGLISH, Card, read_cards
from kaiwa.scenarios.catalogue import LanguageChoice
from kaiwa.scenarios.objectives import ShownObjective, objectives_in
from kaiwa.scenarios.progress import find_progress

ATTEMPTS = 5


@dataclass(frozen=True)
class SpokenLine:
    """A line in the language that is practised: its words with their readings, and what it means."""

    text: str
    words: tuple[Word, ...]
    translation: str | None
    who: Literal["partner", "learner"] = "learner"


@dataclass(frozen=True)
class Told:
    """A scenario in words, each with the language that it is written in, where that is known."""

    description: str
    described_in: str
    setting: str
    set_in: str | None


@dataclass(frozen=True)
class ScenarioPage:
    """A scenario for one person in one language; without a text in that language nothing is `phrases`."""

    card: Card
    scenario: Scenario
    told: Told
    objectives: Sequence[ShownObjective]
    language: LanguageChoice
    partner: str
    phrases: Sequence[SpokenLine]
    sample: Sequence[SpokenLine]
    notes: Sequence[CulturalNote]
    note: str | None
    progress: ScenarioProgress | None
    attempts: Sequence[Conversation]


def see_scenario(
    session: Session,
    visitor: Visitor,
    scenario: Scenario,
    language: LanguageChoice,
    *,
    native: str,
    pages: str,
    cast: Cast | None = None,
) -> ScenarioPage:
    """Gather the page of a scenario that the visitor has found; `pages` is the language of the interface.

    `cast` is who plays it in the language, where somebody does: each language has people and places of its own.
    """
    [card] = read_cards(session, visitor, [scenario.id], pages)
    texts = _texts(session, scenario.id, {language.id, pages})
    spoken, own = texts.get(language.id), texts.get(pages)
    return ScenarioPage(
        card=card,
        scenario=scenario,
        told=_told(scenario, own, cast, language=language.id, pages=pages),
        objectives=objectives_in(pages, scenario.learning_objectives, own.objectives if own else {}, scenario.words_in),
        language=language,
        partner=spoken.partner.text if spoken else "",
        phrases=[_spoken(line, spoken, native) for line in spoken.phrases] if spoken else [],
        sample=[_spoken(line, spoken, native, line.who) for line in spoken.sample] if spoken else [],
        notes=_notes(session, language.id, spoken.cultural_topics) if spoken else [],
        note=spoken.cultural_note.get(pages) or spoken.cultural_note.get(ENGLISH) if spoken else None,
        progress=find_progress(session, visitor.user_id, scenario.id) if visitor.user_id else None,
        attempts=list_attempts(session, visitor, scenario.id),
    )


def list_attempts(session: Session, visitor: Visitor, scenario_id: str) -> Sequence[Conversation]:
    """The visitor's latest conversations in a scenario, newest first."""
    if not visitor.key:
        return []
    return session.scalars(
        select(Conversation)
        .where(owned_by(visitor), Conversation.scenario_id == scenario_id)
        .order_by(Conversation.started_at.desc())
        .limit(ATTEMPTS)
    ).all()


def list_lines(session: Session, scenario_id: str, language_id: str) -> Sequence[TranslatedLine]:
    """The phrases of a scenario in a language and then the lines of its sample, in the order of the page."""
    text = _texts(session, scenario_id, {language_id}).get(language_id)
    return [*text.phrases, *text.sample] if text else []


def _texts(session: Session, scenario_id: str, languages: set[str]) -> Mapping[str, ScenarioText]:
    query = select(ScenarioText).where(
        ScenarioText.scenario_id == scenario_id, ScenarioText.language_id.in_(sorted(languages))
    )
    return {text.language_id: text for text in session.scalars(query)}


def _told(scenario: Scenario, text: ScenarioText | None, cast: Cast | None, *, language: str, pages: str) -> Told:
    """Where it plays is told of the place in the language; without one there, as it is anywhere."""
    description, written = (text.description, pages) if text else (scenario.description, ENGLISH)
    if text is not None and pages == language:
        return Told(description, written, text.setting, pages)
    if cast is not None:
        # in the learner's language where the script has it, else in English
        return Told(description, written, cast.setting, None)
    return Told(description, written, scenario.persona.stakes, ENGLISH)


def _spoken(
    line: TranslatedLine, text: ScenarioText, native: str, who: Literal["partner", "learner"] = "learner"
) -> SpokenLine:
    words = _read(line.text, text.language_id, tuple(text.readings.items()))
    return SpokenLine(line.text, words, line.translated(native), who)


@lru_cache(maxsize=4096)
def _read(text: str, language: str, readings: tuple[tuple[str, str], ...]) -> tuple[Word, ...]:
    """The words of a line; read once, since what is authored stays the same."""
    return annotate(text, language, dict(readings))


def _notes(session: Session, language_id: str, topics: Sequence[str]) -> Sequence[CulturalNote]:
    kept = session.scalars(select(Language.cultural_notes).where(Language.id == language_id)).one()
    return [note for note in kept if note.topic in topics]
