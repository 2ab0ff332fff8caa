"""The measured lists stay as good as they were measured."""

from importlib import import_module

import pytest

# a folder of the same name lies beside the module, and mypy would take that
readings = import_module("bench.readings")


@pytest.mark.parametrize("language", ["ja", "zh", "ko"])
def test_no_line_once_right_goes_wrong(language: str) -> None:
    wrong, count = readings.failures(language, readings.LISTS)
    assert (wrong, count >= 60) == ([], True)


@pytest.mark.parametrize(("language", "allowed"), [("ja", 1), ("zh", 6), ("ko", 1)])
def test_held_out_lines_get_no_worse(language: str, allowed: int) -> None:
    wrong, _ = readings.failures(language, readings.HELD)
    assert len(wrong) <= allowed
