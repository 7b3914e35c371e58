"""Where pages were before, kept by the database: see ``archive.models.FormerAddress``."""

from django.db import migrations, models

CREATE = """
CREATE FUNCTION archive_address_of(folder text, of_row jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    -- Of a story the day is a part of its address, and its year has no zeros before it.
    SELECT folder || coalesce(ltrim(replace(of_row->>'published_on', '-', '/'), '0') || '/', '')
        || (of_row->>'slug') || '/'
$$;

-- Its arguments are the kind of row, such as people.person, and where its pages are, such as /people/.
CREATE FUNCTION archive_keeps_address() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM archive_formeraddress WHERE kind = TG_ARGV[0] AND key = OLD.id;
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO archive_formeraddress (path, kind, key, slug)
        VALUES (archive_address_of(TG_ARGV[1], to_jsonb(OLD)), TG_ARGV[0], OLD.id, OLD.slug)
        ON CONFLICT (path) DO UPDATE SET kind = EXCLUDED.kind, key = EXCLUDED.key, slug = EXCLUDED.slug;
    END IF;
    -- A page that is there wins over one that was.
    DELETE FROM archive_formeraddress WHERE path = archive_address_of(TG_ARGV[1], to_jsonb(NEW));
    RETURN NULL;
END $$;
"""
DROP = "DROP FUNCTION archive_keeps_address(); DROP FUNCTION archive_address_of(text, jsonb);"


class Migration(migrations.Migration):
    dependencies = [("archive", "0001_change")]
    operations = [
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                ("path", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=60)),
                ("key", models.BigIntegerField()),
                ("slug", models.CharField(max_length=160)),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["kind", "key"], name="former_address_of_a_row"),
                    models.Index(fields=["kind", "slug"], name="former_address_by_slug"),
                ],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
