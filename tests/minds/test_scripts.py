"""Every authored script: nothing to mend, its held-out lines understood, and playable to an end by anybody."""

import random
from itertools import pairwise

import pytest

from kaiwa.languages.sentences import split_sentences
from kaiwa.minds.answers import Line, LineKind
from kaiwa.minds.rehearsal.checking import check_script
from kaiwa.minds.rehearsal.checking_translations import check_phrases
from kaiwa.minds.rehearsal.library import Library
from kaiwa.minds.rehearsal.proving import prove
from kaiwa.minds.rehearsal.script import LANGUAGES
from kaiwa.minds.rehearsal.stage import Stage
from kaiwa.minds.rehearsal.state import State
from kaiwa.minds.rehearsal.talk import Talk
from kaiwa.minds.rehearsal.templates import expand
from kaiwa.minds.scene import CorrectionStyle, Scene
from kaiwa.scenarios.content import SEED

LIBRARY = Library(SEED)
SCRIPTS = LIBRARY.scripts()
MOST_TURNS = 60
ODD = ["", "…", "🍵", "?", "asdf qwer zxcv", "ok", "x" * 500, "12", "<b>hi</b>", "I don't understand", "again", "hint"]

FOUNDATION = ("first-conversation", "order-coffee", "ask-directions", "doctors-appointment", "meet-the-parents")
WANTED = {(scenario, language) for scenario in FOUNDATION for language in LANGUAGES}


def test_every_promised_script_is_there() -> None:
    assert set(SCRIPTS) >= WANTED


@pytest.mark.parametrize("language", LANGUAGES)
def test_stock_phrases_are_complete(language: str) -> None:
    assert [str(finding) for finding in check_phrases(LIBRARY.stocks()[language])] == []


@pytest.mark.parametrize(("scenario", "language"), SCRIPTS)
def test_nothing_is_to_be_mended(scenario: str, language: str) -> None:
    assert [str(finding) for finding in check_script(LIBRARY.stage(scenario, language))] == []


@pytest.mark.parametrize(("scenario", "language"), SCRIPTS)
def test_held_out_lines_are_understood(scenario: str, language: str) -> None:
    held_out = LIBRARY.held_out(scenario, language)
    assert held_out is not None
    proof = prove(LIBRARY.stage(scenario, language), held_out)
    assert proof.passes, f"{proof.lines} lines, {proof.right:.0%} right, {proof.wrong:.1%} wrong"


@pytest.mark.parametrize(("scenario", "language"), SCRIPTS)
@pytest.mark.parametrize("style", list(CorrectionStyle))
def test_anybody_reaches_an_end_and_no_line_comes_twice_running(
    scenario: str, language: str, style: CorrectionStyle
) -> None:
    stage = LIBRARY.stage(scenario, language)
    for seed in range(4):
        dice = random.Random(f"{scenario}{language}{style}{seed}")
        said = play(stage, style, dice, odd_share=seed * 0.25)
        assert said[-1].ended, [line.text for line in said]
        for before, after in pairwise(said):
            assert before.text != after.text
        for line in said[1:]:
            allowed = 3 if line.kind in (LineKind.HELP, LineKind.MEND, LineKind.OFFER) else 2
            assert len(split_sentences(line.text, language)) <= allowed, line.text


def play(stage: Stage, style: CorrectionStyle, dice: random.Random, odd_share: float) -> list[Line]:
    """Somebody who says odd things now and then, and otherwise something that fits the node."""
    talk = Talk(stage, Scene(stage.script.scenario, stage.script.language, "", "A1", (), "en", style))
    said, lines = [talk.open()], []
    while not said[-1].ended and len(said) < MOST_TURNS:
        state = State.from_json(said[-1].state)
        lines.append(dice.choice(ODD) if dice.random() < odd_share else fitting(stage, state.node, dice))
        said.append(talk.answer(state, lines[-1], lines[:-1]))
    return said


def fitting(stage: Stage, node: str, dice: random.Random) -> str:
    """An author's phrasing of some intent of the node, its slots filled by the first value or a word."""
    intent = dice.choice(list(stage.node(node).intents.values()))
    text = dice.choice(expand(dice.choice(intent.phrasings))) if intent.phrasings else "Maria"
    for name, slot in stage.script.slots.items():
        value = next(iter(slot.values.values())).forms[0] if slot.values else slot.say.get(2, "Maria")
        text = text.replace(f"{{{name}}}", value)
    return text
