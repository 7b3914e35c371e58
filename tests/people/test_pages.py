from datetime import date

import pytest
from django.urls import reverse

from people.models import Office, Person, SpanPrecision
from tests.factories import hold, join_party, make_office, make_party, make_person, make_seat
from tests.reading import Page

pytestmark = pytest.mark.django_db


def entries(response):
    """Name, and what each was, in one line a person."""
    return Page(response).texts("//ul[@class='directory']/li")


def names(response):
    return Page(response).texts("//ul[@class='directory']//a[contains(@class, 'person-chip')]")


def table(response):
    return [row.split(" ") for row in Page(response).texts("//tbody/tr")]


@pytest.fixture
def house():
    """Two prime ministers one after the other, a member of another party, and a clerk."""
    national, labour = make_party("National"), make_party("Labour")
    prime_minister = make_office("Prime Minister", single_holder=True)
    key, english = make_person("John Key"), make_person("Bill English")
    davis, clerk = make_person("Kelvin Davis"), make_person("Mary Harris")
    for person in (key, english):
        join_party(person, national)
    join_party(davis, labour, date(2014, 9, 20))
    hold(key, make_seat("Helensville"), date(2002, 7, 27), date(2017, 4, 14))
    hold(key, prime_minister, date(2008, 11, 19), date(2016, 12, 12))
    hold(english, prime_minister, date(2016, 12, 12), date(2017, 10, 26))
    hold(davis, make_seat("Te Tai Tokerau"), date(2014, 9, 20))
    hold(
        davis,
        make_office("Corrections spokesperson", party=labour, kind=Office.Kind.PARTY),
        date(2014, 11, 24),
    )
    hold(clerk, make_office("Clerk", kind=Office.Kind.HOUSE), date(2007, 12, 10), date(2015, 7, 4))


def test_everybody_stands_in_the_order_of_their_last_names_whatever_the_accents(client):
    for name in ("Zoë Zane", "Ana Āpera", "Jo Banks", "Ana Able", "Miles de Joux"):
        make_person(name)
    assert names(client.get("/people/")) == ["Ana Able", "Ana Āpera", "Jo Banks", "Miles de Joux", "Zoë Zane"]


def test_directory_tells_what_each_is_or_was_last(client, house):
    rows = entries(client.get("/people/"))
    assert rows == [
        "Kelvin Davis Labour Corrections spokesperson; Labour, Te Tai Tokerau",
        "Bill English Prime Minister; National until 26 October 2017",
        "Mary Harris Clerk until 4 July 2015",
        "John Key National, Helensville until 14 April 2017",
    ]


def test_an_office_known_to_the_month_is_over_in_that_month(client):
    mayor = make_person("Sheila Burke")
    hold(mayor, make_office("Mayor"), ends=date(2016, 10, 1), ends_precision=SpanPrecision.MONTH)
    assert entries(client.get("/people/")) == ["Sheila Burke Mayor until October 2016"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"on": "2015-11-11"}, ["Kelvin Davis", "John Key"]),
        ({"on": "2016-12-12", "office": "prime minister"}, ["Bill English"]),
        ({"on": "2016-12-11", "office": "Prime Minister"}, ["John Key"]),
        ({"office": "prime"}, ["Bill English", "John Key"]),
        ({"office": "helensville"}, ["John Key"]),
        ({"party": "labour"}, ["Kelvin Davis"]),
        ({"party": "labour", "on": "2013-01-01"}, []),
        ({"party": "national", "on": "2015-11-11"}, ["Bill English", "John Key"]),
        ({"party": "national", "on": "2015-11-11", "office": "minister"}, ["John Key"]),
        ({"name": "kelvin"}, ["Kelvin Davis"]),
        ({"letter": "k"}, ["John Key"]),
        ({"letter": "?"}, []),
        ({"on": "1066-10-14"}, []),
        ({"name": "nobody at all"}, []),
    ],
)
def test_directory_is_narrowed_by_name_party_office_and_day(client, house, asked, found):
    response = client.get("/people/", asked)
    assert response.status_code == 200
    assert names(response) == found
    count = f"{len(found)} person" if len(found) == 1 else f"{len(found)} people"
    assert count in Page(response).text


def test_on_a_day_everybody_is_what_they_were_on_it(client, house):
    rows = entries(client.get("/people/", {"on": "2015-11-11", "party": "national"}))
    assert rows == ["Bill English National", "John Key Prime Minister; National, Helensville"]


def test_names_are_found_without_macrons_and_by_other_names(client):
    person = make_person("Mereana Kāretu")
    person.names.create(name="Mereana Smith", note="before marriage")
    for typed in ("karetu", "KĀRETU", "mereana smith"):
        assert names(client.get("/people/", {"name": typed})) == ["Mereana Kāretu"]


