import hashlib
import io
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from articles.extraction.knowledge import Knowledge
from articles.extraction.reader import VERSION
from articles.extraction.store import read_version
from articles.importers import run
from articles.importers.files import read_file
from articles.importers.load import load, load_batch
from articles.importers.records import Hints
from articles.models import Article, ArticleVersion, Byline, Copy, Mention, Outlet, Quotation, Utterance
from tests.factories import make_event, make_person

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parents[1] / "samples" / "articles"
SHARED = Path(__file__).parents[3] / "shared"
POST = {"outlet": "The Ellery Post", "published": "2015-06-18"}

FERRY = """\
The ferry came in late on Monday and nobody met it.

"It was a long lunch," said Ana Pere, the harbour master.

She called the mayor "a stranger to boats".

The mayor's office would not say who paid for the lunch.
"""


@pytest.fixture
def take(tmp_path):
    """Write a report and import it; the words on standard output come back."""

    def _take(text=FERRY, name="ferry.txt", **options):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return bring([path], **options)

    return _take


def bring(paths, stdout=None, **options):
    out = stdout or io.StringIO()
    call_command("import_articles", *paths, stdout=out, **{**POST, **options})
    return out.getvalue().strip()


def said(version):
    """Who said what stands in marks. Reported speech has no marks, and how it is read is tested elsewhere."""
    in_marks = version.quotations.exclude(kind="reported")
    return {q.text: (q.said_by and str(q.said_by), q.status) for q in in_marks}


def decide(words, **fields):
    """What a member of staff does in the admin."""
    staff, _ = User.objects.get_or_create(username="staff")
    quotation = Quotation.objects.get(text=words)
    for name, value in fields.items():
        setattr(quotation, name, value)
    quotation._history_user = staff
    quotation.save()
    return quotation


def test_a_report_arrives_with_its_facts_and_where_it_came_from():
    assert (
        bring([SAMPLES / "harbour.txt"], importer="by hand") == "1 added, 0 changed, 0 unchanged, 0 refused"
    )
    article = Article.objects.get()
    assert (str(article.outlet), article.headline, article.slug, article.source_key) == (
        "The Ellery Post",
        "Harbour bill read a first time",
        "harbour-bill-read-a-first-time",
        "post-2015-0617",
    )
    assert article.standfirst == "Nine years after it was promised, the harbour gets its law."
    assert [str(byline) for byline in article.bylines.all()] == ["Ana Pere", "Tom Roe"]
    assert (article.url, article.section, article.language) == (
        "https://post.example/harbour-bill",
        "Politics",
        "en-NZ",
    )
    assert article.published_on == date(2015, 6, 17)
    assert article.published_at.isoformat() == "2015-06-17T04:05:00+00:00"
    assert (article.published_zone, article.published_precision) == ("+12:00", "instant")
    version = article.current
    original = (SAMPLES / "harbour.txt").read_bytes()
    assert (version.number, version.importer, version.place) == (1, "by hand", str(SAMPLES / "harbour.txt"))
    assert bytes(version.original) == original
    assert version.original_sha256 == hashlib.sha256(original).hexdigest()
    assert version.media_type == "text/plain; charset=utf-8"
    assert version.reader == VERSION
    assert version.read_at
    assert article.history.get().history_change_reason.startswith("import of ")


def test_a_folder_of_every_form_and_again():
    folder = [
        SAMPLES / name for name in ("harbour.txt", "tangled.txt", "page.html", "ninjs-1.json", "lines.jsonl")
    ]
    errors = io.StringIO()
    with pytest.raises(CommandError, match="2 could not be used, for the reasons above"):
        bring(folder, stderr=errors)
    assert Article.objects.count() == 6
    assert errors.getvalue().splitlines() == [
        f"{SAMPLES / 'lines.jsonl'}, line 3: column 17: no JSON: Expecting value",
        f"{SAMPLES / 'lines.jsonl'}, line 4: published '1066': no report is from 1066",
    ]
    out = io.StringIO()
    with pytest.raises(CommandError):
        bring(folder, stdout=out)
    assert out.getvalue() == "0 added, 0 changed, 6 unchanged, 2 refused\n"


def test_the_same_report_again_changes_nothing(take):
    make_person("Ana Pere", gender="female")
    take()
    before = [*Quotation.objects.values()], Article.history.count(), Quotation.history.count()
    assert take() == "0 added, 0 changed, 1 unchanged, 0 refused"
    assert ([*Quotation.objects.values()], Article.history.count(), Quotation.history.count()) == before


