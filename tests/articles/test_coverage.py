"""The pages of people and parties: what the press reported of them."""

import json
import re
from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from articles import company, coverage
from articles.models import Mention, Quotation, Utterance
from articles.results import kept
from articles.search import meaning
from articles.views import people
from people.models import Office, Party, SpanPrecision
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
    make_seat,
    take_part,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

ROWS = "//ol[@class='results']/li"
BODY = "“I withdraw,” said {name}. “I apologise,” said {name}. “I leave,” said {name}."


@pytest.fixture
def turncoat():
    """A member who held two offices and was in two parties, one after the other."""
    person = make_person("Fintan O’Hara", honorific_prefix="Dr", gender="male")
    labour, liberty = make_party("Labour"), make_party("Liberty")
    join_party(person, labour, date(2008, 11, 8), date(2016, 5, 26))
    join_party(person, liberty, date(2016, 5, 26))
    whip = make_office("Whip", party=labour, kind=Office.Kind.PARTY)
    hold(person, whip, date(2011, 1, 1), date(2014, 6, 1), ends_precision=SpanPrecision.MONTH)
    hold(person, make_seat("Long Plain"), date(2008, 11, 8))
    return person


def page_of(client, thing, **query):
    return Page(client.get(thing.get_absolute_url(), query))


def test_person_is_what_they_are_now_and_what_they_were_on_each_quotation(client, turncoat):
    make_quotation(
        make_article("Early", BODY.format(name="he"), published_on=date(2012, 3, 4)), "I withdraw,", turncoat
    )
    make_quotation(
        make_article("Late", BODY.format(name="he"), published_on=date(2016, 9, 9)), "I leave,", turncoat
    )
    page = page_of(client, turncoat)
    assert page.texts("//h1") == ["Dr Fintan O’Hara"]
    assert page.texts("//*[@class='person-now']") == [
        "Labour Whip 1 January 2011 to June 2014. Liberty, Long Plain since 8 November 2008."
    ]
    late, early = page.texts(ROWS)
    assert late.startswith("Liberty, Long Plain")
    assert "“I leave,”" in late
    assert early.startswith("Then Labour Whip; Labour, Long Plain")


def test_offices_parties_and_seats_are_drawn_and_stand_in_a_table(client, turncoat):
    page = page_of(client, turncoat)
    assert page.texts("//ol[@class='career']/li") == [
        "Labour, then Liberty since November 2008",
        "Member for Long Plain since November 2008",
        "Labour Whip January 2011 to June 2014",
    ]
    assert page.texts("//tbody/tr") == [
        "8 November 2008 26 May 2016 Labour",
        "26 May 2016 today Liberty",
        "8 November 2008 today Member for Long Plain",
        "1 January 2011 June 2014 Labour Whip",
    ]


def test_bars_of_a_career_are_to_scale_and_in_the_colours_of_their_parties(client, turncoat):
    shown = client.get(turncoat.get_absolute_url()).content.decode()
    assert 'class="bar party-labour" x="0%"' in shown
    assert 'class="bar party-liberty"' in shown
    assert "style=" not in shown


def test_offices_that_were_over_last_stand_at_the_head(client):
    person, party = make_person("Margaret Brereton"), make_party("Country")
    hold(person, make_office("Leader", party=party, kind=Office.Kind.PARTY), ends=date(2016, 12, 5))
    hold(person, make_office("Prime Minister"), date(2011, 11, 7), date(2016, 12, 5))
    hold(person, make_office("Minister of Roads"), date(2008, 1, 1), date(2010, 1, 1))
    hold(person, make_seat("Ellery Heights"), date(2011, 10, 15), date(2017, 8, 10))
    assert page_of(client, person).texts("//*[@class='person-now']") == [
        "Prime Minister 7 November 2011 to 5 December 2016. Country Leader 1 January 2000 to 5 December 2016."
        " Ellery Heights 15 October 2011 to 10 August 2017."
    ]


