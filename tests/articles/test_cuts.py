"""How pages tell what was said once from how often it was reported, and what staff make of it."""

from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.urls import reverse

from articles.extraction.grouping import group_versions
from articles.models import Copy, Quotation, Utterance
from articles.results import kept
from tests.articles.test_grouping import STORY, WORDS, group, report
from tests.articles.test_pages import get, links, text, texts
from tests.factories import DAY, make_person, make_version
from tests.staff import make_staff, run_action, submit

pytestmark = pytest.mark.django_db

QUOTATIONS = "/admin/articles/quotation/"
FIRST = DAY.replace(day=1)


def at(hour):
    return {"published_at": datetime(2015, 11, 12, hour, tzinfo=UTC), "published_precision": "instant"}


@pytest.fixture
def ana():
    return make_person("Ana Tane")


@pytest.fixture
def cuts(ana):
    """The whole, a part with a word changed, and the beginning, each a day after the other."""
    said = (WORDS, "The bridge at Hawk Flat will stand for a hundred", "The bridge at Pukeko Flat will stand")
    rows = [
        report(words, ana, f"Outlet {day}", published_on=DAY.replace(day=day))
        for day, words in zip((14, 13, 12), said, strict=True)
    ]
    group(*rows)
    return rows


def test_a_quotation_is_shown_with_what_each_report_kept_of_it(client, cuts):
    page = get(client, cuts[1])
    assert "Reported in 3 stories" in texts(page, "h2")
    assert texts(page, ".cut-words") == [
        WORDS,
        "The bridge at Pukeko Flat will stand for a hundred years",
        "The bridge at Pukeko Hawk Flat will stand for a hundred years",
    ]
    assert texts(page, ".cut-words del") == ["for a hundred years", "Pukeko", "years"]
    assert texts(page, ".cut-words ins") == ["Hawk"]
    assert texts(page, ".cut-row .small") == [
        "The fullest",
        "7 of 11 words · the first to report it",
        "9 of 11 words",
    ]
    assert "Brought together by the machine, not yet confirmed" in texts(page, ".state")


@pytest.mark.parametrize(
    ("earliest", "later", "told"),
    [
        ({}, {}, False),
        ({"published_on": DAY.replace(day=11)}, {}, True),
        (
            {"published_on": FIRST, "published_precision": "month"},
            {"published_on": FIRST.replace(day=2)},
            False,
        ),
        (at(9), {}, False),
        (at(9), at(10), True),
        (at(9), at(9), False),
    ],
    ids=["one day", "days", "month", "one hour", "hours", "same hour"],
)
def test_a_report_is_said_to_be_the_first_where_that_is_known(client, ana, earliest, later, told):
    rows = [
        report(WORDS, ana, "The Agency", STORY, **earliest),
        report(WORDS, ana, "The Post", STORY, **later),
    ]
    group(*rows)
    for page in (get(client, rows[0]), get(client, ana)):
        assert ("the first to report it" in text(page)) is told
    of_first, of_copy = (get(client, row.version.article) for row in rows)
    assert ("Here first; other reports print it" in text(of_first)) is told
    assert ("First in The Agency; this report prints it" in text(of_copy)) is told
    assert ("which of them was the first is not known" in text(of_copy)) is not told


def test_no_report_is_said_to_be_the_first_beside_one_of_that_day_whose_speaker_is_not_known(client, ana):
    rows = [
        report(WORDS, ana, f"Outlet {number}", published_on=DAY.replace(day=12 + number)) for number in (0, 1)
    ]
    unknown = report(WORDS, None, "Outlet 2", attribution="ambiguous")
    unknown.candidates.add(ana)
    group(*rows, unknown)
    assert unknown.utterance == rows[0].utterance
    assert "the first to report it" not in text(get(client, ana))


def test_a_quotation_that_one_report_has_is_not_said_to_be_shared(client, ana):
    alone = report(WORDS, ana)
    group(alone)
    assert not any("Reported in" in heading for heading in texts(get(client, alone), "h2"))


def test_a_rejected_group_is_shown_to_nobody(client, cuts, ana):
    Utterance.objects.update(status="rejected")
    assert not texts(get(client, cuts[0]), ".cut-row")
    assert "3 utterances" in figures(get(client, ana))


def figures(page):
    return [" ".join(text(pair) for pair in row[::-1]) for row in page.xpath("//dl[@class='figures']/div")]


def test_a_person_page_counts_utterances_beside_quotations(client, cuts, ana):
    group(report("No flood has ever moved a goat of mine", ana, "Outlet 12"))
    page = get(client, ana)
    assert {"2 utterances", "4 quotations"} <= {*figures(page)}
    assert "4 quotations in 4 stories." in text(get(client, "/people/ana-tane/quotations/"))


