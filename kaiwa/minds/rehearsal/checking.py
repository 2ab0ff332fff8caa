"""Checking authored content: what would break, bore or mislead a learner, one finding a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaiwa.languages.sentences import count_words, split_sentences
from kaiwa.minds.rehearsal.checking_phrasings import check_phrasings, check_recasts
from kaiwa.minds.rehearsal.checking_translations import check_translations
from kaiwa.minds.rehearsal.findings import Finding, lines_of
from kaiwa.minds.rehearsal.script import END_PREFIX, Say, Script
from kaiwa.minds.rehearsal.stage import Stage
from kaiwa.minds.rehearsal.templates import TemplateError, slots_in

NODES = range(8, 13)
INTENTS = range(3, 6)
LEAST_RECASTS, LEAST_BRANCHING, CHIPS = 6, 3, 3
SHORT_LEVELS = ("A1", "A2")
MOST_WORDS, MOST_WORDS_LATER, MOST_SENTENCES = 12, 20, 2


def check_script(stage: Stage) -> Iterator[Finding]:
    """Everything to mend in one script; raises nothing, a broken template is a finding too."""
    script = stage.script
    try:
        yield from _check_shape(script)
        yield from _check_reach(script)
        yield from check_translations(script)
        yield from _check_slots(script)
        yield from _check_lengths(stage)
        yield from check_phrasings(stage)
        yield from check_recasts(stage)
    except TemplateError as error:
        yield Finding("template", str(error))


def _check_shape(script: Script) -> Iterator[Finding]:
    if len(script.nodes) not in NODES:
        yield Finding("nodes", f"{len(script.nodes)} nodes, wanted 8 to 12")
    for name, node in script.nodes.items():
        if len(node.intents) not in INTENTS:
            yield Finding(name, f"{len(node.intents)} intents, wanted 3 to 5")
    if len(script.nodes[script.start].chips) != CHIPS:
        yield Finding(script.start, "the first node needs three chips")
    if {ending.mood for ending in script.endings.values()} != {"good", "imperfect"}:
        yield Finding("endings", "one good and one imperfect ending are needed")
    if len(script.recasts) < LEAST_RECASTS:
        yield Finding("recasts", f"{len(script.recasts)} typical errors, wanted {LEAST_RECASTS} or more")
    branching = sum(1 for node in script.nodes.values() if len({intent.goto for intent in node.intents.values()}) > 1)
    if branching < LEAST_BRANCHING:
        yield Finding("nodes", f"only {branching} nodes branch, wanted {LEAST_BRANCHING} or more")


def _check_reach(script: Script) -> Iterator[Finding]:
    seen, waiting = set(), [script.start]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in script.nodes:
            waiting += [intent.goto for intent in script.nodes[name].intents.values()]
    for name in [*script.nodes, *(END_PREFIX + ending for ending in script.endings)]:
        if name not in seen:
            yield Finding(name, "can never be reached")
    for name, node in script.nodes.items():
        if node.intents[node.default].goto == name:
            yield Finding(name, "its default way leads back to itself")


def _check_slots(script: Script) -> Iterator[Finding]:
    for place, say in lines_of(script):
        for text in (say.text, *say.tr.values()):
            for slot in set(slots_in(text)) - set(script.slots):
                yield Finding(place, f"{text!r} names an unknown slot {slot}")
    for name, node in script.nodes.items():
        if all(slots_in(say.text) for say in node.say):
            yield Finding(name, "every wording recalls a slot; one must do without, for whoever skipped it")
        for intent_name, intent in node.intents.items():
            given = set(intent.needs) | set(intent.sets)
            if intent.say and not any(set(slots_in(say.text)) <= given for say in intent.say):
                yield Finding(f"{name}.{intent_name}", "every reaction recalls a slot that may not have been heard")
    for name, ending in script.endings.items():
        if all(slots_in(say.text) for say in ending.say):
            yield Finding(END_PREFIX + name, "every wording recalls a slot; one must do without")


def _check_lengths(stage: Stage) -> Iterator[Finding]:
    script = stage.script
    for place, say in lines_of(script):
        yield from _too_long(script, place, say.text)
    for name, node in script.nodes.items():
        for intent_name, intent in node.intents.items():
            place = f"{name}.{intent_name}"
            target = (
                script.endings[intent.goto.removeprefix(END_PREFIX)].say
                if intent.goto.startswith(END_PREFIX)
                else script.nodes[intent.goto].say
            )
            reactions: Sequence[Say | None] = intent.say or (None,)
            for reaction in reactions:
                for say in target if intent.goto != name else (script.nodes[name].again,):
                    text = stage.join(reaction.text if reaction else "", say.text)
                    if len(split_sentences(text, script.language)) > MOST_SENTENCES:
                        yield Finding(place, f"more than two sentences: {text!r}")


def _too_long(script: Script, place: str, text: str) -> Iterator[Finding]:
    most = MOST_WORDS if script.level in SHORT_LEVELS else MOST_WORDS_LATER
    for sentence in split_sentences(text, script.language):
        words = count_words(sentence, script.language)
        if words > most:
            yield Finding(place, f"{words} words in a sentence, at most {most} at {script.level}: {sentence!r}")
