"""Fictional archives: any size, the same for the same seed, and true to the database's own rules."""

from io import StringIO

import pytest
from django.core.management import CommandError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from articles.benchmarks import _database as database
from articles.benchmarks._fiction import COLUMNS, Archive
from articles.models import Article, Quotation, Utterance
from people.models import Tenure


@pytest.fixture
def filled(transactional_db):
    archive = Archive(500)
    database.fill(archive, StringIO(), workers=1)
    return archive


def test_the_same_seed_writes_the_same_rows():
    assert Archive(300, 7).write(1) == Archive(300, 7).write(1)
    assert Archive(300, 7).write(1) != Archive(300, 8).write(1)


@pytest.mark.parametrize("quotations", [100, 333, 25_000])
def test_an_archive_has_as_many_quotations_as_it_is_asked_for(quotations):
    archive = Archive(quotations)
    assert sum(archive.counts) == quotations
    assert min(archive.counts) > 0
    assert archive.stories == round(quotations / 10)


def test_words_are_few_common_ones_and_many_rare_ones():
    archive = Archive(500)
    assert len(set(archive.words)) == len(archive.words)
    assert 0.45 < archive.share(0) < 0.6
    assert sum(archive.share(rank) > 0.01 for rank in range(1000)) in range(200, 400)
    assert archive.share(len(archive.words) - 1) < 0.0001


def test_what_is_written_is_what_the_database_would_say_and_can_be_read(filled, client):
    database.check()
    assert Quotation.objects.count() == 500
    assert Article.objects.filter(current__isnull=False).count() == 50
    assert Tenure.objects.filter(office__name="Prime Minister").count() > 3
    assert Utterance.objects.filter(quotations__isnull=False).exists()
    assert set(Quotation.objects.values_list("public", flat=True)) == {True, False}
    quotation = Quotation.objects.filter(public=True, speaker__isnull=False).first()
    for address in [
        reverse("front"),
        reverse("quotation_list"),
        reverse("article_list"),
        quotation.get_absolute_url(),
        quotation.article.get_absolute_url(),
        quotation.speaker.get_absolute_url(),
    ]:
        assert client.get(address).status_code == 200, address


def test_rules_and_indexes_stand_again_after_the_load(filled):
    before = structure()
    quotation = Quotation.objects.first()
    with pytest.raises(IntegrityError, match="not what stands at its spans"), transaction.atomic():
        Quotation.objects.filter(pk=quotation.pk).update(text="Words that nobody printed.")
    with pytest.raises(IntegrityError, match="foreign key"), transaction.atomic():
        Quotation.objects.filter(pk=quotation.pk).update(utterance=987654321)
    with database.unchecked([Quotation], StringIO()):
        assert structure() != before
    assert structure() == before
    Article.objects.create(outlet_id=1, source_key="new", slug="new", published_on="2026-01-01")


def test_nothing_but_a_benchmark_s_own_archive_is_replaced(db):
    with pytest.raises(CommandError, match="holds something else"):
        database.prepare(database.Size(100, 1), StringIO(), workers=1)


def structure():
    tables = [f"articles_{name.lower()}" for name in COLUMNS]
    with connection.cursor() as cursor:
        return {
            *database.standing_constraints(cursor, tables),
            *database.standing_indexes(cursor, tables),
        }