def test_quotations_and_mentions_are_proposed(take):
    make_person("Ana Pere", gender="female")
    take()
    version = ArticleVersion.objects.get()
    assert said(version) == {
        "It was a long lunch,": ("Ana Pere", "proposed"),
        "a stranger to boats": ("Ana Pere", "proposed"),
    }
    assert [version.body[m.start : m.end] for m in version.mentions.all()] == ["Ana Pere"]
    assert {q.history.get().history_change_reason for q in Quotation.objects.all()} == {f"read by {VERSION}"}


def test_a_proposal_keeps_the_rule_that_made_it(take):
    make_person("Ana Pere", gender="female")
    take()
    rules = {(q.text, q.rule, q.way) for q in Quotation.objects.exclude(kind="reported")}
    assert rules == {("It was a long lunch,", "after", "full"), ("a stranger to boats", "before", "pronoun")}


def test_a_changed_report_is_a_new_version_that_keeps_what_staff_decided(take):
    ana, tom = make_person("Ana Pere", gender="female"), make_person("Tom Roe", gender="male")
    take()
    confirmed = decide("It was a long lunch,", status="confirmed", speaker=tom)
    rejected = decide("a stranger to boats", status="rejected")
    altered = FERRY.replace("late on Monday", "late on Monday night").replace(
        "would not say", "declined to say"
    )
    assert take(altered) == "0 added, 1 changed, 0 unchanged, 0 refused"
    first, second = ArticleVersion.objects.order_by("number")
    assert Article.objects.get().current == second
    assert said(second) == {
        "It was a long lunch,": ("Tom Roe", "confirmed"),
        "a stranger to boats": ("Ana Pere", "rejected"),
    }
    assert {confirmed.pk, rejected.pk} == {q.pk for q in second.quotations.exclude(status="proposed")}
    assert rejected in ana.quotations.all()
    assert said(first) == {}
    assert take(altered) == "0 added, 0 changed, 1 unchanged, 0 refused"


def test_a_quotation_keeps_its_address_when_it_moves(take):
    take()
    before = {q.text: q.pk for q in Quotation.objects.all()}
    assert before
    take("It rained.\n\n" + FERRY)
    version = Article.objects.get().current
    assert {q.text: q.pk for q in version.quotations.all()} == before


def test_words_that_stand_no_more_stay_in_the_version_that_printed_them(take):
    take()
    decide("a stranger to boats", status="confirmed")
    take(FERRY.replace("a stranger to boats", "a friend of boats"))
    first, second = ArticleVersion.objects.order_by("number")
    assert list(said(first)) == ["a stranger to boats"]
    assert "a friend of boats" in said(second)


def test_a_proposal_that_staff_edited_is_not_proposed_again(take):
    take()
    edited = Quotation.objects.get(text="It was a long lunch,")
    start = edited.start
    decide(edited.text, spans=[[start, start + 17]], text="It was a long lun")
    take(FERRY + "\nIt was Tuesday by then.")
    texts = set(said(Article.objects.get().current))
    assert texts == {"It was a long lun", "a stranger to boats"}


def test_reading_again_replaces_proposals_only(take):
    take()
    decide("It was a long lunch,", status="rejected")
    make_person("Ana Pere", gender="female")
    version = ArticleVersion.objects.get()
    read_version(version, Knowledge())
    assert said(version) == {
        "It was a long lunch,": (None, "rejected"),
        "a stranger to boats": ("Ana Pere", "proposed"),
    }
    count = Quotation.history.count()
    read_version(version, Knowledge())
    assert Quotation.history.count() == count


def test_an_altered_copy_without_a_headline_is_the_same_report(take):
    take()
    altered = FERRY.replace("Monday", "Tuesday")
    assert take(altered, "copies/altered.txt") == "0 added, 1 changed, 0 unchanged, 0 refused"
    assert take(FERRY.replace("Monday", "Friday"), published="2015-06-19").startswith("1 added")
    assert take("It rained.\n\nNobody went out.", "rain.txt").startswith("1 added")


def test_a_report_without_a_headline_is_listed_by_its_first_words(take):
    take("It rained on the port all day and all night.", "rain.txt")
    assert Article.objects.get().title == "[It rained on the port all day and…]"


