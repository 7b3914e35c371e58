import re

import pytest
from django.db import connection

from articles import alphabet
from people.models import Person
from tests.factories import (
    hold,
    make_event,
    make_office,
    make_outlet,
    make_party,
    make_person,
    make_seat,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db


def entries(client, address):
    return Page(client.get(address)).texts("//ul[@class='roll']/li")


@pytest.fixture
def archive():
    make_person("Anahera Ākuhata", sort_name="Ākuhata, Anahera")
    make_event("The asset sale")
    make_party("Alliance")
    make_outlet("The Advertiser")
    make_office("Attorney-General")
    make_office("member", party=make_party("Blue", short_name="Blue"), organization=None)
    make_seat("Auckland")
    make_event("Not shown", status="proposed")


def test_everything_stands_under_its_letter_without_accents_and_the(client, archive):
    assert entries(client, "/a-z/a/") == [
        "The Advertiser outlet",
        "Ākuhata, Anahera person",
        "Alliance party",
        "The asset sale event, 12 November 2015",
        "Attorney-General office",
        "Auckland seat",
    ]
    links = Page(client.get("/a-z/a/")).links("//ul[@class='roll']")
    assert {"/people/anahera-akuhata/", "/events/the-asset-sale/", "/outlets/the-advertiser/"} < links
    assert all(client.get(link).status_code == 200 for link in links)


def test_overview_counts_each_letter_by_kind_and_links_no_empty_one(client, archive):
    page = Page(client.get("/a-z/"))
    assert page.texts("//tbody/tr") == ["A 1 1 1 1 2", "B 1 1"]
    assert page.links("//nav[@aria-label='By first letter']") == {"/a-z/a/", "/a-z/b/"}
    assert len(page.texts("//nav[@aria-label='By first letter']//li")) == 26
    assert "8 entries" in page.text


def test_digits_and_signs_have_one_heading_and_each_other_script_has_its_own(client):
    for name in ("1 News", "“Half a loaf”", "¿Qué?", "***", "Правда", "Жизнь", "הארץ"):
        make_outlet(name).__class__.objects.filter(name=name).update(slug=f"outlet-{ord(name[0])}")
    page = Page(client.get("/a-z/"))
    headings = page.texts("//nav[@aria-label='By first letter']//a")
    assert headings == ["#", "H", "Q", "Cyrillic", "Hebrew"]
    assert entries(client, "/a-z/0-9/") == ["*** outlet", "1 News outlet"]
    assert sorted(entries(client, "/a-z/cyrillic/")) == ["Жизнь outlet", "Правда outlet"]


def test_long_letter_is_paged_there_and_back(client):
    for number in range(95):
        make_person(f"Ann {number:02}", sort_name=f"Moss {number:02}")
    first = Page(client.get("/a-z/m/"))
    (following,) = first.tree.xpath("//a[@rel='next']/@href")
    second = Page(client.get(f"/a-z/m/{following}"))
    rows = "//ul[@class='roll']/li"
    assert [*first.texts(rows), *second.texts(rows)] == [f"Moss {number:02} person" for number in range(95)]
    (back,) = second.tree.xpath("//a[@rel='prev']/@href")
    assert Page(client.get(f"/a-z/m/{back}")).texts(rows) == first.texts(rows)


def test_letter_without_entries_says_so_and_what_is_no_letter_is_answered_in_words(client, archive):
    assert "The archive has nothing under X." in Page(client.get("/a-z/x/")).text
    assert client.get("/a-z/A/").headers["Location"] == "/a-z/a/"
    for address in (
        "/a-z/zz/",
        "/a-z/<b>/",
        "/a-z/cyrillic/",
        "/a-z/a/?cursor=x",
        "/a-z/a/?page=2",
    ):
        response = client.get(address)
        assert response.status_code == 404
        assert Page(response).text


def test_empty_archive_has_nothing_to_look_up(client):
    assert "nothing to look up yet" in Page(client.get("/a-z/")).text


@pytest.mark.parametrize("rows", [3, 30])
def test_letters_cost_the_same_for_any_number_of_entries(client, django_assert_num_queries, rows):
    for number in range(rows):
        person = make_person(f"Max Moss {number}", sort_name=f"Moss {number}")
        hold(person, make_seat(f"Mosston {number}"))
        make_event(f"March {number}")
        make_outlet(f"Mercury {number}")
    with django_assert_num_queries(3):  # the page's tag, the letters, how much they have
        client.get("/a-z/")
    with django_assert_num_queries(4):  # and the entries of one
        response = client.get("/a-z/m/")
    assert len(Page(response).texts("//ul[@class='roll']/li")) == min(4 * rows, 90)


def test_a_letter_reads_no_names_of_another():
    Person.objects.bulk_create(
        Person(name=f"{letter} {number}", sort_name=f"{letter}{number}", slug=f"{letter}-{number}")
        for letter in ("m", "n", "о", "0", "*")
        for number in range(800)
    )
    heading = next(each for each in alphabet.headings() if each.name == "M")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE people_person")
        alphabet.count([heading])
        assert heading.total == 800
        spans = alphabet.spans([heading])
        for sql, params in (
            (alphabet.LETTERS, {}),
            (alphabet.COUNT, spans),
            (alphabet.PAGES[False, False], spans),
            (alphabet.PAGES[True, True], {**spans, "name": "m500", "key": 8}),
        ):
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF) {sql}", params)
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "Seq Scan on people_person" not in plan
            read = re.findall(r"on people_person.*actual rows=(\d+)\S* loops=(\d+)", plan)
            assert read
            assert sum(int(rows) * int(loops) for rows, loops in read) <= 801


def test_a_letter_with_an_accent_leads_to_its_base(client, archive):
    for letter in ("Ā", "ā", "A"):
        assert client.get(f"/a-z/{letter}/")["Location"] == "/a-z/a/"


def test_beyond_the_last_entry_the_page_says_that_and_nothing_else(client, archive):
    page = Page(client.get("/a-z/a/?cursor=~zzz.1"))
    assert "There is nothing beyond this place in the list." in page.text
    assert "nothing under" not in page.text
