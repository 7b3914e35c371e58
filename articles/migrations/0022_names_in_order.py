"""Events and outlets in the order in which they are looked up, as people are."""

from django.db import migrations
from django.db.models import Q

from people.names import in_order


class Migration(migrations.Migration):
    dependencies = [("articles", "0021_former_addresses"), ("people", "0007_names_in_order")]
    operations = [
        migrations.AddIndex("outlet", in_order("outlet")),
        migrations.AddIndex("event", in_order("event", condition=Q(status="confirmed"))),
    ]
