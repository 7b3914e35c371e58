"""Events and outlets in the order in which they are looked up, as people are."""

from django.db import migrations
from django.db.models import Index, Q

from people.names import LookedUp


class Migration(migrations.Migration):
    dependencies = [("articles", "0021_former_addresses"), ("people", "0007_names_in_order")]
    operations = [
        migrations.AddIndex(
            "outlet", Index(LookedUp("name"), "id", include=["name"], name="outlet_in_order_of_names")
        ),
        migrations.AddIndex(
            "event",
            Index(
                LookedUp("name"),
                "id",
                include=["name"],
                condition=Q(status="confirmed"),
                name="event_in_order_of_names",
            ),
        ),
    ]
