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
from tests.reading import Page

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


def test_a_search_is_read_back_in_parts_that_come_off(client, speeches):
    page = Page(client.get(reverse("quotation_list"), {"speaker": "Ana Tane", "q": "coast"}))
    (link,) = page.tree.xpath("//a[contains(@aria-label, 'Remove Speaker: Ana T')]/@href")
    assert link == "?q=coast"


@pytest.mark.parametrize("name", ["quotation_list", "article_list", "event_list", "person_list"])
@pytest.mark.parametrize(
    "query", [{"q": "nul\x00"}, {"q": "after:2015-02-30"}, {"q": "", "before": "yesterday"}]
)
def test_what_cannot_be_used_is_named_with_status_400(client, name, query):
    response = client.get(reverse(name), query)
    assert response.status_code == 400
    assert "One part was not understood" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "query", "told"),
    [
        ("quotation_list", {"order": "best"}, "no order “best” here; there is “newest” or “oldest”"),
        ("quotation_list", {"order": "relevance"}, "no words in this search"),
        ("quotation_list", {"order": "relevance", "q": "party:greens"}, "no words in this search"),
        ("quotation_list", {"count": "most"}, "no count “most”"),
        ("article_list", {"order": "relevance", "q": "coast"}, "no order “relevance” here"),
        ("event_list", {"order": "best"}, "no order “best” here"),
        ("person_list", {"order": "x" * 5000, "q": "ana"}, "no order “xxx"),
    ],
)
def test_an_order_or_a_count_that_there_is_none_of_is_told_and_the_search_answered(
    client, speeches, name, query, told
):
    make_party("Green Party", slug="greens")
    response = client.get(reverse(name), query)
    page = Page(response)
    assert response.status_code == 400
    assert told in page.text
    assert len(page.text) < 4000
    assert page.tree.xpath("//nav[@class='tabs']")
    assert bool(page.tree.xpath("//*[@class='tokens']")) == ("q" in query)


def test_as_many_parts_are_told_as_were_not_understood(client):
    page = Page(client.get(reverse("quotation_list"), {"q": "after:2015-02-30", "order": "best"}))
    assert page.texts("//*[@role='alert']/h2") == ["2 parts were not understood"]
    assert len(page.texts("//*[@role='alert']//li")) == 2


def test_a_tab_where_nothing_is_found_offers_no_order(client, speeches):
    for name in LISTINGS:
        page = Page(client.get(reverse(name), {"q": "nowhere"}))
        assert not page.tree.xpath("//*[@aria-label='Order']")


def test_other_tabs_are_not_asked_for_an_order_that_they_do_not_have(client, speeches):
    page = Page(client.get(reverse("quotation_list"), {"q": "coast", "order": "relevance"}))
    tabs = page.tree.xpath("//nav[@class='tabs']//a/@href")
    assert all("order" not in tab for tab in tabs)
    assert {client.get(tab).status_code for tab in tabs} == {200}
    page = Page(client.get(reverse("quotation_list"), {"q": "coast", "order": "oldest"}))
    assert all("order=oldest" in tab for tab in page.tree.xpath("//nav[@class='tabs']//a/@href"))


LISTINGS = ["quotation_list", "article_list", "event_list"]


@pytest.mark.parametrize("name", LISTINGS)
@pytest.mark.parametrize("asked", ["-1", "0", "2", "last", "1\x00", "9" * 400])
def test_a_numbered_page_is_a_404_with_a_sentence_and_a_way_back(client, name, asked):
    page = Page(client.get(reverse(name), {"page": asked, "q": "coast"}))
    assert "the pages of this list are not numbered" in page.text
    assert "?q=coast" in page.links()
    assert client.get(reverse(name), {"page": asked}).status_code == 404
    assert client.get(reverse(name), {"page": "1"}).status_code == 200


@pytest.mark.parametrize("name", LISTINGS)
@pytest.mark.parametrize(
    "asked", ["x", "2015-02-30.1", "2015-11-12", "--2015-11-12.1", "2015-11-12.1.99999", "2015-11-12.x\x00"]
)
def test_a_forged_place_is_a_404_with_a_sentence_and_a_way_back(client, name, asked):
    response = client.get(reverse(name), {"cursor": asked, "q": "coast"})
    assert response.status_code == 404
    assert "is no place in this list" in Page(response).text
    assert "?q=coast" in Page(response).links()


@pytest.mark.parametrize("cursor", ["2015-11-12.1", "-2015-11-12.1.50", "-", "~a.1"])
def test_a_place_in_another_order_is_none_in_that_of_relevance(client, speeches, cursor):
    asked = {"q": "coast", "order": "relevance", "cursor": cursor}
    assert client.get(reverse("quotation_list"), asked).status_code == 404


def test_a_place_in_order_of_relevance_is_none_in_that_of_days(client, speeches):
    asked = {"q": "coast", "cursor": "2015-11-12.1.50"}
    assert client.get(reverse("quotation_list"), asked).status_code == 404


