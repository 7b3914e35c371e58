"""People and electorates in the order in which they are looked up: a page of a letter reads no other."""

from django.db import migrations

from people.names import in_order

CREATE = r"""
CREATE FUNCTION people_looked_up(text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN ltrim(regexp_replace(people_fold($1), '^the ', ''), '''"([<,?!*.- ');
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0006_former_addresses")]
    operations = [
        migrations.RunSQL(CREATE, "DROP FUNCTION people_looked_up(text)"),
        migrations.AddIndex("person", in_order("person", "sort_name")),
        migrations.AddIndex("area", in_order("area")),
    ]
