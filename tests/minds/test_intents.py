"""What people want to be ready for is understood, in eight languages; what nobody can plan for is asked about."""

from typing import Any

import pytest

from kaiwa.minds.outlines import USUAL_COURSE, USUAL_MINUTES, Intent
from kaiwa.minds.phrases import Question
from kaiwa.minds.rehearsal.intents import parse_intent
from tests.minds.intent_table import ASKING, GIVING, TABLE, TODAY, offered


def parse(entry: dict[str, Any]) -> Intent | Question:
    return parse_intent(entry["text"], entry["native"], offered(entry), TODAY)


def test_there_are_enough_in_all_languages() -> None:
    assert len(TABLE) >= 50
    assert {entry["native"] for entry in TABLE} == {"en", "es", "fr", "de", "it", "ja", "ko", "zh"}


@pytest.mark.parametrize("entry", GIVING, ids=lambda entry: entry["text"])
def test_an_intent_is_understood(entry: dict[str, Any]) -> None:
    wanted = entry["gives"]
    intent = parse(entry)
    assert isinstance(intent, Intent)
    assert intent.text == entry["text"]
    assert intent.target_language == wanted["target"]
    assert intent.native_language == wanted.get("native", intent.native_language)
    assert (intent.cefr_level, intent.goal) == (wanted.get("level"), wanted.get("goal"))
    assert set(wanted.get("categories", [])) <= set(intent.categories)
    assert intent.deadline == wanted.get("deadline")
    assert intent.days == wanted.get("days", USUAL_COURSE)
    assert intent.minutes_per_day == wanted.get("minutes", USUAL_MINUTES)
    assert intent.setting == wanted.get("setting", intent.setting)
    assert len(intent.setting) <= 80


@pytest.mark.parametrize("entry", ASKING, ids=lambda entry: entry["text"])
def test_what_nobody_can_plan_for_is_asked_about(entry: dict[str, Any]) -> None:
    question = parse(entry)
    assert isinstance(question, Question)
    assert question.reason == entry["asks"]
    assert list(question.choices) == entry.get("choices", list(question.choices))


def test_a_very_long_text_is_read_in_its_beginning() -> None:
    intent = parse_intent("Learn Italian for my job. " + "blah " * 5_000, "en", ["it"], TODAY)
    assert isinstance(intent, Intent)
    assert intent.target_language == "it"
    assert len(intent.text) <= 600
