"""Answers in a shape: the strictest format that the endpoint knows, and one try at repair."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import from_json

from kaiwa.gateways.llm import ChatMessage, Llm
from kaiwa.gateways.model_failures import ModelFailure, Reason, Spent
from kaiwa.minds.answers import Tokens
from kaiwa.minds.model.tokens import count

LONGEST_ANSWER = 20_000


class Shape(BaseModel):
    """What a model must answer with: every field there and no other, as strict formats ask."""

    model_config = ConfigDict(extra="forbid", frozen=True)


AnyShape = TypeVar("AnyShape", bound=Shape)
_FORMATS = ("json_schema", "json_object", "no format")
_Format = Mapping[str, Any] | None


class Answerer:
    """Asks for shapes and remembers which format each model has accepted."""

    def __init__(self, llm: Llm) -> None:
        self._llm = llm
        self._rungs: dict[str, int] = {}

    def accepted_format(self, model: str) -> str:
        """The format that the model has accepted last, in the endpoint's words."""
        return _FORMATS[self._rungs.get(model, 0)]

    def ask(self, model: str, messages: Sequence[ChatMessage], shape: type[AnyShape]) -> tuple[AnyShape, Tokens]:
        """The answer in the shape and what all tries cost; raises ModelFailure.

        The ladder is json_schema, json_object, no format; the latter two carry the schema in the prompt.
        """
        rung = self._rungs.get(model, 0)
        while True:
            sent, response_format = _prepare(messages, shape, rung)
            try:
                answer = self._llm.ask(model, sent, response_format)
            except ModelFailure as failure:
                if failure.reason is not Reason.UNSUPPORTED or rung == 2:
                    raise
                rung += 1
                continue
            self._rungs[model] = rung
            cost = count(answer.spent, sent, answer.text)
            found = _read(answer.text, shape)
            if isinstance(found, Shape):
                return found, cost
            return self._repair(model, sent, shape, response_format, answer.text, found, cost)

    def stream(
        self, model: str, messages: Sequence[ChatMessage], shape: type[AnyShape]
    ) -> Iterator[Mapping[str, Any] | tuple[AnyShape, Tokens]]:
        """What there is of the answer so far, again and again, then the whole and what it cost; raises ModelFailure."""
        rung, text = self._rungs.get(model, 0), ""
        while True:
            sent, response_format = _prepare(messages, shape, rung)
            try:
                with closing(self._llm.stream(model, sent, response_format)) as stream:
                    for piece in stream:
                        text += piece
                        yield _partial(text)
                    spent = stream.spent
            except ModelFailure as failure:
                if failure.reason is not Reason.UNSUPPORTED or rung == 2:
                    raise
                rung += 1
                continue
            break
        self._rungs[model] = rung
        cost = count(spent, sent, text)
        found = _read(text, shape)
        if not isinstance(found, Shape):
            found, cost = self._repair(model, sent, shape, response_format, text, found, cost)
        yield found, cost

    def _repair(
        self,
        model: str,
        sent: Sequence[ChatMessage],
        shape: type[AnyShape],
        response_format: _Format,
        said: str,
        complaint: str,
        cost: Tokens,
    ) -> tuple[AnyShape, Tokens]:
        again = [
            *sent,
            {"role": "assistant", "content": said[:LONGEST_ANSWER]},
            {
                "role": "user",
                "content": f"That was not the JSON asked for ({complaint}). Answer with it and nothing else.",
            },
        ]
        answer = self._llm.ask(model, again, response_format)
        cost += count(answer.spent, again, answer.text)
        found = _read(answer.text, shape)
        if isinstance(found, Shape):
            return found, cost
        raise ModelFailure(Reason.MALFORMED, complaint, Spent(cost.given, cost.made))


@cache
def _schema(shape: type[Shape]) -> dict[str, Any]:
    """The JSON schema of a shape; making it takes longer than asking for it."""
    return shape.model_json_schema()


def _prepare(messages: Sequence[ChatMessage], shape: type[Shape], rung: int) -> tuple[Sequence[ChatMessage], _Format]:
    schema = _schema(shape)
    if rung == 0:
        return messages, {
            "type": "json_schema",
            "json_schema": {"name": shape.__name__.lower(), "strict": True, "schema": schema},
        }
    asked = f"Answer with one JSON object and nothing else. Its JSON schema: {json.dumps(schema, ensure_ascii=False)}"
    first = {"role": messages[0]["role"], "content": f"{messages[0]['content']}\n\n{asked}"}
    return [first, *messages[1:]], {"type": "json_object"} if rung == 1 else None


def _partial(text: str) -> Mapping[str, Any]:
    """What can be read of an object that is still being written."""
    start = text.find("{")
    try:
        found = from_json(text[start:], allow_partial="trailing-strings") if start >= 0 else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _read(text: str, shape: type[AnyShape]) -> AnyShape | str:
    """The shape in an answer, else what is wrong with it, without quoting it."""
    if len(text) > LONGEST_ANSWER:
        return "it is too long"
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end < start:
        return "there is no JSON object in it"
    try:
        return shape.model_validate_json(text[start : end + 1])
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        return f"{'.'.join(map(str, first['loc'])) or 'the object'}: {first['msg']}"
