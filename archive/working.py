"""The loop of a worker: one process, one job at a time, until it is asked to stop.

Reading is work for a processor, so that a second job at once needs a second process.
"""

import asyncio
import logging
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector

logger = logging.getLogger(__name__)

_SECONDS = 1.0
# For a connection: where there is none by then, the loop begins anew, which may start the database.
_PATIENCE = 5.0


def work(until_empty: bool, before: Callable[[], None], around: list[Any], by_hand: bool = True) -> None:
    """Do jobs until there are none, or for ever. ``by_hand``: Ctrl-C is meant for this process.

    ``before`` is called whenever the loop begins, ``around`` wraps each job. Asked to stop, it ends what it
    has in hand; asked again, it stops at once, and another worker takes that over.
    """
    asyncio.run(_Loop(until_empty, before, around, by_hand).run())


class _Loop:
    def __init__(
        self, until_empty: bool, before: Callable[[], None], around: list[Any], by_hand: bool
    ) -> None:
        self.until_empty, self.before, self.around = until_empty, before, around
        self.signals = [signal.SIGTERM, signal.SIGINT] if by_hand else [signal.SIGTERM]
        self.stopped = asyncio.Event()

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        for number in self.signals:
            loop.add_signal_handler(number, self.stop)
        while not self.stopped.is_set():
            try:
                if await self.work_once() and self.until_empty and not await self.anything_left():
                    return
            except (ConnectorException, OperationalError, InterfaceError) as error:
                logger.warning("The database is gone; waiting for it: %s", " ".join(str(error).split())[:200])
            with suppress(TimeoutError):
                await asyncio.wait_for(self.stopped.wait(), _SECONDS)

    def stop(self) -> None:
        logger.info("Stopping when the job in hand is done")
        self.stopped.set()
        for number in self.signals:
            asyncio.get_running_loop().remove_signal_handler(number)
            signal.signal(number, signal.SIG_DFL)

    async def work_once(self) -> bool:
        """Work until asked to stop, until the database is gone, or until no job can be begun now."""
        params = await sync_to_async(self.prepare)()
        connector = PsycopgConnector(kwargs=params, min_size=1, max_size=3, timeout=_PATIENCE)
        with app.replace_connector(connector):
            async with app.open_async():
                working = asyncio.create_task(self.worker())
                stopping = asyncio.create_task(self.stopped.wait())
                await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
                stopping.cancel()
                if not working.done():
                    working.cancel()  # it ends what it has in hand
                with suppress(asyncio.CancelledError):
                    await working
        return True

    def prepare(self) -> dict[str, Any]:
        """Parameters that reach the database; an archive's own one may have to be started first."""
        connection.close()
        connection.ensure_connection()
        try:
            self.before()
            return connector_params()
        finally:
            connection.close()

    async def worker(self) -> None:
        lost_after = settings.WORKER_LOST_AFTER
        await app.run_worker_async(
            wait=not self.until_empty,
            delete_jobs="successful",
            install_signal_handlers=False,
            update_heartbeat_interval=lost_after / 3,
            stalled_worker_timeout=lost_after,
            task_middleware=[*app.worker_defaults.get("task_middleware", []), *self.around],
        )

    async def anything_left(self) -> bool:
        """Whether there is a job to do, now or soon, or one that somebody is at."""

        def ask() -> bool:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE status IN ('todo', 'doing'))"
                )
                [left] = cursor.fetchone()
            connection.close()
            return left

        return await sync_to_async(ask)()
