"""Workers as processes of their own, on the archive's own PostgreSQL."""

import signal
import time

import psycopg
import pytest

from tests.processes import connect, finish, run, write_stories

STORIES = 150
SOON = {"WORKER_LOST_AFTER": "2"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("workers") / "var"
    assert finish(folder, "migrate", "--verbosity=0")[0] == 0
    yield folder
    finish(folder, "database", "stop")


@pytest.fixture(scope="module")
def waiting(folder, tmp_path_factory):
    """The name of a database in which an import is queued; each test works on a copy of it."""
    path = write_stories(tmp_path_factory.mktemp("stories") / "stories.jsonl", STORIES)
    code, out, problems = finish(folder, "import_articles", str(path), "--queue")
    assert code == 0, problems
    path.unlink()  # a worker has what it needs
    assert f"{STORIES} stories in 3 batches" in out
    with connect(folder, "postgres") as connection:
        connection.execute("ALTER DATABASE press_gallery RENAME TO waiting")
    return "waiting"


@pytest.fixture
def ask(folder, waiting):
    """Ask the archive in SQL; at first it has an import queued, and no story."""
    with connect(folder, "postgres") as connection:
        connection.execute("DROP DATABASE IF EXISTS press_gallery WITH (FORCE)")
        connection.execute(f"CREATE DATABASE press_gallery TEMPLATE {waiting}")
    with connect(folder) as connection:
        yield lambda query: connection.execute(query).fetchall()


def until(true):
    for _ in range(2400):
        if true():
            return
        time.sleep(0.05)
    pytest.fail("waited in vain")


def number_of(ask, table):
    return ask(f"SELECT count(*) FROM articles_{table}")[0][0]


def at_batch(ask, number):
    return ask(f"SELECT FROM articles_batch WHERE status = 'working' AND number = {number}")


def outcome(ask):
    return ask(
        "SELECT sum(done), sum((counts->>'added')::int), sum((counts->>'unchanged')::int),"
        " count(*) FILTER (WHERE status = 'done' AND data = ''), max(tries) FROM articles_batch"
    )[0]


def every_story_once(ask):
    tables = ("article", "articleversion", "quotation")
    assert [number_of(ask, table) for table in tables] == [STORIES] * 3
    assert ask("SELECT count(DISTINCT source_key) FROM articles_article") == [(STORIES,)]


def test_what_a_killed_worker_had_in_hand_is_done_by_others(folder, ask):
    killed = run(folder, "worker", **SOON)
    until(lambda: at_batch(ask, 2))
    killed.send_signal(signal.SIGKILL)
    killed.communicate(timeout=60)
    assert at_batch(ask, 2), "it died in the middle"

    others = [run(folder, "worker", "--until-empty", **SOON) for _ in range(2)]
    said = [worker.communicate(timeout=120)[1] for worker in others]
    assert [worker.returncode for worker in others] == [0, 0], said
    every_story_once(ask)
    assert outcome(ask) == (STORIES, STORIES, None, 3, 2)
    assert ask("SELECT * FROM procrastinate_jobs WHERE task_name = 'work'") == []


def test_a_crew_shares_the_work_and_ends_when_it_is_done(folder, ask):
    code, _, said = finish(folder, "worker", "--until-empty", "--concurrency=2")
    assert code == 0, said
    every_story_once(ask)
    assert outcome(ask) == (STORIES, STORIES, None, 3, 1)


@pytest.mark.parametrize("concurrency", ["1", "2"])
def test_a_worker_asked_to_stop_ends_its_batch_first(folder, ask, concurrency):
    worker = run(folder, "worker", "--concurrency", concurrency)
    until(lambda: at_batch(ask, 1))
    worker.send_signal(signal.SIGTERM)
    _, said = worker.communicate(timeout=60)
    assert worker.returncode == 0, said
    done = outcome(ask)[0]
    assert 0 < done < STORIES
    assert number_of(ask, "article") == done
    assert ask("SELECT count(*) FROM articles_batch WHERE status = 'working'") == [(0,)]


def test_a_worker_waits_for_a_database_that_is_gone(folder, ask):
    worker = run(folder, "worker", **SOON)
    until(lambda: at_batch(ask, 1))
    assert finish(folder, "database", "stop")[0] == 0

    def done():
        try:
            with connect(folder) as connection:
                return connection.execute("SELECT sum(done) FROM articles_batch").fetchone()[0] == STORIES
        except psycopg.OperationalError:
            return False

    try:
        until(done)
    finally:
        worker.terminate()
        worker.communicate(timeout=60)
