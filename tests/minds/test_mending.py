"""Feedback: what is known to be wrong is mended, what is right is never called wrong."""

import pytest

from kaiwa.minds.answers import Feedback, MistakeKind
from kaiwa.minds.differences import compare
from kaiwa.minds.rehearsal.library import Library
from kaiwa.minds.rehearsal.mending import judge
from kaiwa.minds.rehearsal.state import State
from kaiwa.scenarios.content import SEED
from tests.minds.tiny import stage

LIBRARY = Library(SEED)


def judged(scenario: str, language: str, node: str, text: str) -> Feedback | None:
    return judge(LIBRARY.stage(scenario, language), State(node), text, "en")


def test_an_authored_error_is_mended_with_the_learners_own_words() -> None:
    feedback = judge(stage(), State("order"), "I want have coffee", "es")
    assert feedback is not None
    assert feedback.better == "I'd like coffee."
    assert feedback.kind is MistakeKind.GRAMMAR
    assert [(piece.text, piece.change) for piece in feedback.diff] == [
        ("I want have", "out"),
        ("I'd like", "in"),
        ("coffee.", "same"),
    ]


def test_a_japanese_particle_is_told_apart() -> None:
    feedback = judged("order-coffee", "ja", "pay", "カードを払います")
    assert feedback is not None
    assert feedback.better == "カードで払います。"
    assert ("を", "out") in [(piece.text, piece.change) for piece in feedback.diff]
    assert ("で", "in") in [(piece.text, piece.change) for piece in feedback.diff]


def test_a_typing_slip_is_no_grammar_mistake() -> None:
    feedback = judge(stage(), State("order"), "can I have a cofee please", "en")
    assert feedback is None or feedback.kind is MistakeKind.SPELLING


def test_a_right_line_is_praised() -> None:
    feedback = judge(stage(), State("order"), "Can I have two coffee, please?", "en")
    assert feedback is not None
    assert feedback.is_praise


@pytest.mark.parametrize(
    ("scenario", "language", "node", "text"),
    [
        ("order-coffee", "ja", "greet", "コーヒーを一杯いただけると嬉しいです。"),
        ("order-coffee", "ja", "greet", "朝はいつも紅茶なので、紅茶をお願いできますか。"),
        ("order-coffee", "ja", "food", "ダイエット中なので、今日は遠慮しておきます。"),
        ("order-coffee", "ja", "here", "友達を待つので、ここで飲みたいんですけど。"),
    ],
)
def test_a_correct_sentence_that_nobody_listed_is_left_alone(
    scenario: str, language: str, node: str, text: str
) -> None:
    feedback = judged(scenario, language, node, text)
    assert feedback is None or feedback.is_praise


def test_the_difference_keeps_what_is_the_same() -> None:
    pieces = compare("quiero un cafe", "quiero un café, por favor", "es")
    assert [(piece.text, piece.change) for piece in pieces] == [
        ("quiero un", "same"),
        ("cafe", "out"),
        ("café, por favor", "in"),
    ]
