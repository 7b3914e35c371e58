"""A fictional archive in a database of its own: made once, brought up to date, and never another's."""

import json
import re
import time
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from operator import itemgetter
from typing import Any, TextIO

from django.apps import apps
from django.core.management import CommandError, call_command
from django.core.management.color import no_style
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.utils.text import slugify

from articles.benchmarks import _fiction as fiction
from articles.extraction.crew import spread
from articles.models import Event, KeptCount, Outlet, Participation, Quotation
from articles.results.kept import count_terms
from people.models import Area, Office, Organization, Party, PartyMembership, Person, Tenure

KIND = 1
"""Of the fictional archives that this code makes; a database with another is made anew."""
MARK = "benchmark archive "

# Sizes for building indexes, for this session alone.
GENEROUS = {"maintenance_work_mem": "512MB", "synchronous_commit": "off"}


@dataclass(frozen=True, slots=True)
class Size:
    """Which fictional archive a database holds."""

    quotations: int
    seed: int
    kind: int = KIND


def use(name: str) -> None:
    """Make every later query of this process, and of its crews, go to the database ``name``.

    ``CommandError`` where it is not there and may not be made.
    """
    settings = connection.settings_dict
    if settings["ENGINE"] != "archive.embedded":  # which makes what is missing
        try:
            with connection._nodb_cursor() as cursor:
                cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
                if not cursor.rowcount:
                    cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")
        except Exception as problem:
            raise CommandError(
                f"A benchmark needs a database of its own, {name}, and it cannot be made: {problem}".strip()
            ) from problem
    connection.close()
    settings["NAME"] = name


def add_arguments(parser: ArgumentParser) -> None:
    """The options of every benchmark that needs a fictional archive."""
    parser.add_argument("--quotations", type=int, default=200_000, metavar="N", help="its size (200000)")
    parser.add_argument("--seed", type=int, default=1, help="of all that is drawn (1)")
    parser.add_argument("--database", metavar="NAME", help="where it is, or is made")
    parser.add_argument("--fresh", action="store_true", help="make it anew where it is there already")
    parser.add_argument("--workers", type=int, default=2, help="processes that write it (2)")


def ready(options: dict[str, Any], stdout: TextIO) -> Size:
    """Use the fictional archive that the options ask for, made or brought up to date where it has to be."""
    size = Size(options["quotations"], options["seed"])
    if size.quotations < 100:
        raise CommandError("A fictional archive has a hundred quotations or more.")
    use(options["database"] or usual_name(size))
    prepare(size, stdout, options["workers"], options["fresh"])
    return size


def usual_name(size: Size) -> str:
    """Such as ``press_gallery_benchmark_200000``, beside the archive ``press_gallery``."""
    return (
        f"{re.sub(r'_benchmark_[0-9]+$', '', connection.settings_dict['NAME'])}_benchmark_{size.quotations}"
    )


def prepare(size: Size, stdout: TextIO, workers: int = 2, fresh: bool = False) -> None:
    """Fill the database in use with the archive of this size, or migrate the one it holds.

    ``CommandError`` where it holds something else: nothing but a benchmark's own archive is replaced.
    """
    held = marked()
    if held is None and has_tables():
        raise CommandError(
            f"The database {connection.settings_dict['NAME']} holds something else, or an archive that was "
            "never finished: drop it yourself, or name another with --database."
        )
    if held == size and not fresh:
        if migrate():
            if not KeptCount.objects.exists():
                count_terms()
            tidy()
        return
    if held is not None:
        empty()
    began = time.perf_counter()
    mark(None)
    migrate()
    fill(fiction.archive(size.quotations, size.seed), stdout, workers)
    mark(size)
    stdout.write(f"made in {time.perf_counter() - began:.0f} s\n")


