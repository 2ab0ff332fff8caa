"""What is missing is said in one sentence with the mend."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kaiwa.config import ROOT
from kaiwa.ops import preflight

SCRIPT = ROOT / "kaiwa" / "ops" / "preflight.py"


def run(wanted: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """The check as the Makefile runs it: no package of ours, no site-packages."""
    return subprocess.run(
        [sys.executable, "-S", "-E", SCRIPT, wanted], env=os.environ | environment, capture_output=True, text=True
    )


@pytest.fixture
def node(tmp_path: Path) -> Path:
    """A folder for PATH with a node that says what the test wants."""
    return tmp_path


def pretend(folder: Path, name: str, says: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\necho {says}\n")
    (folder / name).chmod(0o755)


def test_this_machine_will_do() -> None:
    assert [run(wanted).returncode for wanted in ("python", "node")] == [0, 0]


def test_a_missing_node(node: Path) -> None:
    done = run("node", PATH=str(node))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Kaiwa needs Node 20 or later and there is none: install Node 20")
    assert done.stderr.count("\n") == 1


def test_an_old_node(node: Path) -> None:
    pretend(node, "node", "v18.19.1")
    assert "this is v18.19.1: install Node 20" in run("node", PATH=f"{node}:/bin").stderr


def test_a_missing_npm(node: Path) -> None:
    pretend(node, "node", "v22.1.0")
    assert "Kaiwa needs npm" in run("node", PATH=str(node)).stderr


def test_an_old_python() -> None:
    assert preflight.check_python((3, 10)).startswith("Kaiwa needs Python 3.11 or later and this is 3.10:")
    assert preflight.check_python((3, 11)) == ""


def test_a_taken_port() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run("port", PORT=str(port))
        assert done.returncode == 1
        assert done.stderr == (
            f"Port {port} of 127.0.0.1 cannot be used (address already in use): "
            f"stop what uses it, or choose another with `PORT={port + 1} make run`.\n"
        )
    assert preflight.check_port("127.0.0.1", port) == ""


def test_an_address_of_another_machine() -> None:
    assert "no.such.host.invalid" in preflight.check_port("no.such.host.invalid", 8000)
