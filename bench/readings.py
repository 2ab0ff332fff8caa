"""Measure the readings: `python -m bench.readings` prints lines right of all, and those that fail, by language.

`readings/*.yaml` are the lists the rules were mended on, `readings/held/*.yaml` the ones they were not.
"""

from pathlib import Path

import yaml

from kaiwa.languages.annotating import Word, annotate

LISTS = Path(__file__).parent / "readings"
HELD = LISTS / "held"


def reading_of(words: tuple[Word, ...], language: str) -> str:
    """The reading of a whole line, as the lists write it: hiragana run together, pinyin or romanization by spaces."""
    if language == "ja":
        return "".join(word.reading or "" for word in words)
    if language == "zh":
        return " ".join(word.pinyin for word in words if word.pinyin)
    return " ".join(word.romanization for word in words if word.romanization)


def failures(language: str, folder: Path = LISTS) -> tuple[list[tuple[str, str, str]], int]:
    """(line, expected, got) of each line that reads wrong, and how many lines there are."""
    lines = yaml.safe_load((folder / f"{language}.yaml").read_text(encoding="utf-8"))
    got = [(line, expected, reading_of(annotate(line, language), language)) for line, expected in lines]
    return [entry for entry in got if entry[1] != entry[2]], len(got)


def main() -> None:
    """Print the counts and the failing lines."""
    for language in ("ja", "zh", "ko"):
        for name, folder in (("mended on", LISTS), ("held out", HELD)):
            wrong, count = failures(language, folder)
            print(f"{language}, {name}: {count - len(wrong)} of {count} lines right")
            for line, expected, got in wrong:
                print(f"  {line}\n    expected {expected}\n    got      {got}")


if __name__ == "__main__":
    main()
