"""The archive's state changes with every change that readers can see, and with nothing else."""

from contextlib import contextmanager

import psycopg
import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from archive.changes import keep_telling, tables
from archive.models import Change
from articles.models import Outlet, Quotation
from people.models import Person
from tests.factories import make_article, make_outlet, make_person, make_quotation


def mark():
    return Change.objects.state().mark


def telling():
    """The tables that have the trigger."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'archive_tells_of_change'"
        )
        return {table for (table,) in cursor.fetchall()}


@pytest.mark.django_db
def test_every_table_that_readers_see_tells_of_its_changes():
    assert telling() == set(tables())
    assert {"people_person", "articles_quotation", "articles_quotation_candidates"} <= telling()
    assert not [table for table in telling() if "historical" in table or "batch" in table]


@contextmanager
def another_transaction():
    """A connection of its own, in a transaction that is committed at the end."""
    wanted = ("host", "port", "user", "password", "dbname")
    params = connection.get_connection_params()
    with psycopg.connect(**{name: params[name] for name in wanted if name in params}) as other:
        yield other


def write(other, name):
    other.execute("INSERT INTO articles_outlet (name, slug, website) VALUES (%s, %s, '')", [name, name])


@pytest.mark.django_db(transaction=True)
class TestState:
    def test_changes_with_a_row_made_changed_and_struck(self):
        states = [mark()]
        outlet = make_outlet("The Digest")
        states.append(mark())
        Outlet.objects.update(name="The Other Digest")
        states.append(mark())
        outlet.delete()
        states.append(mark())
        assert len(set(states)) == 4

    def test_stays_while_nothing_of_it_is_to_be_seen(self):
        make_person("Jane Doe")
        before = mark()
        User.objects.create_user("ana")
        Person.history.all().delete()
        assert mark() == before

    def test_is_as_it_was_before_a_change_that_was_undone(self):
        make_outlet("The Digest")
        before = mark()
        with transaction.atomic():
            make_outlet("The Other")
            assert mark() != before
            transaction.set_rollback(True)
        assert mark() == before

    def test_changes_after_an_undone_savepoint_of_the_same_transaction(self):
        before = mark()
        with transaction.atomic():
            with transaction.atomic():
                make_outlet("The Digest")
                transaction.set_rollback(True)
            assert mark() == before
            make_outlet("The Other")
        assert mark() != before

    def test_a_long_transaction_is_told_when_it_is_committed_and_holds_nobody_up(self):
        before = mark()
        with another_transaction() as long:
            write(long, "slow")
            make_outlet("The Digest")
            meanwhile = mark()
        after = mark()
        assert len({before, meanwhile, after}) == 3

    def test_its_time_is_that_of_the_commit(self):
        with another_transaction() as long:
            write(long, "slow")
            begun = timezone.now()
        assert Change.objects.state().changed_at > begun

    def test_takes_no_more_rows_than_there_are_writers_at_once(self):
        for number in range(20):
            make_outlet(f"Outlet {number}")
        with another_transaction() as one, another_transaction() as other:
            for writer in (one, other):
                writer.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
                write(writer, f"of {id(writer)}")
        make_outlet("The Digest")
        assert Change.objects.count() <= 2

    def test_a_transaction_that_sees_no_others_waits_for_none(self):
        make_outlet("The Digest")
        with another_transaction() as strict:
            strict.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")
            strict.execute("SELECT count(*) FROM articles_article").fetchall()
            make_outlet("The Other")
            write(strict, "strict")
        assert Outlet.objects.count() == 3

    def test_a_transaction_leaves_one_mark_however_much_it_writes(self, django_assert_num_queries):
        with transaction.atomic():
            make_person("Jane Doe")
            left = mark()
            article = make_article(body="“Never,” she said.")
            make_quotation(article, "Never,")
            Quotation.objects.all().delete()
            assert mark() == left


@pytest.mark.django_db
def test_a_table_that_readers_see_no_more_falls_silent(monkeypatch):
    monkeypatch.setattr(apps.get_model("articles.Copy"), "readers_see", False, raising=False)
    keep_telling("default")
    assert telling() == set(tables())
    monkeypatch.undo()
    keep_telling("default")
    assert "articles_copy" in telling()


def test_models_say_themselves_that_readers_see_nothing_of_them(monkeypatch):
    assert "articles_copy" in set(tables())
    monkeypatch.setattr(apps.get_model("articles.Copy"), "readers_see", False, raising=False)
    assert "articles_copy" not in set(tables())
