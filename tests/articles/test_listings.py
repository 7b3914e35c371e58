import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from articles.models import Quotation
from tests.factories import (
    DAY,
    cover,
    hold,
    join_party,
    make_article,
    make_event,
    make_mention,
    make_office,
    make_party,
    make_person,
    make_quotation,
)

pytestmark = pytest.mark.django_db

BODY = "“I am standing up for the orchards of the coast,” said {name}. “It stands up,” she added."
WORDS = "I am standing up for the orchards of the coast,"


def make_rows(count, start=0):
    """Each row has an outlet, a speaker, a party, an office and an event of its own."""
    for n in range(start, start + count):
        person = make_person(f"Ana Tane {n}")
        join_party(person, make_party(f"Party {n}"))
        hold(person, make_office(f"Office {n}"))
        event = make_event(f"Event {n}")
        article = make_article(f"Report {n}", BODY.format(name=person.name), outlet=f"Outlet {n}")
        make_quotation(article, WORDS, speaker=person, event=event)
        cover(event, article)
        make_mention(article, person)


def words_found(client, **query):
    html = client.get(reverse("quotation_list"), query).content.decode()
    found = re.findall(r'<blockquote class="words.*?</blockquote>', html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", quotation).split()) for quotation in found]


@pytest.fixture
def speeches():
    ana, ngaio = make_person("Ana Tāne"), make_person("Ngaio Pere")
    join_party(ana, make_party("Labour"), date(2015, 1, 1))
    article = make_article("One", BODY.format(name="Ana Tāne"))
    make_quotation(article, WORDS, speaker=ana)
    make_quotation(article, "It stands up,", speaker=ngaio, kind="partial", said_on=date(2015, 11, 2))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"speaker": "ana tane", "q": '"standing up for"'}, [WORDS]),
        ({"speaker": "ana-tane"}, [WORDS]),
        ({"speaker": "Tāne", "q": "orchard"}, [WORDS]),
        ({"q": '"standing up" OR nothing', "order": "oldest"}, ["It stands up,", WORDS]),
        ({"q": "stands -coast"}, ["It stands up,"]),
        ({"q": '"up for orchards"'}, []),
        ({"speaker": "Nobody Atall"}, []),
        ({"party": "labour"}, [WORDS]),
        ({"kind": "partial"}, ["It stands up,"]),
        ({"after": "2015-11-03"}, [WORDS]),
        ({"before": "2015-11-03"}, ["It stands up,"]),
        ({"outlet": "the-digest", "order": "oldest"}, ["It stands up,", WORDS]),
    ],
)
def test_quotations_are_found_by_who_said_what_and_when(client, speeches, query, found):
    assert [words.strip("“”") for words in words_found(client, **query)] == found


def test_words_found_are_marked_and_everything_else_is_escaped(client):
    article = make_article(body="She said <b>orchards</b> are fine.")
    make_quotation(article, "<b>orchards</b> are fine")
    html = client.get(reverse("quotation_list"), {"q": "orchard"}).content.decode()
    assert "&lt;b&gt;<mark>orchards</mark>&lt;/b&gt; are fine" in html


def test_macrons_make_no_difference_to_words(client):
    make_quotation(make_article(body="He said Māori land."), "Māori land")
    assert words_found(client, q="maori") == words_found(client, q="MĀORI") != []


def test_rejected_quotations_and_unpublished_stories_are_not_listed(client):
    make_quotation(make_article(body=BODY), WORDS, status="rejected")
    make_quotation(make_article(body=BODY, status="draft"), WORDS)
    make_quotation(make_article(body=BODY, status="withdrawn", withdrawn_reason="A court said so."), WORDS)
    assert words_found(client) == []


def test_a_proposed_speaker_is_said_to_be_proposed(client):
    make_quotation(make_article(body=BODY), WORDS, speaker=make_person(), status=Quotation.Status.PROPOSED)
    assert "Proposed, not yet confirmed" in client.get(reverse("quotation_list")).content.decode()