def test_a_report_with_a_headline_is_known_by_it(take):
    take("Headline: Late ferry\n\n" + FERRY)
    assert take("Headline: Late ferry\n\nIt came at last.").startswith("0 added, 1 changed")
    assert take("Headline: Later ferry\n\n" + FERRY).startswith("1 added")
    assert take("Headline: Late ferry\n\n" + FERRY, outlet="The Gannet").startswith("1 added")


def test_a_report_is_known_by_its_address_and_by_its_key(take):
    at = "URL: https://post.example/1\n"
    take(at + "\nIt rained.")
    assert take(at + "Published: 2015-06-20\nHeadline: Rain\n\nIt poured.").startswith("0 added, 1 changed")
    assert take(at + "Key: a-1\n\nIt hailed.").startswith("0 added, 1 changed")
    assert take("URL: https://post.example/2\n\nIt rained.").startswith("1 added")
    take("Key: b-1\nURL: https://post.example/3\n\nIt snowed.")
    assert take("URL: https://post.example/3\n\nIt thawed.").startswith("0 added, 1 changed")
    assert Article.objects.count() == 3


def test_stories_of_one_day_and_headline_have_addresses_of_their_own(take):
    take("Headline: Māori ward\n\nIt rained.")
    take("Headline: Māori ward\n\nIt rained.", outlet="The Gannet")
    take("Headline: 天気\n\nIt rained.")
    assert sorted(Article.objects.values_list("slug", flat=True)) == [
        *("maori-ward", "maori-ward-2", "the-ellery-post"),
    ]


def test_an_import_fills_in_what_is_empty_and_leaves_what_staff_wrote(take):
    take("URL: https://post.example/1\nPublished: 2015-06\nHeadline: Rain\n\nIt rained.")
    Article.objects.update(headline="Heavy rain")
    full = "URL: https://post.example/1\nPublished: 2015-06-17\nByline: Ana Pere\nSection: News\n\n"
    assert take(full + "It rained.").startswith("0 added, 1 changed")
    article = Article.objects.get()
    assert (article.headline, article.section, str(article.published_on)) == (
        "Heavy rain",
        "News",
        "2015-06-17",
    )
    assert [str(byline) for byline in article.bylines.all()] == ["Ana Pere"]
    assert article.versions.count() == 1
    other = full.replace("News", "Weather").replace("06-17", "06-19").replace("Ana", "Una")
    assert take(other + "It rained.").startswith("0 added, 0 changed, 1 unchanged")


def test_a_report_that_comes_again_without_its_headline_has_not_lost_it(take):
    take("Key: 1\nHeadline: Rain\n\nIt rained.")
    assert take("Key: 1\n\nIt rained.").startswith("0 added, 0 changed, 1 unchanged")
    take("Key: 1\n\nIt poured.")
    assert Article.objects.get().current.headline == "Rain"


def test_a_new_headline_is_taken_where_nobody_touched_the_old_one(take):
    take("Key: 1\nHeadline: Rain\n\nIt rained.")
    take("Key: 1\nHeadline: More rain\n\nIt rained on.")
    assert Article.objects.get().headline == "More rain"


def test_what_a_person_marked_in_a_file_is_confirmed():
    people = {
        key: make_person(name, key=key)
        for key, name in [
            ("imogen-farrow", "Imogen Farrow"),
            ("ana-king", "Ana King"),
            ("ari-king", "Ari King"),
        ]
    }
    event = make_event("Harbour bill", key="harbour-bill-2015")
    bring([SAMPLES / "annotated.json"])
    version = ArticleVersion.objects.get()
    assert said(version) == {
        "Nine winters, and not one pier.": ("Imogen Farrow", "confirmed"),
        "late": ("Imogen Farrow", "confirmed"),
    }
    called, shouted = Quotation.objects.filter(kind="reported", status="confirmed").order_by("spans")
    assert (called.text, str(called.speaker)) == ('it "late"', "Imogen Farrow")
    assert (shouted.text, shouted.attribution) == ("Somebody shouted", "ambiguous")
    assert {*shouted.candidates.all()} == {people["ana-king"], people["ari-king"]}
    assert [(m.person, m.status) for m in version.mentions.all()] == [(people["imogen-farrow"], "confirmed")]
    assert event.coverage.get().status == "confirmed"
    assert bring([SAMPLES / "annotated.json"]).startswith("0 added, 0 changed, 1 unchanged")


