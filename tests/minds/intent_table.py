"""The table of what people write and what is to be understood of it."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from kaiwa.minds.rehearsal.script import LANGUAGES

TODAY = date(2026, 11, 10)
TABLE: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("intents.yaml").read_text(encoding="utf-8"))
GIVING = [entry for entry in TABLE if "gives" in entry]
ASKING = [entry for entry in TABLE if "asks" in entry]


def offered(entry: dict[str, Any]) -> list[str]:
    """The languages that can be learned, as an entry has it."""
    languages: list[str] = entry.get("offered", list(LANGUAGES))
    return languages