def test_an_office_held_before_a_party_is_known_has_the_colour_of_the_first(client):
    person, office = make_person("John Key"), make_office("Prime Minister")
    hold(person, office, date(2008, 11, 19), date(2016, 12, 12))
    join_party(person, make_party("National"), date(2014, 10, 20))
    assert client.get(person.get_absolute_url()).content.decode().count('class="bar party-national"') == 2


def test_years_at_the_ends_of_the_calendar_are_no_error(client):
    person = make_person("Methuselah")
    hold(person, make_office("Elder"), date.min, date.max)
    hold(person, make_office("Prophet"), date(9999, 12, 30))
    join_party(person, make_party("Ancients"), None, date(1, 1, 2))
    assert page_of(client, person).texts("//ol[@class='career']/li")
    assert client.get("/parties/ancients/").status_code == 200
    assert client.get("/parties/?on=0001-01-01").status_code == 200


def test_dates_that_are_only_those_of_a_parliament_are_told_as_such(client):
    person = make_person("Adrian Rurawhe")
    period = {"starts_precision": SpanPrecision.PERIOD, "ends_precision": SpanPrecision.PERIOD}
    hold(person, make_seat("Te Tai Hauāuru"), date(2014, 9, 20), date(2017, 8, 22), **period)
    assert page_of(client, person).texts("//tbody/tr") == [
        "20 September 2014 22 August 2017 Member for Te Tai Hauāuru (dates of the legislative period)"
    ]


def test_person_without_a_single_date_has_a_table_and_no_drawing(client):
    person = make_person("Pru Fernside")
    hold(person, make_office("Mayor"), starts=None)
    page = page_of(client, person)
    assert page.texts("//tbody/tr") == ["not known today Mayor"]
    assert not page.tree.xpath("//ol[@class='career']")


def test_names_dates_and_catalogues_of_a_person_are_told(client):
    person = make_person(
        "Metiria Turei", gender="female", born_on=date(1970, 1, 1), born_precision="year", provisional=True
    )
    person.names.create(name="Metiria Leanne Agnes Stanton Turei")
    person.identifiers.create(scheme="wikidata", identifier="Q6824513")
    page = page_of(client, person)
    assert "Born 1970. Female" in page.text
    assert "Also printed as Metiria Leanne Agnes Stanton Turei" in page.text
    assert "not yet been checked by staff" in page.text
    assert "https://www.wikidata.org/wiki/Q6824513" in page.links()


def test_counts_of_a_person_are_those_of_what_readers_may_see(client, turncoat):
    shown = make_article("Shown", BODY.format(name="Fintan O’Hara"), outlet="The Digest")
    make_quotation(shown, "I withdraw,", turncoat)
    make_quotation(shown, "I apologise,", turncoat, status="proposed")
    make_quotation(shown, "I leave,", turncoat, status="rejected")
    named = make_article("Named", "Fintan O’Hara sat down.", outlet="The Post")
    make_mention(named, turncoat)
    misnamed = make_article("Misnamed", "Fintan O’Hara stood up.")
    make_mention(misnamed, turncoat)
    Mention.objects.filter(version__article=misnamed).update(status="rejected")
    for headline, status in (("Withdrawn", "withdrawn"), ("Draft", "draft")):
        hidden = make_article(headline, BODY.format(name="he"), status=status, withdrawn_reason="An error.")
        make_quotation(hidden, "I leave,", turncoat)
    page = page_of(client, turncoat)
    assert page.figures == {"utterances": 2, "quotations": 2, "stories": 2, "outlet": 1, "events": 0}
    assert len(page.section("Quotations")) == 2
    assert [row.split()[3] for row in page.section("Stories")] == ["Named", "Shown"]
    assert page.section("Who quotes") == ["The Digest 2"]


