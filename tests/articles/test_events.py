from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from django.urls import reverse

from articles.charts import draw_chain
from articles.headlines import draw_days, headings
from articles.models import Coverage, Event
from articles.timelines import timeline
from articles.voices import said_about
from tests.factories import (
    cover,
    hold,
    join_party,
    make_article,
    make_event,
    make_office,
    make_party,
    make_person,
    make_quotation,
    take_part,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

COUNT = count()

BODY = (
    "“There is a baby in Denham tonight sleeping in the boot of a hatchback,” said {name}. "
    "“I withdraw,” said {name}. “There’s no backbone,” said {name}."
)
WHOLE = "There is a baby in Denham tonight sleeping in the boot of a hatchback,"


@pytest.fixture
def walkout():
    """A walk-out, the accusation that led to it and what it led to; two people, two reports."""
    accusation = make_event("Accusation", starts_on=date(2015, 11, 10), kind="statement")
    walkout = make_event("Walk-out", starts_on=date(2015, 11, 11), kind="walk-out", in_response_to=accusation)
    make_event("Apology refused", starts_on=date(2015, 11, 12), kind="statement", in_response_to=walkout)
    turei, key = make_person("Metiria Turei"), make_person("John Key")
    for person, party in ((turei, "Greens"), (key, "National")):
        join_party(person, make_party(party))
    hold(key, make_office("Prime Minister"), date(2008, 11, 19), date(2016, 12, 12))
    take_part(walkout, turei, part="led the walk-out")
    take_part(walkout, key)
    for headline, outlet in (("Women walk out", "The Digest"), ("No apology", "The Post")):
        article = make_article(headline, BODY.format(name="Metiria Turei"), outlet=outlet)
        make_quotation(article, "I withdraw,", turei)
        cover(walkout, article)
    return walkout


def page_of(client, event):
    return Page(client.get(event.get_absolute_url()))


def test_events_stand_under_their_years_and_months_newest_first(client, walkout):
    make_event("Election", starts_on=date(2014, 9, 20))
    make_event("Some scandal", starts_on=date(2013, 1, 1), precision="year")
    page = Page(client.get("/events/"))
    assert page.texts("//section[@class='year']/h2") == ["2015", "2014", "2013"]
    assert page.texts("//section[@class='year']/h3") == ["November", "September"]
    assert page.texts("//p[@class='headline']") == [
        "Apology refused",
        "Walk-out",
        "Accusation",
        "Election",
        "Some scandal",
    ]


def test_event_in_the_timeline_tells_who_took_part_and_what_led_to_what(client, walkout):
    row = Page(client.get("/events/")).section("2015")[1]
    assert row == (
        "11 November 2015 Walk-out Walk-out · 2 stories Metiria Turei, John Key"
        " In response to Accusation Led to Apology refused"
    )


def test_person_of_many_events_is_named_once_in_each(client, walkout):
    key = walkout.people.get(name="John Key")
    for number in range(3):
        take_part(make_event(f"Event {number}"), key)
    rows = Page(client.get("/events/")).section("2015")
    assert [row.count("John Key") for row in rows] == [1, 1, 1, 0, 1, 0]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kind": "walk-out"}, ["Walk-out"]),
        ({"person": "metiria-turei"}, ["Walk-out"]),
        ({"person": "nobody"}, []),
        ({"q": "apology REFUSED"}, ["Apology refused"]),
        ({"q": "apology accusation"}, []),
        ({"after": "2015-11-11", "before": "2015-11-11"}, ["Walk-out"]),
    ],
)
def test_timeline_is_narrowed_by_words_person_kind_and_day(client, walkout, asked, found):
    assert Page(client.get("/events/", asked)).texts("//p[@class='headline']") == found


def test_event_of_several_days_is_found_on_each(client):
    make_event("Sleep-out", starts_on=date(2015, 6, 27), ends_on=date(2015, 6, 29))
    page = Page(client.get("/events/", {"after": "2015-06-28", "before": "2015-06-28"}))
    assert page.section("2015")[0].startswith("27 June 2015 – 29 June 2015 Sleep-out")


@pytest.mark.parametrize(
    "asked",
    [
        {"after": "yesterday"},
        {"kind": "coronation"},
        {"kind": "\x00"},
        {"q": "\x00"},
        {"person": "\x00"},
        {"q": "a" * 10_000},
        {"page": "-1"},
        {"page": "x"},
    ],
)
def test_what_cannot_be_asked_of_the_timeline_is_answered_in_words(client, walkout, asked):
    response = client.get("/events/", asked)
    assert response.status_code in (200, 400, 404)
    assert Page(response).text


