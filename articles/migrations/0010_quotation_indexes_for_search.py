"""The rows that stand are filled, in batches; then the columns tighten and the indexes of a search are built."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

BATCH = 10_000


def fill(apps, schema_editor):
    """Any update makes the database repeat what version, article and coverage say."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM articles_quotation")
        (last,) = cursor.fetchone()
        for start in range(0, last, BATCH):
            cursor.execute(
                "UPDATE articles_quotation SET said_on = said_on WHERE id > %s AND id <= %s AND article_id IS NULL",
                [start, start + BATCH],
            )


class Migration(migrations.Migration):
    atomic = False  # a table cannot be altered in the transaction that filled it
    dependencies = [
        ("articles", "0009_quotation_article_about_public"),
        ("people", "0003_single_holder_kept_by_database"),
    ]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="quotation",
            name="article",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="quotations",
                to="articles.article",
            ),
        ),
        migrations.RemoveIndex(model_name="quotation", name="quotation_words"),
        migrations.RemoveIndex(model_name="quotation", name="quotation_newest_of_speaker"),
        migrations.AddIndex(
            model_name="quotation",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["speaker", "about", "search_vector"], name="quotation_words"
            ),
        ),
        migrations.AddIndex(
            model_name="quotation",
            index=models.Index(
                fields=["speaker", "-listed_on", "-id"],
                include=("public", "outlet", "speaker_party", "kind", "about"),
                name="quotation_newest_of_speaker",
            ),
        ),
        migrations.AddIndex(
            model_name="quotation",
            index=models.Index(fields=["outlet", "-listed_on", "-id"], name="quotation_newest_of_outlet"),
        ),
        migrations.AddIndex(
            model_name="quotation",
            index=models.Index(
                fields=["speaker_party", "-listed_on", "-id"], name="quotation_newest_of_party"
            ),
        ),
        # Indexes that begin with them serve them now.
        migrations.AlterField(
            model_name="quotation",
            name="version",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="quotations",
                to="articles.articleversion",
            ),
        ),
        migrations.AlterField(
            model_name="quotation",
            name="speaker",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="quotations",
                to="people.person",
            ),
        ),
        migrations.AlterField(
            model_name="quotation",
            name="outlet",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="quotations",
                to="articles.outlet",
            ),
        ),
        migrations.AlterField(
            model_name="quotation",
            name="speaker_party",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="quotations",
                to="people.party",
            ),
        ),
    ]