@pytest.mark.parametrize("is_kept", [True, False])
def test_stories_of_somebody_often_quoted_are_the_newest_that_name_or_quote_them(
    client, turncoat, monkeypatch, is_kept
):
    monkeypatch.setattr(people, "OFTEN_QUOTED", 2)
    monkeypatch.setattr(kept, "MOST", 2)
    for day in range(1, 13):
        shown = make_article(f"On {day}", BODY.format(name="he"), published_on=date(2015, 11, day))
        make_quotation(shown, "I leave,", turncoat)
        make_article(f"Of others on {day}", published_on=date(2015, 11, day))
    named = make_article("Named", "Fintan O’Hara sat down.", published_on=date(2015, 11, 13))
    make_mention(named, turncoat)
    if is_kept:
        call_command("count_terms", verbosity=0)
    page = page_of(client, turncoat)
    newest = ["Named", *(f"On {day}" for day in range(12, 0, -1))]
    assert page.texts("//section//p[@class='headline']") == newest[:6]
    assert page.figures["stories"] == 13
    page = Page(client.get("/people/fintan-ohara/stories/"))
    assert page.texts("//section//p[@class='headline']") == newest
    assert "13 reports that name or quote" in page.text


def test_of_somebody_prominent_long_ago_few_newer_stories_are_looked_through(client, turncoat, monkeypatch):
    monkeypatch.setattr(people, "OFTEN_QUOTED", 2)
    monkeypatch.setattr(kept, "MOST", 2)
    monkeypatch.setattr(coverage, "LOOKED_THROUGH", 5)
    for day in range(1, 4):
        shown = make_article(f"On {day}", BODY.format(name="he"), published_on=date(1998, 11, day))
        make_quotation(shown, "I leave,", turncoat)
    for day in range(1, 21):
        make_article(f"Of others on {day}", published_on=date(2015, 11, day))
    call_command("count_terms", verbosity=0)
    page = page_of(client, turncoat)
    assert page.texts("//section//p[@class='headline']") == ["On 3", "On 2", "On 1"]
    assert page.figures["stories"] == 3
    for cursor in ("", "?cursor=-"):
        page = Page(client.get(f"/people/fintan-ohara/stories/{cursor}"))
        assert page.texts("//section//p[@class='headline']") == ["On 3", "On 2", "On 1"]
    told = coverage.OFTEN.format(beyond="true", way="DESC", looked_through=coverage.LOOKED_THROUGH)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF) {told} SELECT * FROM told", {"person": turncoat.pk})
        plan = "\n".join(line for (line,) in cursor.fetchall())
    asked = re.findall(r"on articles_quotation.*loops=(\d+)", plan)
    assert asked
    assert max(map(int, asked)) <= 5


@pytest.mark.parametrize("is_often", [True, False])
def test_a_search_for_stories_of_a_person_finds_the_same_however_often_they_are_in_the_news(
    client, turncoat, monkeypatch, is_often
):
    monkeypatch.setattr(meaning, "OFTEN_QUOTED", 1 if is_often else 9)
    monkeypatch.setattr(kept, "MOST", 1)
    for day in (1, 2):
        shown = make_article(f"Said on {day}", BODY.format(name="he"), published_on=date(2015, 11, day))
        make_quotation(shown, "I leave,", turncoat)
    named = make_article("Named", "Fintan O’Hara sat down.", published_on=date(2015, 11, 3))
    make_mention(named, turncoat)
    spoken_of = make_article("Spoken of", "“Fintan O’Hara left,” he said.", published_on=date(2015, 11, 4))
    make_quotation(spoken_of, "Fintan O’Hara left,")
    make_mention(spoken_of, turncoat)
    make_article("Of others", published_on=date(2015, 11, 5))
    call_command("count_terms", verbosity=0)
    page = Page(client.get("/stories/?q=person:fintan-ohara"))
    assert page.texts("//p[@class='headline']") == ["Spoken of", "Named", "Said on 2", "Said on 1"]
    page = Page(client.get("/stories/?q=-person:fintan-ohara"))
    assert "Of others" in page.text
    assert "Spoken of" not in page.texts("//p[@class='headline']")
    assert "Fintan O’Hara left," in Page(client.get("/quotations/?q=person:fintan-ohara")).text
    assert "I leave," not in Page(client.get("/quotations/?q=person:fintan-ohara")).text


