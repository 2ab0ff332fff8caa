"""flask content check: what is wrong with a scenario's texts is said in a sentence that names the place."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from kaiwa.minds.rehearsal.library import Library
from kaiwa.scenarios.checking_texts import Authors, check_texts
from kaiwa.scenarios.content import SEED, read_languages, read_scenarios
from kaiwa.scenarios.texts import TextSource, read_texts

AUTHORS = Authors(
    {scenario.id: scenario for scenario in read_scenarios()},
    {language.id: language for language in read_languages()},
    Library(SEED),
)


def findings(change: Callable[[dict[str, Any]], object] = lambda text: None) -> list[str]:
    """What is found in one good text after a change, but for the languages that are not looked at here."""
    text = yaml.safe_load((SEED / "texts" / "order-coffee" / "ja.yaml").read_text())
    change(text)
    found = check_texts([TextSource.model_validate(text)], AUTHORS)
    return [sentence for sentence in found if "lacks en, es" not in sentence]


def test_the_model_text_is_right() -> None:
    assert findings() == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda text: text.update(scenario="nowhere"), "no such scenario"),
        (lambda text: text["phrases"][0].pop("en"), "lacks a translation into en"),
        (lambda text: text["phrases"].__setitem__(1, text["phrases"][0]), "twice"),
        (lambda text: text["sample"].pop(0), "the partner begins"),
        (lambda text: text.update(cultural_topics=["Nothing"]), "has no note 'Nothing'"),
        (lambda text: text.update(cultural_note={"ja": "？"}), "cultural_note: lacks en"),
        (lambda text: text.update(readings={"病院": "びょういん"}), "病院 stands nowhere"),
        (lambda text: text["objectives"].pop("pay"), "objectives: lacks pay"),
        (lambda text: text["objectives"].update(dance="踊る"), "objectives: the scenario has no dance"),
        (lambda text: text["partner"].update(text="はな"), "in the script"),
        (lambda text: text["opening"].update(text="こんにちは。"), "in the script"),
        (lambda text: text["opening"].update(text="はい。はい。はい。"), "more than two sentences"),
        (lambda text: text["phrases"][0].update(text="私は" + "今日、駅、本、" * 6 + "です。"), "at most 12 at A1"),
    ],
)
def test_what_is_wrong_is_named(change: Callable[[dict[str, Any]], object], sentence: str) -> None:
    found = findings(change)
    assert any(sentence in each for each in found), found


def test_objectives_may_be_left_to_the_scenario() -> None:
    assert findings(lambda text: text.pop("objectives")) == []
    assert any("stand in the scenario" in each for each in findings(lambda text: text.update(language="en")))


def test_japanese_pages_have_every_objective_in_japanese() -> None:
    told = {text.scenario: text.objectives for text in read_texts() if text.language == "ja"}
    for scenario in AUTHORS.scenarios.values():
        assert list(told[scenario.id]) == [goal.id for goal in scenario.learning_objectives]


def test_a_public_scenario_needs_all_eight_languages() -> None:
    text = yaml.safe_load((SEED / "texts" / "order-coffee" / "ja.yaml").read_text())
    assert "texts/order-coffee: lacks en, es, fr, de, it, ko, zh" in check_texts(
        [TextSource.model_validate(text)], AUTHORS
    )
