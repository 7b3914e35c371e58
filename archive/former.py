"""The triggers by which tables keep the addresses that their pages had, for migrations."""

from django.db.migrations import RunSQL

WRITTEN = "CREATE TRIGGER {name} AFTER INSERT OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {call};"
MOVED = """
CREATE TRIGGER {name} AFTER UPDATE ON {table} FOR EACH ROW
    WHEN ({moved}) EXECUTE FUNCTION {call};
"""


def keep_addresses(kind: str, folder: str, parts: tuple[str, ...] = ("slug",)) -> RunSQL:
    """Of the rows of a model, such as ``people.person``, whose pages are in ``folder``.

    ``parts`` are the columns that an address is made of.
    """
    table = kind.replace(".", "_")
    call = f"archive_keeps_address('{kind}', '{folder}')"
    moved = " OR ".join(f"OLD.{part} IS DISTINCT FROM NEW.{part}" for part in parts)
    kept, left = "archive_keeps_address", "archive_leaves_address"
    make = WRITTEN.format(name=kept, table=table, call=call) + MOVED.format(
        name=left, table=table, call=call, moved=moved
    )
    return RunSQL(make, f"DROP TRIGGER {kept} ON {table}; DROP TRIGGER {left} ON {table};")