def test_what_is_only_proposed_says_so(client, turncoat):
    article = make_article("Shown", BODY.format(name="Fintan O’Hara"))
    make_quotation(article, "I withdraw,", turncoat, status="proposed")
    page = page_of(client, turncoat)
    assert "Proposed, not yet confirmed" in page.section("Quotations")[0]
    assert page.tree.xpath("//li[contains(@class, 'result') and contains(@class, 'proposed')]")
    assert "proposed, not yet confirmed" in page.section("Stories")[0]
    Quotation.objects.update(status="confirmed")
    page = page_of(client, turncoat)
    assert "roposed" not in page.section("Quotations")[0] + page.section("Stories")[0]


def test_events_of_a_person_stand_newest_first_with_the_part_played(client, turncoat):
    for day, name in ((10, "Accusation"), (12, "Apology"), (11, "Walk-out")):
        take_part(make_event(name, starts_on=date(2015, 11, day)), turncoat, part="stood by")
    page = page_of(client, turncoat)
    assert page.section("Events") == [
        "12 November 2015 Apology Stood by",
        "11 November 2015 Walk-out Stood by",
        "10 November 2015 Accusation Stood by",
    ]
    assert reverse("event", args=["walk-out"]) in page.links()


def test_an_overview_has_the_newest_and_leads_to_the_rest(client, turncoat):
    for number in range(26):
        make_quotation(make_article(f"Report {number}", BODY.format(name="he")), "I leave,", turncoat)
    page = page_of(client, turncoat)
    assert len(page.section("Quotations")) == 3
    assert (page.figures["quotations"], page.figures["stories"]) == (26, 26)
    assert len(page.section("Stories")) == 6
    tabs = [f"/people/fintan-ohara/{tab}" for tab in ("", "quotations/", "stories/", "events/")]
    assert page.tree.xpath("//nav[contains(@class, 'tabs')]//a/@href") == tabs
    assert page.texts("//nav[contains(@class, 'tabs')]//a[@aria-current='page']") == ["Overview"]
    assert len({Page(client.get(address)).texts("//title")[0] for address in tabs}) == 4


def test_each_page_of_a_person_tells_machines_its_own_name(client):
    make_person("Ana O'Hay & Co", slug="ana")
    for tab in ("quotations", "stories", "events"):
        tree = Page(client.get(f"/people/ana/{tab}/")).tree
        assert tree.xpath("//title/text()") == [f"Ana O'Hay & Co: {tab} · Press Gallery"]
        assert tree.xpath("//meta[@property='og:title']/@content") == [f"Ana O'Hay & Co: {tab}"]
        (told,) = tree.xpath("//head/script[@type='application/ld+json']/text()")
        assert json.loads(told)["name"] == f"Ana O'Hay & Co: {tab}"
        assert tree.xpath("//link[@rel='canonical']/@href") == [f"{settings.SITE_URL}/people/ana/{tab}/"]


def test_quotations_of_a_person_are_paged(client, turncoat):
    for number in range(26):
        make_quotation(make_article(f"Report {number}", BODY.format(name="he")), "I leave,", turncoat)
    page = Page(client.get("/people/fintan-ohara/quotations/"))
    assert len(page.texts(ROWS)) == 25
    assert "26 quotations in 26 stories" in page.text
    (address,) = page.tree.xpath("//a[@rel='next']/@href")
    second = Page(client.get(f"/people/fintan-ohara/quotations/{address}"))
    assert len(second.texts(ROWS)) == 1
    assert not second.tree.xpath("//link[@rel='canonical']")
    # Where quotations were paged before.
    response = client.get(f"/people/fintan-ohara/{address}")
    assert (response.status_code, response["Location"]) == (301, f"/people/fintan-ohara/quotations/{address}")


