import time

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import include, path
from django.views.decorators.http import require_safe

from archive.patience import patient, release
from tests.reading import Page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls(__name__)]

LONG = 30


def sleep(seconds):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [seconds])


def limit_in_force():
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return cursor.fetchone()[0]


@require_safe
def slow(request):
    sleep(LONG)
    return HttpResponse("slept")


def slow_in_small_steps(request):
    for _ in range(LONG * 10):
        sleep(0.1)
    return HttpResponse("slept")


def slow_stream(request):
    def pieces():
        sleep(LONG)
        yield "slept"

    return StreamingHttpResponse(pieces())


@patient(seconds=LONG)
@require_safe
def long(request):
    sleep(0.4)
    return HttpResponse(limit_in_force())


@require_safe
@patient(seconds=LONG)
def long_stream(request):
    def pieces():
        for _ in range(3):
            sleep(0.1)
            yield "."
        yield limit_in_force()

    return StreamingHttpResponse(pieces())


@patient(seconds=LONG)
def long_in_a_transaction(request):
    def pieces():
        with transaction.atomic():
            for _ in range(3):
                yield limit_in_force()

    return StreamingHttpResponse(pieces())


def quick(request):
    return HttpResponse(limit_in_force())


urlpatterns = [
    path("quick/", quick),
    path("long/", long),
    path("long_stream/", long_stream),
    path("transaction/", long_in_a_transaction),
    path("steps/", slow_in_small_steps),
    path("stream/", slow_stream),
    path("admin/slow/", quick),
    *(path(address, slow) for address in ("slow/", "slow.csv", "slow.json", "api/slow/")),
    path("", include("archive.urls")),
]


@pytest.fixture(autouse=True)
def short(settings, db):
    settings.PUBLIC_STATEMENT_TIMEOUT = 0.3
    yield
    release(connection)


@pytest.mark.parametrize("address", ["/slow/", "/steps/", "/stream/"])
def test_a_page_that_takes_too_long_is_stopped_and_says_how_to_narrow_it(client, address):
    began = time.monotonic()
    response = client.get(address, {"q": "the", "page": "3"})
    assert time.monotonic() - began < LONG / 2
    page = Page(response)
    assert response.status_code == 422
    assert page.texts("//h1") == ["This takes too long"]
    assert "Name one speaker" in page.text
    assert page.tree.xpath("//main//input[@name='q']/@value") == page.tree.xpath("//input/@value") == ["the"]
    narrower = page.tree.xpath("//main//a/@href")[0]
    assert narrower.startswith("?q=the&after=")
    assert "no-store" in response["Cache-Control"]


def test_a_page_without_a_search_is_not_told_to_narrow_it(client):
    assert "Try again in a minute" in Page(client.get("/slow/")).text


@pytest.mark.parametrize("address", ["/slow.json", "/api/slow/"])
def test_machines_are_told_in_their_own_form(client, address):
    response = client.get(address)
    assert response.status_code == 422
    assert "one speaker or outlet" in response.json()["detail"]


def test_a_download_is_told_in_plain_text(client):
    response = client.get("/slow.csv")
    assert response.status_code == 422
    assert response["Content-Type"].startswith("text/plain")
    assert "one speaker or outlet" in response.content.decode()


def test_the_page_after_a_stopped_one_is_whole(client):
    assert client.get("/slow/").status_code == 422
    assert client.get("/quick/").content == b"300ms"


def test_a_view_may_be_given_longer(client):
    assert client.get("/long/").content == b"30s"
    assert client.get("/quick/").content == b"300ms"


def test_a_download_may_be_given_longer_to_its_end(client):
    assert b"".join(client.get("/long_stream/").streaming_content) == b"...30s"


def test_a_download_that_nobody_waited_for_leaves_the_next_its_time(client):
    client.get("/quick/")
    for _ in range(2):
        download = client.get("/transaction/")
        assert next(download.streaming_content) == b"30s"
        download.close()


def test_staff_wait_as_long_as_it_takes(client):
    assert client.get("/quick/").content == b"300ms"
    assert client.get("/admin/slow/").content == b"0"
    client.force_login(User.objects.create_superuser("root"))
    assert client.get("/quick/").content == b"0"


def test_who_only_pretends_to_be_signed_in_is_the_public(client, settings):
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    assert client.get("/quick/").content == b"300ms"


def test_the_limit_is_set_once_for_many_pages(client):
    client.get("/quick/")
    process = connection.connection
    raw, said = process.execute, []
    process.execute = lambda *words: said.append(words) or raw(*words)
    for _ in range(3):
        client.get("/quick/")
    assert said == []


@pytest.mark.django_db
def test_a_page_read_in_a_transaction_leaves_no_limit_in_it(client):
    assert client.get("/quick/").content == b"300ms"
    assert limit_in_force() == "0"
