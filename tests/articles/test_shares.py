import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import KeptCount, Quotation, Utterance
from articles.results import kept
from articles.results.shares import Share, interval
from tests.factories import (
    join_party,
    make_article,
    make_outlet,
    make_party,
    make_person,
    make_quotation,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

BODY = "“I withdraw,” she said. “I apologise,” he said. “It is late,” somebody said."
ADDRESS = "/outlets/the-digest/"


def shares(client, address=ADDRESS):
    """The rows of the tables: what, said, proposed, share, interval, and against the archive."""
    tree = Page(client.get(address)).tree
    (section,) = tree.xpath("//section[@aria-labelledby='shares']") or [None]
    if section is None:
        return None
    rows = section.xpath(".//details//tbody/tr")
    return {
        cells[0]: cells[1:]
        for row in rows
        for cells in [[" ".join(cell.text_content().split()) for cell in row.xpath("th|td")]]
    }


@pytest.fixture
def people():
    turei = make_person("Metiria Turei", gender="female")
    key = make_person("John Key", gender="male")
    join_party(turei, make_party("Green"))
    join_party(key, make_party("National"))
    return turei, key


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (1, 1000, 0.0002, 0.0056)],
)
def test_interval_is_the_one_that_wilson_gives(part, whole, low, high):
    assert interval(part, whole) == pytest.approx((low, high), abs=1e-4)


def test_shares_are_of_what_was_said_by_party_and_gender_with_what_is_not_known(client, people):
    turei, key = people
    story = make_article(body=BODY)
    make_quotation(story, "I withdraw,", turei)
    make_quotation(story, "I apologise,", key, status="proposed")
    make_quotation(story, "It is late,")
    make_quotation(make_article(body=BODY), "I withdraw,", make_person("Winston Peters"))
    assert shares(client) == {
        "Green": ["1", "0", "25 %", "5 to 70 %"],
        "National": ["1", "1", "25 %", "5 to 70 %"],
        "No party on record that day": ["1", "0", "25 %", "5 to 70 %"],
        "Men": ["1", "1", "25 %", "5 to 70 %"],
        "Women": ["1", "0", "25 %", "5 to 70 %"],
        "Not known of the speaker": ["1", "0", "25 %", "5 to 70 %"],
        "Speaker not known": ["1", "0", "25 %", "5 to 70 %"],
    }
    text = Page(client.get(ADDRESS)).text
    assert "Of 4 things said" in text
    assert "1 of them is only proposed and not yet confirmed" in text


def test_what_was_said_once_counts_once_however_many_stories_printed_it(client, people):
    turei, key = people
    utterance = Utterance.objects.create(speaker=turei, said_on="2015-11-12", status="confirmed")
    for status in ("proposed", "confirmed", "proposed"):
        make_quotation(make_article(body=BODY), "I withdraw,", turei, status=status, utterance=utterance)
    make_quotation(make_article(body=BODY), "I apologise,", key)
    assert shares(client)["Green"][:3] == ["1", "0", "50 %"]
    Utterance.objects.update(status="rejected")
    assert shares(client)["Green"][:3] == ["3", "2", "75 %"]


def test_each_share_stands_beside_that_of_the_whole_archive(client, people):
    turei, key = people
    for _ in range(9):
        make_quotation(make_article(body=BODY), "I withdraw,", turei)
        make_quotation(make_article(body=BODY, outlet="The Post"), "I withdraw,", key)
    make_quotation(make_article(body=BODY, outlet="The Post"), "I withdraw,", turei)
    rows = shares(client)
    assert rows["Green"][-2:] == ["53 %", "more than the archive"]
    assert rows["National"] == ["0", "0", "0 %", "0 to 30 %", "47 %", "less than the archive"]
    assert shares(client, "/outlets/the-post/")["Green"][-1] == "less than the archive"


@pytest.mark.parametrize(
    ("part", "told"), [(500, "49.7 to 50.3 %"), (1, "0.1 to 0.1 %"), (0, "0.0 to 0.0 %")]
)
def test_narrow_intervals_are_told_to_the_tenth(part, told):
    low, high = interval(part * 100, 100_000)
    share = Share("Green", "", part, 0, part / 1000, low, high, None, 1.0)
    assert share.interval == told


def test_archive_of_one_outlet_has_nothing_to_stand_beside(client, people):
    make_quotation(make_article(body=BODY), "I withdraw,", people[0])
    assert len(shares(client)["Green"]) == 4
    assert "whole archive" not in Page(client.get(ADDRESS)).text


def test_what_readers_may_not_see_is_in_no_share(client, people):
    make_quotation(make_article(body=BODY), "I withdraw,", people[0])
    make_quotation(make_article(body=BODY), "I withdraw,", people[1], status="rejected")
    make_quotation(make_article(body=BODY, status="draft"), "I withdraw,", people[1])
    assert "National" not in shares(client)
    make_outlet("The Post")
    assert shares(client, "/outlets/the-post/") is None


def test_shares_of_a_large_outlet_are_kept_and_say_of_when(client, people, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 2)
    for _ in range(3):
        make_quotation(make_article(body=BODY), "I withdraw,", people[0])
    make_quotation(make_article(body=BODY, outlet="The Post"), "I withdraw,", people[1], status="proposed")
    before = shares(client), shares(client, "/outlets/the-post/")
    call_command("count_terms", verbosity=0)
    assert (shares(client), shares(client, "/outlets/the-post/")) == before
    make_quotation(make_article(body=BODY), "I withdraw,", people[1])
    assert shares(client) == before[0]
    counted_at = KeptCount.objects.filter(term="said:").first().counted_at
    section = Page(client.get(ADDRESS)).texts("//section[@aria-labelledby='shares']")[0]
    assert f"As counted on {timezone.localtime(counted_at).day} " in section
    call_command("count_terms", verbosity=0)
    assert shares(client)["National"][0] == "1"


def test_large_outlet_whose_shares_are_not_kept_yet_keeps_nobody_waiting(client, people, monkeypatch):
    monkeypatch.setattr("articles.results.shares.MOST", 2)
    for _ in range(3):
        make_quotation(make_article(body=BODY), "I withdraw,", people[0])
    assert shares(client) is None
    Quotation.objects.first().delete()
    assert shares(client)["Green"][0] == "2"
