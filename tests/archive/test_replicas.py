import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from copy import deepcopy
from http.client import HTTPConnection
from socket import AF_UNIX, SOCK_STREAM, socket

import psycopg
import pytest
from django.conf import settings as project
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, connections, router, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import include, path

from archive.postgres.pair import ROLE, pair
from archive.replicas.health import Lag, Replica, Replicas
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
    path("download/", download),
    path("changed/", download, {"change": "!"}),
    path("at_once/", at_once),
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
@pytest.mark.parametrize("address", ["/cut/", "/at_once/"])
def test_what_fails_on_a_replica_is_made_again_from_the_primary(client, replica, address):
    make_party("Labour")
    response = client.get(address)
    assert response.status_code == 200
    assert body(response) == "1 from default"


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


class OverSocket(HTTPConnection):
    def connect(self):
        self.sock = socket(AF_UNIX, SOCK_STREAM)
        self.sock.connect(self.host)


class Site:
    """The archive as it is run, with a primary and a replica."""

    def __init__(self, primary, replica, folder):
        self.primary, self.replica = primary, replica
        self.socket = primary.socket / "site"
        self.environment = os.environ | {
            "DATABASE_URL": primary.url("press"),
            "DATABASE_REPLICA_URLS": replica.url("press"),
            "REPLICA_MAX_LAG": "1",
            "PUBLIC_STATEMENT_TIMEOUT": "20",
            "SECRET_KEY": "x" * 50,
            "VAR": str(folder),
        }

    def fill(self):
        """Give the primary the tables of the tests' database, which is quicker than making them."""
        ours, program = connection.settings_dict, self.primary.binaries.program
        tables = subprocess.run(
            [program("pg_dump"), "--no-owner", ours["NAME"]],
            env=self.environment
            | {f"PG{name}": ours[name] for name in ("HOST", "PORT", "USER", "PASSWORD") if ours[name]},
            check=True,
            capture_output=True,
        ).stdout
        self.sql(self.primary, "CREATE DATABASE press", "postgres")
        subprocess.run(
            [program("psql"), "-qX", "-v", "ON_ERROR_STOP=1", self.primary.url("press")],
            input=tables,
            check=True,
            capture_output=True,
        )

    @contextmanager
    def served(self):
        command = [sys.executable, "-m", "gunicorn", "archive.wsgi", "--workers=2", "--threads=2"]
        server = subprocess.Popen(
            [*command, f"--bind=unix:{self.socket}"], cwd=project.BASE_DIR, env=self.environment
        )
        try:
            wait_for(self.socket.exists)
            yield
        finally:
            server.terminate()
            server.wait()

    def ask(self, method, address, words="", headers=None):
        site = OverSocket(str(self.socket), timeout=60)
        site.request(method, address, words, {"Host": "localhost", **(headers or {})})
        response = site.getresponse()
        text = response.read().decode()
        site.close()
        return response, text

    def get(self, address, cookie=""):
        return self.ask("GET", address, headers={"Cookie": cookie})

    def sql(self, node, statement, database="press"):
        with psycopg.connect(
            host=str(node.socket), port=node.port, user=ROLE, dbname=database, autocommit=True
        ) as session:
            cursor = session.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None

    def is_read_from(self, node):
        """Whether a page now read asks ``node``."""
        before = self.sql(node, "SELECT clock_timestamp()").isoformat()
        self.get("/parties/")
        reading = f"query LIKE '%\"people_party\"%' AND query_start > '{before}' AND pid <> pg_backend_pid()"
        return self.sql(node, f"SELECT count(*) FROM pg_stat_activity WHERE {reading}") > 0

    def wrote(self):
        """The cookie of someone who has just sent a form."""
        login, _ = self.get("/admin/login/")
        token = cookie_of(login, "csrftoken")
        words = f"csrfmiddlewaretoken={token.partition('=')[2]}&username=x&password=x"
        headers = {"Cookie": token, "Content-Type": "application/x-www-form-urlencoded"}
        answer, _ = self.ask("POST", "/admin/login/", words, headers)
        return cookie_of(answer, "wrote")

    def name_party(self, name):
        columns = "slug, name, short_name, also_called, colour, colour_dark"
        values = f"'{name.lower()}', '{name}', '{name}', '{{}}', '', ''"
        self.sql(self.primary, f"INSERT INTO people_party ({columns}) VALUES ({values})")


def cookie_of(response, name):
    cookies = response.headers.get_all("Set-Cookie")
    return next(cookie.partition(";")[0] for cookie in cookies if cookie.startswith(f"{name}="))


def wait_for(happened, seconds=30):
    began = time.monotonic()
    while not happened():
        assert time.monotonic() - began < seconds
        time.sleep(0.05)
    return time.monotonic() - began


@contextmanager
def readers(site, count=4):
    """So many who read one page after the other; the statuses of all that they were answered."""
    over, statuses = threading.Event(), []

    def read(first):
        turn = first
        while not over.is_set():
            turn += 1
            statuses.append(site.get(PAGES[turn % len(PAGES)])[0].status)

    with ThreadPoolExecutor(count) as crowd:
        reading = [crowd.submit(read, number) for number in range(count)]
        try:
            yield statuses
        finally:
            over.set()
    for each in reading:
        each.result()


@pytest.fixture(scope="module")
def site(tmp_path_factory, django_db_setup):
    folder = tmp_path_factory.mktemp("pair")
    with pair(folder) as (primary, replica):
        site = Site(primary, replica, folder)
        site.fill()
        with site.served():
            yield site


def test_nobody_notices_a_replica_that_dies_lags_or_is_cut_off(site):
    """One story, as a server to tell each part on takes longer than the telling."""
    primary, replica = site.primary, site.replica
    wait_for(lambda: site.is_read_from(replica))

    with readers(site) as statuses:
        wait_for(lambda: len(statuses) > 20)
        replica.stop("immediate")
        died = len(statuses)
        wait_for(lambda: site.is_read_from(primary))
        wait_for(lambda: len(statuses) > died + 20)
        replica.start()
        assert wait_for(lambda: site.is_read_from(replica)) < 10
        back = len(statuses)
        wait_for(lambda: len(statuses) > back + 20)
    assert set(statuses) == {200}

    site.sql(replica, "SELECT pg_wal_replay_pause()")
    cookie = site.wrote()
    site.name_party("Mana")
    assert "Mana" in site.get("/parties/", cookie)[1]
    # Late by more than it may be: the others see what was written too, though it never got it.
    wait_for(lambda: "Mana" in site.get("/parties/")[1])
    site.sql(replica, "SELECT pg_wal_replay_resume()")
    wait_for(lambda: site.is_read_from(replica), 10)

    followed = site.sql(replica, "SHOW primary_conninfo")
    site.sql(replica, "ALTER SYSTEM SET primary_conninfo = ''")
    site.sql(replica, "SELECT pg_reload_conf()")
    wait_for(lambda: not site.is_read_from(replica))
    site.sql(replica, "ALTER SYSTEM SET primary_conninfo = '{}'".format(followed.replace("'", "''")))
    site.sql(replica, "SELECT pg_reload_conf()")
    wait_for(lambda: site.is_read_from(replica))
