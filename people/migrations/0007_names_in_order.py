"""People and electorates in the order in which they are looked up: a page of a letter reads no other."""

from django.db import migrations
from django.db.models import Index

from people.names import LookedUp

CREATE = r"""
CREATE FUNCTION people_looked_up(text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN ltrim(regexp_replace(people_fold($1), '^the ', ''), '''"([<,?!*.- ');
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0006_former_addresses")]
    operations = [
        migrations.RunSQL(CREATE, "DROP FUNCTION people_looked_up(text)"),
        migrations.AddIndex(
            "person",
            Index(LookedUp("sort_name"), "id", include=["sort_name"], name="person_in_order_of_names"),
        ),
        migrations.AddIndex(
            "area", Index(LookedUp("name"), "id", include=["name"], name="area_in_order_of_names")
        ),
    ]