@pytest.mark.parametrize("typed", ['"', "-", "%", "_", "\\", "'; --"])
def test_any_marks_may_be_typed(client, walkout, typed):
    assert client.get("/events/", {"q": typed, "person": typed}).status_code in (200, 400)


def test_unknown_event_is_answered_in_words(client):
    response = client.get("/events/nothing/")
    assert response.status_code == 404
    assert Page(response).text


def test_event_reaches_all_its_stories_and_people_in_one_click_and_they_reach_it(client, walkout):
    page = page_of(client, walkout)
    stories = [article.get_absolute_url() for article in walkout.articles.all()]
    people = [person.get_absolute_url() for person in walkout.people.all()]
    assert {*stories, *people} <= page.links()
    for address in [*stories, *people]:
        assert walkout.get_absolute_url() in Page(client.get(address)).links()


def test_event_tells_when_where_and_how_much(client, walkout):
    Event.objects.filter(pk=walkout.pk).update(place="Debating chamber", summary="Members leave.")
    page = page_of(client, walkout)
    assert page.texts("//*[@class='story-from']") == ["Walk-out Wednesday 11 November 2015 Debating chamber"]
    assert "Members leave." in page.text
    assert page.figures == {"stories": 2, "outlets": 2, "quotations": 2, "person quoted": 1}


def test_whoever_took_part_is_shown_as_they_were_that_day(client, walkout):
    assert page_of(client, walkout).section("Who took part") == [
        "Metiria Turei quoted 2 Greens Led the walk-out",
        "John Key Prime Minister; National",
    ]


def test_same_words_stand_once_in_the_fullest_form_with_everyone_who_printed_them(client, walkout):
    turei = walkout.people.get(name="Metiria Turei")
    cut = make_article("Cut", "“Sleeping in the boot”, said Metiria Turei. “Gutless”.", outlet="Gannet")
    cover(walkout, cut)
    make_quotation(cut, "Sleeping in the boot", turei)
    make_quotation(cut, "Gutless", turei)
    make_quotation(walkout.articles.get(headline="No apology"), WHOLE, turei)
    (voice,) = page_of(client, walkout).texts("//section[contains(@class, 'voice ')]")
    assert voice == (
        "Metiria Turei Greens “I withdraw,” The Digest, The Post"
        f" “{WHOLE}” The Post, Gannet · 1 cut “Gutless” Gannet"
    )


def test_voices_stand_side_by_side_people_first_and_the_unnamed_last(client, walkout):
    article = walkout.articles.get(headline="No apology")
    make_quotation(article, "There’s no backbone,", speaker_label="a backbencher", attribution="unlisted")
    for headline in ("Third", "Fourth"):
        other = make_article(headline, BODY.format(name="John Key"))
        cover(walkout, other)
        make_quotation(other, WHOLE, walkout.people.get(name="John Key"))
    assert page_of(client, walkout).texts("//section[contains(@class, 'voice ')]/h3") == [
        "Metiria Turei",
        "John Key",
        "Others, as printed",
    ]


def test_words_said_at_another_event_are_left_to_it(client, walkout):
    article = walkout.articles.get(headline="No apology")
    key = walkout.people.get(name="John Key")
    accusation = walkout.in_response_to
    make_quotation(article, WHOLE, key, event=accusation)
    assert "John Key" not in page_of(client, walkout).texts("//section[contains(@class, 'voice ')]/h3")
    (voice,) = page_of(client, accusation).texts("//section[contains(@class, 'voice ')]")
    assert voice == f"John Key Prime Minister; National “{WHOLE}” The Post"


def test_search_finds_the_words_that_the_event_counts(client, walkout):
    make_quotation(walkout.articles.get(headline="No apology"), WHOLE, event=walkout.in_response_to)
    elsewhere = make_article("Elsewhere", BODY.format(name="she"))
    make_quotation(elsewhere, WHOLE, event=walkout)
    make_quotation(elsewhere, "I withdraw,")
    page = page_of(client, walkout)
    found = f"{reverse('quotation_list')}?event=walk-out"
    assert found in page.links()
    assert page.figures["quotations"] == len(Page(client.get(found)).texts("//blockquote")) == 3


