"""`python -m kaiwa.ops.run` as a person starts it: the address, the end, and every reason not to start."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import psutil
import pytest
import requests

from kaiwa.config import ROOT
from tests.live_server import answers, free_port, is_running

Run = subprocess.Popen[str]


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all starts, as on a real machine."""
    return tmp_path_factory.mktemp("run")


def start(var: Path, port: int, **environment: str) -> Run:
    variables = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "KAIWA_ENV"}}
    settings = {"VAR_DIR": str(var), "PORT": str(port), "WEB_THREADS": "8", **environment}
    return subprocess.Popen(
        [sys.executable, "-m", "kaiwa.ops.run"],
        cwd=ROOT,
        env=variables | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def lines_until_address(process: Run) -> Iterator[str]:
    assert process.stdout is not None
    for line in process.stdout:
        yield line.rstrip()
        if line.startswith("Kaiwa is at"):
            return


def children(process: Run) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_and_ends_all_it_started(var: Path, ending: signal.Signals) -> None:
    port = free_port()
    process = start(var, port)
    *_, last = lines_until_address(process)
    assert last == f"Kaiwa is at http://127.0.0.1:{port}"
    assert answers(port)
    started = children(process)
    assert len(started) >= 3
    postmaster = int((var / "postgres" / "postmaster.pid").read_text().split("\n", 1)[0])
    process.send_signal(ending)
    _, errors = process.communicate()
    assert (process.returncode, errors) == (0, "")
    assert not answers(port)
    assert not [each for each in started if is_running(each.pid)]
    assert not is_running(postmaster)


def child(process: Run, name: str, other_than: int = 0) -> psutil.Process:
    """What it started with this word in its command; a process that has just begun has no command for a moment."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        for each in psutil.Process(process.pid).children():
            with contextlib.suppress(psutil.Error):
                if name in each.cmdline() and each.pid != other_than:
                    return each
        time.sleep(0.1)
    raise AssertionError(f"it has started no {name}")


def test_a_worker_that_dies_is_started_again(var: Path) -> None:
    process = start(var, free_port())
    list(lines_until_address(process))
    first = child(process, "worker")
    first.kill()
    again = child(process, "worker", other_than=first.pid)
    process.terminate()
    process.communicate()
    assert process.returncode == 0
    assert not is_running(again.pid)


def test_a_web_server_that_dies_is_a_failure(var: Path) -> None:
    process = start(var, free_port())
    list(lines_until_address(process))
    child(process, "gunicorn").send_signal(signal.SIGTERM)
    process.communicate()
    assert process.returncode == 1
    assert not (var / "postgres" / "postmaster.pid").exists()


def refusal(process: Run) -> str:
    """The one sentence on stderr of a start that fails."""
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Traceback" not in errors
    assert errors.count("\n") == 1
    return errors.strip()


def test_a_taken_port_is_said(var: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert refusal(start(var, port)).startswith(f"Port {port} of 127.0.0.1 cannot be used")


def test_a_wrong_setting_is_said(var: Path) -> None:
    assert refusal(start(var, free_port(), LOG_LEVEL="loud")) == (
        "The setting LOG_LEVEL should be DEBUG, INFO, WARNING or ERROR."
    )


def test_production_without_a_key_is_said(var: Path) -> None:
    assert refusal(start(var, free_port(), KAIWA_ENV="production")).startswith("The setting SECRET_KEY should be")


def test_a_database_that_does_not_answer_is_said(var: Path) -> None:
    gone = f"postgresql://someone:hidden@127.0.0.1:{free_port()}/gone"
    sentence = refusal(start(var, free_port(), DATABASE_URL=gone))
    assert sentence.startswith("The database does not let us in (")
    assert sentence.endswith("mend DATABASE_URL, or unset it to use our own.")
    assert "hidden" not in sentence


def test_the_stand_in_for_stripe_is_started_and_ended_with_it(var: Path) -> None:
    process = start(var, free_port(), STRIPE="standin")
    said = [line for line in lines_until_address(process) if "stand-in" in line]
    controls = said[0].rsplit(" ", 1)[1]
    assert requests.get(controls, timeout=5).status_code == 200
    started = children(process)

    process.terminate()
    process.communicate()

    assert process.returncode == 0
    assert not [each for each in started if is_running(each.pid)]
    assert (var / "stripe_standin.json").exists()


def test_another_word_for_stripe_is_said(var: Path) -> None:
    sentence = refusal(start(var, free_port(), STRIPE="real"))
    assert sentence == "STRIPE may only be standin: the real Stripe is set by STRIPE_SECRET_KEY."


def test_a_stand_in_in_production_is_said(var: Path) -> None:
    settings = {
        "KAIWA_ENV": "production",
        "SECRET_KEY": token_hex(32),
        "PUBLIC_URL": "https://kaiwa.example",
        "MAIL_URL": "smtp://127.0.0.1",
        "TRUSTED_HOSTS": "kaiwa.example",
        "DATABASE_URL": f"postgresql://somebody@127.0.0.1:{free_port()}/gone",
    }
    sentence = refusal(start(var, free_port(), STRIPE="standin", **settings))
    assert sentence == "STRIPE=standin is for trying out: in production nobody could pay."
