"""``manage.py benchmark search``: every kind of search, page and bare query side by side."""

from io import StringIO

import pytest
from django.db import connection

from articles.benchmarks import _bare as bare
from articles.benchmarks import _database as database
from articles.benchmarks import _timing as timing
from articles.benchmarks import search
from articles.benchmarks._fiction import archive
from articles.models import Quotation

SIZE = database.Size(500, 1)


def test_every_kind_is_measured_with_its_bare_queries(transactional_db):
    database.fill(archive(SIZE.quotations, SIZE.seed), StringIO(), workers=1)
    options = {"requests": 1, "warm_up": 0, "only": ""}
    out = StringIO()
    results = search.measure_all(SIZE, options, out)
    search.print_results(results, out)
    search.print_comparison(results, results, out)
    for name, found in results.items():
        assert name in out.getvalue()
        assert len(found.page) == 1
        assert 0 < found.p("sql", 0.95) < found.p("page", 0.95), name
        assert found.floor[0] == pytest.approx(sum(seconds for (seconds,) in found.parts.values())), name
    assert not {name: found.failed for name, found in results.items() if found.failed}
    assert search.as_record(results)["rare word"]["queries"] > 0


def test_a_way_of_planning_lasts_for_one_query(db):
    with connection.cursor() as cursor:
        with bare.planned(cursor, bare.WALKING):
            assert setting(cursor, "enable_bitmapscan") == "off"
        assert bare.tried(cursor, bare.GATHERING, "SELECT pg_sleep(%s)", [5], 0.001) == 0.001
        assert setting(cursor, "statement_timeout") == "0"


def test_queries_are_timed_and_counted_apart_from_the_page(db):
    with timing.metered() as spent:
        list(Quotation.objects.all())
        Quotation.objects.count()
    assert spent.queries == 2
    assert 0 < spent.in_queries < spent.seconds


def test_a_percentile_is_a_value_that_was_measured():
    assert timing.percentile([5, 1, 4, 2, 3], 0.5) == 3
    assert timing.percentile(range(1, 101), 0.95) == 95
    assert timing.percentile([], 0.5) == 0


def setting(cursor, name):
    cursor.execute("SELECT current_setting(%s)", [name])
    return cursor.fetchone()[0]