def test_outlets_are_set_against_those_they_quote(client, walkout):
    key = walkout.people.get(name="John Key")
    digest = walkout.articles.get(headline="Women walk out")
    make_quotation(digest, WHOLE, key)
    make_quotation(digest, "There’s no backbone,", speaker_label="a backbencher", attribution="unlisted")
    page = page_of(client, walkout)
    assert page.texts("//table[@class='matrix']//th[@scope='col']") == [
        "Outlet",
        "Metiria Turei",
        "John Key",
        "Others",
        "All",
    ]
    assert page.section("Who quoted whom") == ["The Digest 1 1 1 3", "The Post 1 0 1", "All outlets 2 1 1 4"]


def test_a_speaker_has_the_colour_of_a_party_where_one_is_known(client, walkout):
    turei = walkout.people.get(name="Metiria Turei")
    early = make_article("Early", BODY.format(name="she"), published_on=date(1990, 1, 1))
    make_quotation(early, WHOLE, turei, event=walkout)
    (cell, *_) = page_of(client, walkout).tree.xpath(
        "//table[@class='matrix']//td[contains(@class, 'party-')]"
    )
    assert cell.get("class").startswith("party-greens")


def test_what_is_rejected_withdrawn_or_a_draft_is_not_there(client, walkout):
    turei = walkout.people.get(name="Metiria Turei")
    Coverage.objects.filter(article__headline="No apology").update(status="rejected")
    make_quotation(walkout.articles.get(headline="Women walk out"), WHOLE, turei, status="rejected")
    for status in ("draft", "withdrawn"):
        hidden = make_article(status, BODY.format(name="she"), status=status, withdrawn_reason="An error.")
        cover(walkout, hidden)
        make_quotation(hidden, WHOLE, turei, event=walkout)
    page = page_of(client, walkout)
    assert page.figures == {"story": 1, "outlet": 1, "quotation": 1, "person quoted": 1}
    assert [row for row in page.section("Stories") if "Women walk out" not in row] == []
    assert WHOLE not in page.text
    assert "1 story" in Page(client.get("/events/")).section("2015")[1]


def test_what_is_only_proposed_says_so(client, walkout):
    article = make_article("Third", BODY.format(name="she"))
    cover(walkout, article, status="proposed")
    make_quotation(article, WHOLE, walkout.people.get(name="Metiria Turei"), status="proposed")
    page = page_of(client, walkout)
    assert [
        row for row in page.section("How the headlines differed") if "proposed, not yet confirmed" in row
    ] == ["12 November 2015 Third The Digest · proposed, not yet confirmed"]
    (words,) = page.texts("//li[contains(@class, 'voice-words') and contains(@class, 'proposed')]")
    assert "Proposed, not yet confirmed" in words


def test_event_of_which_nothing_is_told_has_a_page(client):
    page = page_of(client, make_event("Quiet day"))
    assert "No report in the archive tells of it yet." in page.text
    assert not page.section("What led to what")


def test_what_led_to_what_is_told_from_every_event_of_the_chain(client, walkout):
    told = [
        "10 November 2015 Accusation led to",
        "11 November 2015 Walk-out led to",
        "12 November 2015 Apology refused",
    ]
    for event in Event.objects.all():
        page = page_of(client, event)
        assert page.section("What led to what") == told
        assert page.texts("//li[@class='here']//h3") == [event.name]


def test_two_effects_of_one_cause_both_name_it(client, walkout):
    make_event("Ruling", starts_on=date(2015, 11, 13), in_response_to=walkout)
    assert page_of(client, walkout).section("What led to what")[3] == (
        "13 November 2015 Ruling In response to Walk-out"
    )


def test_cause_stands_before_its_effect_on_the_same_day():
    effect, cause = make_event("Effect"), make_event("Cause")
    effect.in_response_to = cause
    assert [step.event for step in timeline([effect, cause])] == [cause, effect]


def test_a_circle_of_causes_is_no_error(client):
    one, two = make_event("One"), make_event("Two")
    Event.objects.filter(pk=one.pk).update(in_response_to=two)
    Event.objects.filter(pk=two.pk).update(in_response_to=one)
    assert len(page_of(client, one).section("What led to what")) == 2


def test_chain_is_drawn_to_scale():
    first = make_event("First", starts_on=date(2015, 6, 1))
    second = make_event("Second", starts_on=date(2015, 6, 5), in_response_to=first)
    third = make_event("Third", starts_on=date(2015, 6, 21), in_response_to=second)
    chart = draw_chain([first, second, third], second)
    assert chart
    places = [float(dot.x.rstrip("%")) for dot in chart.dots]
    assert (places[2] - places[1]) / (places[1] - places[0]) == pytest.approx(4, rel=0.01)
    assert [dot.here for dot in chart.dots] == [False, True, False]
    assert len(chart.arcs) == 2
    assert [tick.label for tick in chart.ticks][:3] == ["31 May", "", ""]


