"""Checking translations, of scripts and of a language's stock phrases."""

from __future__ import annotations

from collections.abc import Iterator

from kaiwa.minds.rehearsal.asks import ASKS
from kaiwa.minds.rehearsal.findings import Finding, lines_of
from kaiwa.minds.rehearsal.script import LANGUAGES, Phrases, Say, Script

STOCK_LINES = (
    "again", "slower", "meaning", "meaning_unknown", "how_to_say", "how_to_say_unknown", "lost", "clarify",
    "did_you_mean", "did_you_mean_one", "help", "silence", "emoji", "other_language", "too_long", "rude", "repeated",
    "skip", "stop", "hello", "thanks", "mend", "after_end",
)  # fmt: skip
FEEDBACK = (
    "praise", "praise_natural", "accents", "spelling", "register_polite", "register_casual", "next_done", "next_open",
    "next_repair",
)  # fmt: skip


def wanted_translations(language: str) -> tuple[str, ...]:
    """The languages a line must be translated into: English, and for English every other one."""
    return tuple(other for other in LANGUAGES if other != "en") if language == "en" else ("en",)


def check_phrases(stock: Phrases) -> Iterator[Finding]:
    """Everything to mend in a language's stock phrases."""
    for name in set(ASKS) - set(stock.asks):
        yield Finding("asks", f"{name} is missing")
    for name in set(STOCK_LINES) - set(stock.lines):
        yield Finding("lines", f"{name} is missing")
    for name in set(FEEDBACK) - set(stock.feedback):
        yield Finding("feedback", f"{name} is missing")
    for name, says in stock.lines.items():
        if len(says) < 2:
            yield Finding(f"lines.{name}", "needs two wordings, so that no line comes twice running")
        for say in says:
            yield from _translated(f"lines.{name}", say, stock.language)


def check_translations(script: Script) -> Iterator[Finding]:
    """Lines and words of a script that lack a translation."""
    for place, say in lines_of(script):
        yield from _translated(place, say, script.language)
    maps = {"role": script.role, "setting": script.setting}
    maps |= {f"glossary.{word}": meanings for word, meanings in script.glossary.items()}
    maps |= {f"{name}.hint": node.hint.idea for name, node in script.nodes.items()}
    maps |= {f"recasts.{number}.why": recast.why for number, recast in enumerate(script.recasts)}
    for slot_name, slot in script.slots.items():
        maps |= {f"slots.{slot_name}.{value}": body.tr for value, body in slot.values.items()}
    for place, texts in maps.items():
        missing = [other for other in ("en", *wanted_translations(script.language)) if not texts.get(other)]
        if script.language == "en" and place.startswith(("glossary", "slots")):
            missing = [other for other in missing if other != "en"]
        if missing:
            yield Finding(place, f"lacks {', '.join(dict.fromkeys(missing))}")


def _translated(place: str, say: Say, language: str) -> Iterator[Finding]:
    missing = [other for other in wanted_translations(language) if not say.tr.get(other)]
    if missing:
        yield Finding(place, f"{say.text!r} lacks a translation into {', '.join(missing)}")
