"""Checking what scenarios say of themselves in each language: what is missing, too long or says something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaiwa.languages.sentences import count_words, split_sentences
from kaiwa.minds.rehearsal.checking import MOST_SENTENCES, MOST_WORDS, MOST_WORDS_LATER, SHORT_LEVELS
from kaiwa.minds.rehearsal.checking_translations import wanted_translations
from kaiwa.minds.rehearsal.library import Library
from kaiwa.minds.rehearsal.script import LANGUAGES, Say
from kaiwa.models.languages import WritingSystem
from kaiwa.models.scenarios import Visibility
from kaiwa.scenarios.content import LanguageSource, ScenarioSource
from kaiwa.scenarios.texts import TextSource

READ_ABOVE = (WritingSystem.JAPANESE, WritingSystem.CHINESE)


@dataclass(frozen=True)
class Authors:
    """What a text is checked against."""

    scenarios: dict[str, ScenarioSource]
    languages: dict[str, LanguageSource]
    library: Library


def check_texts(texts: Sequence[TextSource], authors: Authors) -> Iterator[str]:
    """Everything to mend, one sentence each; raises ContentError where a script cannot be read."""
    found: dict[str, set[str]] = {}
    for text in texts:
        name = f"texts/{text.scenario}/{text.language}"
        scenario = authors.scenarios.get(text.scenario)
        if scenario is None or text.language not in authors.languages:
            yield f"{name}: there is no such scenario or language"
            continue
        found.setdefault(scenario.id, set()).add(text.language)
        for what in (
            *_check_objectives(text, scenario),
            *_check_lines(text, scenario),
            *_check_culture(text, authors),
            *_check_script(text, authors),
        ):
            yield f"{name}: {what}"
    for scenario_id, languages in sorted(found.items()):
        missing = [each for each in LANGUAGES if each not in languages]
        if missing and authors.scenarios[scenario_id].visibility is Visibility.PUBLIC:
            yield f"texts/{scenario_id}: lacks {', '.join(missing)}"


def _check_objectives(text: TextSource, scenario: ScenarioSource) -> Iterator[str]:
    known = [goal.id for goal in scenario.learning_objectives]
    if text.objectives and text.language == "en":
        yield "objectives: the English ones stand in the scenario"
    for objective in known:
        if text.objectives and objective not in text.objectives:
            yield f"objectives: lacks {objective}"
    for objective in text.objectives:
        if objective not in known:
            yield f"objectives: the scenario has no {objective}"


def _check_lines(text: TextSource, scenario: ScenarioSource) -> Iterator[str]:
    most = MOST_WORDS if scenario.cefr_level.value in SHORT_LEVELS else MOST_WORDS_LATER
    for place, say in text.lines():
        yield from _translated(place, say, wanted_translations(text.language))
        for sentence in split_sentences(say.text, text.language):
            words = count_words(sentence, text.language)
            if words > most:
                level = scenario.cefr_level.value
                yield f"{place}: {words} words in a sentence, at most {most} at {level}: {sentence!r}"
    if text.language != "en":
        yield from _translated("partner", text.partner, ("en",))
    if len(split_sentences(text.opening.text, text.language)) > MOST_SENTENCES:
        yield f"opening: more than two sentences: {text.opening.text!r}"
    for number, said in enumerate(text.sample):
        if said.who != ("partner", "learner")[number % 2]:
            yield f"sample.{number + 1}: the partner begins, and they take turns"
    if len({say.text for say in text.phrases}) < len(text.phrases):
        yield "phrases: one stands there twice"


def _translated(place: str, say: Say, wanted: tuple[str, ...]) -> Iterator[str]:
    missing = [other for other in wanted if not say.tr.get(other)]
    if missing:
        yield f"{place}: {say.text!r} lacks a translation into {', '.join(missing)}"


def _check_culture(text: TextSource, authors: Authors) -> Iterator[str]:
    language = authors.languages[text.language]
    topics = {note.topic for note in language.cultural_notes}
    for topic in text.cultural_topics:
        if topic not in topics:
            yield f"cultural_topics: {text.language} has no note {topic!r}"
    if not text.cultural_note.get("en"):
        yield "cultural_note: lacks en"
    if text.readings and language.writing_system not in READ_ABOVE:
        yield "readings: nothing is read above words of this language"
    everything = "".join(say.text for _, say in text.lines()) + text.title + text.description + text.setting + text.who
    for surface in text.readings:
        if surface not in everything:
            yield f"readings: {surface} stands nowhere"


def _check_script(text: TextSource, authors: Authors) -> Iterator[str]:
    if not authors.library.has(text.scenario, text.language):
        return
    script = authors.library.script(text.scenario, text.language)
    if text.partner.text != script.partner.text:
        yield f"partner: {text.partner.text!r}, but {script.partner.text!r} in the script"
    first = [say.text for say in script.nodes[script.start].say]
    if text.opening.text not in first:
        yield f"opening: {text.opening.text!r}, but {first[0]!r} in the script"