@pytest.mark.parametrize("name", LISTINGS)
@pytest.mark.parametrize("asked", ["0001-01-01.1", "9999-12-31.999999999999999999", "-0001-01-01.1", "-"])
def test_a_place_that_no_row_has_is_still_a_place(client, speeches, name, asked):
    make_event()
    response = client.get(reverse(name), {"cursor": asked})
    assert response.status_code == 200
    page = Page(response)
    shown = page.tree.xpath("//blockquote | //ul[@class='lines']/li | //ul[@class='timeline']/li")
    assert bool(shown) != ("There is nothing beyond this place in the list." in page.text)
    assert shown or "?" in page.links("//nav[@class='paging']")


@pytest.mark.parametrize("name", LISTINGS)
def test_listings_by_day_may_begin_with_the_oldest(client, speeches, name):
    make_event()
    page = Page(client.get(reverse(name)))
    assert page.tree.xpath("//*[@aria-label='Order']/a[@aria-current]/text()") == ["Newest"]
    assert "?order=oldest" in page.links("//*[@aria-label='Order']")


def follow(client, address, rel, query=""):
    """The page that a listing's link leads to, and its words; nothing where there is no link."""
    page = Page(client.get(address + query))
    links = page.tree.xpath(f"//nav[@class='paging']//a[@rel='{rel}']/@href")
    return page, links[0] if links else None


def read_through(client, address, rel, query=""):
    """The words of each page, one after another."""
    pages = []
    while query is not None:
        page, query = follow(client, address, rel, query)
        pages.append(page.texts("//blockquote"))
    return pages


@pytest.fixture
def sixty():
    """Quotations of thirty days, two a day, numbered by time."""
    for number in range(60):
        day = DAY + timedelta(days=number // 2)
        article = make_article(f"Report {number}", f"“No {number},” she said.", published_on=day)
        make_quotation(article, f"No {number},")


@pytest.mark.parametrize(("order", "numbers"), [("newest", range(59, -1, -1)), ("oldest", range(60))])
def test_pages_follow_each_other_and_lead_back(client, sixty, order, numbers):
    address, query = reverse("quotation_list"), f"?order={order}"
    pages = read_through(client, address, "next", query)
    assert [len(words) for words in pages] == [25, 25, 10]
    assert [words for found in pages for words in found] == [f"“No {number},”" for number in numbers]
    back = read_through(client, address, "prev", f"{query}&cursor=-")
    assert [len(words) for words in back] == [25, 25, 10]
    assert [words for found in back[::-1] for words in found] == [f"“No {number},”" for number in numbers]


def test_rows_that_come_meanwhile_shift_no_page(client, sixty):
    address = reverse("quotation_list")
    _first, following = follow(client, address, "next")
    make_quotation(make_article(body="“Late,” she said.", published_on=date(2020, 1, 1)), "Late,")
    second, _ = follow(client, address, "next", following)
    assert second.texts("//blockquote")[0] == "“No 34,”"
    ranked, following = follow(client, address, "next", "?q=no&order=relevance")
    make_quotation(make_article(body="“No no no,” she said.", published_on=date(2020, 1, 2)), "No no no,")
    second, _ = follow(client, address, "next", following)
    shown = ranked.texts("//blockquote") + second.texts("//blockquote")
    assert len(set(shown)) == 50
    assert "“No no no,”" not in shown


def test_the_most_relevant_come_first_where_that_is_asked(client):
    make_quotation(make_article(body="“Land, land and land,” she said."), "Land, land and land,")
    later = make_article(body="“Much else, and land,” she said.", published_on=DAY + timedelta(days=9))
    make_quotation(later, "Much else, and land,")
    assert words_found(client, q="land") == ["“Much else, and land,”", "“Land, land and land,”"]
    assert words_found(client, q="land", order="relevance") == [
        "“Land, land and land,”",
        "“Much else, and land,”",
    ]


@pytest.mark.parametrize("typed", ['"', "-", "OR", '"" ""', "()", "a:b", "%", "\\", "'", "-nothing", "🙂"])
def test_odd_words_find_what_they_can_or_are_told_of_and_never_fail(client, typed):
    for name in ("quotation_list", "article_list", "person_list", "event_list"):
        assert client.get(reverse(name), {"q": typed}).status_code in (200, 400)
    assert client.get(reverse("quotation_list"), {"speaker": typed}).status_code in (200, 400)


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
    with django_assert_num_queries(3):  # the page's tag; the stories; counts of the tabs
        client.get(address)
    make_rows(25, start=5)
    with django_assert_num_queries(3):
        client.get(address)


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        # The page's tag, the names, who is often quoted; the stories; counts of the tabs.
        ("/stories/?q=person:ana-tane-1+OR+person:ana-tane-2", 5),
        ("/stories/?q=person:ana-tane-1", 5),
        # And the rows of quotations, what their speakers were, and counts of facets.
        ("/quotations/?q=person:ana-tane-1", 8),
    ],
)
def test_whoever_is_named_costs_one_query_more(client, django_assert_num_queries, address, queries):
    make_rows(5)
    named = Quotation.objects.get(speaker__slug="ana-tane-1").speaker
    for quotation in list(Quotation.objects.all()):
        article = make_article(body="“Ana Tane 1 left,” somebody said.")
        make_quotation(article, "Ana Tane 1 left,", speaker=quotation.speaker)
        make_mention(article, named)
    with django_assert_num_queries(queries):
        page = Page(client.get(address))
    assert len(page.tree.xpath("//li[contains(@class, 'result')] | //p[@class='headline']")) >= 5
