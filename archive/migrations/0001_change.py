"""Where transactions leave a mark when they change what readers can see."""

from django.db import migrations, models

CREATE = """
-- Every transaction rewrites a slot: leave room for it on the page, and sweep the page up soon.
ALTER TABLE archive_change SET (
    fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000
);

CREATE FUNCTION archive_tells_of_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free bigint;
    mixed bigint := hashtextextended(gen_random_uuid()::text, 0);
BEGIN
    -- A transaction that must not see what others have committed since cannot share a slot with them.
    IF current_setting('transaction_isolation') = 'read committed' THEN
        SELECT id INTO free FROM archive_change LIMIT 1 FOR UPDATE SKIP LOCKED;
    END IF;
    IF free IS NULL THEN
        INSERT INTO archive_change (mark, changed_at) VALUES (mixed, clock_timestamp());
    ELSE
        UPDATE archive_change SET mark = mark # mixed WHERE id = free;
    END IF;
    -- Local to the transaction, and undone with its savepoint, as the mark is.
    PERFORM set_config('archive.has_told', 'yes', true);
    RETURN NULL;
END $$;

CREATE FUNCTION archive_times_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE archive_change SET changed_at = clock_timestamp() WHERE id = NEW.id;
    RETURN NULL;
END $$;

-- Deferred to the commit: a long transaction would else give a time at which nobody saw its change.
CREATE CONSTRAINT TRIGGER archive_times_change AFTER INSERT OR UPDATE OF mark ON archive_change
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION archive_times_change();
"""

DROP = """
DROP FUNCTION archive_times_change() CASCADE;
DROP FUNCTION archive_tells_of_change() CASCADE;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mark", models.BigIntegerField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
