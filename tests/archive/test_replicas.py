from copy import deepcopy

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, connections, router, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import include, path

from archive.replicas.health import Lag, Replica, Replicas
from archive.written import Written
from articles.benchmarks._replicated import die_and_come_back, readers, replicated, wait_for
from people.models import Party
from tests.archive.test_security import settings_of
from tests.factories import make_party

COPY = "replica_1"
PAGES = ["/", "/parties/", "/people/", "/quotations/", "/events/"]


def alias_of(model):
    return router.db_for_read(model)


def cut_off():
    """End the session that reads the copy, as its server does when it is told to shut down."""
    with connections[COPY].cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (process,) = cursor.fetchone()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process])


def where(request):
    return HttpResponse(alias_of(Party))


def cut_off_once(request):
    if alias_of(Party) == COPY:
        cut_off()
    return HttpResponse(f"{Party.objects.count()} from {alias_of(Party)}")


def cut_off_at_the_end(request):
    """After so much time with the database that the limit for its next query is a shorter one."""
    with connections[alias_of(Party)].cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.5)")
    found = Party.objects.count()
    cut_off()
    return HttpResponse(found)


def download(request, change=""):
    def lines():
        for number in range(5):
            if number == 3 and alias_of(Party) == COPY:
                cut_off()
            name = change if alias_of(Party) != COPY else ""
            yield f"{number}: {Party.objects.get().name}{name}\n"

    return StreamingHttpResponse(lines())


def at_once(request):
    def lines():
        if alias_of(Party) == COPY:
            cut_off()
        yield f"{Party.objects.count()} from {alias_of(Party)}"

    return StreamingHttpResponse(lines())


every_party = Written(Party.objects.all)


def written(request):
    if alias_of(Party) == COPY:
        cut_off()
    return HttpResponse(f"{len(every_party())} from {alias_of(Party)}")


def slow(request):
    with connections[alias_of(Party)].cursor() as cursor:
        cursor.execute("SELECT pg_sleep(30)")


def write(request):
    before = alias_of(Party)
    with transaction.atomic():
        list(Party.objects.select_for_update())
    return HttpResponse(f"{before}, {alias_of(Party)}")


def accounts(request):
    return HttpResponse(alias_of(User))


urlpatterns = [
    path("where/", where),
    path("admin/where/", where),
    path("cut/", cut_off_once),
    path("end/", cut_off_at_the_end),
    path("download/", download),
    path("changed/", download, {"change": "!"}),
    path("at_once/", at_once),
    path("written/", written),
    path("slow/", slow),
    path("write/", write),
    path("accounts/", accounts),
    path("", include("archive.urls")),
]


@pytest.fixture
def replica(transactional_db, monkeypatch):
    """A second way to the same database, which passes for a replica in step."""
    connections.settings[COPY] = deepcopy(connection.settings_dict)
    # Not by its first use, which Django's tests deny to all but the databases they know.
    connections[COPY].connect()
    monkeypatch.setattr(Replicas, "choose", lambda self: Replica(COPY))
    yield
    connections[COPY].close()
    del connections[COPY]
    del connections.settings[COPY]


on_our_urls = pytest.mark.urls(__name__)


def body(response):
    content = response.streaming_content if response.streaming else [response.content]
    return b"".join(content).decode()


@on_our_urls
def test_the_public_reads_from_a_replica_and_accounts_are_the_primarys(client, replica):
    assert body(client.get("/where/")) == COPY
    assert body(client.get("/accounts/")) == "default"


@on_our_urls
def test_staff_and_whoever_sends_something_read_from_the_primary(client, replica):
    assert body(client.get("/admin/where/")) == "default"
    assert body(client.post("/where/")) == "default"
    client.cookies.clear()
    client.force_login(User.objects.create_user("staff"))
    assert body(client.get("/where/")) == "default"


@on_our_urls
def test_who_has_just_written_reads_from_the_primary(client, replica, settings):
    client.post("/where/")
    assert body(client.get("/where/")) == "default"
    settings.REPLICA_MAX_LAG = -6  # as if the time were over
    assert body(client.get("/where/")) == COPY


@on_our_urls
def test_who_only_pretends_to_have_written_does_not(client, replica):
    client.cookies["wrote"] = "yes"
    assert body(client.get("/where/")) == COPY


@on_our_urls
def test_what_a_page_writes_it_reads_back_from_the_primary(client, replica):
    assert body(client.get("/write/")) == f"{COPY}, default"


@on_our_urls
@pytest.mark.parametrize("address", ["/cut/", "/at_once/", "/written/"])
def test_what_fails_on_a_replica_is_made_again_from_the_primary(client, replica, address):
    make_party("Labour")
    response = client.get(address)
    assert response.status_code == 200
    assert body(response) == "1 from default"