def test_a_person_page_has_what_most_outlets_printed_with_the_cut_of_each(client, cuts, ana):
    group(report("No flood has ever moved a goat of mine", ana, "Outlet 12"))
    page = get(client, ana)
    assert texts(page, ".reported-often .words") == [f"“{WORDS}”"]
    assert "Printed by 3 outlets" in links(page, ".reported-often")
    assert "· Brought together by the machine, not yet confirmed" in texts(page, ".reported-often .state")
    assert texts(page, ".cut-row") == [
        "Outlet 14 14 November 2015 The fullest",
        "Outlet 12 12 November 2015 7 of 11 words · the first to report it",
        "Outlet 13 13 November 2015 9 of 11 words",
    ]
    Utterance.objects.update(status="confirmed")
    Quotation.objects.update(status="confirmed")
    assert not texts(get(client, ana), ".reported-often .state")
    Utterance.objects.update(status="rejected")
    assert not texts(get(client, ana), ".reported-often")


def test_what_most_outlets_printed_is_kept_of_who_is_quoted_much(client, cuts, ana, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 2)
    call_command("count_terms", verbosity=0)
    page = get(client, ana)
    assert "As counted on" in text(page)
    assert texts(page, ".reported-often .words") == [f"“{WORDS}”"]


def test_a_person_page_shows_few_cuts_of_many_and_other_outlets_first(client, ana):
    rows = [report(WORDS, ana, f"Outlet {number // 2}", published_on=DAY) for number in range(16)]
    group(*rows)
    page = get(client, ana)
    assert [words.split(" 12 ")[0] for words in texts(page, ".cut-row")] == [f"Outlet {n}" for n in range(6)]
    assert "And 10 more reports" in links(page, ".reported-often")


def test_a_listing_says_in_how_many_stories_words_were_reported(client, cuts):
    page = get(client, reverse("quotation_list"))
    assert links(page, ".result-source")["Reported in 3 stories"] in {
        f"{cut.get_absolute_url()}#cuts" for cut in cuts
    }


def test_a_story_names_the_one_it_copies_and_the_original_its_copies(client, ana):
    first, copy = (
        report(WORDS, ana, outlet, STORY, published_on=DAY.replace(day=day))
        for outlet, day in (("The Agency", 11), ("The Post", 12))
    )
    group(first, copy)
    of_copy, of_first = (get(client, row.version.article) for row in (copy, first))
    assert "the same text as in The Agency" in text(of_copy)
    assert first.version.article.headline in links(of_copy, ".lines")
    assert "the same text as" not in text(of_first)
    assert copy.version.article.headline in links(of_first, ".lines")


@pytest.fixture
def staff(client):
    user = make_staff()
    client.force_login(user)
    return user


def test_staff_take_a_quotation_out_and_put_it_in_again(client, staff, cuts):
    run_action(client, QUOTATIONS, "take_out", [cuts[1]])
    group(*cuts)
    assert cuts[1].utterance is None
    assert cuts[0].utterance == cuts[2].utterance == Utterance.objects.get()
    run_action(client, QUOTATIONS, "make_one_utterance", cuts)
    group(*cuts)
    assert {cut.utterance for cut in cuts} == {Utterance.objects.get(status="confirmed", fullest=cuts[0])}
    assert LogEntry.objects.filter(user=staff).count() == 4


@pytest.mark.parametrize("status", ["confirmed", "rejected"])
def test_staff_confirm_or_reject_an_utterance(client, staff, cuts, status):
    page = reverse("admin:articles_utterance_change", args=[cuts[0].utterance_id])
    assert WORDS in client.get(page).content.decode()
    submit(client, page, status=status)
    group(*cuts)
    assert Utterance.objects.get().status == status
    assert {cut.grouped_by_staff for cut in cuts} == {status == "confirmed"}
    assert client.get(reverse("admin:articles_utterance_changelist")).status_code == 200


def test_staff_reject_a_copy(client, staff, ana):
    first, copy = (report(WORDS, ana, outlet, STORY) for outlet in ("The Agency", "The Post"))
    group(first, copy)
    run_action(client, "/admin/articles/copy/", "reject", [Copy.objects.get()])
    group(first, copy)
    assert Copy.objects.get().status == "rejected"
    assert "the same text as" not in text(get(client, copy.version.article))


def test_a_new_version_keeps_its_group(ana):
    one, other = report(WORDS, ana), report(WORDS, ana)
    group(one, other)
    article = other.version.article
    moved = make_version(article, f"Late. {article.current.body}", number=2)
    Quotation.objects.filter(pk=other.pk).update(
        version=moved, spans=[[moved.body.index(WORDS), moved.body.index(WORDS) + len(WORDS)]]
    )
    group_versions([moved])
    one.refresh_from_db()
    other.refresh_from_db()
    assert one.utterance == other.utterance == Utterance.objects.get()
