"""The lock files pin what pyproject.toml and package.json ask for, with hashes and no address of an index."""

import json
import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kaiwa.config import ROOT

PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)", re.MULTILINE)
BLOCK = re.compile(r"^[A-Za-z0-9].*?(?=^[A-Za-z0-9]|\Z)", re.MULTILINE | re.DOTALL)
ADDRESS = re.compile(r"(?:https?|file|git\+\w+)://|^\s*-(?:i|f|-index|-find)", re.MULTILINE)


def pins(text: str) -> dict[str, set[str]]:
    """The versions of every package in a requirements file; several where they differ by Python version."""
    found: dict[str, set[str]] = {}
    for match in PIN.finditer(text):
        found.setdefault(canonicalize_name(match["name"]), set()).add(match["version"])
    return found


def unmet(wanted: list[str], pinned: dict[str, set[str]]) -> list[str]:
    """Which requirements have no pin that satisfies them."""
    return [
        text
        for text in wanted
        if not any(
            Requirement(text).specifier.contains(version)
            for version in pinned.get(canonicalize_name(Requirement(text).name), ())
        )
    ]


def file_faults(name: str, text: str, wanted: list[str]) -> list[str]:
    """Everything wrong with one requirements file."""
    unhashed = [block.split()[0] for block in BLOCK.findall(text) if "--hash=sha256:" not in block]
    return [
        *(f"{name}: {each} is not pinned" for each in unmet(wanted, pins(text))),
        *(f"{name}: {each} has no hash" for each in unhashed),
        *([f"{name}: holds the address of an index"] if ADDRESS.search(text) else []),
    ]


def python_faults() -> list[str]:
    """Everything wrong with the two requirements files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    runtime, tools = project["dependencies"], project["optional-dependencies"]["dev"]
    first, second = ((ROOT / name).read_text() for name in ("requirements.txt", "requirements-dev.txt"))
    apart = [name for name, version in pins(first).items() if pins(second).get(name) != version]
    return [
        *file_faults("requirements.txt", first, runtime),
        *file_faults("requirements-dev.txt", second, runtime + tools),
        *(f"requirements-dev.txt: {name} differs from requirements.txt" for name in apart),
    ]


def npm_faults() -> list[str]:
    """Whether package-lock.json answers package.json and names no registry."""
    package = json.loads((ROOT / "package.json").read_text())
    text = Path(ROOT / "package-lock.json").read_text()
    root = json.loads(text)["packages"][""]
    keys = ("dependencies", "devDependencies")
    faults = [f"package-lock.json: {key} differ" for key in keys if root.get(key) != package.get(key)]
    return [*faults, *(["package-lock.json: holds an address"] if '"resolved"' in text else [])]


def main() -> int:
    found = python_faults() + npm_faults()
    print("\n".join([*found, "Run `make lock`."]) if found else "Locks: in step.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
