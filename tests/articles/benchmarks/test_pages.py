"""``manage.py benchmark pages``: requests a second with the production server."""

from io import StringIO

from articles.benchmarks import _database as database
from articles.benchmarks import pages
from articles.benchmarks._fiction import archive

SIZE = database.Size(300, 1)


def test_every_kind_of_page_is_asked_for_beside_the_bare_one(transactional_db):
    database.fill(archive(SIZE.quotations, SIZE.seed), StringIO(), workers=1)
    options = {"server_workers": 1, "connections": 2, "rounds": 1, "seconds": 0.1}
    kinds = pages.measure(SIZE, options)
    out = StringIO()
    pages.print_pages(kinds, out)
    for name, asked in kinds.items():
        assert name in out.getvalue()
        assert asked.paths, name
        assert asked.times, name
        assert not asked.failed