def test_stories_of_a_person_are_paged(client, turncoat):
    for number in range(26):
        article = make_article(f"Report {number}", "Fintan O’Hara sat down.")
        make_mention(article, turncoat)
    page = Page(client.get("/people/fintan-ohara/stories/"))
    assert len(page.section("Stories")) == 25
    assert page.section("Stories")[0].endswith("The Digest · named, not quoted · proposed, not yet confirmed")
    (address,) = page.tree.xpath("//a[@rel='next']/@href")
    second = Page(client.get(f"/people/fintan-ohara/stories/{address}"))
    assert second.texts("//p[@class='headline']") == ["Report 0"]
    (address,) = second.tree.xpath("//a[@rel='prev']/@href")
    assert len(Page(client.get(f"/people/fintan-ohara/stories/{address}")).section("Stories")) == 25


def test_events_of_a_person_are_paged_with_the_part_played(client, turncoat):
    for number in range(26):
        take_part(make_event(f"Sitting {number}"), turncoat, part="sat")
    page = Page(client.get("/people/fintan-ohara/events/"))
    assert len(page.section("Events")) == 25
    assert page.section("Events")[0].startswith("12 November 2015 Sitting 25 Sat Event")
    (address,) = page.tree.xpath("//a[@rel='next']/@href")
    assert len(Page(client.get(f"/people/fintan-ohara/events/{address}")).section("Events")) == 1


def test_pages_of_somebody_without_anything_say_so(client):
    make_person("Nobody Much")
    for tab, told in (
        ("quotations", "No report in the archive gives this person’s words."),
        ("stories", "No report in the archive names or quotes this person."),
        ("events", "No event in the archive has this person in it."),
    ):
        assert told in Page(client.get(f"/people/nobody-much/{tab}/")).text


@pytest.mark.parametrize("tab", ["", "quotations/", "stories/", "events/"])
def test_pages_of_somebody_without_anything_say_where_else_to_look(client, tab):
    make_person('Ann "Nan" O’Much & Co')
    make_article("A dinner", body="Ann Nan O’Much & Co dined.")
    links = Page(client.get(f"/people/ann-nan-omuch-co/{tab}")).links("//section")
    assert "/people/" in links
    (search,) = [link for link in links if link.startswith("/stories/?")]
    assert "/stories/2015/11/12/a-dinner/" in Page(client.get(search)).links()


def test_an_overview_with_stories_sends_nobody_elsewhere(client):
    story = make_article(body="Nobody Much dined.")
    make_mention(story, make_person("Nobody Much"))
    page = Page(client.get("/people/nobody-much/"))
    assert "No report in the archive gives this person’s words." in page.text
    assert "Look elsewhere" not in page.text


def test_quotations_over_time_are_bars_in_the_colour_of_the_party_and_lead_to_a_search(client, turncoat):
    for year in (2010, 2011, 2014, 2017):
        article = make_article(body=BODY.format(name="he"), published_on=date(year, 3, 4))
        make_quotation(article, "I leave,", turncoat)
    response = client.get("/people/fintan-ohara/")
    page = Page(response)
    assert page.texts("//figure[.//thead//th='Year']//tbody/tr") == ["2010 1", "2011 1", "2014 1", "2017 1"]
    assert "None in the archive: 2012 to 2013, 2015 to 2016." in page.text
    assert response.content.decode().count('class="bar party-labour" x=') == 2 + 1 + 3
    (address,) = page.tree.xpath("//a[.='2014']/@href")
    assert "1 quotation" in Page(client.get(address)).texts("//h2")


def test_quotations_of_one_month_say_so_where_others_are_drawn(client, turncoat):
    for day in (4, 5):
        article = make_article(body=BODY.format(name="he"), published_on=date(2010, 3, day))
        make_quotation(article, "I leave,", turncoat)
    assert "All of them in March 2010." in Page(client.get("/people/fintan-ohara/")).text


