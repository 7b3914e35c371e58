import io
import re
from datetime import date, datetime

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from articles.extraction import rereading
from articles.extraction.reader import VERSION
from articles.extraction.records import Reading
from articles.models import ArticleVersion, Coverage, Mention, Outlet, Quotation
from tests.factories import make_article, make_mention, make_person, make_quotation, make_version

pytestmark = pytest.mark.django_db

LUNCH, BOATS = "It was a long lunch,", "a stranger to boats"
FERRY = f"""The ferry came in late on Monday.

“{LUNCH}” said Ana Pere, the harbour master.

She called the mayor “{BOATS}”."""


def again(**options):
    out = io.StringIO()
    call_command("reread", stdout=out, **{"workers": 1, **options})
    return out.getvalue().strip()


def in_marks():
    rows = Quotation.objects.exclude(kind="reported").order_by("version_id", "spans")
    return {q.text: (q.said_by and str(q.said_by), q.status) for q in rows}


def counts_of(told):
    return [int(number) for number in re.findall(r"\d+", told.splitlines()[-1])]


@pytest.fixture
def ferry():
    """A story that was read before anybody in it was known, and Ana Pere, known since."""
    article = make_article("Ferry", FERRY)
    again()
    make_person("Ana Pere", gender="female")
    return article


def decide(words, **fields):
    """What a member of staff does in the admin."""
    quotation = Quotation.objects.get(text=words)
    for name, value in fields.items():
        setattr(quotation, name, value)
    quotation._history_user, _ = User.objects.get_or_create(username="staff")
    quotation.save()


def test_a_person_known_since_is_proposed(ferry):
    assert in_marks() == {LUNCH: (None, "proposed"), BOATS: (None, "proposed")}
    stories, added, gone, speakers, _otherwise = counts_of(again())
    assert (stories, added, gone) == (1, 0, 0)
    assert speakers >= 2
    assert in_marks() == {LUNCH: ("Ana Pere", "proposed"), BOATS: ("Ana Pere", "proposed")}
    assert [str(mention.person) for mention in Mention.objects.all()] == ["Ana Pere"]


def test_the_second_time_nothing_changes(ferry):
    again()
    before = [*Quotation.objects.values()], [*Mention.objects.values()], Quotation.history.count()
    assert again().endswith("0 given another speaker, 0 changed otherwise")
    assert ([*Quotation.objects.values()], [*Mention.objects.values()], Quotation.history.count()) == before


@pytest.mark.parametrize(
    "decision",
    [{"status": "confirmed"}, {"status": "rejected"}, {"occasion": "at the wharf"}],
    ids=["confirmed", "rejected", "edited"],
)
def test_what_staff_decided_stays(ferry, decision):
    decide(LUNCH, **decision)
    before = Quotation.objects.filter(text=LUNCH).values().get()
    again()
    assert Quotation.objects.filter(text=LUNCH).values().get() == before
    assert in_marks()[BOATS] == ("Ana Pere", "proposed")


def test_words_that_staff_marked_otherwise_are_not_proposed_again(ferry):
    start = Quotation.objects.get(text=LUNCH).start
    decide(LUNCH, text=LUNCH[:6], spans=[[start, start + 6]])
    again()
    assert {*in_marks()} == {LUNCH[:6], BOATS}


def test_a_mention_and_a_coverage_that_staff_decided_stay(ferry):
    tom = make_person("Tom Roe")
    make_mention(ferry, tom, "Ana Pere")
    Mention.objects.update(status="rejected")
    again()
    assert [(str(m.person), m.status) for m in Mention.objects.all()] == [("Tom Roe", "rejected")]
    assert not Coverage.objects.exists()


def test_words_that_two_stories_report_are_one_utterance():
    words = "The bridge at Pukeko Flat will stand for a hundred years"
    for lead in ("It rained on the band.", "A goat led the way."):
        make_article(body=f"{lead}\n\n“{words},” Ana Tane told the crowd.")
    again()
    one, other = Quotation.objects.exclude(kind="reported")
    assert one.utterance
    assert one.utterance == other.utterance


def test_what_the_reader_no_longer_finds_is_taken_out(ferry):
    make_quotation(ferry, "came in late", status="proposed")
    assert counts_of(again())[1:3] == [0, 1]
    assert not Quotation.objects.filter(text="came in late").exists()


def test_a_dry_run_tells_each_change_and_makes_none(ferry, settings):
    settings.SITE_URL = "https://gallery.example"
    make_quotation(ferry, "came in late", status="proposed")
    decide(BOATS, status="rejected")
    rows = Quotation.objects, Quotation.history, Mention.objects, Outlet.objects, ArticleVersion.objects
    before = [[*each.values()] for each in rows]
    *lines, told = again(dry_run=True, verbosity=2).splitlines()
    assert [[*each.values()] for each in rows] == before
    place = f"https://gallery.example{ferry.get_absolute_url()}"
    assert f"{place}: gone “came in late”, nobody named" in lines
    assert f"{place}: changed “{LUNCH}”: “Ana Pere” → Ana Pere" in lines
    assert "0 quotations would be added, 1 taken out" in told
    assert counts_of(told)[1:] == counts_of(again())[1:]


