import pytest

from articles.benchmarks import export
from articles.exports.files import FORMATS
from tests.factories import make_article, make_quotation

pytestmark = pytest.mark.django_db


def test_every_file_is_counted_whole():
    words = "Not so,\nsaid =she"
    for _ in range(12):
        make_quotation(make_article(body=f"{words} again."), words)
    results = export.measure_all()
    assert set(results) == {"csv, newest tenth", *FORMATS}
    for found in results.values():
        assert found.rows == found.promised == 12
        assert 0 < found.first <= found.seconds
    assert export.copy_bare() > 0
