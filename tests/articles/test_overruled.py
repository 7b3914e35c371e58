"""How often staff overruled the reader, as its page counts it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.extraction.knowledge import Knowledge
from articles.extraction.store import read_version
from articles.models import Quotation
from tests.factories import make_article, make_person, make_quotation
from tests.reading import Page
from tests.staff import make_staff, run_action

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:articles_quotation_overruled")
LIST = reverse("admin:articles_quotation_changelist")


@pytest.fixture
def staff(client):
    user = make_staff(group="Reviewers")
    client.force_login(user)
    return user


@pytest.fixture
def ana():
    return make_person("Ana Tane", gender="female")


def read(words, who="Ana Tane", outlet="The Heron"):
    """The one proposal in a story that is read."""
    article = make_article(body=f"“{words}, and that is all,” said {who}.", outlet=outlet)
    read_version(article.current, Knowledge())
    return article.current.quotations.get()


def decide(quotation, staff, **fields):
    """What the form of the admin does."""
    for name, value in fields.items():
        setattr(quotation, name, value)
    quotation._history_user = staff
    quotation.save()


def tables(client):
    """By its heading each table: by the name of a line its cells."""
    page = Page(client.get(PAGE))
    found = {}
    for number in range(1, len(page.tree.xpath("//table[.//tbody]")) + 1):
        table = f"(//div[contains(@class, 'tally')]//table)[{number}]"
        if headings := page.texts(f"{table}/thead//th"):
            names = page.texts(f"{table}/tbody//th")
            rows = [page.texts(f"{table}/tbody/tr[{row}]/td") for row in range(1, len(names) + 1)]
            found[headings[0]] = dict(zip(names, rows, strict=True))
    return found


def test_counts_what_became_of_each_proposal(client, staff, ana):
    tom = make_person("Tom Roe")
    right, changed, wrong, _open = (read(f"We will build {number}") for number in range(4))
    supplied = read("We will not", who="Mr Nobody", outlet="The Gannet")
    run_action(client, LIST, "confirm", [right])
    run_action(client, LIST, "reject", [wrong])
    decide(changed, staff, speaker=tom, status="confirmed")
    decide(supplied, staff, speaker=tom, attribution="resolved", status="confirmed")
    made = make_quotation(make_article(body="“Yes.”"), "Yes.", tom)
    assert made.confidence is None
    counted = tables(client)
    assert counted["Outlet"] == {
        "The Heron": ["1", "1", "0", "1", "1", "66.7 %", "33.3 %", "98 %"],
        "The Gannet": ["0", "0", "1", "0", "0", "0 %", "0 %", "96 %"],
    }
    assert counted["What tied the speaker to the words"] == {
        "after": ["1", "1", "1", "1", "1", "50 %", "25 %", "97.5 %"]
    }
    assert set(counted["How the reader told who that is"]) == {"full", "unlisted"}
    assert [*counted["Confidence"]] == ["0.95 – 1.00"]


def test_what_the_reader_proposed_last_is_what_counts(client, staff):
    quotation = read("We will build")
    make_person("Ana Tane", gender="female")
    read_version(quotation.version, Knowledge())
    run_action(client, LIST, "confirm", Quotation.objects.all())
    [line] = tables(client)["Outlet"].values()
    assert line[:5] == ["1", "0", "0", "0", "0"]


def test_costs_the_same_for_many_as_for_one(client, staff, ana):
    costs = []
    for more in (1, 10):
        for number in range(more):
            run_action(client, LIST, "confirm", [read(f"We will {more}", outlet=f"Outlet {more} {number}")])
        client.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_is_found_from_the_index_and_says_so_when_there_is_nothing(client, staff):
    assert PAGE in client.get(reverse("admin:index")).content.decode()
    assert "The reader has proposed nothing yet." in client.get(PAGE).content.decode()


def test_is_for_staff_who_may_see_quotations(client, staff):
    client.logout()
    assert client.get(PAGE).status_code == 302
    staff.groups.clear()
    client.force_login(staff)
    assert client.get(PAGE).status_code == 403
    assert PAGE not in client.get(reverse("admin:index")).content.decode()
