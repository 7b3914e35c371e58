"""What several reports tell of one utterance, and which reports are one text."""

import json

import pytest
from django.core.management import call_command

from articles import samples
from articles.extraction.grouping import group_archive, group_versions
from articles.extraction.knowledge import Knowledge
from articles.extraction.store import read_version
from articles.extraction.wording import plain_words
from articles.models import Article, Copy, Quotation, Utterance
from tests.articles.extraction.test_wording import SAMPLES
from tests.factories import DAY, cover, make_article, make_event, make_person, make_quotation
from tests.reading import Page

pytestmark = pytest.mark.django_db

WORDS = "The bridge at Pukeko Flat will stand for a hundred years"
STORY = """The bridge at Pukeko Flat opened on Thursday, nine years late and twice as dear as promised, with a
band, a ribbon and a goat that nobody had invited.

“{words},” Ana Tane told the crowd.

Farmers on the far bank had waited since the flood of 2006 for a road to market that did not go round by the
gorge. Some of them walked across before the ribbon was cut. The goat went first, and was applauded by all
but the mayor, who had brought the scissors."""


@pytest.fixture
def ana():
    return make_person("Ana Tane")


def report(words, speaker=None, outlet="The Digest", body="“{words},” Ana Tane told the crowd.", **fields):
    """A report that quotes these words, not yet compared with any other."""
    quoted = {name: fields.pop(name) for name in ("kind", "status", "attribution") if name in fields}
    article = make_article(body=body.format(words=words), outlet=outlet, **fields)
    quoted = {"status": "proposed", **quoted}
    return make_quotation(article, words, speaker=speaker, **quoted)


def group(*quotations):
    """Compare the reports of these, one after another, as an import does."""
    for quotation in quotations:
        group_versions([quotation.version])
    for quotation in quotations:
        quotation.refresh_from_db()


def test_the_same_words_in_three_reports_are_one_utterance(ana):
    later = report("will stand for a hundred years", ana, "The Post", published_on=DAY.replace(day=13))
    first = report("The bridge at Pukeko Flat will stand", ana, "The Bulletin")
    fullest = report(WORDS, ana)
    group(later, first, fullest)
    utterance = Utterance.objects.get()
    assert {first.utterance, later.utterance, fullest.utterance} == {utterance}
    assert (utterance.earliest, utterance.fullest, utterance.speaker) == (first, fullest, ana)
    assert (utterance.said_on, utterance.status) == (DAY, "proposed")


def test_others_words_and_other_words_are_not_grouped(ana):
    mine, theirs = report(WORDS, ana), report(WORDS, make_person("Rua Hemi"))
    other = report("The bridge is a disgrace to all who built it", ana)
    group(mine, theirs, other)
    assert not Utterance.objects.exists()


def test_two_votes_that_one_story_reports_are_two_utterances(client):
    make_person("Imogen Farrow")
    votes = [f"I will vote {way} of this bill tonight" for way in ("for clause 4", "against clause 5")]
    for parting in (" ", "\n\n"):
        story = make_article(body=parting.join(f"“{vote},” said Imogen Farrow." for vote in votes))
        read_version(story.current, Knowledge())
        group_versions([story.current])
    page = Page(client.get("/quotations/", {"q": "clause"}))
    assert page.texts("//h2")[0] == "4 quotations"
    assert sorted(page.texts("//blockquote")) == sorted(f"“{vote},”" for vote in votes)
    assert Utterance.objects.count() == 2


def test_what_was_brought_together_wrongly_comes_apart_when_it_is_grouped_again(ana):
    one, other = (
        report(f"We built {number} new homes for all of Denham this year", ana) for number in ("500", "5,000")
    )
    Quotation.objects.update(utterance=Utterance.objects.create(said_on=DAY))
    group(one, other)
    assert not Utterance.objects.exists()


def test_a_later_report_may_bring_two_utterances_together(ana):
    event = make_event("Opening")
    one = report("The bridge at Pukeko Flat", ana)
    other = report("stand for a hundred years", ana)
    again = report("The bridge at Pukeko Flat, he said", ana)
    more = report("will stand for a hundred years", ana)
    for quotation in (one, other, again, more):
        cover(event, quotation.version.article)
    group(one, other, again, more)
    assert Utterance.objects.count() == 2
    group(report(WORDS, ana))
    assert {q.utterance for q in Quotation.objects.all()} == {Utterance.objects.get()}


def test_grouping_again_changes_nothing(ana):
    group(report(WORDS, ana), report(WORDS, ana), report("nothing of the sort was ever promised", ana))
    before = [*Quotation.objects.order_by("pk").values_list("pk", "utterance")]
    assert sum(changed for _, changed in group_archive()) == 0
    assert [*Quotation.objects.order_by("pk").values_list("pk", "utterance")] == before


