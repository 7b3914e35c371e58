"""Events found by any part of their words, as people are by their names."""

import django.contrib.postgres.indexes
from django.db import migrations

import people.names


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0016_quotation_word_statistics"),
        ("people", "0005_name_indexes"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(people.names.Fold("name"), name="gin_trgm_ops"),
                django.contrib.postgres.indexes.OpClass(people.names.Fold("summary"), name="gin_trgm_ops"),
                django.contrib.postgres.indexes.OpClass(people.names.Fold("place"), name="gin_trgm_ops"),
                name="event_words",
            ),
        ),
    ]