def test_words_below_the_rail_do_not_run_into_each_other():
    events = [make_event(kind="a kind with a long name", starts_on=date(2015, 6, day)) for day in (1, 2, 30)]
    chart = draw_chain(events, events[0])
    assert chart
    first, second, third = chart.dots
    assert first.label_y != second.label_y
    assert first.label_y == third.label_y


def test_days_at_the_ends_of_the_calendar_are_no_error():
    events = [make_event(starts_on=date.min), make_event(starts_on=date.max)]
    chart = draw_chain(events, events[0])
    assert chart
    assert [dot.x for dot in chart.dots] == ["0%", "100%"]


def test_nothing_is_drawn_of_a_single_day():
    assert draw_chain([make_event(), make_event()], make_event()) is None


def report(event, headline, outlet="The Digest", **fields):
    article = make_article(headline, outlet=outlet, **fields)
    cover(event, article)
    return article


def headline_of(page, number):
    """The words of a headline that it has alone."""
    return page.texts(f"(//ol[@class='heads']/li)[{number}]//mark")


def test_headlines_stand_in_order_with_the_words_that_each_has_alone(client):
    event = make_event("Walk-out")
    noon = datetime(2015, 11, 12, 0, 0, tzinfo=UTC)
    hour = {"published_precision": "instant", "published_zone": "UTC"}
    report(event, "Speaker ejects women", "The Post", published_at=noon + timedelta(hours=2), **hour)
    report(event, "Speaker silences women, says Key", "The Herald", published_at=noon, **hour)
    report(event, "Budget day", "Gannet", published_on=date(2015, 11, 13))
    page = page_of(client, event)
    assert page.texts("//ol[@class='heads']/li") == [
        "12 November 2015, 00:00 UTC · First report Speaker silences women, says Key The Herald",
        "12 November 2015, 02:00 UTC Speaker ejects women The Post",
        "13 November 2015 Budget day Gannet",
    ]
    assert [headline_of(page, number) for number in (1, 2, 3)] == [["silences", "Key"], ["ejects"], []]


def test_copies_of_one_headline_have_it_together(client):
    event = make_event("Walk-out")
    for outlet in ("The Post", "The Herald"):
        report(event, "Speaker silences women", outlet, slug=outlet[-4:])
    report(event, "Speaker ejects women", "Gannet")
    page = page_of(client, event)
    assert [headline_of(page, number) for number in (1, 2, 3)] == [["silences"], ["silences"], ["ejects"]]


@pytest.mark.parametrize(
    ("days", "first"),
    [((12, 13), 1), ((12, 12), 0), ((12,), 0)],
)
def test_the_first_report_is_named_where_days_tell_which_it_was(client, days, first):
    event = make_event("Walk-out")
    for day in days:
        report(event, f"Report {len(days)}{next(COUNT)}", published_on=date(2015, 11, day))
    assert page_of(client, event).text.count("· First report") == first


@pytest.mark.parametrize(
    ("days", "told"),
    [((12, 12), True), ((12, 13), False), ((12,), False)],
    ids=["one day", "two", "one report"],
)
def test_reports_of_one_day_say_so_where_others_are_drawn(client, days, told):
    event = make_event("Walk-out")
    for day in days:
        report(event, f"Report {next(COUNT)}", published_on=date(2015, 11, day))
    assert ("All of them on 12 November 2015." in page_of(client, event).text) is told


def test_surnames_in_headlines_are_counted_where_they_tell_one_person(client):
    event = make_event("Walk-out")
    for name in ("John Key", "Hana Kāretu", "Ann Little", "Ben Little"):
        take_part(event, make_person(name))
    for slug in ("david-parker", "david-parker-2"):
        take_part(event, make_person("David Parker", slug=slug))
    for headline in ("KEY SAYS NO", "Key’s day; Karetu answers", "A key moment", "Little, Parker to say"):
        report(event, headline)
    page = page_of(client, event)
    assert page.texts("//p[@class='row listed']") == ["Surnames in the headlines: John Key 2 Hana Kāretu 1"]


