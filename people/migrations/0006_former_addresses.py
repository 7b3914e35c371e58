from django.db import migrations

from archive.former import keep_addresses


class Migration(migrations.Migration):
    dependencies = [("people", "0005_name_indexes"), ("archive", "0002_former_address")]
    operations = [
        keep_addresses("people.person", "/people/"),
        keep_addresses("people.party", "/parties/"),
        keep_addresses("people.office", "/offices/"),
    ]
