"""Whatever is typed is answered with what it found or with what was wrong, in every tab."""

import pytest
from django.urls import reverse, reverse_lazy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.search.grammar import FIELDS
from tests.articles.search.test_grammar import SIGNS
from tests.factories import make_article, make_person, make_quotation
from tests.reading import Page

pytestmark = pytest.mark.django_db

TAKEN = [
    *("/quotations.csv", "/quotations.bib", "/stories.jsonl", "/events.ris", "/quotations.atom"),
    *("/stories.json", "/events.atom", "/api/quotations/", "/api/people/", "/search/suggest/?format=json"),
]
TABS = ["quotation_list", "article_list", "person_list", "event_list"]
LONG = {
    "10,000 letters": "x" * 10_000,
    "5,000 words": "word " * 5_000,
    "5,000 names": "speaker:" + ",".join(["x"] * 5_000),
    "brackets": "(" * 5_000 + "a" + ")" * 5_000,
    "brackets within what fits": "(" * 900 + "a" + ")" * 900,
    "minuses": "-" * 1_999,
    "quotation marks": '"' * 1_999,
    "alternatives": "a OR " * 390 + "a",
}
ODD = [
    "\x00",
    "tax\x00budget",
    "speaker:\x00",
    "\u202eright to left",
    "'; DROP TABLE articles_quotation; --",
    "1' OR '1'='1",
    "tax) OR (1=1",
    "<script>alert(1)</script>",
    "^(a+)+$",
    "%s %(q)s {0}",
    "after:2015-02-30 before:0000-00-00",
    "on:99999-01-01",
    "year:0",
    "after:-1",
    "status:rejected",
    "kind:",
    "a:b",
    "é" * 500,
]


PLACES = [
    *("-", "--", "~", "~.1", "-~a.1", "~\n.1", "0000-00-00.1", "0001-01-01.0", "-9999-12-31.1"),
    *("9999-12-31.999999999999999999", "2015-11-12.1.9999", "-2015-11-12.1.50", "2015-11-12.٣", "WzBd"),
]


def asked(client, tab, **query):
    """The status and what the page says of the search; it is never an error of ours."""
    answer = client.get(reverse(tab), query)
    assert answer.status_code in (200, 400)
    said = Page(answer).texts("//div[@role='alert']//li")
    assert bool(said) == (answer.status_code == 400)
    return answer.status_code, said


@pytest.fixture
def archive():
    make_quotation(make_article(body="“A tax,” said Ana."), "A tax,", speaker=make_person("Ana Tāne"))


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("typed", LONG.values(), ids=LONG)
def test_what_is_too_long_or_too_deep_is_refused_in_words(client, archive, tab, typed):
    status, said = asked(client, tab, q=typed)
    assert status == 400
    assert len(said) == 1


@pytest.mark.parametrize("tab", TABS)
def test_every_sign_alone_doubled_and_nested_has_an_answer(client, archive, tab):
    for sign in SIGNS:
        for shape in ("{}", "{0}{0}", "({})", "tax {} tax"):
            asked(client, tab, q=shape.format(sign))


@pytest.mark.parametrize("tab", TABS)
def test_odd_texts_have_an_answer_in_every_box(client, archive, tab):
    for typed in ODD:
        asked(client, tab, q=typed)
    for field in FIELDS:
        asked(client, tab, q="", **{field: "'\" \x00 %_(2015-02-30"})
        asked(client, tab, q="(", **{field: "tax"})


@pytest.mark.parametrize("address", TAKEN)
def test_feeds_files_and_programs_are_answered_too(client, archive, address):
    signs = [shape.format(sign) for sign in SIGNS for shape in ("{}", "{0}{0}", "({})", "tax {} tax")]
    for typed in [*LONG.values(), *ODD, *signs]:
        # The head alone: what a file begins with is read for that too, and the file is closed.
        assert client.head(address, {"q": typed}).status_code in (200, 400)


@pytest.mark.parametrize("address", [*map(reverse_lazy, [*TABS, "outlet_list"]), *TAKEN])
@pytest.mark.parametrize("name", ["cursor", "page", "order", "count", "page_size"])
def test_forged_places_and_orders_are_answered_too(client, archive, address, name):
    for forged in [*ODD[:4], *PLACES, "9" * 5_000]:
        assert client.head(address, {"q": "tax", name: forged}).status_code in (200, 400, 404)
        if str(address).startswith("/quotations/"):
            ranked = {"q": "tax", "order": "relevance", name: forged}
            assert client.head(address, ranked).status_code in (200, 400, 404)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.text(max_size=30) | st.lists(st.sampled_from([*SIGNS, "tax", " ", "speaker:ana"])).map("".join))
def test_any_text_has_an_answer(client, archive, typed):
    asked(client, "quotation_list", q=typed)