def test_a_quotation_says_what_its_speaker_is_now_where_that_is_something_else(client, turncoat):
    def now(day):
        article = make_article(body=BODY.format(name="he"), published_on=day)
        page = page_of(client, make_quotation(article, "I leave,", turncoat))
        return page.texts("//header//p[starts-with(@class, 'small')]")

    assert now(date(2012, 3, 4)) == ["Now: Liberty, Long Plain."]
    assert now(date(2016, 9, 9)) == []
    turncoat.tenures.filter(office__kind=Office.Kind.SEAT).update(ends=date(2017, 4, 13))
    assert now(date(2012, 3, 4)) == ["Left Parliament in April 2017."]


def test_who_left_parliament_is_told_where_a_source_says_so(client):
    def told_of(name, **fields):
        person = make_person(name)
        hold(person, make_seat(f"Seat of {name}"), date(2014, 9, 20), date(2017, 4, 13), **fields)
        return page_of(client, person).text

    assert "Left Parliament in April 2017." in told_of("Ana")
    assert "Left Parliament in 2017." in told_of("Bo", ends_precision=SpanPrecision.YEAR)
    unknown = told_of("Cy", ends_precision=SpanPrecision.PERIOD)
    assert "The record ends with the parliament of 13 April 2017; what came after is not known" in unknown
    assert "Left Parliament" not in unknown


def test_an_office_is_told_as_over_only_where_every_one_of_that_day_is(client):
    person, whip, leader = make_person("Ana Bell"), make_office("Whip"), make_office("Leader")
    hold(person, whip, date(2010, 1, 1))
    hold(person, leader, date(2014, 1, 1))
    hold(person, make_office("Chair"), date(2009, 1, 1), date(2010, 1, 1))
    hold(
        person, make_office("Clerk"), date(2008, 1, 1), date(2009, 1, 1), ends_precision=SpanPrecision.PERIOD
    )
    for year in (2012, 2009, 2008):
        article = make_article(body=BODY, published_on=date(year, 3, 4))
        make_quotation(article, "I leave,", person)
    rows = Page(client.get("/people/ana-bell/quotations/")).texts(ROWS)
    assert [row.split("“")[0].strip() for row in rows] == ["Whip", "Then Chair", "Clerk"]


def test_who_is_quoted_beside_is_told_of_all_stories_only_where_all_were_read(client, monkeypatch):
    monkeypatch.setattr(company, "QUOTATIONS", 3)
    ana, bo = make_person("Ana Bell"), make_person("Bo Hay")
    for _ in range(2):
        article = make_article(body=BODY)
        make_quotation(article, "I withdraw,", ana)
        make_quotation(article, "I apologise,", ana)
        make_quotation(article, "I leave,", bo)
    text = Page(client.get("/people/ana-bell/")).text
    assert "Who else is quoted in the 2 stories" not in text
    assert "newest 2 stories" in text


@pytest.mark.parametrize("gathered", [True, False])
def test_who_is_quoted_beside_somebody_is_drawn_and_listed_with_the_stories_of_both(
    client, turncoat, monkeypatch, gathered
):
    monkeypatch.setattr(people, "OFTEN_BESIDE", 20 if gathered else 0)
    said = "“I withdraw,” said Mr O’Hara. “I stay,” said {other}. “I leave,” said the other."
    ana, bo, cy = (make_person(name) for name in ("Ana Tāne", "Bo Hay", "Cy Loe"))
    join_party(ana, make_party("Green"))
    for others in ([ana, bo], [ana, bo], [ana], [cy]):
        article = make_article(body=said)
        make_quotation(article, "I withdraw,", turncoat)
        for words, other in zip(("I stay,", "I leave,"), others, strict=False):
            make_quotation(article, words, other)
    make_quotation(make_article("Of one", BODY), "I leave,", ana)
    response = client.get("/people/fintan-ohara/")
    page = Page(response)
    assert page.section("Quoted beside") == [
        "Ana Tāne 3 stories that quote both",
        "Bo Hay 2 stories that quote both",
        "Cy Loe 1 story that quotes both",
        "Ana Tāne, Bo Hay 2",
    ]
    assert "Who else is quoted in the 4 stories" in page.text
    drawn = response.content.decode()
    assert (drawn.count('class="spoke"'), drawn.count('class="chord"')) == (3, 1)
    (address,) = page.tree.xpath("//a[starts-with(., '2 stories')]/@href")
    both = Page(client.get(address))
    assert len(both.section("Stories with Bo Hay")) == 2
    assert "/compare/?people=fintan-ohara,bo-hay" in both.links()
    assert client.get("/people/fintan-ohara/stories/?with=nobody").status_code == 404
    assert "both" not in Page(client.get("/people/fintan-ohara/stories/?with=fintan-ohara")).text
    assert client.get("/people/fintan-ohara/stories/?with=%00").status_code == 404


