"""``manage.py benchmark cost``: what each kind of page costs that no search makes."""

from io import StringIO

from articles.benchmarks import _database as database
from articles.benchmarks import cost
from articles.benchmarks._fiction import archive

SIZE = database.Size(300, 1)
MOST_QUERIES = 12


def test_every_kind_of_page_is_answered_with_few_queries(transactional_db):
    database.fill(archive(SIZE.quotations, SIZE.seed), StringIO(), workers=1)
    costs = cost.measure_all(SIZE, {"pages": 3, "times": 1, "only": ""})
    out = StringIO()
    cost.print_costs(costs, out)
    for name, found in costs.items():
        assert name in out.getvalue()
        assert not found.failed
        assert 0 < found.queries <= MOST_QUERIES, name
    assert {"front", "story", "quotation", "person", "party", "outlet", "event", "people"} <= costs.keys()
