"""Checking what learners may say: that each phrasing reaches its own intent and no right line is called wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaiwa.minds.rehearsal.clauses import clauses
from kaiwa.minds.rehearsal.findings import Finding
from kaiwa.minds.rehearsal.stage import Stage
from kaiwa.minds.rehearsal.state import State
from kaiwa.minds.rehearsal.templates import expand, is_too_wide, slots_in
from kaiwa.minds.rehearsal.understanding import Heed, understand

LEAST_PHRASINGS = 10
# of an intent's sentences, how many are tried at least, spread over all its templates
SAID_OF_INTENT = 40


def check_phrasings(stage: Stage) -> Iterator[Finding]:
    """Phrasings that are too few, stand under two intents, or are understood as something else."""
    for name, node in stage.script.nodes.items():
        owners: dict[str, str] = {}
        index = stage.index(name)
        for intent_name, intent in node.intents.items():
            place = f"{name}.{intent_name}"
            sentences = [text for template in intent.phrasings for text in expand(template)]
            if len(set(sentences)) < LEAST_PHRASINGS and not intent.open:
                yield Finding(place, f"its templates stand for {len(set(sentences))} phrasings, wanted 10 or more")
            for template in intent.phrasings:
                if is_too_wide(template):
                    yield Finding(place, f"{template!r} stands for too many sentences: cut it in two")
            for text in sentences:
                masked, named = stage.ear.mask_example(text, index.slots)
                key = masked.key + repr(sorted((slot, heard.value) for slot, heard in named.items()))
                owner = owners.setdefault(key, intent_name)
                if owner != intent_name:
                    yield Finding(place, f"{text!r} is also a phrasing of {owner}")
            yield from _check_own(stage, name, intent_name, sentences)


def _check_own(stage: Stage, node: str, intent_name: str, sentences: Sequence[str]) -> Iterator[Finding]:
    """Each phrasing, said by a learner with slots filled, must be taken for its own intent."""
    for text in sentences[:: max(1, len(sentences) // SAID_OF_INTENT)]:
        said = _filled(stage, text)
        if said is None:
            continue
        taken = understand(stage, State(node), said, stage.script.language)
        if taken.heed is not Heed.INTENT:
            yield Finding(f"{node}.{intent_name}", f"{said!r} is not understood by its own matcher")
        elif taken.intent != intent_name:
            yield Finding(f"{node}.{intent_name}", f"{said!r} is taken for {taken.intent}")


_FREE = {"ja": "マリア", "zh": "马丽", "ko": "마리아"}


def _filled(stage: Stage, text: str) -> str | None:
    """An author's sentence as a learner might say it; None where a time or number has no ready form."""
    for name in slots_in(text):
        slot = stage.script.slots[name]
        if slot.kind == "list":
            value = next(iter(slot.values.values())).forms[0]
        elif slot.kind == "free":
            value = _FREE.get(stage.script.language, "Maria")
        elif slot.kind == "number" and 2 in slot.say:
            value = slot.say[2]
        else:
            return None
        text = text.replace(f"{{{name}}}", value)
    return text


def check_recasts(stage: Stage) -> Iterator[Finding]:
    """Typical errors that would call a right line wrong."""
    for name, node in stage.script.nodes.items():
        for intent_name, intent in node.intents.items():
            for text in (text for template in intent.phrasings for text in expand(template)):
                said = _filled(stage, text)
                found = stage.recasts.find(said, name, {}) if said else None
                if found:
                    yield Finding(f"{name}.{intent_name}", f"{said!r} is called wrong, better {found.better!r}")
    for number, recast in enumerate(stage.script.recasts):
        for node_name in recast.nodes or stage.script.nodes:
            found = stage.recasts.find(_filled(stage, recast.better) or "", node_name, {})
            if found:
                yield Finding(f"recasts.{number}", f"its better line is itself called wrong at {node_name}")
                break
        if recast.partner and len(clauses(recast.partner.text)) > 4:
            yield Finding(f"recasts.{number}", "the recast must be one sentence")