def test_odd_people_have_pages(client):
    labour, liberty = make_party("Labour"), make_party("Liberty")
    many = make_person("Forty Offices")
    for number in range(40):
        hold(many, make_office(f"Minister of {number}"), date(1980 + number, 1, 1), date(2021, 1, 1))
    long = make_person("Ō’Featherstonehaugh " * 10, slug="long", honorific_suffix="DNZM")
    join_party(long, labour, None, date(2010, 5, 5))
    join_party(long, liberty, date(2010, 5, 5))
    from_the_right = make_person("عبد الرحمن", slug="right")
    make_quotation(make_article(body=BODY), "I leave,", from_the_right)
    page = page_of(client, many)
    assert len(page.texts("//ol[@class='career']/li")) == 12
    assert page.texts("//ol[@class='career']/li/p/b")[0] == "Minister of 0"
    assert "Drawn are the 12 held longest; the table has 28 more." in page.text
    assert len(page.texts("//tbody/tr")) == 40
    page = page_of(client, long)
    assert page.tree.xpath("//h1/@class") == ["long"]
    assert page.texts("//ol[@class='career']/li") == ["Labour, then Liberty"]
    assert page_of(client, from_the_right).texts("//h1/bdi") == ["عبد الرحمن"]
    for person in (many, long, from_the_right):
        for tab in ("quotations", "stories", "events"):
            assert client.get(f"{person.get_absolute_url()}{tab}/").status_code == 200


def test_person_of_whom_nothing_is_known_has_a_page(client):
    page = page_of(client, make_person("Nobody Much"))
    assert "No report in the archive gives this person’s words." in page.text


@pytest.mark.parametrize(
    "address",
    [
        "/people/nobody/",
        "/parties/nothing/",
        "/people/fintan-ohara/?page=2",
        "/people/fintan-ohara/?cursor=x",
    ],
)
def test_what_is_not_there_is_answered_in_words(client, turncoat, address):
    response = client.get(address, follow=True)
    assert response.status_code == 404
    assert Page(response).text


def test_party_shows_its_members_of_a_day_with_their_offices(client, turncoat):
    page = Page(client.get("/parties/labour/?on=2013-01-01"))
    assert page.texts("//ul[@class='roll']/li") == ["Fintan O’Hara Labour Whip"]
    assert page.figures == {"member that day": 1, "quotations": 0}
    page = Page(client.get("/parties/labour/?on=2016-05-26"))
    assert "The archive knows of no members on that day." in page.text


def test_party_without_members_today_shows_those_of_its_last_day(client, turncoat):
    page = Page(client.get("/parties/labour/"))
    assert "On 25 May 2016" in page.text
    assert page.texts("//ul[@class='roll']/li") == ["Fintan O’Hara Member for Long Plain"]


def test_party_has_the_words_its_members_spoke_as_its_members(client, turncoat):
    for day in (date(2012, 1, 1), date(2017, 1, 1)):
        make_quotation(
            make_article(f"On {day}", BODY.format(name="he"), published_on=day), "I leave,", turncoat
        )
    (row,) = Page(client.get("/parties/labour/")).section("Quotations")
    assert "On 2012-01-01" in row
    (row,) = Page(client.get("/parties/liberty/")).section("Quotations")
    assert "On 2017-01-01" in row


