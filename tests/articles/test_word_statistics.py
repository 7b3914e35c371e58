"""What the planner knows of words decides whether a rare one is found by its index."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_planner_knows_thousands_of_words_of_quotations():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstattarget FROM pg_attribute"
            " WHERE attrelid = 'articles_quotation'::regclass AND attname = 'search_vector'"
        )
        assert cursor.fetchone() == (1000,)
