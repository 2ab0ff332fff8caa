"""Objects out of a growing text: the same whatever the pieces in which it comes."""

import pytest

from kaiwa.minds.model.json_objects import LONGEST_OBJECT, JsonObjects

A, B = {"title": 'A {brace} and a "quote"', "objectives": ["x"]}, {"title": "B", "in": {"deeper": 1}}
TEXT_A, TEXT_B = '{"title": "A {brace} and a \\"quote\\"", "objectives": ["x"]}', '{"title": "B", "in": {"deeper": 1}}'


@pytest.mark.parametrize("size", [1, 2, 5, 1000])
@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{TEXT_A}\n{TEXT_B}", [A, B]),
        (f"Sure!\n```json\n[{TEXT_A},\n  {TEXT_B}]\n```", [A, B]),
        (f"{TEXT_A} and then {{not: json}} {TEXT_B}", [A, None, B]),
        (f"{TEXT_A}{TEXT_B[:-1]}", [A]),
        ("nothing at all", []),
    ],
)
def test_objects_are_found(text: str, found: list[object], size: int) -> None:
    objects = JsonObjects()
    given = [each for at in range(0, len(text), size) for each in objects.feed(text[at : at + size])]
    assert given == found


def test_what_never_ends_is_given_up() -> None:
    objects = JsonObjects()
    assert objects.feed('{"title": "' + "x" * LONGEST_OBJECT)[:1] == [None]
    assert objects.feed(f" {TEXT_B}") == [B]
