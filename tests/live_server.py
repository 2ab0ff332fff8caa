"""A real server in processes of its own, for journeys and for what only a kill -9 shows."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil

from kaiwa.config import ROOT
from kaiwa.ops.run import KEEP_ALIVE_SECONDS

START_SECONDS = 30


@dataclass
class LiveServer:
    """Where it listens, and the process of its master."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def workers(self) -> list[int]:
        """The web processes, which may be killed one by one; the master starts them again."""
        return [child.pid for child in psutil.Process(self.process.pid).children()]

    def kill_workers(self) -> None:
        """End every web process at once, as a crash does."""
        for pid in self.workers():
            os.kill(pid, signal.SIGKILL)

    def wait_until_ready(self) -> None:
        """Return when it answers; fails with its log when it does not."""
        port = int(self.url.rsplit(":", 1)[1])
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            if answers(port):
                return
            time.sleep(0.05)
        raise RuntimeError(f"The live server does not answer:\n{self.log.read_text()}")


def answers(port: int) -> bool:
    """Whether the server on the port says that it is alive."""
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def is_running(pid: int) -> bool:
    """Whether the process lives; one that is dead but not yet fetched by its parent does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_server(environment: dict[str, str], log: Path, *, workers: int = 1) -> Iterator[LiveServer]:
    """gunicorn as in production, on a free port, with the settings given as variables."""
    port = free_port()
    options = ["--worker-class=gthread", f"--workers={workers}", "--threads=64", "--graceful-timeout=2"]
    options.append(f"--keep-alive={KEEP_ALIVE_SECONDS}")
    command = [sys.executable, "-m", "gunicorn", "wsgi:app", f"--bind=127.0.0.1:{port}", *options]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, "--no-control-socket", "--log-level=warning"],
            cwd=ROOT,
            # the port stands in the addresses that it gives to others
            env={**os.environ, "PORT": str(port), **environment},
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        server = LiveServer(f"http://127.0.0.1:{port}", process, log)
        try:
            server.wait_until_ready()
            yield server
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
