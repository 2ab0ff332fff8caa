"""The partner's side of a rehearsal, as a learner hears it."""

import pytest

from kaiwa.languages.sentences import split_sentences
from kaiwa.minds.answers import Line, LineKind
from kaiwa.minds.rehearsal.library import Library
from kaiwa.minds.rehearsal.state import State
from kaiwa.minds.rehearsal.talk import Talk
from kaiwa.minds.scene import CorrectionStyle, Scene
from kaiwa.scenarios.content import SEED
from tests.minds.tiny import talk

LIBRARY = Library(SEED)


def converse(scene: Talk, *lines: str) -> list[Line]:
    said = [scene.open()]
    for index, text in enumerate(lines):
        said.append(scene.answer(State.from_json(said[-1].state), text, lines[:index]))
    return said


def test_repeats_what_was_heard_and_recalls_it_later() -> None:
    _, ordered, named = converse(talk(), "can I have two coffee please", "my name is Tom")
    assert ordered.text == "Two coffee, right. And your name?"
    assert named.text == "Thanks, Tom. Your coffee is coming."
    assert named.ended
    assert named.objectives_met == ("order", "name")


def test_three_is_never_two_and_tea_never_coffee() -> None:
    _, line = converse(talk(), "three tea please")
    assert line.text.startswith("Three tea, right.")


@pytest.mark.parametrize("text", ["I don't want tea", "I don't want coffee", "no thanks"])
def test_a_refusal_is_never_taken_for_an_order(text: str) -> None:
    _, line = converse(talk(), text)
    assert line.text == "As you like. Bye then."
    assert not line.objectives_met


def test_a_side_question_comes_back_to_the_node_in_other_words() -> None:
    _, first, second, third = converse(talk(), "what do you have", "what do you have", "a tea please")
    answers = {f"Tea and coffee. {way}: What would you like?" for way in ("Again", "Simply")}
    assert {first.text, second.text} == answers
    assert third.intent == "drink"


def test_not_understood_asks_again_then_makes_it_easier_then_helps_and_moves_on() -> None:
    said = converse(talk(), "the weather tomorrow", "purple bicycles sing", "my uncle Bob flies")
    assert [line.kind for line in said[1:]] == [LineKind.CLARIFY, LineKind.CLARIFY, LineKind.HELP]
    assert "Again: What would you like?" in said[1].text
    assert "Simply: What would you like?" in said[2].text
    assert "A tea, please" in said[3].text
    assert "And your name?" in said[3].text
    assert not said[3].objectives_met


def test_an_offer_can_be_taken_by_yes_or_by_its_label() -> None:
    scene = talk()
    state = State("order", pending=("menu", "drink"))
    assert scene.answer(state, "yes").intent == "menu"
    assert scene.answer(state, "I'd like a drink").state["pending"] == []


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Can you say that again, please?", "What would you like?"),
        ("otra vez, por favor", "What would you like?"),
        ("what does menu mean", "carta"),
        ("I don't understand", "Simply: What would you like?"),
        ("hint please", "A tea, please"),
        ("skip", "And your name?"),
    ],
)
def test_what_may_always_be_asked_in_the_target_and_in_the_own_language(asked: str, expected: str) -> None:
    _, line = converse(talk(), asked)
    assert expected in line.text
    assert not line.ended


@pytest.mark.parametrize(
    ("said", "answers"),
    [("hello", {"Hello!", "Hi there!"}), ("thank you", {"You're welcome.", "No problem at all."})],
)
def test_a_greeting_and_a_thank_you_are_answered_and_the_question_stands(said: str, answers: set[str]) -> None:
    _, line, ordered = converse(talk(), said, "a tea please")
    assert line.text in {f"{answer} What would you like?" for answer in answers}
    assert ordered.intent == "drink"


def test_slower_is_said_slowly() -> None:
    _, line = converse(talk(), "more slowly, please")
    assert line.slow


