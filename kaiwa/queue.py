"""Work for later: jobs are rows of the same PostgreSQL, made in the transaction that makes them necessary.

Tasks live in the features (`accounts/jobs.py`), under names that outlive a move to another module; their arguments are
ids and plain values, and doing one twice must do no harm. `flask worker` does them.
"""

import json
import logging
from collections.abc import Mapping
from typing import Any

from procrastinate import App, BaseRetryStrategy, JobContext, RetryDecision, SyncPsycopgConnector
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, JobDeferrer, Status
from procrastinate.manager import JobManager
from procrastinate.tasks import Task
from procrastinate.types import JSONValue
from sqlalchemy import text
from sqlalchemy.orm import Session

FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 10, 15 * 60
# a little over three days
MOST_ATTEMPTS = 300
KEPT_HOURS = 30 * 24

# its lines repeat the arguments of a job, which may name a person; the worker writes lines of its own
logging.getLogger("procrastinate").setLevel(logging.CRITICAL)

jobs = App(connector=SyncPsycopgConnector())
# never opened: it only speaks over the connection of a session
_manager = JobManager(SyncPsycopgConnector())


class Backoff(BaseRetryStrategy):
    """Try again after ten seconds, then twenty, at last every quarter of an hour for three days, or `most` times."""

    def __init__(self, most: int = MOST_ATTEMPTS) -> None:
        self.most = most

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:  # noqa: ARG002
        """When to try again; None gives up, and the row stays as failed."""
        if job.attempts >= self.most:
            return None
        wait = min(FIRST_WAIT_SECONDS * 2 ** min(job.attempts, 10), LONGEST_WAIT_SECONDS)
        return RetryDecision(retry_in={"seconds": wait})


def enqueue(session: Session, task: Task[..., Any, Any], **arguments: JSONValue) -> None:
    """Have a job done once the transaction of the session is committed; rolled back, there is no job."""
    connection = session.connection().connection.driver_connection
    JobDeferrer(_manager, task.configure().job, connection).defer(**arguments)


def enqueue_named(session: Session, name: str, **arguments: JSONValue) -> None:
    """The same for a task by its name: for whoever is imported by the module of the task."""
    connection = session.connection().connection.driver_connection
    JobDeferrer(_manager, jobs.configure_task(name).job, connection).defer(**arguments)


# makes a job for each row of another statement, of the values of `job_values`: no round trip of its own
DEFER_EACH = """procrastinate_defer_jobs_v1(ARRAY(
    SELECT ROW(:job_queue, :job_task, :job_priority, NULL, {lock}, {arguments}, NULL)::procrastinate_job_to_defer_v1
    FROM {rows}
))"""
_GIVEN = "jsonb_to_recordset(CAST(:jobs AS jsonb)) AS job(lock text, arguments jsonb)"
_DEFER_MANY = text("SELECT " + DEFER_EACH.format(rows=_GIVEN, lock="lock", arguments="arguments"))


def job_values(task: Task[..., Any, Any]) -> dict[str, Any]:
    """The parameters of DEFER_EACH: a statement that writes rows may make their jobs in the same round trip."""
    job = task.configure().job
    return {"job_queue": job.queue, "job_task": job.task_name, "job_priority": job.priority}


def enqueue_many(session: Session, task: Task[..., Any, Any], many: Mapping[str, Mapping[str, JSONValue]]) -> None:
    """Have a job done for each of the arguments, in one statement; the key of each is its queueing lock.

    A lock that a waiting job has already is an error: leave those out.
    """
    if many:
        # as one text: to send an array of rows takes longer than to make the jobs
        given = json.dumps([{"lock": lock, "arguments": arguments} for lock, arguments in many.items()])
        session.execute(_DEFER_MANY, {"jobs": given, **job_values(task)})


def forget_jobs(session: Session, argument: str, value: str) -> None:
    """Drop the jobs that have this value as an argument and are not being done: whom it names is gone."""
    query = text("DELETE FROM procrastinate_jobs WHERE status <> 'doing' AND args ->> :argument = :value")
    session.execute(query, {"argument": argument, "value": value})


@jobs.periodic(cron="* * * * *")
@jobs.task(name="queue.retry_stalled", queueing_lock="queue.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Take up the jobs whose worker has died."""
    for job in await context.app.job_manager.get_stalled_jobs():
        try:
            await context.app.job_manager.retry_job(job)
        except UniqueViolation:
            # another job with its queueing lock waits already, and will do the same
            await context.app.job_manager.finish_job(job, status=Status.ABORTED, delete_job=True)


@jobs.periodic(cron="17 3 * * *")
@jobs.task(name="queue.forget_old", queueing_lock="queue.forget_old", pass_context=True)
async def forget_old(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Drop what failed a month ago; what succeeded is dropped at once."""
    await context.app.job_manager.delete_old_jobs(KEPT_HOURS, include_failed=True, include_aborted=True)
