"""Staff ask for work, see how far it is, stop it and let it go on."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles import runs
from articles.batches import give_up, work_on
from articles.models import Article, Run
from tests.factories import make_article
from tests.reading import Page
from tests.staff import make_staff, messages_of

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/run/"
ADD, REREAD = f"{LIST}add/", f"{LIST}reread/"


@pytest.fixture
def editor(client):
    client.force_login(make_staff("ana", "Editors"))
    return client


def upload(*items, name="stories.jsonl"):
    rows = [json.dumps({"published": "2015-06-18", **item}) for item in items]
    return SimpleUploadedFile(name, "\n".join(rows).encode())


def ask(client, *files, **fields):
    return client.post(ADD, {"reports": files, "zone": "UTC", **fields}, follow=True)


def words(response):
    return Page(response).texts("//body")[0]


def do_all(run):
    if run.cut_at is None:
        runs.cut(run.pk)
    for pk in run.batches.values_list("pk", flat=True):
        work_on(pk)


def test_files_that_staff_upload_are_imported_by_workers(editor):
    first = upload({"id": 1, "text": "It rained."}, {"id": 2, "text": "It poured.", "published": "soon"})
    page = ask(editor, first, upload({"id": 3, "text": "It blew."}, name="more.jsonl"), outlet="The Post")
    run = Run.objects.get()
    assert (run.subject, str(run.asked_by)) == ("stories.jsonl, more.jsonl", "ana")
    assert "0 of 3" in words(page)
    assert "No worker is at work" in words(page)
    assert 'data-hx-trigger="every 2s"' in page.content.decode()
    do_all(run)
    page = editor.get(reverse("admin:articles_run_change", args=[run.pk]))
    assert "3 of 3" in words(page)
    assert "2 stories added, 1 refused" in words(page)
    assert "published 'soon' is not a date" in words(page)
    assert "hx-get" not in page.content.decode(), "nothing more will come"
    assert {str(article.outlet) for article in Article.objects.all()} == {"The Post"}


@pytest.mark.parametrize(
    ("files", "fields", "told"),
    [
        ([], {}, "This field is required"),
        (["stories.docx"], {}, "stories.docx: its name ends in none of .txt"),
        (["a.jsonl", "b.pdf"], {}, "b.pdf: its name ends in none of"),
        (["a.jsonl"], {"published": "soon"}, "soon"),
        (["a.jsonl"], {"zone": "Mars"}, "Mars"),
    ],
)
def test_what_cannot_be_asked_is_told_at_its_field(editor, files, fields, told):
    page = ask(editor, *(upload({"id": 1}, name=name) for name in files), **fields)
    assert told in words(page)
    assert not Run.objects.exists()


def test_staff_have_stories_read_again(editor):
    make_article("Here", "“It rained,” said Ana Pere.", outlet="The Post")
    make_article("There", outlet="The Digest")
    page = editor.post(REREAD, {"outlet": "the-post", "older": "on"}, follow=True)
    assert "not counted yet" in words(page)
    do_all(Run.objects.get())
    page = editor.get(LIST)
    assert "100 % done" in words(page)
    assert "1 quotation added" in words(page)


def test_a_run_is_stopped_and_goes_on(editor):
    ask(editor, upload({"id": 1, "outlet": "The Post", "text": "It rained."}))
    run = Run.objects.get()
    page = editor.post(reverse("admin:articles_run_stop", args=[run.pk]), follow=True)
    assert messages_of(page) == ["It stops when the batches in hand are done."]
    assert "0 % stopped" in words(page)
    page = editor.post(reverse("admin:articles_run_go_on", args=[run.pk]), follow=True)
    assert messages_of(page) == ["1 batch is to be done."]
    assert "0 % waiting" in words(page)


def test_a_batch_that_failed_says_why_and_can_be_tried_again(editor):
    ask(editor, upload({"id": 1, "outlet": "The Post", "text": "It rained."}))
    run = Run.objects.get()
    give_up(run.batches.get().pk, "ValueError: not foreseen", for_good=True)
    page = editor.get(reverse("admin:articles_run_change", args=[run.pk]))
    assert "0 % failed" in words(page)
    assert "ValueError: not foreseen" in words(page)
    assert "Go on" in words(page)


def test_reviewers_see_runs_and_ask_for_none(client):
    run = runs.ask_group()
    client.force_login(make_staff("tom", "Reviewers"))
    assert "all stories" in words(client.get(LIST))
    page = client.get(reverse("admin:articles_run_change", args=[run.pk]))
    assert page.status_code == 200
    assert "Stop" not in words(page)
    refused = [
        client.get(ADD),
        client.post(REREAD),
        client.post(reverse("admin:articles_run_stop", args=[run.pk])),
    ]
    refused += [client.post(reverse("admin:articles_run_go_on", args=[run.pk]))]
    assert {answer.status_code for answer in refused} == {403}
    assert Run.objects.count() == 1


def test_nothing_is_stopped_by_following_a_link(editor):
    run = runs.ask_group()
    assert editor.get(reverse("admin:articles_run_stop", args=[run.pk])).status_code == 405
    assert editor.post(reverse("admin:articles_run_stop", args=[run.pk + 1])).status_code == 404


def test_a_list_of_runs_costs_the_same_however_many(editor, django_assert_max_num_queries):
    for _ in range(10):
        runs.ask_group()
    editor.get(LIST)
    with django_assert_max_num_queries(12):
        editor.get(LIST)
