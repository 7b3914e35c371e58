"""Work spread over processes, each with Django and a connection to the database of its own.

Nothing is imported here that needs Django to be set up: a process of the crew starts anew, with this module.
"""

import gc
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

import django
from django.db import connection

Task = TypeVar("Task")
Result = TypeVar("Result")


def spread(work: Callable[[Task], Result], tasks: Iterable[Task], workers: int) -> Iterator[Result]:
    """What ``work`` makes of each task, in order. A few are in memory at a time, however many there are.

    ``BrokenProcessPool`` where the system ended a worker, which it does when memory runs out.
    """
    # Started anew, not forked: a fork would share our connection to the database.
    crew = ProcessPoolExecutor(workers, get_context("spawn"), _begin, (connection.settings_dict["NAME"],))
    waiting: deque[Future[Result]] = deque()
    try:
        for task in tasks:
            waiting.append(crew.submit(_do, work, task))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        crew.shutdown(cancel_futures=True)


def _begin(database: str) -> None:
    # Ctrl-C reaches the whole crew; the process that handed out the tasks answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
    connection.settings_dict["NAME"] = database
    # A task makes rows by the ten thousand and drops them all: looking through them meanwhile finds nothing.
    gc.freeze()
    gc.disable()


def _do(work: Callable[[Task], Result], task: Task) -> Result:
    try:
        return work(task)
    finally:
        gc.collect()