def test_what_staff_took_out_stays_out(ana):
    one, other, third = (report(WORDS, ana) for _ in range(3))
    group(one, other, third)
    Quotation.objects.filter(pk=other.pk).update(utterance=None, grouped_by_staff=True)
    group(one, other, third)
    assert one.utterance == third.utterance
    assert other.utterance is None


def test_what_staff_put_together_stays_and_gains_what_repeats_it(ana):
    one, other = report(WORDS, ana), report("Nobody will ever need a boat", ana)
    utterance = Utterance.objects.create(said_on=DAY, status="confirmed")
    Quotation.objects.update(utterance=utterance, grouped_by_staff=True)
    copy = report(WORDS, ana)
    group(one, other, copy)
    assert one.utterance == other.utterance == copy.utterance == utterance


def test_what_staff_rejected_is_not_brought_together_again(ana):
    one, other = report(WORDS, ana), report(WORDS, ana)
    group(one, other)
    Utterance.objects.update(status="rejected")
    group(one, other)
    assert Utterance.objects.get().status == "rejected"


def test_an_utterance_without_its_quotations_goes(ana):
    one, other = report(WORDS, ana), report(WORDS, ana)
    group(one, other)
    other.delete()
    group(one)
    assert not Utterance.objects.exists()
    assert one.utterance is None


def test_a_wire_story_is_found_in_another_outlet_and_the_first_is_its_original(ana):
    late = report(
        WORDS, ana, "The Post", STORY.replace("nine years late", "late"), published_on=DAY.replace(day=13)
    )
    early = report(WORDS, ana, "The Agency", STORY)
    group(late, early)
    copy = Copy.objects.get()
    assert (copy.article, copy.original) == (late.version.article, early.version.article)
    assert copy.is_proposed
    assert copy.confidence > 0.9


def test_an_earlier_story_becomes_the_original_of_all_copies(ana):
    days = [DAY.replace(day=day) for day in (14, 13, 12)]
    group(*(report(WORDS, ana, f"Outlet {day}", STORY, published_on=day) for day in days))
    first = Article.objects.get(published_on=days[-1])
    assert [copy.original for copy in Copy.objects.all()] == [first, first]


def test_copies_that_staff_decided_on_stay_so(ana):
    one, other, third = (report(WORDS, ana, f"Outlet {n}", STORY) for n in range(3))
    group(one, other, third)
    Copy.objects.filter(article=third.version.article).update(status="rejected")
    group(one, other, third)
    assert sorted(Copy.objects.values_list("article", "status")) == [
        (other.version.article_id, "proposed"),
        (third.version.article_id, "rejected"),
    ]


def test_reports_of_one_speech_are_not_copies(ana):
    speech = " ".join(f"{WORDS}, or {n} at the least, and no flood shall move it." for n in range(20))
    group(report(speech, ana), report(speech, ana, body="What Ana Tane said: “{words}” She sat down."))
    assert not Copy.objects.exists()


def test_the_cost_does_not_grow_with_what_is_found(
    ana, django_assert_num_queries, django_assert_max_num_queries
):
    group(*(report(WORDS, ana, f"Outlet {n}", STORY) for n in range(3)))
    few = report(WORDS, ana, "Outlet few", STORY)
    with django_assert_max_num_queries(30) as cost:
        group_versions([few.version])
    group(*(report(WORDS, ana, f"Paper {n}", STORY) for n in range(9)))
    many = report(WORDS, ana, "Outlet many", STORY)
    with django_assert_num_queries(len(cost)):
        group_versions([many.version])


@pytest.fixture
def marama_bay():
    samples.load("marama_bay")


def marked_utterances():
    """Of each utterance marked by hand the reports and how its words begin there."""
    groups = json.loads((SAMPLES / "marama_utterances.json").read_text(encoding="utf-8"))
    return {
        (report, plain_words(text)[:4]): number
        for number, group in enumerate(groups)
        for report, text in group
    }


def test_import_groups_the_stories_of_marama_bay_as_a_person_would(marama_bay):
    assert [(c.article.source_key, c.original.source_key) for c in Copy.objects.all()] == [
        ("marama-d02", "marama-d01")
    ]
    marked, told = marked_utterances(), {}
    shared = Quotation.objects.exclude(utterance=None).exclude(kind="reported")
    for number, report, text in shared.values_list("utterance", "version__article__source_key", "text"):
        told.setdefault(number, set()).add((report, plain_words(text)[:4]))
    found = [group for group in told.values() if len({report for report, _ in group}) > 1]
    assert all(len({marked.get(cut) for cut in group}) == 1 for group in found)
    assert len(found) == len(set(marked.values()))


def test_the_command_groups_an_archive_that_was_filled_before(marama_bay, capsys):
    grouped = Quotation.objects.exclude(utterance=None).count()
    Utterance.objects.all().delete()
    Copy.objects.all().delete()
    call_command("group")
    assert Quotation.objects.exclude(utterance=None).count() == grouped
    assert Copy.objects.count() == 1
    assert "30 stories" in capsys.readouterr().out
