"""A pydantic value from the submitted form, or a sentence for each field that will not do."""

import types
from collections.abc import Container
from typing import Any, TypeVar, Union, get_args, get_origin

from flask import request
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kaiwa.errors import InvalidInput
from kaiwa.web.translation import gettext as _

Form = TypeVar("Form", bound=BaseModel)
LISTS = (list, tuple, set, frozenset)


class FormError(InvalidInput):
    """The form does not validate: `messages` by field, `values` as they were typed."""

    def __init__(self, messages: dict[str, str], values: dict[str, Any]) -> None:
        super().__init__()
        self.messages = messages
        self.values = values


def parse_form(model: type[Form], only: Container[str] | None = None) -> Form:
    """The submitted form as a value of `model`; raises FormError, to be shown again with 422.

    `only` are the fields that are read, where a form carries more than is saved at once.
    """
    values = {name: value for name, value in submitted(model).items() if only is None or name in only}
    try:
        return model.model_validate(values)
    except ValidationError as error:
        messages: dict[str, str] = {}
        for detail in error.errors():
            field = str(detail["loc"][0]) if detail["loc"] else ""
            messages.setdefault(field, sentence(detail))
        raise FormError(messages, values) from None


def submitted(model: type[BaseModel]) -> dict[str, Any]:
    """What was sent for the fields of the model: every value for a list, the first for anything else."""
    values: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        key = field.alias or name
        if takes_many(field.annotation):
            values[key] = request.form.getlist(key)
        elif key in request.form:
            values[key] = request.form[key]
    return values


def takes_many(annotation: Any) -> bool:
    """Whether a field is a list, or a list or nothing."""
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        return any(takes_many(part) for part in get_args(annotation))
    return (origin or annotation) in LISTS


def sentence(detail: ErrorDetails) -> str:
    """What a person should do about one wrong field."""
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return _("Please fill this in.")
        case "string_too_short":
            return _("Please fill this in.") if context["min_length"] == 1 else at_least(context["min_length"])
        case "string_too_long":
            return _("This is too long: at most %(count)s characters, please.", count=context["max_length"])
        case "literal_error" | "enum":
            return _("Please choose one of the options.")
        case "value_error":
            return str(context["error"])
        case _:
            return _("Please check this.")


def at_least(count: int) -> str:
    """The sentence for a text that is too short."""
    return _("This is too short: at least %(count)s characters, please.", count=count)
