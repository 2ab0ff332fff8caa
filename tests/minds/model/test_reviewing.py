"""Looking back at a turn: the ladder of formats, the repair, and what of an answer is believed."""

import json
from typing import Any

import pytest

from kaiwa.gateways.model_failures import ModelFailure, Reason
from kaiwa.minds.answers import Review
from kaiwa.minds.model.reviewing import hint_of
from kaiwa.minds.scene import Speaker, Turn
from tests.minds.model.test_talk import CAST, LINE, SCENE, TURNS, mind
from tests.model_server import ModelServer

SAID = "A coffee please"
CORRECTION = {
    "said": SAID,
    "better": "A coffee, please, and a cake",
    "why": "A comma goes before please. It is also kinder.",
    "kind": "grammar",
    "confidence": 0.9,
}


def answer(**changes: Any) -> dict[str, Any]:
    """What a well-behaved model answers."""
    whole = {
        "corrections": [CORRECTION],
        "translation": "Claro, un café.",
        "glosses": [{"word": "size", "meaning": "tamaño"}, {"word": "absent", "meaning": "ausente"}],
        "objectives_met": ["pay", "unknown"],
        "scene_over": False,
        "hint": {
            "idea": "Say which size you want.",
            "words": [{"word": "large", "meaning": "grande"}],
            "frame": "A … one",
            "line": "A large one, please.",
            "translation": "Uno grande, por favor.",
        },
        "recap": "",
    }
    return whole | changes


def review(server: ModelServer) -> Review:
    return mind(server).review(SCENE, CAST, TURNS, LINE)


def test_everything_comes_in_one_strict_answer(model_server: ModelServer) -> None:
    model_server.answers(answer())
    found = review(model_server)
    assert found.feedback is not None
    assert (found.feedback.said, found.feedback.better) == (SAID, CORRECTION["better"])
    assert found.feedback.why == "A comma goes before please."
    assert [piece.change for piece in found.feedback.diff] == ["same", "in"]
    assert found.translation == "Claro, un café."
    assert found.glossary == {"size": "tamaño"}
    assert found.objectives_met == ("order-drink", "pay")
    assert found.tokens.given > 0
    hint = hint_of([Turn(Speaker.PARTNER, LINE, {"mind": "model", **found.state})], SCENE)
    assert hint is not None
    assert hint.line == "A large one, please."
    body = model_server.bodies()[-1]
    assert body["model"] == "teacher"
    sent = body["response_format"]
    assert sent["type"] == "json_schema"
    assert sent["json_schema"]["strict"] is True
    assert sent["json_schema"]["schema"]["additionalProperties"] is False


@pytest.mark.parametrize(
    "change",
    [
        {"confidence": 0.5},
        {"better": SAID},
        {"better": "A coffee, please!"},
        {"better": ""},
        {"better": "Un café, por favor, y también un pastel"},
        {"said": "Another line altogether"},
        {"why": ""},
    ],
)
def test_what_is_not_sure_or_no_correction_is_left_out(model_server: ModelServer, change: dict[str, Any]) -> None:
    model_server.answers(answer(corrections=[CORRECTION | change]))
    assert review(model_server).feedback is None


def test_the_surest_correction_counts(model_server: ModelServer) -> None:
    other = CORRECTION | {"better": "I would like a coffee please", "confidence": 0.95}
    model_server.answers(answer(corrections=[CORRECTION, other]))
    found = review(model_server).feedback
    assert found is not None
    assert found.better == other["better"]


def test_markup_and_links_are_taken_out(model_server: ModelServer) -> None:
    model_server.answers(answer(translation="<b>Claro</b>, **un** café https://evil.example", objectives_met=[]))
    assert review(model_server).translation == "Claro, un café"


def test_an_endpoint_without_schemas_is_asked_plainly(model_server: ModelServer) -> None:
    model_server.says("Here it is: " + json.dumps(answer()), match={"systemMessage": "JSON schema"})
    refusal = {"error": {"message": "response_format is unknown", "type": "invalid_request_error"}, "status": 400}
    for known in ("json_schema", "json_object"):
        model_server.add({"endpoint": "chat", "responseFormat": known}, refusal)
    asking = mind(model_server)
    assert asking.review(SCENE, CAST, TURNS, LINE).translation == "Claro, un café."
    formats = [body.get("response_format", {}).get("type") for body in model_server.bodies()]
    assert formats == ["json_schema", "json_object", None]
    asking.review(SCENE, CAST, TURNS, LINE)
    assert "response_format" not in model_server.bodies()[-1]


def test_a_broken_answer_is_repaired_once(model_server: ModelServer) -> None:
    model_server.says('{"corrections": [')
    model_server.answers(answer(), to="not the JSON asked for")
    assert review(model_server).translation == "Claro, un café."
    assert len(model_server.requests()) == 2


@pytest.mark.parametrize("text", ["no JSON at all", "{}", '{"corrections": []}', "x" * 100_000, " "])
def test_an_answer_that_stays_broken_is_a_failure_that_costs(model_server: ModelServer, text: str) -> None:
    model_server.says(text)
    with pytest.raises(ModelFailure) as failure:
        review(model_server)
    assert failure.value.reason is Reason.MALFORMED
    assert failure.value.spent.given > 0
    assert len(model_server.requests()) == 2
