"""Work cut into batches: the same as in one go, however often and in whatever order batches are done."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from articles import batches, runs
from articles.batches import work_on
from articles.importers.files import cut_file
from articles.importers.records import Hints
from articles.jobs import TRIES, take_over
from articles.models import Article, ArticleVersion, Batch, Quotation, Run
from tests.factories import make_article, make_person

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parents[1] / "samples" / "articles"
POST = {"outlet": "The Ellery Post", "published": "2015-06-18"}


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(runs, "REPORTS_AT_ONCE", 2)
    monkeypatch.setattr(runs, "AT_ONCE", 2)
    monkeypatch.setattr(runs, "GROUPED_AT_ONCE", 2)


@pytest.fixture
def stories(tmp_path):
    def write(*items):
        path = tmp_path / "stories.jsonl"
        rows = (json.dumps({**POST, **item}, ensure_ascii=False) for item in items)
        path.write_text("\n".join(rows), encoding="utf-8")
        return path

    return write


def told(number, **item):
    return {"id": f"s{number}", "text": f"“It was lunch number {number},” said Ana Pere.", **item}


def queue(command, *arguments, **options):
    out = io.StringIO()
    call_command(command, *arguments, queue=True, stdout=out, **options)
    return Run.objects.latest("pk")


def do_all(run, order=1):
    if run.cut_at is None:
        runs.cut(run.pk)
    for pk in run.batches.order_by("number").values_list("pk", flat=True)[::order]:
        work_on(pk)
    return fresh(run)


def fresh(run):
    return Run.objects.get(pk=run.pk)


def counts(run):
    return {name: number for name, number in fresh(run).progress.counts.items() if number}


def everything():
    """The archive without what depends on which of two stories came first: numbers, also those in slugs."""
    versions = ArticleVersion.objects.order_by("article__outlet__name", "article__source_key", "number")
    own = ["article__outlet__name", "article__source_key", "number", "checksum"]
    own += ["original_sha256", "place", "importer", "media_type"]
    rows = versions.values_list(*own)
    said = Quotation.objects.order_by("version__article__source_key", "spans")
    fields = ("version__article__source_key", "spans", "text", "kind", "attribution", "speaker__name")
    return [*rows], [*said.values_list(*fields)]


def test_an_import_by_workers_is_the_import_of_the_command(small_batches):
    make_person("Ana Pere")
    refused = io.StringIO()
    with pytest.raises(CommandError):
        call_command(
            "import_articles", SAMPLES, stdout=io.StringIO(), stderr=(refused := io.StringIO()), **POST
        )
    by_command = everything()
    Article.objects.update(current=None)
    Article.objects.all().delete()

    run = queue("import_articles", SAMPLES, **POST)
    assert (Article.objects.count(), run.progress.share) == (0, 0)
    progress = do_all(run).progress
    assert everything() == by_command
    assert (progress.is_done, progress.share, progress.done) == (True, 100, progress.total)
    assert sum(progress.counts.values()) == progress.total
    reasons = [f"{place}: {why}" for batch in run.batches.all() for place, why in batch.refusals]
    assert sorted(reasons) == sorted(refused.getvalue().splitlines())


def test_a_batch_that_is_done_again_changes_nothing(stories):
    run = do_all(queue("import_articles", stories(told(1), told(2))))
    before = everything(), [*Batch.objects.values()]
    assert work_on(run.batches.get().pk) is None
    assert (everything(), [*Batch.objects.values()]) == before


class Killed(BaseException):
    """What no code catches."""


def test_a_try_that_was_killed_is_counted_once(stories, monkeypatch):
    run = queue("import_articles", stories(*(told(number) for number in range(5))))
    [batch] = run.batches.all()
    read = batches.read_piece

    def dies_over_the_third(piece, hints):
        if "line 3" in piece.place:
            raise Killed
        return read(piece, hints)

    monkeypatch.setattr(batches, "read_piece", dies_over_the_third)
    with pytest.raises(Killed):
        work_on(batch.pk)
    monkeypatch.undo()
    assert Batch.objects.get().status == Batch.Status.WORKING
    work_on(batch.pk)
    assert counts(run) == {"added": 5}
    assert Article.objects.count() == 5


def test_a_report_that_breaks_the_reader_stops_no_other(stories, monkeypatch):
    run = queue("import_articles", stories(told(1), told(2), told(3)))
    take = batches.import_reports

    def breaks(reports, importer, refuse, **options):
        reports = list(reports)
        if any("line 2" in report.place for report in reports):
            raise ValueError("not foreseen")
        return take(reports, importer, refuse, **options)

    monkeypatch.setattr(batches, "import_reports", breaks)
    [batch] = run.batches.all()
    with pytest.raises(ValueError, match="not foreseen"):
        work_on(batch.pk)
    work_on(batch.pk)
    assert counts(run) == {"added": 2, "refused": 1}
    [[place, why]] = Batch.objects.get().refusals
    assert place.endswith("line 2")
    assert "not foreseen" in why


def test_of_a_story_told_twice_the_later_telling_stands_in_whatever_order(small_batches, stories):
    order = [1, 2, 1, 3, 1, 4, 5, 5, 2, 6, 1, 7]
    tellings = [told(story, text=f"Telling {number}.") for number, story in enumerate(order)]
    run = queue("import_articles", stories(*tellings))
    for _ in range(run.batches.count()):
        assert not fresh(run).progress.is_done
        do_all(run, order=-1)
        if fresh(run).progress.is_done:
            break
    last = {f"s{story}": f"Telling {number}." for number, story in enumerate(order)}
    assert dict(Article.objects.values_list("source_key", "current__body")) == last
    assert counts(run) == {"added": 7, "changed": 5}


def test_an_import_that_is_not_cut_to_its_end_is_not_asked_for():
    def pieces():
        for _ in range(100):
            yield from cut_file(SAMPLES / "list.json", 10**6)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        runs.ask_import(pieces(), Hints(), "test", "half a file")
    assert not Run.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_a_run_that_is_stopped_goes_on_where_it_was(small_batches, stories):
    run = queue("import_articles", stories(*(told(number) for number in range(6))))
    first, *_ = run.batches.all()
    work_on(first.pk)
    runs.stop(run)
    assert do_all(run).progress.is_stopped
    assert Article.objects.count() == 2
    assert runs.go_on(run) == 2
    assert do_all(run).progress.is_done
    assert counts(run) == {"added": 6}


def test_stories_are_read_again_each_counted_once(small_batches, monkeypatch):
    for number in range(5):
        make_article(f"Lunch {number}", f"“It was lunch number {number},” said Ana Pere, the mayor.")
    run = queue("reread")
    assert run.cut_at is None
    runs.cut(run.pk)
    runs.cut(run.pk)
    assert run.batches.count() == 3
    first = run.batches.first()
    read, met = batches.reread_one, []

    def dies_over_the_second(*arguments):
        met.append(1)
        if len(met) == 2:
            raise Killed
        return read(*arguments)

    monkeypatch.setattr(batches, "reread_one", dies_over_the_second)
    with pytest.raises(Killed):
        work_on(first.pk)
    monkeypatch.undo()
    assert (fresh(run).progress.done, Quotation.objects.count()) == (1, 1)
    do_all(run)
    assert counts(run) == {"added": 5}
    assert Quotation.objects.count() == 5
    assert counts(do_all(queue("reread"))) == {}


def test_only_what_was_wished_is_read_again():
    make_article("Here", outlet="The Post")
    make_article("There", outlet="The Digest")
    run = do_all(queue("reread", outlet="the-post", older=True))
    assert run.subject == "the-post, read by another reader"
    assert run.progress.total == 1


def test_stories_are_grouped_by_workers(small_batches):
    for number in range(3):
        make_article(f"Copy {number}", "It rained on the harbour all day and nobody at all went out to sea.")
    assert do_all(queue("group")).progress.done == 3


def test_a_queue_costs_no_query_per_story(stories, django_assert_max_num_queries):
    path = stories(*(told(number) for number in range(50)))
    with django_assert_max_num_queries(12):
        queue("import_articles", path)


def doing(attempts):
    """The jobs there are, in the hands of a worker that is gone."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = %s", [attempts])


def test_a_batch_that_ends_its_workers_is_given_up_and_staff_may_try_again(stories):
    run = queue("import_articles", stories(told(1)))
    doing(0)
    take_over()
    assert ProcrastinateJob.objects.get().status == "todo"
    doing(TRIES)
    take_over()
    assert ProcrastinateJob.objects.get().status == "failed"
    assert fresh(run).progress.is_failed
    assert runs.go_on(run) == 1
    assert do_all(run).progress.is_done


def test_a_run_knows_who_asked(stories):
    staff = User.objects.create_user("ana")
    assert runs.ask_group(staff).asked_by == staff


def test_runs_that_are_long_over_are_forgotten_and_others_kept(stories):
    _over, waiting, fresh_one = (
        do_all(queue("import_articles", stories(told(1)))),
        queue("group"),
        queue("group"),
    )
    Run.objects.exclude(pk=fresh_one.pk).update(asked_at=datetime(2020, 1, 1, tzinfo=UTC))
    runs.forget()
    assert {*Run.objects.all()} == {waiting, fresh_one}
    assert Article.objects.count() == 1, "what it brought stays"
