"""parse_form: the value, or a sentence for each field."""

from enum import StrEnum

import pytest
from flask import Flask
from pydantic import BaseModel, Field, field_validator

from kaiwa.web.forms import FormError, parse_form


class Level(StrEnum):
    NEW = "new"
    GOOD = "good"


class Draft(BaseModel):
    content: str = Field(min_length=1, max_length=10)
    level: Level = Level.NEW
    tags: list[str] | None = None
    minutes: int = 5

    @field_validator("content")
    @classmethod
    def polite(cls, value: str) -> str:
        if value == "rude":
            raise ValueError("Please say it kindly.")
        return value


def test_a_form_becomes_a_value(app: Flask) -> None:
    form = {"content": "hello", "level": "good", "tags": ["a", "b"], "csrf_token": "ignored"}
    with app.test_request_context(method="POST", data=form):
        assert parse_form(Draft) == Draft(content="hello", level=Level.GOOD, tags=["a", "b"])


@pytest.mark.parametrize(
    ("form", "messages"),
    [
        ({}, {"content": "Please fill this in."}),
        ({"content": ""}, {"content": "Please fill this in."}),
        ({"content": "x" * 11}, {"content": "This is too long: at most 10 characters, please."}),
        ({"content": "rude"}, {"content": "Please say it kindly."}),
        ({"content": "a", "level": "best"}, {"level": "Please choose one of the options."}),
        ({"content": "a", "minutes": "soon"}, {"minutes": "Please check this."}),
        ({"minutes": "soon"}, {"content": "Please fill this in.", "minutes": "Please check this."}),
    ],
)
def test_each_wrong_field_has_a_sentence(app: Flask, form: dict[str, str], messages: dict[str, str]) -> None:
    with app.test_request_context(method="POST", data=form), pytest.raises(FormError) as refused:
        parse_form(Draft)
    assert refused.value.messages == messages


def test_what_was_typed_is_kept(app: Flask) -> None:
    typed = {"content": "much too long for it", "level": "new"}
    with app.test_request_context(method="POST", data=typed), pytest.raises(FormError) as refused:
        parse_form(Draft)
    assert refused.value.values == {**typed, "tags": []}
