"""Parameters of a request: brackets become lists and mappings, and each is held against what the route knows.

A shape is written as `{"name!": str, "cancel_at?": int, "items": [{"price": str}], "status": ("open", "paid")}`: `!` is
needed, `?` may be emptied by an empty string, `dict` is a mapping of strings, a tuple holds the words that are allowed,
RANGE is a moment or bounds (gt, gte, lt, lte).
"""

import re
from collections.abc import Iterable
from typing import Any

from tests.stripe_server.errors import invalid
from tests.stripe_server.state import Obj

RANGE = "range"
BOUNDS = {"gt": int, "gte": int, "lt": int, "lte": int}
BRACKET = re.compile(r"\[([^\]]*)\]")
Shape = dict[str, Any]


def decode(pairs: Iterable[tuple[str, str]]) -> Obj:
    """`items[0][price]=x` and `expand[]=y` as lists and mappings of strings."""
    root: Obj = {}
    for key, value in pairs:
        steps = [key.split("[", 1)[0], *BRACKET.findall(key)]
        node = root
        for step in steps[:-1]:
            node = node.setdefault(step or str(len(node)), {})
        node[steps[-1] or str(len(node))] = value
    return {key: with_lists(value) for key, value in root.items()}


def with_lists(value: Any) -> Any:
    """Mappings that are numbered become lists."""
    if not isinstance(value, dict):
        return value
    if value and all(key.isdigit() for key in value):
        return [with_lists(value[key]) for key in sorted(value, key=int)]
    return {key: with_lists(each) for key, each in value.items()}


def known(shape: Shape) -> dict[str, tuple[str, Any]]:
    """The names of a shape without their marks: name → (marks, what it is)."""
    return {key.rstrip("!?"): (key[len(key.rstrip("!?")) :], value) for key, value in shape.items()}


def checked(shape: Shape, given: Obj, within: str = "") -> Obj:
    """The parameters with their types; raises ApiError for the first one that is wrong."""
    names = known(shape)
    for name in given:
        if name not in names:
            full = named(within, name)
            raise invalid(f"Received unknown parameter: {full}", param=full, code="parameter_unknown")
    for name, (marks, _) in names.items():
        if "!" in marks and name not in given:
            full = named(within, name)
            raise invalid(f"Missing required param: {full}.", param=full, code="parameter_missing")
    return {name: converted(names[name], value, named(within, name)) for name, value in given.items()}


def named(within: str, name: str) -> str:
    """The parameter's whole name: items[0][price]."""
    return f"{within}[{name}]" if within else name


def converted(marked: tuple[str, Any], value: Any, param: str) -> Any:
    """The value as what it is said to be."""
    marks, kind = marked
    if value == "" and kind is not str:
        if "?" in marks:
            return None
        message = (
            f"You passed an empty string for '{param}'. We assume empty values are an attempt to unset a parameter"
        )
        raise invalid(f"{message}; however '{param}' cannot be unset.", param=param, code="parameter_invalid_empty")
    if kind is RANGE:
        return simple(int, value, param) if isinstance(value, str) else checked(BOUNDS, value, param)
    if isinstance(kind, tuple):
        if value not in kind:
            raise invalid(f"Invalid {param}: must be one of {', '.join(kind)}", param=param)
        return value
    if isinstance(kind, list | dict) or kind is dict:
        return nested(kind, value, param)
    return simple(kind, value, param)


def nested(kind: Any, value: Any, param: str) -> Any:
    """A list of something, a mapping that is known, or one of strings."""
    if isinstance(kind, list):
        if not isinstance(value, list):
            raise invalid(f"Invalid array: {param}", param=param)
        return [converted(("", kind[0]), each, f"{param}[{index}]") for index, each in enumerate(value)]
    if not isinstance(value, dict):
        raise invalid(f"Invalid object: {param}", param=param)
    return dict(value) if kind is dict else checked(kind, value, param)


def simple(kind: type, value: Any, param: str) -> Any:
    """A string, a whole number, a number or a yes-or-no."""
    if not isinstance(value, str):
        raise invalid(f"Invalid {kind.__name__}: {param}", param=param)
    if kind is bool:
        if value not in ("true", "false"):
            raise invalid(f"Invalid boolean: {value}", param=param)
        return value == "true"
    if kind is int and not re.fullmatch(r"-?\d+", value):
        raise invalid(f"Invalid integer: {value}", param=param, code="parameter_invalid_integer")
    return kind(value)


def within(moment: int, wanted: int | Obj | None) -> bool:
    """Whether a moment is the one, or in the bounds, that a list was asked for."""
    if wanted is None:
        return True
    if isinstance(wanted, int):
        return moment == wanted
    tests = {"gt": moment.__gt__, "gte": moment.__ge__, "lt": moment.__lt__, "lte": moment.__le__}
    return all(tests[name](bound) for name, bound in wanted.items())


def set_metadata(thing: Obj, params: Obj) -> None:
    """Merge the metadata that was given: an empty value drops its key, an empty mapping drops all."""
    if "metadata" not in params:
        return
    given = params["metadata"]
    merged = {**thing["metadata"], **given} if given else {}
    thing["metadata"] = {key: value for key, value in merged.items() if value != ""}
