"""Scrubbing: nothing personal remains, the rest does, in eight languages."""

from typing import Any

import pytest
import yaml

from kaiwa.config import ROOT
from kaiwa.languages import LANGUAGE_IDS
from kaiwa.paths.scrubbing import Known, scrub

PLANTED: dict[str, list[dict[str, Any]]] = yaml.safe_load((ROOT / "tests/paths/planted.yaml").read_text("utf-8"))
CASES = [(language, case) for language, cases in PLANTED.items() for case in cases]


def known_of(case: dict[str, Any]) -> Known:
    return Known(names=tuple(case.get("names", ())), intent=case.get("intent", ""))


@pytest.mark.parametrize(
    ("language", "case"), CASES, ids=lambda value: value if isinstance(value, str) else value["text"]
)
def test_nothing_personal_remains_and_the_rest_does(language: str, case: dict[str, Any]) -> None:
    scrubbed = scrub(case["text"], language, known_of(case))
    assert [each for each in case.get("gone", ()) if each in scrubbed] == [], scrubbed
    assert [each for each in case["kept"] if each not in scrubbed] == [], scrubbed
    assert not any(0xE000 <= ord(sign) < 0xE010 for sign in scrubbed)


def test_there_are_enough_cases_and_of_each_language() -> None:
    assert len(CASES) >= 60
    assert set(PLANTED) == set(LANGUAGE_IDS)


@pytest.mark.parametrize(
    ("language", "case"), CASES, ids=lambda value: value if isinstance(value, str) else value["text"]
)
def test_scrubbing_again_changes_nothing_more(language: str, case: dict[str, Any]) -> None:
    once = scrub(case["text"], language, known_of(case))
    assert scrub(once, language, known_of(case)) == once
