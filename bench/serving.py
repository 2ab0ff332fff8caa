"""A server to be measured: gunicorn as `make run` starts it, on an embedded database of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory

from kaiwa.config import ROOT
from kaiwa.ops.embedded import EmbeddedDatabase
from kaiwa.ops.run import KEEP_ALIVE_SECONDS
from kaiwa.web.assets import build

WORKERS, THREADS = "2", "512"


@contextmanager
def kaiwa_server(more: dict[str, str] | None = None) -> Iterator[int]:
    """Kaiwa with its default settings and `more`, where a guest may talk as much as is measured; gives the port."""
    with TemporaryDirectory() as folder:
        database = EmbeddedDatabase(Path(folder) / "postgres")
        build(Path(folder) / "assets")
        variables = {
            "DATABASE_URL": database.url,
            "VAR_DIR": folder,
            "GUEST_MESSAGES_PER_MINUTE": "100000",
            "GUEST_CONVERSATIONS": "100000",
            **(more or {}),
        }
        prepare = [sys.executable, "-m", "flask", "--app", "wsgi", "prepare"]
        try:
            subprocess.run(prepare, cwd=ROOT, env=os.environ | variables, check=True, stdout=subprocess.DEVNULL)
            with server("wsgi:app", variables) as port:
                yield port
        finally:
            database.close()


@contextmanager
def server(app: str, variables: dict[str, str] | None = None) -> Iterator[int]:
    """An application under the same gunicorn; gives the port."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--worker-class=gthread", f"--workers={WORKERS}", f"--threads={THREADS}"]
    options.append(f"--keep-alive={KEEP_ALIVE_SECONDS}")
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", app, f"--bind=127.0.0.1:{port}", "--no-control-socket", *options],
        cwd=ROOT,
        env=os.environ | (variables or {}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def wait_for(port: int) -> None:
    """Return when somebody answers on the port; raises RuntimeError after half a minute."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        connection = HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except (OSError, HTTPException):
            time.sleep(0.05)
        finally:
            connection.close()
    raise RuntimeError("the measured server does not answer")