def test_stories_are_drawn_by_day_and_told_in_a_table(client):
    event = make_event("Walk-out", kind="walk-out", starts_on=date(2015, 11, 11))
    for number, day in enumerate((12, 14, 14)):
        report(event, f"Report {number}", published_on=date(2015, 11, day))
    report(event, "Ten years on", published_on=date(2025, 11, 12))
    report(event, "Some day", published_on=date(2015, 12, 1), published_precision="month")
    page = page_of(client, event)
    assert page.texts("//figure//tbody/tr") == ["12 November 2015 first report 1", "14 November 2015 2"]
    assert "1 story came long before or after, and is not drawn." in page.text
    assert "Of 1 story the day is not known." in page.text
    drawn = draw_days(headings(event.coverage.select_related("article")), event)
    assert drawn
    assert [(bar.count, bar.height, bar.is_first) for bar in drawn.bars] == [
        (1, "50%", True),
        (2, "100%", False),
    ]
    assert [words for _, _, words in drawn.labels] == ["Walk-out", "First report"]
    assert len(drawn.ticks) == 7


@pytest.mark.parametrize(
    "earlier",
    [
        {"published_on": date(2015, 11, 1), "published_precision": "month"},
        {"published_on": date(2015, 11, 12)},
    ],
)
def test_no_day_is_marked_where_it_is_not_known_which_report_was_the_first(client, earlier):
    event = make_event("Walk-out", kind="walk-out", starts_on=date(2015, 11, 11))
    report(event, "Some day", **earlier)
    for day in (12, 14):
        report(event, f"Report {day}", published_on=date(2015, 11, day))
    page = page_of(client, event)
    assert page.texts("//figure")
    assert "first report" not in page.text.lower()


def test_a_report_that_is_only_proposed_is_not_named_the_first(client):
    event = make_event("Walk-out")
    cover(event, make_article("Report 1", published_on=date(2015, 11, 12)), status=Coverage.Status.PROPOSED)
    report(event, "Report 2", published_on=date(2015, 11, 13))
    page = page_of(client, event)
    assert page.texts("//figure")
    assert "first report" not in page.text.lower()


def test_nothing_is_drawn_of_stories_of_one_day(client, walkout):
    assert not page_of(client, walkout).texts("//figure")


@pytest.mark.parametrize("day", [date.min, date.max])
def test_stories_at_the_ends_of_the_calendar_are_no_error(client, day):
    event = make_event("Walk-out", starts_on=day)
    for number, on in enumerate((date.min, date.max, day)):
        report(event, f"Report {number}", published_on=on)
    page_of(client, event)


def test_of_more_than_there_is_room_for_nobody_is_left_out_for_one_who_said_much():
    event, (first, second) = make_event(), [make_person(), make_person()]
    article = make_article(body="“One,” “two,” “three,” he said. “Four,” she said.")
    cover(event, article)
    for words, speaker in [("One,", first), ("two,", first), ("three,", first), ("Four,", second)]:
        make_quotation(article, words, speaker)
    assert [said.text for said in said_about(event, 2)] == ["One,", "Four,"]
    assert [said.text for said in said_about(event, 3)] == ["One,", "two,", "Four,"]


def test_who_said_much_has_the_whole_width(client, walkout):
    article = make_article("Many", " ".join(f"“Number {n} of them all,” he said." for n in range(6)))
    cover(walkout, article)
    for n in range(6):
        make_quotation(article, f"Number {n} of them all,", walkout.people.get(name="John Key"))
    page = page_of(client, walkout)
    assert page.texts("//section[contains(@class, 'voice-long')]/h3") == ["John Key"]


def fill(event, rows):
    """Reports, speakers, parties, offices, outlets, and events before and after."""
    for number in range(rows):
        person = make_person()
        join_party(person, make_party())
        hold(person, make_office(f"Office {number}"))
        take_part(event, person)
        article = make_article(body=BODY.format(name=person.name), outlet=f"Outlet {number}")
        cover(event, article)
        make_quotation(article, WHOLE, person, event=event)
        effect = make_event(in_response_to=event, starts_on=date(2016, 1, 1 + number))
        take_part(effect, person)
        cover(effect, article)


@pytest.mark.parametrize("rows", [5, 25])
def test_event_costs_the_same_for_any_number_of_reports(client, django_assert_num_queries, rows):
    event = make_event("Walk-out")
    fill(event, rows)
    # the event, its chain, who took part; quotations, offices and parties of all; reports, counts by outlet
    with django_assert_num_queries(9):
        response = client.get(event.get_absolute_url())
    assert len(Page(response).section("How the headlines differed")) == rows


@pytest.mark.parametrize("rows", [4, 24])
def test_timeline_costs_the_same_for_any_number_of_rows(client, django_assert_num_queries, rows):
    fill(make_event("Walk-out"), rows)
    # the page's tag; the events, effects, who took part; counts of the tabs
    with django_assert_num_queries(5):
        response = client.get(reverse("event_list"))
    assert len(Page(response).texts("//p[@class='headline']")) == rows + 1