def test_a_name_typed_as_words_offers_what_the_person_said(client, speeches):
    html = client.get(reverse("quotation_list"), {"q": "Ana Tane"}).content.decode()
    assert "speaker=ana-tane" in html


def test_a_search_is_read_back_in_parts_that_come_off(client, speeches):
    html = client.get(reverse("quotation_list"), {"speaker": "Ana Tane", "q": "coast"}).content.decode()
    assert 'href="?q=coast" aria-label="Remove Speaker: Ana Tane"' in " ".join(html.split())


@pytest.mark.parametrize("name", ["quotation_list", "article_list"])
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"q": "x" * 10_000}, "at most 500 characters"),
        ({"q": "nul\x00"}, "Null characters are not allowed"),
        ({"after": "2015-02-30"}, "Enter a valid date"),
        ({"before": "yesterday"}, "Enter a valid date"),
        ({"outlet": "nowhere"}, "Select a valid choice"),
        ({"party": "nobody"}, "Select a valid choice"),
        ({"event": "never"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_used_is_named_with_status_400(client, name, query, said):
    response = client.get(reverse(name), query)
    assert response.status_code == 400
    assert said in response.content.decode()


@pytest.mark.parametrize("name", ["quotation_list", "article_list"])
@pytest.mark.parametrize("asked", ["-1", "0", "2", "last", "1\x00", "9" * 400])
def test_a_page_that_is_not_there_is_a_404_with_a_sentence(client, name, asked):
    response = client.get(reverse(name), {"page": asked})
    assert response.status_code == 404
    assert "the pages run from 1 to 1" in response.content.decode()


@pytest.mark.parametrize("typed", ['"', "-", "OR", '"" ""', "()", "a:b", "%", "\\", "'", "-nothing", "🙂"])
def test_odd_words_find_what_they_can_and_never_fail(client, typed):
    assert client.get(reverse("quotation_list"), {"q": typed}).status_code == 200
    assert client.get(reverse("quotation_list"), {"speaker": typed}).status_code == 200


@pytest.mark.parametrize("query", [{}, {"q": "orchards", "speaker": "ana-tane-3"}, {"q": "orchards"}])
def test_quotations_cost_nine_queries_for_5_rows_and_for_25(client, django_assert_max_num_queries, query):
    address = reverse("quotation_list")
    make_rows(5)
    with django_assert_max_num_queries(9) as few:
        client.get(address, query)
    make_rows(25, start=5)
    with django_assert_max_num_queries(9) as many:
        client.get(address, query)
    assert len(few) == len(many)


@pytest.fixture
def stories():
    person, event = make_person("Ana Tāne"), make_event("A walk-out")
    join_party(person, make_party("Labour"))
    named = make_article("Named", "Ana Tāne left.", outlet="The Post")
    make_mention(named, person)
    cover(event, named)
    quoted = make_article("Quoted", BODY, published_on=DAY - timedelta(days=5))
    make_quotation(quoted, WORDS, speaker=person)
    make_article("Neither", "Rain fell.", published_on=DAY - timedelta(days=9))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Named", "Quoted", "Neither"]),
        ({"q": "orchards"}, ["Quoted"]),
        ({"q": "neither"}, ["Neither"]),
        ({"person": "ana tane"}, ["Named", "Quoted"]),
        ({"party": "labour"}, ["Quoted"]),
        ({"event": "a-walk-out"}, ["Named"]),
        ({"outlet": "the-post"}, ["Named"]),
        ({"after": "2015-11-05", "before": "2015-11-08"}, ["Quoted"]),
        ({"person": "Nobody"}, []),
    ],
)
def test_stories_are_found_by_words_people_events_and_days(client, stories, query, found):
    html = client.get(reverse("article_list"), query).content.decode()
    assert re.findall(r'class="headline">\s*<a[^>]*>([^<]*)<', html) == found


def test_stories_cost_the_same_queries_for_5_rows_and_for_25(client, django_assert_num_queries):
    address = reverse("article_list")
    make_rows(5)
    with django_assert_num_queries(7):
        client.get(address)
    make_rows(25, start=5)
    with django_assert_num_queries(7):
        client.get(address)
