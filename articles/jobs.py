"""What workers do, and what they do by the clock."""

import logging
from datetime import timedelta
from typing import Any

from asgiref.sync import async_to_sync
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import InterfaceError, OperationalError
from django.db.models import Q
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status
from procrastinate.manager import JobManager
from procrastinate.utils import utcnow
from procrastinate.worker import Worker

from articles.batches import give_up, work_on
from articles.runs import QUEUE, cut, forget

logger = logging.getLogger(__name__)

TRIES = 4
DAILY = ["clearsessions", "count_terms"]
"""Commands of the house, those of them that there are."""


@app.task(name="cut", queue=QUEUE, retry=RetryStrategy(max_attempts=TRIES - 1, linear_wait=5))
def cut_run(*, run: int) -> None:
    cut(run)


@app.task(
    name="work", queue=QUEUE, pass_context=True, retry=RetryStrategy(max_attempts=TRIES - 1, linear_wait=5)
)
def work(context: JobContext, *, batch: int) -> None:
    try:
        done = work_on(batch)
    except Exception as error:
        # Where the database is gone this raises too, and the job is taken over as one of a worker lost.
        give_up(batch, f"{type(error).__name__}: {error}", for_good=context.job.attempts >= TRIES - 1)
        raise
    if done:
        counted = ", ".join(f"{number} {name}" for name, number in done.counts.items()) or "nothing changed"
        logger.info("run %d, batch %d, %d stories: %s", done.run_id, done.number, done.total, counted)


@app.periodic(cron="* * * * *")
@app.task(name="take_over", queue=QUEUE, queueing_lock="take over", lock="take over")
def take_over_by_the_clock(timestamp: int) -> None:
    take_over()


def take_over() -> None:
    """Give the work of lost workers to those that are there, but not what has ended several of them."""
    manager = JobManager(DjangoConnector())
    heard_of = timezone.now() - timedelta(seconds=settings.WORKER_LOST_AFTER)
    lost = Q(worker=None) | Q(worker__last_heartbeat__lt=heard_of)
    for job in ProcrastinateJob.objects.filter(lost, status=Status.DOING.value):
        logger.warning("Taking over from a lost worker: %s %s", job.task_name, job.args)
        if job.attempts < TRIES:
            manager.retry_job_by_id(job.pk, utcnow())
            continue
        async_to_sync(manager.finish_job_by_id_async)(job.pk, Status.FAILED, delete_job=False)
        if job.task_name == work.name:
            give_up(job.args["batch"], "Its workers died over it.", for_good=True)


def stop_where_the_database_is_gone(call_next: Any, context: JobContext, worker: Worker) -> Any:
    """Around each job: a worker that could not report it would seem to be at it for ever."""
    try:
        return call_next()
    except (OperationalError, InterfaceError):
        worker.stop()
        raise


@app.periodic(cron="20 3 * * *")
@app.task(name="daily", queue=QUEUE, queueing_lock="daily", lock="daily")
def daily(timestamp: int) -> None:
    forget()
    for name in DAILY:
        if name in get_commands():
            call_command(name, verbosity=0)