def test_letters_are_those_of_the_people_found_and_keep_the_search(client, house):
    page = Page(client.get("/people/", {"party": "national"}))
    assert page.texts("//ul[contains(@class, 'letters')]//a") == ["All", "E", "K"]
    assert "?party=national&letter=E" in page.links()


def test_directory_is_walked_forth_and_back_by_name(client):
    letters = ["-", "~", "ā", "a", "b. c", "é", "q", "z"]
    for number in range(60):
        make_person(f"Person {number}", sort_name=f"{letters[number % 8]} {number}")
    everybody = list(Person.objects.in_directory_order().values_list("name", flat=True))
    for rel, query in (("next", ""), ("prev", "?cursor=-")):
        pages = []
        while query is not None:
            response = client.get(f"/people/{query}")
            pages.append(names(response))
            links = Page(response).tree.xpath(f"//nav[@class='paging']//a[@rel='{rel}']/@href")
            query = links[0] if links else None
        assert [len(page) for page in pages] == [25, 25, 10]
        found = pages if rel == "next" else pages[::-1]
        assert [name for page in found for name in page] == everybody


def test_record_that_an_import_made_says_so(client):
    make_person("Pru Fernside", provisional=True)
    assert "not yet checked by staff" in entries(client.get("/people/"))[0]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"on": "31 June"}, "On the day: Enter a valid date."),
        ({"on": "2015-02-30"}, "On the day: Enter a valid date."),
        ({"party": "whigs"}, "Select a valid choice. whigs is not one of the available choices."),
        ({"party": "\x00"}, "is not one of the available choices."),
        ({"name": "\x00"}, "Null characters are not allowed."),
        ({"office": "a" * 10_000}, "at most 100 characters (it has 10000)"),
        ({"letter": "\x00"}, "Null characters are not allowed."),
        ({"letter": "AB"}, "at most 1 character"),
        ({"page": "-1"}, "There is no page “-1” here"),
        ({"page": "x"}, "There is no page “x” here"),
        ({"page": "\x00"}, "There is no page"),
        ({"page": "9" * 5000}, "There is no page"),
        ({"cursor": "~\x00.1"}, "is no place in this list"),
        ({"cursor": "2015-11-12.1"}, "is no place in this list"),
        ({"cursor": f"~a.{'9' * 19}"}, "is no place in this list"),
    ],
)
def test_what_cannot_be_asked_of_the_directory_is_answered_in_words(client, house, asked, told):
    response = client.get("/people/", asked)
    assert response.status_code in (400, 404)
    assert told in Page(response).text


def test_parties_are_counted_on_the_day_asked(client, house):
    response = client.get("/parties/", {"on": "2015-11-11"})
    assert "On 11 November 2015" in Page(response).text
    assert table(response) == [["Labour", "1"], ["National", "2"]]
    assert table(client.get("/parties/", {"on": "2014-01-01"})) == [["Labour", "0"], ["National", "2"]]


def test_parties_of_a_parliament_long_gone_are_counted_on_its_last_day(client):
    person, party = make_person(), make_party("Whigs")
    join_party(person, party, date(1830, 1, 1), date(1859, 6, 7))
    response = client.get("/parties/")
    assert "On 6 June 1859" in Page(response).text
    assert table(response) == [["Whigs", "1"]]


def test_a_day_that_is_none_is_told_beside_the_parties(client, house):
    response = client.get("/parties/", {"on": "someday"})
    assert response.status_code == 400
    assert "Enter a valid date." in Page(response).text
    assert table(response)


@pytest.mark.parametrize("rows", [5, 25])
def test_directory_costs_the_same_for_any_number_of_rows(client, django_assert_num_queries, rows):
    for number in range(rows):
        person = make_person(f"Person {chr(65 + number)}name")
        join_party(person, make_party(f"Party {number}"))
        hold(person, make_seat(f"Area {number}"))
        hold(person, make_office(f"Office {number}"))
    # parties of the form, how many, the people, their offices, their parties, letters, names of offices
    with django_assert_num_queries(8):
        response = client.get(reverse("person_list"), {"on": "2015-11-11"})
    assert len(entries(response)) == rows


@pytest.mark.parametrize("rows", [5, 25])
def test_parties_cost_the_same_for_any_number_of_rows(client, django_assert_num_queries, rows):
    for number in range(rows):
        join_party(make_person(), make_party(f"Party {number}"))
    with django_assert_num_queries(3):  # the page's tag, the last day on record, the parties
        client.get(reverse("party_list"))