def test_marks_that_come_after_the_text_replace_what_was_proposed(tmp_path):
    make_person("Imogen Farrow", key="imogen-farrow")
    marked = json.loads((SAMPLES / "annotated.json").read_text()) | {"events": []}
    marked["quotes"] = marked["quotes"][:2]
    bare = {name: value for name, value in marked.items() if name not in ("quotes", "mentions")}
    path = tmp_path / "one.json"
    for item, outcome in [(bare, "1 added"), (marked, "0 added, 1 changed"), (marked, "0 added, 0 changed")]:
        path.write_text(json.dumps(item))
        assert bring([path]).startswith(outcome)
    assert said(ArticleVersion.objects.get()) == {
        "Nine winters, and not one pier.": ("Imogen Farrow", "confirmed"),
    }


def test_a_marked_quotation_says_when_and_at_what_it_was_said(tmp_path):
    ruling = make_event("A ruling", key="ruling")
    quote = {"start": 1, "end": 7, "text": "Order,", "event": "ruling", "said_on": "2015-11-10"}
    item = {"outlet": "The Post", "published": "2015-11-12", "text": "“Order,” said she.", "quotes": [quote]}
    path = tmp_path / "one.json"
    path.write_text(json.dumps(item))
    bring([path])
    quotation = Quotation.objects.get()
    assert (quotation.event, str(quotation.said_on)) == (ruling, "2015-11-10")


def test_a_day_that_nobody_can_mean_keeps_none_of_the_other_reports_out(capsys, tmp_path):
    path = tmp_path / "many.jsonl"
    days = ["2015-11-10", "9999-12-31", "2015-11-11"]
    path.write_text("\n".join(map(json.dumps, (quoted_on(day, f"“Order,” said {day}.") for day in days))))
    with pytest.raises(CommandError):
        bring([path])
    assert Article.objects.count() == 2
    assert "many.jsonl, line 2: quotes[0]: said_on: 9999-12-31" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("published", "said_on", "kept"),
    [
        ("2015-11-12", "2015-11-13", True),
        ("2015-11-12T23:30+13:00", "2015-11-14", False),
        ("2015-11", "2015-11-30", True),
        ("2015-11", "2015-12-02", False),
        ("2015", "2015-12-31", True),
        ("2015", "2016-01-02", False),
        ("2015", "1893-09-19", True),
    ],
)
def test_nothing_is_said_after_it_was_printed(capsys, tmp_path, published, said_on, kept):
    path = tmp_path / "one.json"
    path.write_text(json.dumps(quoted_on(said_on, published=published)))
    if kept:
        bring([path])
        assert str(Quotation.objects.get().said_on) == said_on
    else:
        with pytest.raises(CommandError):
            bring([path])
        told = f"said_on: {said_on} of 'Order,' is after the report was printed, {published[:10]}"
        assert told in capsys.readouterr().err


def quoted_on(day, text="“Order,” said she.", published="2015-11-12"):
    quote = {"start": 1, "end": 7, "text": "Order,", "said_on": day}
    return {"outlet": "The Post", "published": published, "text": text, "quotes": [quote]}


def test_a_report_comes_with_the_note_that_a_person_put_before_it(tmp_path):
    item = {"outlet": "The Post", "published": "2015", "text": "A trial.", "content_themes": ["hate"]}
    path = tmp_path / "one.json"
    path.write_text(json.dumps(item))
    bring([path])
    assert Article.objects.get().content_themes == ["hate"]
    Article.objects.update(content_themes=[])
    assert bring([path]).startswith("0 added, 0 changed, 1 unchanged")
    assert Article.objects.get().content_themes == []


def test_marks_that_name_a_stranger_are_refused(capsys):
    with pytest.raises(CommandError):
        bring([SAMPLES / "annotated.json"])
    assert (
        "annotated.json: no person 'ana-king' is in the archive: import the people first"
        in capsys.readouterr().err
    )
    assert not Article.objects.exists()
    assert not Outlet.objects.exists()


def test_an_outlet_that_a_report_quotes_speaks_for_itself(take):
    gannet = Outlet.objects.create(name="The Gannet", slug="gannet")
    take(
        'Reuters reported a "stream of ferries".\n\n'
        'The Gannet headlined "Ferries stream into the harbour at last".\n\n'
        '"We were not asked," the press said.'
    )
    speakers = {q.text: q.said_by for q in Quotation.objects.exclude(kind="reported")}
    assert speakers == {
        "stream of ferries": Outlet.objects.get(name="Reuters"),
        "Ferries stream into the harbour at last": gannet,
        "We were not asked,": None,
    }