def test_a_dry_run_adds_no_outlet_that_speaks_for_the_first_time():
    make_article("Rain", "“It will rain,” the Guardian said.")
    lines = again(dry_run=True, verbosity=2)
    assert "added “It will rain,”, The Guardian" in lines
    assert [str(outlet) for outlet in Outlet.objects.all()] == ["The Digest"]


def test_only_the_stories_asked_for_are_read():
    for number, day in enumerate((date(2015, 6, 1), date(2015, 6, 2), date(2015, 6, 3))):
        make_article(f"Story {number}", FERRY, "The Heron", published_on=day)
    make_article("Other", FERRY, "The Gannet", published_on=date(2015, 6, 2))
    assert again(outlet="the-heron", since=date(2015, 6, 2), until=date(2015, 6, 2)).startswith("1 stories")
    assert again(since=date(2015, 6, 2)).startswith("3 stories")
    assert again(until=date(2015, 6, 1)).startswith("1 stories")


def test_only_the_current_version_of_a_story_is_read(ferry):
    make_version(ferry, FERRY + "\n\nIt rained.", number=2)
    assert again().startswith("1 stories")
    assert in_marks()[LUNCH] == ("Ana Pere", "proposed")


def test_what_an_older_reader_read_is_found():
    old, new = make_article("Old", FERRY), make_article("New", FERRY)
    again()
    ArticleVersion.objects.filter(pk=old.current_id).update(reader="rules 0")
    assert again(older=True).startswith("1 stories")
    assert {version.reader for version in ArticleVersion.objects.all()} == {VERSION}
    assert again(older=True).startswith("0 stories")
    assert new.versions.get().read_at < old.versions.get().read_at


def test_a_story_whose_quotations_a_person_marked_in_a_file_is_left_out(tmp_path):
    path = tmp_path / "one.json"
    quote = f'{{"start": {FERRY.index(LUNCH)}, "end": {FERRY.index(LUNCH) + len(LUNCH)}, "text": "{LUNCH}"}}'
    text = FERRY.replace("\n", "\\n")
    path.write_text(
        f'{{"outlet": "The Post", "published": "2015-11-12", "text": "{text}", "quotes": [{quote}]}}'
    )
    call_command("import_articles", path, stdout=io.StringIO())
    assert {*in_marks()} == {LUNCH}
    assert again().startswith("0 stories")
    assert {*in_marks()} == {LUNCH}


def test_a_run_that_was_stopped_says_how_to_go_on(monkeypatch):
    for number in range(3):
        make_article(f"Story {number}", FERRY)
    put, begun = rereading.put_reading, []

    def put_one_and_stop(version, *args):
        if begun:
            raise KeyboardInterrupt
        begun.append(version)
        return put(version, *args)

    monkeypatch.setattr(rereading, "put_reading", put_one_and_stop)
    with pytest.raises(CommandError, match=r"stopped; add --read-before .* to go on") as stopped:
        again()
    monkeypatch.setattr(rereading, "put_reading", put)
    assert ArticleVersion.objects.exclude(read_at=None).count() == 1
    since = re.search(r"--read-before (\S+)", str(stopped.value))[1]
    assert again(read_before=datetime.fromisoformat(since)).startswith("2 stories")


def test_a_story_changed_while_it_was_read_is_left_to_the_import(ferry, monkeypatch):
    def read_late(version, knowledge):
        if version.number == 1:
            make_version(ferry, "It rained.", number=2)
        return Reading()

    monkeypatch.setattr(rereading, "reading_of", read_late)
    again()
    assert {*in_marks()} == {LUNCH, BOATS}


def test_an_unknown_outlet_is_an_error_in_one_line():
    with pytest.raises(CommandError, match="no outlet has the slug 'nobody'"):
        again(outlet="nobody")


def test_a_crew_of_no_worker_is_refused():
    with pytest.raises(CommandError, match="one is the least"):
        again(workers=0)


@pytest.mark.django_db(transaction=True)
def test_several_processes_read_as_one_does():
    make_person("Ana Pere", gender="female")
    articles = [make_article(f"Story {number}", FERRY) for number in range(70)]
    assert counts_of(again(workers=2))[0] == 70
    proposed = {(q.version_id, q.text, str(q.said_by)) for q in Quotation.objects.exclude(kind="reported")}
    assert proposed == {(a.current_id, words, "Ana Pere") for a in articles for words in (LUNCH, BOATS)}
    assert again().endswith(
        "0 quotations were added, 0 taken out, 0 given another speaker, 0 changed otherwise"
    )
