"""A worker: does the jobs of the queue until it is told to stop, and waits for a database that is away."""

import asyncio
import logging
import signal
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import psycopg
from flask import Flask
from procrastinate import JobContext, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.worker import Worker
from psycopg_pool import PoolTimeout
from sqlalchemy import make_url

from kaiwa.queue import jobs

NAME = "kaiwa"
AT_ONCE = 4
PAUSE_SECONDS = 2.0
GRACE_SECONDS = 3.0
STOPPING = (signal.SIGINT, signal.SIGTERM)

log = logging.getLogger("kaiwa.worker")


def work(app: Flask) -> None:
    """Do jobs until a signal comes."""
    asyncio.run(_work_until_told(app))


def work_off(app: Flask) -> None:
    """Do the jobs that are due, one after another in the order in which they were made, then return."""
    asyncio.run(_do_jobs(app, wait=False, at_once=1))


async def _work_until_told(app: Flask) -> None:
    stopping = asyncio.Event()
    for number in STOPPING:
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    log.info("worker started")
    while not stopping.is_set():
        try:
            await _unless(stopping, _do_jobs(app, wait=True))
        except (ConnectorException, PoolTimeout, psycopg.Error) as error:
            log.warning("the queue cannot be reached: %s", type(error).__name__)
        await _unless(stopping, asyncio.sleep(PAUSE_SECONDS))
    log.info("worker stopped")


async def _unless(stopping: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Do the work, breaking it off when it is time to stop."""
    doing, told = asyncio.create_task(work), asyncio.create_task(stopping.wait())
    await asyncio.wait({doing, told}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    doing.cancel()
    with suppress(asyncio.CancelledError):
        await doing


async def _do_jobs(app: Flask, *, wait: bool, at_once: int = AT_ONCE) -> None:
    logging.getLogger(f"procrastinate.worker.{NAME}").setLevel(logging.WARNING)
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"]).set(drivername="postgresql")
    connector = PsycopgConnector(
        conninfo=url.render_as_string(hide_password=False),
        min_size=1,
        max_size=AT_ONCE,
        kwargs={"prepare_threshold": None, "connect_timeout": 5, "application_name": "kaiwa worker"},
    )
    with jobs.replace_connector(connector):
        async with jobs.open_async():
            await jobs.run_worker_async(
                name=NAME,
                concurrency=at_once,
                wait=wait,
                delete_jobs="successful",
                install_signal_handlers=False,
                shutdown_graceful_timeout=GRACE_SECONDS,
                task_middleware=[_inside(app)],
            )


def _inside(app: Flask) -> Callable[[Callable[[], Any], JobContext, Worker], Any]:
    """Each job in an application context of its own, and one line about how it went."""

    def run(call_next: Callable[[], Any], context: JobContext, worker: Worker) -> Any:  # noqa: ARG001
        job, began = context.job, time.perf_counter()
        with app.app_context():
            try:
                result = call_next()
            except Exception:
                log.warning("job %s %s failed, attempt %s", job.id, job.task_name, job.attempts + 1, exc_info=True)
                raise
        log.info("job %s %s done in %d ms", job.id, job.task_name, (time.perf_counter() - began) * 1000)
        return result

    return run
