"""What may be said aloud: the same whatever the pieces in which it comes."""

import pytest

from kaiwa.minds.model.guarding import LineGuard

NAMES = ("Yuki", "ゆき", "the barista")


def said(text: str, language: str, size: int) -> str:
    """The line that comes out when the text comes in pieces of that size."""
    guard = LineGuard(language, NAMES)
    out = ""
    for start in range(0, len(text), size):
        out += guard.feed(text[start : start + size])
        if guard.done:
            break
    return out + guard.finish()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        # at most two sentences
        ("en", "Hello there! How are you? I am fine. And you?", "Hello there! How are you?"),
        ("ja", "いらっしゃいませ！ご注文は？お決まりですか。", "いらっしゃいませ！ご注文は？"),
        ("zh", "你好！你要什么？我们有茶。", "你好！你要什么？"),
        ("en", "It costs $3.50, Mr. Smith. OK? Bye.", "It costs $3.50, Mr. Smith. OK?"),
        ("de", "Ich komme am 3. Mai. Passt das? Ja.", "Ich komme am 3. Mai. Passt das?"),
        ("fr", "Bonjour M. Petit. Vous prenez quoi ? Un café ?", "Bonjour M. Petit. Vous prenez quoi ?"),
        ("en", "What?! Really? No.", "What?! Really?"),
        ("en", "No end here", "No end here"),
        # only one's own words
        ("ja", "ゆき：いらっしゃいませ！", "いらっしゃいませ！"),
        ("en", "**Yuki:** Hi there!", "Hi there!"),
        ("en", "The barista: Hi there!", "Hi there!"),
        ("en", "Yuki is my name.", "Yuki is my name."),
        ("en", "*smiles* Hi there! (laughs) What size?", "Hi there! What size?"),
        ("ja", "（笑顔で）いらっしゃいませ！", "いらっしゃいませ！"),
        ("en", "Hi there! [pause] What size?", "Hi there! What size?"),
        ("en", '"Sure! What size?"', "Sure! What size?"),
        # never for the learner, never a list
        ("en", "For here or to go?\nYou: To go, please.", "For here or to go?"),
        ("zh", "你要什么？\n我：咖啡。", "你要什么？"),
        ("en", "We have:\n1. tea\n2. coffee", "We have:"),
        ("en", "Hi.\nWhat size would you like today?", "Hi. What size would you like today?"),
        # no markup, no links
        ("en", "**Great** choice, `really`!", "Great choice, really!"),
        ("en", "<script>alert(1)</script>Hi.", "alert Hi."),
        ("en", "Look at https://evil.example/x?y=1 now!", "Look at now!"),
        ("en", "Look at www.evil.example", "Look at"),
        ("en", "[a menu](http://x.example) is there.", "is there."),
        ("en", "How hot is it here?", "How hot is it here?"),
        ("en", "I <3 tea.", "I 3 tea."),
        # nothing invisible
        ("en", "Hi\u202e there\x00!\u200b", "Hi there!"),
        ("en", "   \n ", ""),
        ("en", "*smiles*", ""),
    ],
)
def test_only_plain_speech_comes_out(language: str, text: str, line: str, size: int) -> None:
    assert said(text, language, size) == line


@pytest.mark.parametrize(("language", "sign"), [("en", "word "), ("ja", "はい、"), ("en", "x")])
def test_what_has_no_end_is_ended(language: str, sign: str) -> None:
    guard = LineGuard(language)
    guard.feed(sign * 30_000)
    assert guard.done
    assert 0 < len(guard.text) <= 400


def test_a_line_never_takes_back_what_came_out() -> None:
    text = "Well, *smiles* that (as you know) is... fine. Yes"
    guard = LineGuard("en", NAMES)
    out = ""
    for sign in text:
        out += guard.feed(sign)
        assert guard.text == out
    assert out + guard.finish() == guard.text == "Well, that is... fine. Yes"