def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FERRY.encode())))
    assert bring(["-"], form="text").startswith("1 added")
    assert ArticleVersion.objects.get().place == "standard input"


@pytest.mark.parametrize(
    ("arguments", "options", "reason"),
    [
        (["-"], {}, "say with --format what standard input is"),
        (["a.txt", "b.txt"], {"url": "https://post.example/1"}, "--url is the address of one report"),
        ([SAMPLES], {"url": "https://post.example/1"}, "--url is the address of one report"),
        (["a.txt"], {"zone": "Mars/Olympus"}, "zone 'Mars/Olympus' is neither"),
        (["a.txt"], {"published": "1066"}, "published '1066': no report is from 1066"),
        (["a.txt"], {"importer": "x" * 61}, "--importer: 61 characters, where 60 are the most"),
    ],
)
def test_options_that_cannot_be_meant(arguments, options, reason):
    with pytest.raises(CommandError, match=reason):
        bring(arguments, **options)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "it is empty"),
        ("nul.txt", b"It p\0ured.", "line 1: a NUL byte, so it is not text"),
        ("wrong.txt", b"Caf\x81", "line 1: byte 0x81 is no utf-8 text"),
        ("picture.txt", b"\x89PNG\r\n", "it is a PNG picture, not text"),
        ("bare.html", b"<html><body></body></html>", "no article can be found in the page"),
        ("shape.json", b'{"stories": []}', "it has neither 'text' nor 'paragraphs', so it is no article"),
        ("broken.json", b"{", "column 2: no JSON: Expecting property name enclosed in double quotes"),
        (
            "hastings.txt",
            b"Published: 1066-10-14\n\nIt rained.",
            "published '1066-10-14': no report is from 1066",
        ),
        (
            "future.txt",
            b"Published: 2066-10-14\n\nIt rained.",
            "published '2066-10-14': no report is from 2066",
        ),
        ("large.txt", bytes(50 * 1024 * 1024), "it is larger than 20 MB"),
        (
            "words.txt",
            " ".join(map(str, range(200_000))).encode(),
            "the database cannot keep it: string is too long",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value and " " not in value else "",
)
def test_a_bad_file_is_named_and_the_others_go_on(tmp_path, name, content, reason):
    (tmp_path / name).write_bytes(content)
    (tmp_path / "zz-good.txt").write_text(FERRY)
    out, errors = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError) as failure:
        bring([tmp_path], stdout=out, stderr=errors)
    assert failure.value.returncode == 1
    assert errors.getvalue().startswith(f"{tmp_path / name}: {reason}")
    assert out.getvalue() == "1 added, 0 changed, 0 unchanged, 1 refused\n"
    assert [str(version.place) for version in ArticleVersion.objects.all()] == [str(tmp_path / "zz-good.txt")]


def test_without_an_outlet_the_message_says_what_to_do(take, capsys):
    with pytest.raises(CommandError):
        take(outlet="")
    assert "ferry.txt: outlet: the report names none, so give one with --outlet" in capsys.readouterr().err


def test_marks_that_never_close_are_no_trouble(take):
    assert take('"It rained, he said.\n\n“And it "poured”, she said. \'').startswith("1 added")


def test_what_is_stored_when_an_import_stops_is_whole_and_the_rest_follows(tmp_path):
    path = tmp_path / "many.jsonl"
    path.write_text(
        "".join(json.dumps({"id": n, "text": f"{FERRY}\n\nNumber {n}."}) + "\n" for n in range(20))
    )
    hints = Hints(**POST)

    def stopping():
        for number, report in enumerate(read_file(path, hints, 10_000)):
            if number == 7:
                raise KeyboardInterrupt
            yield report

    with pytest.raises(KeyboardInterrupt):
        run.import_reports(stopping(), "test", print)
    assert Article.objects.count() == ArticleVersion.objects.exclude(read_at=None).count() == 7
    assert bring([path]) == "13 added, 0 changed, 7 unchanged, 0 refused"
    assert Article.objects.count() == 20


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OperationalError("server closed the connection\nunexpectedly"), "the database is gone"),
        (KeyboardInterrupt(), "stopped; run it again to go on"),
    ],
)
def test_an_import_that_is_cut_off_says_so_in_one_line(take, monkeypatch, error, reason):
    def cut_off(*arguments):
        raise error

    monkeypatch.setattr("articles.importers.load.publishing_outlet", cut_off)
    with pytest.raises(CommandError, match=reason):
        take()