def marked() -> Size | None:
    """What the comment on the database says of it. Half-made archives say that they have no quotations."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        (comment,) = cursor.fetchone()
    return Size(**json.loads(comment.removeprefix(MARK))) if (comment or "").startswith(MARK) else None


def mark(size: Size | None) -> None:
    said = MARK + json.dumps(asdict(size or Size(0, 0)))
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON DATABASE {name} IS %s", [said])


def has_tables() -> bool:
    return bool(connection.introspection.table_names())


def empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")


def migrate() -> bool:
    """Whether any migration was missing."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        call_command("migrate", verbosity=0)
    return bool(missing)


def tidy() -> None:
    """What autovacuum would do in time: pages known to be visible, and statistics."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def fill(archive: fiction.Archive, stdout: TextIO, workers: int) -> None:
    """Write the whole archive into empty tables, whose rules are off while that lasts."""
    many = [apps.get_model("articles", name) for name in fiction.COLUMNS]
    with told(stdout, "people, outlets and events"):
        write_few(archive)
    stories = f"{archive.stories} stories with {archive.quotations} quotations"
    with unchecked(many, stdout), told(stdout, stories):
        tasks = [(archive.quotations, archive.seed, part) for part in range(archive.parts)]
        for _ in spread(write_part, tasks, workers) if workers > 1 else map(write_part, tasks):
            pass
    with told(stdout, "counts of common words"):
        count_terms()
    with told(stdout, "statistics"):
        tidy()
    with told(stdout, "a sample read again under every rule"):
        check()


@contextmanager
def told(stdout: TextIO, what: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    stdout.write(f"{time.perf_counter() - began:8.1f} s  {what}\n")
    stdout.flush()


def write_few(archive: fiction.Archive) -> None:
    """The tables that stay small, with every rule on."""
    Party.objects.bulk_create(
        Party(pk=key, name=f"{name} Party", short_name=name, slug=slugify(name), colour=colour)
        for key, (name, colour) in enumerate(fiction.PARTIES.items(), 1)
    )
    Person.objects.bulk_create(
        Person(
            pk=person.key,
            name=person.name,
            sort_name=f"{person.surname}, {person.name.rpartition(' ')[0]}",
            slug=f"{slugify(person.name)}-{person.key}",
        )
        for person in archive.people
    )
    PartyMembership.objects.bulk_create(
        PartyMembership(person_id=person.key, party_id=party, starts=starts, ends=ends)
        for person in archive.people
        for party, starts, ends in person.parties
    )
    write_tenures(archive)
    Outlet.objects.bulk_create(
        Outlet(pk=key, name=name, slug=slugify(name)) for key, name in enumerate(archive.outlets, 1)
    )
    Event.objects.bulk_create(
        Event(
            pk=event.key,
            name=event.name,
            slug=f"{slugify(event.name)}-{event.key}",
            kind=event.kind,
            starts_on=event.day,
            in_response_to_id=event.cause,
        )
        for event in archive.events
    )
    Participation.objects.bulk_create(
        Participation(event_id=event.key, person_id=person, position=position)
        for event in archive.events
        for position, person in enumerate(event.people)
    )
    reset_keys([Party, Person, Outlet, Event])


def write_tenures(archive: fiction.Archive) -> None:
    government = Organization.objects.create(name="Government", classification="executive")
    house = Organization.objects.create(name="House", classification="legislature")
    held = list(archive.tenures())
    seats = {title: Area(name=title) for title, *_ in held if title.endswith(" seat")}
    Area.objects.bulk_create(seats.values())
    offices = {
        title: Office(name="member", slug=slugify(title), kind="seat", organization=house, area=seats[title])
        if title in seats
        else Office(name=title, slug=slugify(title), kind="government", organization=government)
        for title, *_ in held
    }
    for office in offices.values():
        office.single_holder = True
    Office.objects.bulk_create(offices.values())
    Tenure.objects.bulk_create(
        Tenure(person_id=person.key, office=offices[title], starts=starts, ends=ends)
        for title, person, starts, ends in held
    )


def write_part(task: tuple[int, int, int]) -> None:
    quotations, seed, part = task
    rows = fiction.archive(quotations, seed).write(part)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        for name in fiction.COLUMNS:
            copy(cursor, apps.get_model("articles", name), fiction.COLUMNS[name].split(), rows[name])


def copy(cursor: Any, model: type[models.Model], given: list[str], rows: Iterable[tuple[str, ...]]) -> None:
    """Write rows of what is ``given``, but for what the model has not; what else it has takes its default."""
    fields = {field.attname: field for field in model._meta.concrete_fields if not field.generated}
    written = [name for name in given if name in fields]
    others = {name: default(field) for name, field in fields.items() if name not in given}
    columns = ", ".join(f'"{fields[name].column}"' for name in [*written, *others])
    take = itemgetter(*(given.index(name) for name in written))
    rest = "".join(f"\t{value}" for value in others.values()) + "\n"
    table = connection.ops.quote_name(model._meta.db_table)
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as target:
        target.write("".join(["\t".join(take(row)) + rest for row in rows]))


def default(field: models.Field) -> str:
    """As COPY takes it. ``CommandError`` for a column that must be given and that nobody gives."""
    value = field.get_default() if field.has_default() else None if field.null else ""
    if value == "" and not field.empty_strings_allowed:
        raise CommandError(
            f"The fictional archive says nothing of {field}: add it to articles/benchmarks/_fiction.py."
        )
    if value is None:
        return fiction.NOTHING
    return {True: "t", False: "f"}[value] if isinstance(value, bool) else "{}" if value == [] else str(value)


@contextmanager
def unchecked(tables: list[type[models.Model]], stdout: TextIO) -> Iterator[None]:
    """Without triggers, foreign keys and indexes; afterwards with all of them, built and checked at once."""
    names = [model._meta.db_table for model in tables]
    quoted = [connection.ops.quote_name(name) for name in names]
    with connection.cursor() as cursor:
        for name, value in GENEROUS.items():
            cursor.execute(f"SET {name} = '{value}'")
        constraints = standing_constraints(cursor, names)
        for table, constraint, _ in constraints:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
        indexes = standing_indexes(cursor, names)
        for index, _ in indexes:
            cursor.execute(f"DROP INDEX {index}")
        for table in quoted:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER, SET (autovacuum_enabled = false)")
    yield
    with connection.cursor() as cursor:
        with told(stdout, f"{len(indexes)} indexes"):
            for _, definition in indexes:
                cursor.execute(definition)
        with told(stdout, "keys and rules"):
            for table, constraint, definition in constraints:
                cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {constraint} {definition}")
        for table in quoted:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER, RESET (autovacuum_enabled)")
    reset_keys(tables)


def standing_constraints(cursor: Any, names: list[str]) -> list[tuple[str, str, str]]:
    """Foreign keys and what must be unique, without primary keys: table, name, definition."""
    cursor.execute(
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conrelid::regclass::text = ANY(%s) AND contype IN ('f', 'u', 'x') ORDER BY contype = 'f'",
        [names],
    )
    return cursor.fetchall()


def standing_indexes(cursor: Any, names: list[str]) -> list[tuple[str, str]]:
    """Indexes that no constraint owns: name, definition."""
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
        "WHERE indrelid::regclass::text = ANY(%s) AND NOT EXISTS "
        "(SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY 1",
        [names],
    )
    return cursor.fetchall()


def check(most: int = 1000) -> None:
    """Let the database repeat of some quotations what their reports say. ``CommandError`` where that differs.

    Text that does not stand at its spans, the database itself refuses.
    """
    every = max(1, Quotation.objects.count() // most)
    sample = Quotation.objects.filter(pk__in=range(1, Quotation.objects.count() + 1, every)).order_by("pk")
    derived = [field.attname for field in Quotation._meta.concrete_fields if not field.editable]
    before = list(sample.values_list(*derived))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE articles_quotation SET text = text, spans = spans WHERE id = ANY(%s)",
            [list(sample.values_list("pk", flat=True))],
        )
    if list(sample.values_list(*derived)) != before:
        raise CommandError("The fictional archive says of its quotations what the database does not.")


def reset_keys(tables: list[type[models.Model]]) -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
