"""Make a fictional archive in a database of its own, for other benchmarks or to look at.

The same size and seed give the same archive. One that is there already is migrated and kept.
"""

from argparse import ArgumentParser
from typing import Any, TextIO

from django.db import connection
from django.template.defaultfilters import filesizeformat

from articles.benchmarks import _database


def add_arguments(parser: ArgumentParser) -> None:
    _database.add_arguments(parser)


def run(options: dict[str, Any], stdout: TextIO) -> None:
    size = _database.ready(options, stdout)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), pg_database_size(current_database())")
        name, taken = cursor.fetchone()
    stdout.write(f"{size.quotations} quotations in {name}, {filesizeformat(taken)}\n")
