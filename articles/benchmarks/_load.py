"""Readers for a server: a process of its own, which needs no Django and shares no lock with what it measures.

Reads one order in JSON on standard input, writes one report on standard output. Run by :mod:`pages`.
"""

import http.client
import json
import sys
import threading
import time
from itertools import count
from typing import Any


def read(order: dict[str, Any]) -> dict[str, Any]:
    """Ask for ``paths`` in turn over so many kept ``connections`` until the ``seconds`` are over.

    Asked ``anew``, no address is the same as another, so that no page is at hand.
    The report has how many ``seconds`` it took, the ``times`` of the answers, and how many ``failed``:
    were no answer, or none of status 200.
    """
    turns, times, failed = count(), [], []
    began = time.perf_counter()
    until = began + order["seconds"]

    def reader() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", order["port"], timeout=60)
        while (asked := time.perf_counter()) < until:
            turn = next(turns)
            path = order["paths"][turn % len(order["paths"])]
            if order["anew"]:
                path += f"{'&' if '?' in path else '?'}anew={began}-{turn}"
            try:
                connection.request("GET", path, headers={"Host": order["host"]})
                response = connection.getresponse()
                response.read()
                if response.status != 200:
                    failed.append(f"{response.status} {path}")
            except (OSError, http.client.HTTPException) as problem:
                failed.append(f"{problem!r} {path}")
                connection.close()
            times.append(time.perf_counter() - asked)
        connection.close()

    readers = [threading.Thread(target=reader) for _ in range(order["connections"])]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    return {"seconds": time.perf_counter() - began, "times": times, "failed": failed}


if __name__ == "__main__":
    json.dump(read(json.load(sys.stdin)), sys.stdout)
