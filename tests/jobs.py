"""Doing the queue's jobs in a test."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from kaiwa.ops.working import work_off


def do_jobs(app: Flask) -> None:
    """Do what is due, in a thread of its own: Playwright keeps an event loop running in that of the tests."""
    with ThreadPoolExecutor(max_workers=1) as threads:
        threads.submit(work_off, app).result()
