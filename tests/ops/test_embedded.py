"""The embedded PostgreSQL: shared, stopped by the last, and none the worse for a crash."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from kaiwa.config import ROOT
from kaiwa.errors import StartError
from kaiwa.ops.embedded import EmbeddedDatabase
from tests.database_server import plain
from tests.live_server import is_running

HOLDER = """
import sys
from pathlib import Path
from kaiwa.ops.embedded import EmbeddedDatabase
database = EmbeddedDatabase(Path(sys.argv[1]))
print(database.url, flush=True)
sys.stdin.read()
"""


def ask(database: EmbeddedDatabase, statement: str) -> object:
    with psycopg.connect(plain(database.url)) as connection:
        row = connection.execute(statement).fetchone()
        assert row is not None
        return row[0]


def postmaster(folder: Path) -> int:
    return int((folder / "postmaster.pid").read_text().split("\n", 1)[0])


def holder(folder: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("postgresql+psycopg://")
    return process


def end(process: "subprocess.Popen[str]") -> None:
    process.communicate()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose database exists and holds a row; stopped."""
    folder = tmp_path_factory.mktemp("embedded") / "postgres"
    database = EmbeddedDatabase(folder)
    with psycopg.connect(plain(database.url)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    database.close()
    return folder


def test_a_second_start_finds_what_was_kept(made: Path) -> None:
    assert not (made / "postmaster.pid").exists()
    database = EmbeddedDatabase(made)
    assert ask(database, "SELECT answer FROM kept") == 42
    assert int(str(ask(database, "SHOW server_version_num"))) >= 150_000
    pid = postmaster(made)
    database.close()
    assert not is_running(pid)
    database.close()


def test_the_last_to_leave_stops_it(made: Path) -> None:
    other = holder(made)
    here = EmbeddedDatabase(made)
    pid = postmaster(made)
    end(other)
    assert ask(here, "SELECT 1") == 1
    here.close()
    assert not is_running(pid)


def test_a_process_that_was_killed_holds_nothing(made: Path) -> None:
    other = holder(made)
    other.send_signal(signal.SIGKILL)
    end(other)
    here = EmbeddedDatabase(made)
    pid = postmaster(made)
    here.close()
    assert not is_running(pid)


def test_a_killed_server_comes_back_with_its_rows(made: Path) -> None:
    database = EmbeddedDatabase(made)
    os.kill(postmaster(made), signal.SIGKILL)
    again = EmbeddedDatabase(made)
    assert ask(again, "SELECT answer FROM kept") == 42
    again.close()
    database.close()


def test_a_stale_pid_that_belongs_to_another_program_is_forgotten(made: Path) -> None:
    lines = [str(os.getpid()), str(made), "1700000000", "5432", str(made), "", "1 1", "ready"]
    (made / "postmaster.pid").write_text("\n".join(lines) + "\n")
    database = EmbeddedDatabase(made)
    assert ask(database, "SELECT answer FROM kept") == 42
    database.close()


def test_a_deep_folder_is_no_obstacle(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 100) / "postgres"
    database = EmbeddedDatabase(deep)
    assert ask(database, "SELECT 1") == 1
    database.close()


def test_what_cannot_start_is_said_in_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "postgres"
    folder.mkdir()
    (folder / "PG_VERSION").write_text("18\n")
    with pytest.raises(StartError, match=r"The embedded PostgreSQL does not start: see .*log"):
        EmbeddedDatabase(folder, attempts=1)