@on_our_urls
def test_nobody_waits_for_a_replica_that_dies_when_all_was_read(client, replica, settings):
    settings.PUBLIC_STATEMENT_TIMEOUT = 2
    assert body(client.get("/end/")) == "0"


@on_our_urls
def test_a_download_that_breaks_off_is_taken_up_where_it_broke(client, replica):
    make_party("Labour")
    assert body(client.get("/download/")) == "".join(f"{number}: Labour\n" for number in range(5))


@on_our_urls
def test_a_download_that_is_no_longer_the_same_is_not_pieced_together(client, replica):
    make_party("Labour")
    response = client.get("/changed/")
    with pytest.raises(DatabaseError):
        body(response)


@on_our_urls
def test_what_is_too_slow_for_a_replica_is_not_asked_of_the_primary(client, replica, settings):
    settings.PUBLIC_STATEMENT_TIMEOUT = 0.2
    assert client.get("/slow/").status_code == 422


def test_a_replica_is_late_by_the_time_since_it_missed_what_was_written():
    lag = Lag()
    assert lag.seconds(100, written=50, replayed=50, age=3600) == 0  # an idle primary
    assert lag.seconds(101, written=60, replayed=50, age=3601) == 0
    assert lag.seconds(103, written=70, replayed=55, age=1) == 2
    assert lag.seconds(104, written=80, replayed=65, age=1) == 1
    assert lag.seconds(105, written=80, replayed=80, age=1) == 0
    assert Lag().seconds(100, written=60, replayed=50, age=7) == 7  # at first sight
    assert Lag().seconds(100, written=None, replayed=50, age=7) == 0


def test_replicas_are_named_by_their_addresses():
    databases = settings_of(
        DATABASE_URL="postgres://us@one/press",
        DATABASE_REPLICA_URLS="postgres://us@two/press,postgres://us@three/press",
    )["DATABASES"]
    assert {alias: each["HOST"] for alias, each in databases.items()} == {
        "default": "one",
        "replica_1": "two",
        "replica_2": "three",
    }
    with pytest.raises(ImproperlyConfigured, match="DATABASE_REPLICA_URLS"):
        settings_of(DATABASE_REPLICA_URLS="mysql://us@two/press")


def wrote(site):
    """The cookie of someone who has just sent a form."""
    login, _ = site.ask("GET", "/admin/login/")
    token = cookie_of(login, "csrftoken")
    words = f"csrfmiddlewaretoken={token.partition('=')[2]}&username=x&password=x"
    headers = {"Cookie": token, "Content-Type": "application/x-www-form-urlencoded"}
    return cookie_of(site.ask("POST", "/admin/login/", words, headers)[0], "wrote")


def cookie_of(response, name):
    cookies = response.headers.get_all("Set-Cookie")
    return next(cookie.partition(";")[0] for cookie in cookies if cookie.startswith(f"{name}="))


def parties(site, cookie=""):
    return site.ask("GET", "/parties/", headers={"Cookie": cookie})[1]


def follow(site, primary):
    conninfo = primary.replace("'", "''")
    site.sql(site.replica, f"ALTER SYSTEM SET primary_conninfo = '{conninfo}'")
    site.sql(site.replica, "SELECT pg_reload_conf()")


def test_nobody_notices_a_server_that_dies_lags_or_is_cut_off(tmp_path, transactional_db):
    """One story, as a server to tell each part on takes longer than the telling."""
    with replicated(tmp_path, REPLICA_MAX_LAG="2", PUBLIC_STATEMENT_TIMEOUT="20") as site:
        primary, replica = site.primary, site.replica
        with readers(site, 4) as read:
            die_and_come_back(site, read)  # how soon is for the benchmark to say: a busy machine is late
        assert read.problems == []
        assert set(read.statuses) == {200}

        site.sql(replica, "SELECT pg_wal_replay_pause()")
        cookie = wrote(site)
        site.sql(
            primary,
            "INSERT INTO people_party (slug, name, short_name, also_called, colour, colour_dark)"
            " VALUES ('mana', 'Mana', 'Mana', '{}', '', '')",
        )
        assert "Mana" in parties(site, cookie)
        # Late by more than it may be: the others see what was written too, though it never got it.
        wait_for(lambda: "Mana" in parties(site))
        site.sql(replica, "SELECT pg_wal_replay_resume()")
        wait_for(lambda: site.is_read_from(replica))

        followed = site.sql(replica, "SHOW primary_conninfo")
        follow(site, "")
        wait_for(lambda: not site.is_read_from(replica))
        follow(site, followed)
        wait_for(lambda: site.is_read_from(replica))

        primary.stop("immediate")
        # Each worker sees for itself, and so not all at once.
        wait_for(lambda: "Mana" in parties(site))
        primary.start()

        site.sql(replica, "SELECT pg_promote()")
        wait_for(lambda: not site.is_read_from(replica))
