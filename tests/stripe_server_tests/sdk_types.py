"""Answers and parameters held against the SDK's own annotations, walked by `typing` and not by hand."""

import ast
import importlib
import sys
import types
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import stripe
from stripe import ListObject
from stripe._stripe_object import UntypedStripeObject

# what the SDK's own annotations name without importing it where they stand
BESIDES = {"StripeContext": stripe.StripeContext, "Mapping": Mapping}
SIMPLE: dict[Any, tuple[type, ...]] = {str: (str,), int: (int,), float: (int, float), bool: (bool,), Decimal: (str,)}


@cache
def imported_for_types(module: str) -> dict[str, Any]:
    """What a module imports only for its annotations: `get_type_hints` does not find it by itself."""
    found: dict[str, Any] = {}
    tree = ast.parse(Path(str(sys.modules[module].__file__)).read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            for line in node.body:
                if isinstance(line, ast.ImportFrom) and line.module:
                    source = importlib.import_module(line.module)
                    found |= {each.asname or each.name: getattr(source, each.name) for each in line.names}
    return found


@cache
def annotations_of(kind: Any) -> dict[str, Any]:
    """The public attributes of one of the SDK's classes, or the keys of its parameters."""
    names: dict[str, Any] = {}
    for base in kind.__mro__:
        if base.__module__.startswith("stripe"):
            names |= imported_for_types(base.__module__)
    hints = get_type_hints(kind, localns={**names, **BESIDES})
    return {key: value for key, value in hints.items() if not key.startswith("_") and key != "OBJECT_NAME"}


@cache
def signature_of(call: str) -> tuple[Any, Any]:
    """The parameters and the answer of a call below `client.v1`."""
    thing: Any = stripe.StripeClient("sk_test_x").v1
    for step in call.split("."):
        thing = getattr(thing, step)
    hints = get_type_hints(thing, localns=imported_for_types(thing.__module__))
    params = hints.get("params")
    return (next(each for each in choices(params) if each is not type(None)) if params else None), hints["return"]


def choices(kind: Any) -> tuple[Any, ...]:
    """The members of a union, else the type itself."""
    return get_args(kind) if get_origin(kind) in (Union, types.UnionType) else (kind,)


def mistakes(value: Any, kind: Any, path: str) -> Iterator[str]:
    """What in a JSON value is not as the annotation says."""
    members = choices(kind)
    if value is None:
        if type(None) not in members and kind is not Any:
            yield f"{path} is null"
        return
    members = tuple(each for each in members if each is not type(None))
    if any(get_origin(each) is Literal for each in members):
        # enums are open for readers; the stand-in sends only words that are known
        members = tuple(each for each in members if each is not str)
    found = [list(one_of(value, each, path)) for each in members]
    if found and all(found):
        yield from min(found, key=len)


def one_of(value: Any, kind: Any, path: str) -> Iterator[str]:
    """What is wrong for one member of a union."""
    origin = get_origin(kind) or kind
    if kind is Any:
        return
    if origin is Literal:
        if value not in get_args(kind):
            yield f"{path} is {value!r}"
    elif origin is list:
        yield from each_of(value, get_args(kind)[0], path)
    elif origin in SIMPLE:
        if not isinstance(value, SIMPLE[origin]) or (isinstance(value, bool) and origin is not bool):
            yield f"{path} is {value!r}, no {origin.__name__}"
    elif not isinstance(value, dict):
        yield f"{path} is {value!r}, no {kind}"
    else:
        yield from mapping(value, kind, path)


def mapping(value: dict[str, Any], kind: Any, path: str) -> Iterator[str]:
    """What is wrong in metadata, a list object, or an object of a class."""
    origin = get_origin(kind) or kind
    if issubclass(origin, UntypedStripeObject):
        for key, each in value.items():
            yield from mistakes(each, get_args(kind)[0], f"{path}.{key}")
    elif issubclass(origin, ListObject):
        yield from listed(value, get_args(kind)[0], path)
    else:
        yield from of_object(value, origin, path)


def each_of(value: Any, kind: Any, path: str) -> Iterator[str]:
    """What is wrong in a list."""
    if not isinstance(value, list):
        yield f"{path} is no list"
        return
    for index, each in enumerate(value):
        yield from mistakes(each, kind, f"{path}[{index}]")


def listed(value: Any, kind: Any, path: str) -> Iterator[str]:
    """What is wrong in a list object."""
    if set(value) != {"object", "data", "has_more", "url"} or value["object"] != "list":
        yield f"{path} is no list object: {sorted(value)}"
        return
    yield from each_of(value["data"], kind, f"{path}.data")


def of_object(value: dict[str, Any], kind: Any, path: str) -> Iterator[str]:
    """What is wrong in an object of a class: unknown keys, keys that are not there, values."""
    known = annotations_of(kind)
    for key in value:
        if key not in known:
            yield f"{path}.{key} is no attribute of {kind.__qualname__}"
        else:
            yield from mistakes(value[key], known[key], f"{path}.{key}")
    if value.get("deleted"):
        return
    for key, needed in known.items():
        if key not in value and type(None) not in choices(needed):
            yield f"{path}.{key} is missing of {kind.__qualname__}"


def wrong_parameters(shape: dict[str, Any], kind: Any, path: str) -> Iterator[str]:
    """What a route takes that the SDK does not send, and what the SDK must send that the route does not ask for."""
    known = annotations_of(kind)
    marked = {key.rstrip("!?"): (key, value) for key, value in shape.items()}
    for name, (_, inner) in marked.items():
        if name not in known:
            yield f"{path}[{name}] is no parameter of {kind.__name__}"
        else:
            yield from wrong_inner(inner, known[name], f"{path}[{name}]")
    for name in kind.__required_keys__ & set(marked):
        if "!" not in marked[name][0]:
            yield f"{path}[{name}] is needed for {kind.__name__}"


def members_of(kind: Any) -> Iterator[Any]:
    """All types that an annotation is made of."""
    yield kind
    for each in get_args(kind) if get_origin(kind) is not Literal else ():
        yield from members_of(each)


def wrong_inner(inner: Any, kind: Any, path: str) -> Iterator[str]:
    """What is wrong in a nested parameter: its names, or the words it allows."""
    members = list(members_of(kind))
    if isinstance(inner, list):
        inner = inner[0]
    if isinstance(inner, tuple):
        words = {word for each in members if get_origin(each) is Literal for word in get_args(each)}
        if words and not set(inner) <= words:
            yield f"{path} may not be {sorted(set(inner) - words)}"
    elif isinstance(inner, dict):
        found = [list(wrong_parameters(inner, each, path)) for each in members if hasattr(each, "__required_keys__")]
        if not found or all(found):
            yield from min(found, key=len, default=[f"{path} holds nothing"])
