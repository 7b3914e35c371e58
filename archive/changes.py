"""Which tables tell of their changes: those that readers see something of."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps as installed
from django.db import connections

APPS = ("people", "articles")

MISSING = """
SELECT name FROM unnest(%s::text[]) AS name
WHERE to_regproc('archive_tells_of_change') IS NOT NULL AND to_regclass(name) IS NOT NULL AND NOT EXISTS (
    SELECT FROM pg_trigger WHERE tgrelid = to_regclass(name) AND tgname = 'archive_tells_of_change'
)
"""
TELL = """
CREATE TRIGGER archive_tells_of_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {}
    FOR EACH STATEMENT WHEN (current_setting('archive.has_told', true) IS DISTINCT FROM 'yes')
    EXECUTE FUNCTION archive_tells_of_change()
"""


def tables(apps: Any = installed) -> Iterator[str]:
    """Those of people and articles; no histories, and none whose model says ``readers_see = False``."""
    for label in APPS:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            history = hasattr(model, "history_object") or model.__name__.startswith("Historical")
            if not history and getattr(model, "readers_see", True) and model._meta.managed:
                yield model._meta.db_table


def keep_telling(using: str, **kwargs: Any) -> None:
    """Give every such table its trigger, after each ``migrate``: no table can be forgotten."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(MISSING, [list(tables())])
        for (table,) in cursor.fetchall():
            cursor.execute(TELL.format(connection.ops.quote_name(table)))
