"""What the words of a line mean, from the script's glossary."""

from __future__ import annotations

from kaiwa.minds.rehearsal.script import Script


def glosses_in(script: Script, text: str, native: str) -> dict[str, str]:
    """Meanings, in the learner's language, of the glossary words that stand in a text."""
    lowered = text.casefold()
    found = {}
    for word, meanings in script.glossary.items():
        if word.casefold() in lowered:
            meaning = meanings.get(native) or meanings.get("en")
            if meaning:
                found[word] = meaning
    return found
