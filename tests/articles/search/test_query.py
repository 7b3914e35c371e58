"""What a search means, on a small archive."""

from datetime import date

import pytest

from articles.search import Search
from tests.factories import join_party, make_article, make_party, make_person, make_quotation

pytestmark = pytest.mark.django_db

BODY = "“I am standing up for the orchards of the coast,” said Ana. “It stands up,” Ngaio added."


@pytest.fixture
def archive():
    ana, ngaio = make_person("Ana Tāne"), make_person("Ngaio Pere")
    join_party(ana, make_party("Labour"), date(2015, 1, 1))
    article = make_article("One", BODY)
    make_quotation(article, "I am standing up for the orchards of the coast,", speaker=ana)
    make_quotation(article, "It stands up,", speaker=ngaio, kind="partial", said_on=date(2015, 11, 2))


def said(query):
    """Who said what is found, by first name."""
    return sorted(row.speaker.name.split()[0] for row in Search({"q": query}).quotations())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Ana", "Ngaio"]),
        ("speaker:tane", ["Ana"]),
        ("stands", ["Ana", "Ngaio"]),
        ("stands -orchard", ["Ngaio"]),
        ('"up for"', ["Ana"]),
        ("party:labour", ["Ana"]),
        ("kind:partial", ["Ngaio"]),
        ("before:2015-11-03", ["Ngaio"]),
        ("year:2015 speaker:ana-tane", ["Ana"]),
    ],
)
def test_quotations_are_found_by_words_and_fields_in_one_query(archive, query, found):
    assert said(query) == found


def test_the_form_is_merged_into_the_words():
    assert Search({"q": "orchard", "speaker": "Ana Tāne"}).text == 'speaker:"Ana Tāne" orchard'