def test_the_cost_of_a_report_does_not_grow_with_it_or_with_the_archive(tmp_path):
    make_person("Ana Pere", gender="female")
    path = tmp_path / "many.jsonl"
    items = [{"id": n, "byline": "Tom Roe", "text": FERRY * (n + 1)} for n in range(10)]
    path.write_text("".join(json.dumps(item) + "\n" for item in items))
    reports = list(read_file(path, Hints(**POST), 100_000))
    knowledge = Knowledge()
    added, unchanged = [], []
    for costs in (added, unchanged):
        for report in reports:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                load(report, knowledge, "test")
            costs.append(len([q for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]))
    assert len(set(added[2:])) == 1
    assert set(unchanged) == {6}
    more = [json.dumps({**item, "id": f"again {n} {item['id']}"}) for n in range(4) for item in items]
    path.write_text("\n".join(more))
    reports = list(read_file(path, Hints(**POST), 100_000))
    costs = []
    for batch in (reports[:10], reports[10:]):  # ten of them, and thirty
        with CaptureQueriesContext(connection) as queries:
            load_batch(batch, knowledge, "test")
        costs.append(len(queries))
    assert costs[0] == costs[1]


def lines(*items):
    return "".join(json.dumps({"text": FERRY, **item}) + "\n" for item in items)


def test_a_report_that_cannot_be_kept_spoils_none_of_its_batch(take, capsys):
    too_many_words = " ".join(map(str, range(200_000)))
    items = [{"id": n, "headline": f"Ferry {n}"} for n in range(1, 10)]
    items[4]["text"] = too_many_words
    with pytest.raises(CommandError):
        take(lines(*items), "many.jsonl")
    assert "many.jsonl, line 5: the database cannot keep it: string is too long" in capsys.readouterr().err
    kept = Article.objects.order_by("source_key").values_list("source_key", flat=True)
    assert list(kept) == ["1", "2", "3", "4", "6", "7", "8", "9"]
    assert (
        Quotation.objects.count()
        == Quotation.history.count()
        == 8 * Quotation.objects.filter(article__source_key="1").count()
    )


def test_a_report_that_comes_twice_in_a_batch_is_one(take):
    told = take(
        lines(
            {"id": "a", "headline": "Ferry"},
            {"id": "b", "headline": "Ferry"},
            {"id": "a", "headline": "Ferry"},
            {"id": "b", "headline": "Ferry", "text": "It came at last."},
            {"url": "https://post.example/1", "text": "It rained."},
            {"url": "https://post.example/1", "id": "c", "text": "It rained."},
        ),
        "twice.jsonl",
    )
    assert told == "3 added, 1 changed, 2 unchanged, 0 refused"
    assert sorted(Article.objects.values_list("slug", flat=True)) == ["ferry", "ferry-2", "it-rained"]
    assert ArticleVersion.objects.get(number=2).body == "It came at last."


def test_a_batch_stores_what_reports_alone_would(tmp_path):
    make_person("Ana Pere", gender="female")
    path = tmp_path / "many.jsonl"
    path.write_text(lines(*({"id": n, "byline": "Tom Roe", "headline": f"Ferry {n}"} for n in range(4))))
    reports = list(read_file(path, Hints(**POST), 100_000))
    knowledge = Knowledge()
    stored = []
    for at_once in (1, 4):
        for start in range(0, 4, at_once):
            load_batch(reports[start : start + at_once], knowledge, "test")
        stored.append(
            [table_of(model) for model in (Article, ArticleVersion, Quotation, Mention, Byline, Utterance)]
        )
        stored[-1] += [table_of(Article.history), table_of(Quotation.history), len({*groups()})]
        Article.objects.all().delete()
        for model in (Utterance.objects, Article.history, Quotation.history):
            model.all().delete()
    assert stored[0] == stored[1]


def groups():
    return Quotation.objects.exclude(utterance=None).values_list("utterance", flat=True)


