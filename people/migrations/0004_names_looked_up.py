"""Names found without their accents, by any of their words, and by what they look like."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

# unaccent() is only stable, since its rules may be edited; ours are not, and an index needs that said.
CREATE = """
CREATE FUNCTION people_fold(text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN lower(unaccent('unaccent'::regdictionary, $1));
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0003_single_holder_kept_by_database")]
    operations = [TrigramExtension(), migrations.RunSQL(CREATE, "DROP FUNCTION people_fold(text)")]
