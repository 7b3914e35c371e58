"""One way to keep former addresses for all pages: those of events move there."""

from django.db import migrations

from archive.former import keep_addresses

MOVE = """
INSERT INTO archive_formeraddress (path, kind, key, slug)
SELECT '/events/' || slug || '/', 'articles.event', event_id, slug FROM articles_formerslug
WHERE slug NOT IN (SELECT slug FROM articles_event) ON CONFLICT DO NOTHING
"""
MOVE_BACK = """
INSERT INTO articles_formerslug (event_id, slug)
SELECT key, slug FROM archive_formeraddress WHERE kind = 'articles.event'
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0020_mistakes"), ("archive", "0002_former_address")]
    operations = [
        keep_addresses("articles.outlet", "/outlets/"),
        keep_addresses("articles.article", "/stories/", ("slug", "published_on")),
        keep_addresses("articles.event", "/events/"),
        migrations.RunSQL(MOVE, MOVE_BACK),
        migrations.DeleteModel("FormerSlug"),
    ]
