"""``manage.py benchmark growth``: bytes and times from size to size."""

from io import StringIO

from articles.benchmarks import _database as database
from articles.benchmarks import growth, search
from articles.benchmarks._fiction import archive

SIZE = database.Size(300, 1)


def test_growth_is_told_by_table_and_by_kind_of_search(transactional_db):
    database.fill(archive(SIZE.quotations, SIZE.seed), StringIO(), workers=1)
    options, out = {"requests": 1, "warm_up": 0, "only": "rare word"}, StringIO()
    results = search.measure_all(SIZE, options, out)
    whole, taken = growth.measure_bytes()
    assert taken["articles_quotation"] < whole
    assert taken["index quotation_words"] > 0
    small = growth.Grown(300, whole, taken, results)
    growth.print_growth([small, small], out)
    assert "articles_quotation" in out.getvalue()
    assert "rare word" in out.getvalue()
