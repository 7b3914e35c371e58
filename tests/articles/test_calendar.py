"""The archive by year, month and day."""

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from articles import calendar
from articles.models import Article
from articles.results import kept
from tests.factories import make_article, make_event, make_person, make_quotation
from tests.reading import Page

pytestmark = pytest.mark.django_db


def test_a_day_has_its_stories_events_and_speakers_and_leads_on(client):
    before = make_article("Before", published_on=date(2015, 11, 10))
    article = make_article("The vote", "“We hold,” she said.", published_on=date(2015, 11, 12))
    make_quotation(article, "We hold", speaker=make_person("Ana Hill"))
    make_event("Walk-out", starts_on=date(2015, 11, 12))
    make_event("Other walk-out", starts_on=date(2011, 11, 12))
    page = Page(client.get("/stories/2015/11/12/"))
    assert page.texts("//h1") == ["Thursday, 12 November 2015"]
    for words in ("The vote", "Walk-out", "Other walk-out", "Ana Hill", "1 quotation"):
        assert words in page.text
    assert "Before" not in page.text
    assert {"/stories/2015/11/10/", "/stories/2015/11/", article.get_absolute_url()} <= page.links()
    assert before.get_absolute_url() not in page.links()


def test_a_month_has_a_link_for_each_day_with_stories_and_a_year_for_each_month(client):
    for day in (3, 3, 30):
        make_article(published_on=date(2015, 11, day))
    month = Page(client.get("/stories/2015/11/"))
    days = {link for link in month.links() if link.startswith("/stories/2015/11/")}
    assert days == {"/stories/2015/11/3/", "/stories/2015/11/30/"}
    assert "3 stories" in month.text
    year = Page(client.get("/stories/2015/"))
    assert "/stories/2015/11/" in year.links()
    assert "/stories/2015/10/" not in year.links()
    assert "/stories/2015/" in Page(client.get(reverse("year_list"))).links()


def test_the_calendar_draws_what_every_month_of_every_year_has(client, monkeypatch):
    for day in (date(2014, 3, 2), date(2015, 11, 10), date(2015, 11, 12)):
        make_article(published_on=day)
    make_article(published_on=date(2015, 1, 1), published_precision=Article.Precision.YEAR)
    make_article(published_on=date(2013, 5, 1), status="draft")
    page = Page(client.get(reverse("year_list")))
    assert page.texts("//ol[@class='years']//p") == ["2015 3 stories", "2014 1 story"]
    assert page.texts("//figure//tbody/tr") == ["November 2015 2", "March 2014 1"]
    drawn = [bar.height for year in calendar.years() for bar in year.bars if bar.count]
    assert drawn == ["100%", "50%"]
    monkeypatch.setattr(kept, "MOST", 2)
    call_command("count_terms", verbosity=0)
    make_article(published_on=date(2012, 1, 1))
    counted = Page(client.get(reverse("year_list")))
    assert counted.texts("//figure//tbody/tr") == page.texts("//figure//tbody/tr")
    assert "As counted on" in counted.text


def test_what_is_known_to_the_month_or_year_stands_under_no_day(client):
    for precision in (Article.Precision.MONTH, Article.Precision.YEAR):
        make_article(precision.title(), published_on=date(2015, 1, 1), published_precision=precision)
    assert "No story of this day" in Page(client.get("/stories/2015/1/1/")).text
    assert "Of 1 story only the month is known." in Page(client.get("/stories/2015/1/")).text
    assert "Of 1 story only the year is known." in Page(client.get("/stories/2015/")).text


def test_a_day_counts_no_quotation_of_which_the_day_is_not_known(client):
    coarse = {"published_on": date(2004, 1, 1), "published_precision": Article.Precision.YEAR}
    article = make_article(body="“We hold,” she said, and “We stand.”", **coarse)
    make_quotation(article, "We hold", speaker=make_person("Ana Hill"))
    assert not Page(client.get("/stories/2004/1/1/")).section("Who was quoted")
    make_quotation(article, "We stand", speaker=make_person("Bo Hill"), said_on=date(2004, 1, 1))
    page = Page(client.get("/stories/2004/1/1/"))
    assert "1 quotation" in page.text
    assert "Bo Hill" in page.text
    assert "Ana Hill" not in page.text


def test_a_list_heads_stories_with_what_is_known_of_their_day(client):
    for precision in Article.Precision.DAY, Article.Precision.MONTH, Article.Precision.YEAR:
        make_article(published_on=date(2015, 1, 1), published_precision=precision)
    page = Page(client.get("/stories/"))
    assert page.texts("//section[@class='day']/h2") == ["2015", "January 2015", "1 January 2015"]


def test_a_month_counts_as_many_stories_as_its_year_says_it_has(client):
    make_article(published_on=date(2015, 6, 9))
    make_article(published_on=date(2015, 6, 1), published_precision=Article.Precision.MONTH)
    assert "June 2" in Page(client.get("/stories/2015/")).text
    assert "2 stories" in Page(client.get("/stories/2015/6/")).text


@pytest.mark.parametrize("path", ["1066/", "9999/", "1/1/1/", "9999/12/31/", "2016/2/29/", "1066/10/"])
def test_a_time_without_stories_is_a_page_that_leads_to_others(client, path):
    article = make_article(published_on=date(2015, 11, 12))
    page = Page(client.get(f"/stories/{path}"))
    assert any(link.startswith("/stories/2015/") for link in page.links())
    assert article.get_absolute_url() not in page.links()


def test_a_year_without_stories_says_so_and_draws_no_months(client):
    make_article(published_on=date(2015, 11, 12))
    page = Page(client.get("/stories/1066/"))
    assert "No story of this year is in the archive." in page.text
    assert not page.section("Months")


@pytest.mark.parametrize("path", ["0/", "10000/", "2015/13/", "2015/0/", "2015/2/29/", f"{10**30}/"])
def test_a_day_that_no_calendar_has_is_not_found(client, path):
    assert client.get(f"/stories/{path}").status_code == 404


def test_an_empty_archive_has_a_calendar(client):
    assert "There is no story yet." in Page(client.get(reverse("year_list"))).text


@pytest.mark.parametrize("path", ["2015/", "2015/11/", "2015/11/12/"])
def test_a_time_costs_the_same_however_much_was_reported(client, path, django_assert_max_num_queries):
    for number in range(12):
        article = make_article(f"Report {number}", "“We hold,” she said.", published_on=date(2015, 11, 12))
        make_quotation(article, "We hold", speaker=make_person())
        make_event(f"Event {number}", starts_on=date(2015, 11, 12))
    with django_assert_max_num_queries(12):
        client.get(f"/stories/{path}")
