"""What stands beside a search's rows: counts that narrow and widen, matches over time, the other tabs."""

from datetime import date, timedelta
from urllib.parse import parse_qs

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, KeptCount, Quotation, Utterance
from articles.results import counts, kept, matches, tabs
from people.models import PersonName
from tests.factories import (
    DAY,
    cover,
    join_party,
    make_article,
    make_event,
    make_party,
    make_person,
    make_quotation,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

SAID = "We hold the coast"


def say(number, speaker=None, text=SAID, **fields):
    article = make_article(
        f"Report {number}", f"“{text},” it was said.", published_on=DAY + timedelta(days=number), **fields
    )
    return make_quotation(article, text, speaker=speaker)


def search(client, q="", name="quotation_list", **query):
    return Page(client.get(reverse(name), {"q": q, **query}))


def choices(page, title):
    """Name, count, whether in force, and the search that its link leads to, of each value of a facet."""
    found = []
    for row in page.tree.xpath(f"//section[h3='{title}']//li"):
        (link,) = row.xpath(".//a")
        (count,) = row.xpath(".//*[@class='tally-count']/text()")
        query = parse_qs(link.get("href").removeprefix("?")).get("q", [""])[0]
        found.append((link.text, int(count), link.get("aria-current") == "true", query))
    return found


@pytest.fixture
def house():
    """Five quotations of two speakers of different parties in two outlets, and one of nobody."""
    ana, sione = make_person("Ana Tāne"), make_person("Sione Fale")
    join_party(ana, make_party("Labour"))
    join_party(sione, make_party("Green"))
    for number, (speaker, outlet) in enumerate(
        [(ana, "The Post"), (ana, "The Post"), (ana, "The Digest"), (sione, "The Post"), (sione, "The Post")]
    ):
        say(number, speaker, outlet=outlet)
    say(400, text="Who holds the coast")


def test_values_are_counted_beside_what_was_found(client, house):
    page = search(client)
    assert choices(page, "Speaker") == [
        ("Ana Tāne", 3, False, "speaker:ana-tane"),
        ("Sione Fale", 2, False, "speaker:sione-fale"),
    ]
    assert choices(page, "Outlet") == [
        ("The Post", 4, False, "outlet:the-post"),
        ("The Digest", 2, False, "outlet:the-digest"),
    ]


def test_a_value_in_force_comes_off_and_others_widen(client, house):
    page = search(client, "coast party:labour")
    assert page.texts("//h2")[0] == "3 quotations"
    assert choices(page, "Party that day") == [
        ("Labour", 3, True, "coast"),
        ("Green", 2, False, "coast party:labour,green"),
    ]
    assert choices(page, "Speaker") == [("Ana Tāne", 3, False, "coast party:labour speaker:ana-tane")]
    wider = search(client, "coast party:labour,green")
    assert wider.texts("//h2")[0] == "5 quotations"
    assert [(name, held) for name, _count, held, _query in choices(wider, "Party that day")] == [
        ("Labour", True),
        ("Green", True),
    ]


def test_a_value_that_finds_nothing_more_still_shows_what_others_would(client, house):
    page = search(client, "speaker:ana-tane party:green")
    assert page.texts("//h2")[0] == "0 quotations"
    assert choices(page, "Party that day") == [("Labour", 3, False, "speaker:ana-tane party:labour")]


def test_events_are_counted_by_all_that_a_quotation_is_about(client):
    walk_out, vote = make_event("Walk-out"), make_event("Vote")
    for number, events in enumerate([[walk_out, vote], [walk_out]]):
        quotation = say(number)
        for event in events:
            cover(event, quotation.article)
    assert choices(search(client), "Event") == [
        ("Walk-out", 2, False, "event:walk-out"),
        ("Vote", 1, False, "event:vote"),
    ]
    assert choices(search(client, "event:vote"), "Event")[:2] == [
        ("Walk-out", 2, False, "event:vote,walk-out"),
        ("Vote", 1, True, ""),
    ]


def bars(page):
    return page.texts("//figure[.//details]//tbody/tr"), [
        parse_qs(link.removeprefix("?"))["q"][0] for link in page.tree.xpath("//figure//tbody//a/@href")
    ]


def test_matches_over_years_and_over_months_are_a_chart_whose_bars_narrow(client):
    for day in (-900, -899, 0, 40):
        say(day)
    assert bars(search(client)) == (["2013 2", "2015 2"], ["year:2013", "year:2015"])
    within = search(client, "year:2015")
    assert bars(within) == (["November 2015 1", "December 2015 1"], ["on:2015-11", "on:2015-12"])
    assert search(client, "on:2015-12").texts("//h2")[0] == "1 quotation"


def test_nothing_is_drawn_of_one_month(client, house):
    assert search(client, "on:2015-11").tree.xpath("//figure") == []


def test_up_to_a_thousand_is_exact_and_beyond_is_said_to_be_more(client, house, monkeypatch):
    monkeypatch.setattr(counts, "MOST", 4)
    page = search(client)
    assert page.texts("//h2")[0] == "More than 4 quotations"
    assert sum(count for _name, count, _held, _query in choices(page, "Outlet")) == 5
    exact = search(client, count="all")
    assert exact.texts("//h2")[0] == "6 quotations"
    assert sum(count for _name, count, _held, _query in choices(exact, "Outlet")) == 6


def test_phrases_are_counted_exactly_up_to_fewer(client, house, monkeypatch):
    monkeypatch.setattr(counts, "MOST_OF_PHRASES", 2)
    assert search(client, '"the coast"').texts("//h2")[0] == "More than 2 quotations"
    assert search(client, '"who holds"').texts("//h2")[0] == "1 quotation"
    assert search(client, "coast").texts("//h2")[0] == "6 quotations"


def told_together(*quotations, status="proposed"):
    utterance = Utterance.objects.create(status=status, said_on=DAY)
    Quotation.objects.filter(pk__in=[quotation.pk for quotation in quotations]).update(utterance=utterance)


def test_what_was_said_once_is_one_row_that_tells_how_many_stories_have_it(client):
    told_together(say(0), say(1), say(2, outlet="The Post"))
    say(3, text="Something else")
    page = search(client)
    assert page.texts("//h2")[0] == "4 quotations"
    assert page.texts("//blockquote") == ["“Something else”", f"“{SAID}”"]
    assert "Reported in 3 stories" in page.text
    assert "Report 2" in page.text
    oldest = search(client, order="oldest")
    assert oldest.texts("//blockquote") == [f"“{SAID}”", "“Something else”"]
    assert "Report 0" in oldest.text
    elsewhere = search(client, "outlet:the-digest -something")
    assert elsewhere.texts("//blockquote") == [f"“{SAID}”"]
    assert "Report 1" in elsewhere.text
    assert len(search(client, "coast", order="relevance").texts("//blockquote")) == 1


def test_a_row_tells_how_many_quotations_of_one_story_it_stands_for(client):
    story = make_article("Report", "“We hold the coast,” he said. “All of the coast.” And: “Coast.”")
    told_together(*(make_quotation(story, words) for words in (SAID, "All of the coast")))
    page = search(client, "coast")
    assert page.texts("//h2")[0] == "2 quotations"
    assert len(page.texts("//blockquote")) == 1
    assert page.texts("//p[@class='result-source']/a")[-1] == "2 quotations of it"
    told_together(*Quotation.objects.all(), say(0))
    assert "Reported in 2 stories, 3 quotations of it" in search(client).text


def test_what_staff_hold_apart_stays_apart(client):
    told_together(say(0), say(1), status="rejected")
    page = search(client)
    assert page.texts("//blockquote") == [f"“{SAID}”"] * 2
    assert len(search(client, "coast", order="relevance").texts("//blockquote")) == 2
    assert "Reported in" not in page.text


def test_pages_are_full_where_one_thing_was_told_by_more_stories_than_a_page_looks_through(
    client, monkeypatch
):
    monkeypatch.setattr(matches, "LOOKED_THROUGH", 3)
    told_together(*(say(100 + number) for number in range(6)))
    for number in range(30):
        say(number, text=f"No {number}")
    page = search(client)
    assert page.texts("//blockquote") == [f"“{SAID}”", *(f"“No {number}”" for number in range(29, 5, -1))]


def test_each_tab_has_its_count_and_the_search(client, house):
    cover(make_event("The coast"), make_article("Coast", "The coast is long."))
    make_person("Joe Coast")
    for name in ("quotation_list", "article_list", "person_list", "event_list"):
        page = search(client, "coast", name)
        assert page.texts("//nav[@class='tabs']//a") == ["Quotations 6", "Stories 7", "People 1", "Events 1"]
        assert [
            address.partition("?")[2] for address in page.tree.xpath("//nav[@class='tabs']//a/@href")
        ] == ["q=coast"] * 4


def test_a_tab_says_that_there_are_more_than_it_counts(client, house, monkeypatch):
    monkeypatch.setattr(tabs, "MOST", 3)
    assert "Stories 3+" in search(client, "coast").texts("//nav[@class='tabs']//a")


def test_a_tab_of_a_common_word_has_the_count_that_is_kept(client, house):
    KeptCount.objects.create(term="word:'coast'", facet="all", count=341_208, counted_at=timezone.now())
    assert "Quotations 341,208" in search(client, "coast", "article_list").texts("//nav[@class='tabs']//a")


def test_a_person_is_counted_by_another_name(client):
    PersonName.objects.create(person=make_person("Joe Hill"), name="Giuseppe Cōast")
    assert "People 1" in search(client, "coast").texts("//nav[@class='tabs']//a")
    assert "People 0" in search(client, "-hill -coast").texts("//nav[@class='tabs']//a")


@pytest.mark.parametrize(("q", "count"), [("ao", 2), ("oa", 0), ("noa", 1), ("a_o", 0)])
def test_a_person_and_an_event_have_a_short_word_whole_and_others_anywhere(client, q, count):
    for name in ("Ao Hill", "Mere Āo", "Tama Noakes", "Hoani Aoturu"):
        make_person(name)
    assert f"People {count}" in search(client, f'"{q}"').texts("//nav[@class='tabs']//a")


def test_a_form_beside_the_results_changes_the_search_that_it_shows(client, house):
    page = search(client, "coast speaker:ana-tane after:2015-11")
    (form,) = page.tree.xpath("//aside//form")
    fields = dict(form.fields)
    assert (fields["speaker"], fields["after"]) == ("ana-tane", "2015-11")
    changed = Page(client.get(reverse("quotation_list"), fields | {"speaker": "", "before": "2015-11-13"}))
    assert changed.tree.xpath("//input[@id='find']/@value") == ["coast after:2015-11 before:2015-11-13"]


def test_nothing_found_says_what_to_take_away(client, house):
    page = search(client, "zebra speaker:ana-tane")
    assert "Nothing matches all of it." in page.text
    assert {"?q=zebra", "?q=speaker%3Aana-tane"} <= page.links()


@pytest.fixture
def common(house, monkeypatch):
    """Counts kept of whatever has more than two quotations."""
    monkeypatch.setattr(kept, "MOST", 2)
    call_command("count_terms", verbosity=0)


def test_common_terms_have_the_counts_that_were_kept(client, common):
    ana = Quotation.objects.filter(speaker__slug="ana-tane", outlet__slug="the-post").first()
    terms = set(KeptCount.objects.values_list("term", flat=True))
    assert {"", "word:'coast'", f"speaker:{ana.speaker_id}", f"outlet:{ana.outlet_id}"} <= terms
    before = {q: search(client, q, count="all") for q in ("", "coast", "speaker:ana-tane", "outlet:the-post")}
    say(9, text="Later, the coast")
    for q, exact in before.items():
        page = search(client, q)
        assert page.texts("//h2")[0] == exact.texts("//h2")[0]
        assert "As counted on" in page.text
        for title in ("Speaker", "Party that day", "Outlet", "Kind"):
            values = [choice for choice in choices(exact, title) if q == "" or not choice[2]]
            assert set(values) <= set(choices(page, title))
    assert bars(search(client))[0] == ["2015 5", "2016 1"]


def test_what_would_widen_a_search_has_the_counts_that_were_kept(client, common):
    before = choices(search(client, "coast speaker:ana-tane"), "Speaker")
    assert before[0] == ("Ana Tāne", 3, True, "coast")
    say(9, make_person("Mere Hill"))
    page = search(client, "coast speaker:ana-tane")
    assert choices(page, "Speaker") == before
    assert "widen the search are as counted on" in page.text
    anew = search(client, "coast speaker:ana-tane", count="all")
    assert [name for name, *_ in choices(anew, "Speaker")] == ["Ana Tāne", "Sione Fale", "Mere Hill"]


def test_stories_of_more_than_is_counted_are_told_from_what_is(client, house, monkeypatch):
    monkeypatch.setattr(counts, "MOST", 3)
    for q in ("coast", "coast outlet:the-post", "kind:direct"):
        assert "Stories 4+" in search(client, q).texts("//nav[@class='tabs']//a")
    monkeypatch.setattr(counts, "MOST_STORIES", 2)
    monkeypatch.setattr(counts, "MOST", 4)
    assert "Stories 4+" in search(client, "coast outlet:the-post").texts("//nav[@class='tabs']//a")
    assert "Stories 1" in search(client, "who").texts("//nav[@class='tabs']//a")


def test_counting_anew_leaves_nothing_of_before(client, common):
    Article.objects.update(status="draft")
    call_command("count_terms", verbosity=0)
    assert not KeptCount.objects.exists()


def test_a_search_of_more_than_one_term_is_counted_itself(client, common):
    for q in ("coast hold", "coast outlet:the-post", '"the coast"', "coas*", "-coast", "coast OR hold"):
        assert "As counted on" not in search(client, q).text


@pytest.mark.parametrize("name", ["quotation_list", "article_list", "person_list", "event_list"])
@pytest.mark.parametrize(
    "q", ["coast", 'coast speaker:"Ana Tāne" outlet:post', "kind:direct year:2015", "zebra"]
)
def test_no_tab_costs_more_than_eight_queries(client, house, django_assert_max_num_queries, name, q):
    with django_assert_max_num_queries(8):
        assert client.get(reverse(name), {"q": q}).status_code == 200


def test_days_at_the_ends_of_the_calendar_are_no_error(client):
    make_quotation(make_article(body=f"“{SAID},” it was said."), SAID, said_on=date.min)
    make_quotation(make_article(body=f"“{SAID},” it was said."), SAID, said_on=date.max)
    assert client.get(reverse("quotation_list")).status_code == 200


def test_whoever_asks_for_exact_counts_waits_longer(client, house, settings, monkeypatch):
    monkeypatch.setattr(counts, "TOTAL", f"{counts.TOTAL}, pg_sleep(0.4)")
    settings.PUBLIC_STATEMENT_TIMEOUT = 0.2
    assert client.get(reverse("quotation_list"), {"count": "all"}).status_code == 200
    assert client.get(reverse("quotation_list")).status_code == 422
