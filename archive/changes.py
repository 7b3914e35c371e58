"""Which tables tell of their changes: those that readers see something of."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connections

APPS = ("people", "articles")

WRONG = """
WITH telling AS (SELECT tgrelid FROM pg_trigger WHERE tgname = 'archive_tells_of_change'),
    meant AS (SELECT oid FROM pg_class WHERE oid = ANY (
        SELECT to_regclass(name) FROM unnest(%s::text[]) AS name
    ))
SELECT tgrelid::regclass::text, TRUE FROM telling WHERE tgrelid NOT IN (SELECT oid FROM meant)
UNION ALL SELECT oid::regclass::text, FALSE FROM meant
    WHERE oid NOT IN (SELECT tgrelid FROM telling) AND to_regproc('archive_tells_of_change') IS NOT NULL
"""
"""Tables that tell and should not, and tables that should and do not; their names come as SQL has them."""
TELL = """
CREATE TRIGGER archive_tells_of_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {}
    FOR EACH STATEMENT WHEN (current_setting('archive.has_told', true) IS DISTINCT FROM 'yes')
    EXECUTE FUNCTION archive_tells_of_change()
"""
KEEP_SILENT = "DROP TRIGGER archive_tells_of_change ON {}"


def tables() -> Iterator[str]:
    """Those of people and articles; no histories, and none whose model says ``readers_see = False``."""
    for label in APPS:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            history = hasattr(model, "history_object") or model.__name__.startswith("Historical")
            if not history and getattr(model, "readers_see", True) and model._meta.managed:
                yield model._meta.db_table


def keep_telling(using: str, **kwargs: Any) -> None:
    """Give every such table its trigger, and no other, after each ``migrate``: none can be forgotten."""
    with connections[using].cursor() as cursor:
        cursor.execute(WRONG, [list(tables())])
        for table, is_telling in cursor.fetchall():
            cursor.execute((KEEP_SILENT if is_telling else TELL).format(table))
