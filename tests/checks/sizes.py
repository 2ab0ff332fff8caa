"""No module over 400 lines and no function over 60; what passes 200 or 25 is listed, so that it is split in time."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from kaiwa.config import ROOT

MODULE = (200, 400)
FUNCTION = (25, 60)


def sizes(path: Path) -> Iterator[tuple[str, int, tuple[int, int]]]:
    """The lines of a module and of each function in it, with the limits they have."""
    text = path.read_text()
    name = str(path.relative_to(ROOT))
    yield name, text.count("\n"), MODULE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1, FUNCTION


def main() -> int:
    measured = [size for path in sorted((ROOT / "kaiwa").rglob("*.py")) for size in sizes(path)]
    for name, lines, (soft, hard) in measured:
        if lines > soft:
            print(f"{'TOO LONG' if lines > hard else 'long'}: {name} has {lines} lines")
    return int(any(lines > hard for _, lines, (_, hard) in measured))


if __name__ == "__main__":
    sys.exit(main())
