import logging
import os
import signal
import socket
import time
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Any

import django
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

logger = logging.getLogger(__name__)

_SECONDS = 1.0


class Command(BaseCommand):
    help = (
        "Do what others have asked for: imports, rereadings and what is due by the clock. Any number of "
        "machines may have workers. Ctrl-C stops it when the work in hand is done, a second one at once; "
        "what a worker had in hand when it was stopped or died, another takes over."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("--concurrency", type=int, default=1, metavar="N", help="how many processes work (%(default)s)")
        add("--until-empty", action="store_true", help="stop when there is nothing left to do")

    def handle(self, *, concurrency: int, until_empty: bool, verbosity: int, **options: Any) -> None:
        if concurrency < 1:
            raise CommandError("--concurrency: one is the least")
        connection.ensure_connection()
        connection.close()
        if verbosity:
            processes = f"{concurrency} processes" if concurrency > 1 else "one process"
            self.stdout.write(f"A worker on {socket.gethostname()}, of {processes}. Ctrl-C stops it.")
            self.stdout.flush()
        if concurrency == 1:
            _work(until_empty, verbosity)
        else:
            Crew(concurrency, until_empty, verbosity).run()


class Crew:
    """Processes that work, each replaced when it dies."""

    def __init__(self, size: int, until_empty: bool, verbosity: int) -> None:
        self.size, self.stopped = size, False
        self.task = (connection.settings_dict["NAME"], until_empty, verbosity)
        self.members: list[BaseProcess] = []

    def run(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)
        for _ in range(self.size):
            self.begin()
        while self.members:
            time.sleep(_SECONDS / 4)
            for member in [each for each in self.members if not each.is_alive()]:
                self.members.remove(member)
                if member.exitcode and not self.stopped:
                    logger.warning("A process ended with %s; another begins", member.exitcode)
                    time.sleep(_SECONDS)
                    self.begin()

    def begin(self) -> None:
        if self.stopped:
            return
        # Started anew, not forked: a fork would share our connection to the database.
        member = get_context("spawn").Process(target=_work_in_crew, args=self.task)
        member.start()
        self.members.append(member)

    def stop(self, *_: Any) -> None:
        self.stopped = True
        for member in self.members:
            member.terminate()


def _work_in_crew(database: str, until_empty: bool, verbosity: int) -> None:
    # Ctrl-C reaches the whole crew; the process that began the others passes it on.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
    connection.settings_dict["NAME"] = database
    Thread(target=_end_with_the_crew, daemon=True).start()
    _work(until_empty, verbosity, by_hand=False)


def _end_with_the_crew() -> None:
    if crew := parent_process():
        crew.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _work(until_empty: bool, verbosity: int, by_hand: bool = True) -> None:
    # These need Django to be set up, which a process of a crew does for itself.
    from archive.working import work
    from articles.jobs import stop_where_the_database_is_gone, take_over

    if verbosity:
        _tell()
    work(until_empty, take_over, [stop_where_the_database_is_gone], by_hand)


def _tell() -> None:
    teller = logging.StreamHandler()
    teller.setFormatter(logging.Formatter("%(asctime)s [%(process)d] %(message)s", "%H:%M:%S"))
    for name in ("articles", "archive"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.INFO)
        logger.addHandler(teller)
        logger.propagate = False