def test_stop_closes_the_scene_and_afterwards_only_goodbyes_come() -> None:
    _, stopped, after, again = converse(talk(), "stop here", "hello?", "still there?")
    assert stopped.ended
    assert after.ended
    assert after.text != again.text


@pytest.mark.parametrize("text", ["", "   ", "…", "...", "?!"])
def test_silence_is_met_with_patience(text: str) -> None:
    _, line = converse(talk(), text)
    assert line.text in ("Take your time. Again: What would you like?", "No rush at all. Again: What would you like?")


def test_an_emoji_is_met_in_scene() -> None:
    _, line = converse(talk(), "🍵🍵")
    assert line.text.endswith("Again: What would you like?")
    assert not line.objectives_met


def test_another_language_is_asked_for_in_this_one() -> None:
    _, line = converse(talk(), "Ich hätte gerne eine Tasse Kräutertee mit Honig")
    assert "English" in line.text


def test_rude_words_are_met_calmly() -> None:
    _, line = converse(talk(), "you are a stupid idiot")
    assert any(kind in line.text for kind in ("friendly", "nice to each other"))


def test_a_very_long_text_without_sense_is_asked_for_in_one_sentence() -> None:
    _, line = converse(talk(), "lorem ipsum dolor sit amet " * 60)
    assert line.text
    assert not line.ended


def test_a_long_text_with_an_order_in_it_is_understood() -> None:
    _, line = converse(
        talk(), "What a day, I have been walking for hours. Can I have a tea please? My feet hurt so much."
    )
    assert line.intent == "drink"


def test_the_same_line_three_times_moves_on() -> None:
    said = converse(talk(), "blue horses run", "blue horses run", "blue horses run")
    assert "And your name?" in said[3].text


def test_gentle_recasts_in_character_instead_of_the_reaction() -> None:
    _, line = converse(talk(), "I want have coffee")
    assert line.text == "So you'd like coffee. And your name?"


def test_immediate_asks_to_mend_the_line_once_before_the_scene_goes_on() -> None:
    _, mend, on = converse(talk(CorrectionStyle.IMMEDIATE), "I want have coffee", "I want have coffee")
    assert mend.kind is LineKind.MEND
    assert "I'd like coffee" in mend.text
    assert not mend.objectives_met
    assert on.text.endswith("And your name?")


def test_end_of_session_says_nothing_of_it() -> None:
    _, line = converse(talk(CorrectionStyle.END_OF_SESSION), "I want have coffee")
    assert line.text == "Coffee, right. And your name?"


def test_thanks_is_nobodys_name() -> None:
    _, _, line = converse(talk(), "a tea please", "thank you")
    assert line.intent != "tell"


def test_translation_is_there_in_the_own_language_or_in_english() -> None:
    opening = talk().open()
    assert opening.translation == "What would you like?"


def test_a_scene_that_is_closing_ends_with_what_was_said_taken_in() -> None:
    closing = talk(closing=True)
    line = closing.answer(State("order"), "can I have two coffee please")
    assert line.ended
    assert line.kind is LineKind.ENDING
    assert line.objectives_met == ("order",)


def test_a_scene_that_is_closing_ends_whatever_was_said() -> None:
    for text in ("", "what do you have", "qwertz", "stop", "I don't want tea"):
        line = talk(closing=True).answer(State("order"), text)
        assert line.ended, text
        assert line.text


@pytest.mark.parametrize(("scenario", "language"), LIBRARY.scripts())
def test_every_scene_closes_in_two_sentences(scenario: str, language: str) -> None:
    stage = LIBRARY.stage(scenario, language)
    talking = Talk(stage, Scene(scenario, language, scenario, "A1", closing=True))
    for name in stage.script.nodes:
        line = talking.answer(State(name), "…")
        assert line.ended
        assert line.translation or language == "en"
        assert len(split_sentences(line.text, language)) <= 2, line.text
