"""`python -m kaiwa.ops.run`: start all that Kaiwa needs, say where it is, and stop all of it at the end."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType

from kaiwa.config import ROOT, Settings
from kaiwa.errors import ConfigurationError, StartError
from kaiwa.ops.embedded import EmbeddedDatabase
from kaiwa.ops.preflight import check_port
from kaiwa.ops.standin import is_wanted, standin_variables, start_standin
from kaiwa.web.assets import build

GRACE_SECONDS = 4
KEEP_ALIVE_SECONDS = 65  # longer than the 60 of the usual proxies, which would else meet a connection just closed
START_SECONDS = 60
LOOKING_AFTER_SECONDS = 2
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Process = subprocess.Popen[bytes]


class Stopped(Exception):
    """Somebody asked us to end."""


def main() -> int:
    """Run until a signal comes or the server ends; the exit status says which."""
    for number in STOPPING:
        signal.signal(number, ask_to_stop)
    try:
        settings = Settings.from_environment()
        return run(settings)
    except (ConfigurationError, StartError) as error:
        print(error, file=sys.stderr)
        return 1
    except Stopped:
        return 0


def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
    """End at the next step; what comes while ending is not to cut it short."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    raise Stopped


@contextmanager
def held_signals() -> Iterator[None]:
    """Stop only after the block: what is half started would be left behind."""
    came: list[int] = []
    before = {number: signal.signal(number, lambda number, _frame: came.append(number)) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if came:
        raise Stopped


def run(settings: Settings) -> int:
    """Everything between the first check and the last thing stopped."""
    taken = check_port(settings.host, settings.port)
    if taken:
        raise StartError(taken)
    build(settings.var_dir / "assets")
    if settings.database_url is not None:
        return serve(settings)
    with held_signals():
        database = EmbeddedDatabase(settings.var_dir / "postgres")
    try:
        return serve(settings.model_copy(update={"database_url": database.url}))
    finally:
        database.close()


def serve(settings: Settings) -> int:
    """Bring the database up to date, then keep gunicorn and a worker running."""
    variables = environment(settings)
    tries_buying = is_wanted(settings)
    prepared = subprocess.run([*FLASK, "prepare"], cwd=ROOT, env=variables)
    if prepared.returncode:
        return 1  # it has said why
    started: list[Process] = []
    try:
        if tries_buying:
            variables |= standin_variables()
            started.append(start_standin(settings, variables))
            if subprocess.run([*FLASK, "billing", "sync-prices"], cwd=ROOT, env=variables).returncode:
                return 1  # it has said why
        server = subprocess.Popen(command(settings), cwd=ROOT, env=variables, start_new_session=True)
        started.append(server)
        wait_until_alive(server, settings)
        started.append(start_worker(variables))
        print(f"Kaiwa is at {settings.address}", flush=True)
        while server.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(LOOKING_AFTER_SECONDS)
            if started[-1].poll() is not None:
                started.append(start_worker(variables))
        return server.returncode or 1  # it was not asked to end
    finally:
        stop(started)


def start_worker(variables: dict[str, str]) -> Process:
    """What does the jobs of the queue."""
    return subprocess.Popen([*FLASK, "worker"], cwd=ROOT, env=variables, start_new_session=True)


def command(settings: Settings) -> list[str]:
    """gunicorn with the settings; threads because a conversation is a stream that stays open."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    options = {
        "bind": f"{host}:{settings.port}",
        "worker-class": "gthread",
        "workers": settings.web_workers,
        "threads": settings.web_threads,
        "worker-connections": max(1000, settings.web_threads * 2),
        "graceful-timeout": GRACE_SECONDS - 1,
        "keep-alive": KEEP_ALIVE_SECONDS,
        "log-level": "warning",
    }
    if Path("/dev/shm").is_dir():  # noqa: S108
        options["worker-tmp-dir"] = "/dev/shm"  # noqa: S108
    written = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "gunicorn", "wsgi:app", "--no-control-socket", *written]


def environment(settings: Settings) -> dict[str, str]:
    """What the web processes are told beyond what we were: the database that we started."""
    return {**os.environ, "DATABASE_URL": settings.database_url or "", "SECRET_KEY": settings.secret_key}


def wait_until_alive(server: Process, settings: Settings) -> None:
    """Return when the first web process answers."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise StartError("The web server ended while starting: the lines above say why.")
        if answers(settings):
            return
        time.sleep(0.05)
    raise StartError(f"The web server did not answer within {START_SECONDS} seconds.")


def answers(settings: Settings) -> bool:
    """Whether /healthz answers, as whichever host is trusted."""
    host = settings.address.removeprefix("http://").rsplit(":", 1)[0]
    connection = HTTPConnection(host, settings.port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": next(iter(settings.trusted_hosts), host)})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def stop(processes: list[Process]) -> None:
    """Let the requests and jobs in work finish, but not for ever."""
    running = [each for each in processes if each.poll() is None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