@pytest.mark.parametrize("address", ["/parties/labour/?cursor=0001-01-01.1", "/people/?cursor=~zzz.1"])
def test_beyond_the_last_row_a_list_says_that_and_leads_back(client, turncoat, address):
    page = Page(client.get(address))
    assert "There is nothing beyond this place in the list." in page.text
    assert "in the archive" not in page.text
    assert "?" in page.links("//nav[@class='paging']")


@pytest.mark.parametrize("asked", ["someday", "2015-02-30", "\x00", "9" * 5000])
def test_a_day_that_is_none_is_told_beside_the_party(client, turncoat, asked):
    response = client.get("/parties/labour/", {"on": asked})
    assert response.status_code == 400
    assert "Enter a valid date." in Page(response).text


def cover_widely(person, rows):
    """Quotations, mentions, events and offices; each report of an outlet of its own."""
    one_utterance = Utterance.objects.create(said_on=DAY, speaker=person)
    other = make_person()
    for number in range(rows):
        article = make_article(body=BODY.format(name=person.name), outlet=f"{person.name}’s {number}")
        make_quotation(article, "I withdraw,", person)
        Quotation.objects.filter(pk=make_quotation(article, "I apologise,", person).pk).update(
            utterance=one_utterance
        )
        make_quotation(article, "I leave,", other)
        make_mention(article, person)
        event = make_event()
        take_part(event, person)
        cover(event, article)
        hold(person, make_office(f"Office of {article}"), on_behalf_of=make_party())
        person.names.create(name=f"Name {number}")


def test_pages_say_when_what_they_tell_was_counted(client, turncoat, monkeypatch):
    article = make_article(published_on=date(2012, 3, 4), body=BODY.format(name="he"))
    make_quotation(article, "I withdraw,", turncoat)
    party = Party.objects.get(name="Labour")
    addresses = [each.get_absolute_url() for each in (turncoat, party, article.outlet)]
    for address in addresses:
        assert "As counted on" not in Page(client.get(address)).text
    monkeypatch.setattr(kept, "MOST", 0)
    call_command("count_terms", verbosity=0)
    for address in addresses:
        assert "As counted on" in Page(client.get(address)).text


@pytest.mark.parametrize("rows", [5, 25])
def test_person_costs_the_same_for_any_coverage(client, django_assert_num_queries, turncoat, rows):
    cover_widely(turncoat, rows)
    # the page's tag; the person, offices, parties; counts that are kept, and that are made;
    # keys of quotations, their rows; what was most reported, who is quoted beside; stories, events
    with django_assert_num_queries(12):
        response = client.get(turncoat.get_absolute_url())
    assert len(Page(response).section("Stories")) == 5 + (rows > 5)
    # and of the others what they list
    for tab, queries, listed in (
        ("quotations", 8, ROWS),
        ("stories", 7, "//ul[@class='lines']/li"),
        ("events", 7, "//ul[@class='timeline']/li"),
    ):
        with django_assert_num_queries(queries):
            response = client.get(f"/people/fintan-ohara/{tab}/")
        assert len(Page(response).texts(listed)) == min(rows + (tab == "quotations"), 25)


@pytest.mark.parametrize("rows", [5, 25])
def test_party_costs_the_same_for_any_coverage(client, django_assert_num_queries, rows):
    party = make_party("Labour")
    for number in range(rows):
        person = make_person(f"Member {number}")
        join_party(person, party)
        cover_widely(person, 1)
    # the page's tag; the party, its last day; members, their offices;
    # counts kept and made, keys of quotations, rows and offices
    with django_assert_num_queries(10):
        response = client.get(party.get_absolute_url())
    assert len(Page(response).section("Quotations")) == min(2 * rows, 25)