def table_of(rows):
    """Every column of every row, but numbers of rows and instants of storing."""
    rows = rows.all() if hasattr(rows, "all") else rows.objects.all()
    passing = {"id", "created_at", "retrieved_at", "read_at", "history_id", "history_date", "search_vector"}
    links = {field.attname for field in rows.model._meta.concrete_fields if field.is_relation}
    kept = links - passing - {"speaker_id", "outlet_id", "history_user_id", "person_id"}
    columns = [
        field.attname for field in rows.model._meta.concrete_fields if field.attname not in passing | kept
    ]
    return sorted(map(str, rows.values_list(*columns)))


@pytest.mark.django_db(transaction=True)
def test_several_processes_import_as_one_does(take):
    make_person("Ana Pere", gender="female")
    story = lines(
        *({"id": n, "headline": f"Ferry {n}", "text": f"{FERRY}\n\nNumber {n}."} for n in range(250))
    )
    assert take(story, "many.jsonl", workers=2) == "250 added, 0 changed, 0 unchanged, 0 refused"
    in_marks = Quotation.objects.exclude(kind="reported")
    assert in_marks.filter(speaker__name="Ana Pere").count() == in_marks.count() == 500
    # The same words in all of them, whoever read them.
    assert len({*in_marks.values_list("utterance", "text")}) == 2
    assert Copy.objects.values("original").distinct().count() == 1
    assert take(story, "many.jsonl", workers=2) == "0 added, 0 changed, 250 unchanged, 0 refused"


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_add_each_report_once(tmp_path):
    path = tmp_path / "many.jsonl"
    path.write_text(lines(*({"id": n, "headline": f"Ferry {n % 3}"} for n in range(40))))

    def one_import():
        try:
            return bring([path])
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        told = [each.result() for each in [both.submit(one_import) for _ in range(2)]]
    assert sorted(told) == [
        "0 added, 0 changed, 40 unchanged, 0 refused",
        "40 added, 0 changed, 0 unchanged, 0 refused",
    ]
    assert Article.objects.count() == ArticleVersion.objects.count() == 40


def test_texts_stored_while_another_import_added_the_reports_are_taken_away_again(tmp_path, monkeypatch):
    path = tmp_path / "many.jsonl"
    path.write_text(lines(*({"id": n, "headline": f"Ferry {n}"} for n in range(4))))
    reports = list(read_file(path, Hints(**POST), 100_000))
    knowledge = Knowledge()
    others = [[reports[1], reports[2]], []]
    # Where it would wait for another import to end, that import takes two of the reports.
    monkeypatch.setattr(
        "articles.importers.load.wait_for_other_imports",
        lambda: others and load_batch(others.pop(0), knowledge, "another"),
    )
    assert load_batch(reports, knowledge, "test") == ["added", "unchanged", "unchanged", "added"]
    assert sorted(ArticleVersion.objects.values_list("article__headline", "importer")) == [
        *[("Ferry 0", "test"), ("Ferry 1", "another"), ("Ferry 2", "another"), ("Ferry 3", "test")]
    ]


@pytest.mark.skipif(not SHARED.exists(), reason="the two real reports are not here")
def test_the_two_real_reports_with_the_right_speakers(tmp_path):
    stories = [SHARED / "stories" / f"walkout-{name}.txt" for name in ("apology", "headlines")]
    call_command("import_people", SHARED / "people" / "nz-51.popolo.json", stdout=io.StringIO())
    options = {"outlet": "The Digest", "published": "2015-11-12"}
    assert bring(stories, **options) == "2 added, 0 changed, 0 unchanged, 0 refused"
    for story in json.loads((SHARED / "stories" / "expected.json").read_text())["stories"]:
        version = ArticleVersion.objects.get(place__endswith=story["file"])
        in_marks = {q.text: str(q.said_by) for q in version.quotations.exclude(kind="reported")}
        assert in_marks == {quote["text"]: quote["speaker"] for quote in story["quotes"]}
    assert bring(stories, **options) == "0 added, 0 changed, 2 unchanged, 0 refused"
    decide("gutless", status="confirmed")
    altered = tmp_path / "altered.txt"
    altered.write_text(stories[0].read_text().replace("today", "on Thursday"))
    assert bring([altered], **options) == "0 added, 1 changed, 0 unchanged, 0 refused"
    kept = Quotation.objects.get(text="gutless")
    assert (kept.status, kept.version.number, str(kept.speaker)) == ("confirmed", 2, "Kelvin Davis")
