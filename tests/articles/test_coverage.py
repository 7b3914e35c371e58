"""The pages of people and parties: what the press reported of them."""

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from articles.models import Mention, Quotation
from articles.results import kept
from articles.views import coverage
from people.models import Office, Party, SpanPrecision
from tests.factories import (
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
    late, early = page.section("Quotations")
    assert late.startswith("Liberty, Long Plain")
    assert "“I leave,”" in late
    assert early.startswith("Labour Whip; Labour, Long Plain")


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
    monkeypatch.setattr(coverage, "OFTEN", 2)
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
    headlines = page.texts("//section[.//h2[@id='stories']]//p[@class='headline']")
    assert headlines == ["Named", *(f"On {day}" for day in range(12, 3, -1))]
    assert page.figures["stories"] == 13


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


def test_quotations_of_a_person_are_paged_and_stand_alone_from_the_second_page_on(client, turncoat):
    for number in range(26):
        make_quotation(make_article(f"Report {number}", BODY.format(name="he")), "I leave,", turncoat)
    page = page_of(client, turncoat)
    assert len(page.section("Quotations")) == 25
    assert (page.figures["quotations"], page.figures["stories"]) == (26, 26)
    assert len(page.section("Stories")) == 10
    assert f"{reverse('article_list')}?person=fintan-ohara" in page.links()
    (address,) = page.tree.xpath("//a[@rel='next']/@href")
    second = Page(client.get(turncoat.get_absolute_url() + address))
    assert len(second.section("Quotations")) == 1
    assert not second.section("Stories")
    assert second.figures == {"utterances": 26, "quotations": 26}


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
    response = client.get(address)
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


@pytest.mark.parametrize("asked", ["someday", "2015-02-30", "\x00", "9" * 5000])
def test_a_day_that_is_none_is_told_beside_the_party(client, turncoat, asked):
    response = client.get("/parties/labour/", {"on": asked})
    assert response.status_code == 400
    assert "Enter a valid date." in Page(response).text


def cover_widely(person, rows):
    """Quotations, mentions, events and offices; each report of an outlet of its own."""
    for number in range(rows):
        article = make_article(body=BODY.format(name=person.name), outlet=f"{person.name}’s {number}")
        make_quotation(article, "I withdraw,", person)
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
    # keys of quotations, their rows; stories, events
    with django_assert_num_queries(10):
        response = client.get(turncoat.get_absolute_url())
    assert len(Page(response).section("Quotations")) == rows


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
    assert len(Page(response).section("Quotations")) == rows
