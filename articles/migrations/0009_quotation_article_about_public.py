"""A quotation's row learns what else a search asks of it: its report, the events it is about, if it is public."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.contrib.postgres.operations import BtreeGinExtension
from django.db import migrations, models

CREATE = """
CREATE FUNCTION articles_events_told_by(report bigint) RETURNS bigint[] STABLE LANGUAGE sql AS $$
    SELECT coalesce(array_agg(event_id ORDER BY event_id), '{}') FROM articles_coverage
    WHERE article_id = report AND status <> 'rejected'
$$;

CREATE OR REPLACE FUNCTION articles_quotation_repeats_its_report() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    report articles_article%ROWTYPE;
BEGIN
    SELECT article.* INTO report
        FROM articles_articleversion version JOIN articles_article article ON article.id = version.article_id
        WHERE version.id = NEW.version_id;
    NEW.article_id := report.id;
    NEW.outlet_id := report.outlet_id;
    NEW.listed_on := coalesce(NEW.said_on, report.published_on);
    NEW.public := NEW.status <> 'rejected' AND report.status = 'published';
    NEW.speaker_party_id := articles_party_on(NEW.speaker_id, NEW.listed_on);
    NEW.about := CASE WHEN NEW.event_id IS NULL THEN articles_events_told_by(report.id)
        ELSE ARRAY[NEW.event_id] END;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION articles_article_tells_its_quotations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE articles_quotation SET said_on = said_on
        WHERE version_id IN (SELECT id FROM articles_articleversion WHERE article_id = NEW.id);
    RETURN NULL;
END $$;

DROP TRIGGER articles_article_tells_its_quotations ON articles_article;
CREATE TRIGGER articles_article_tells_its_quotations
    AFTER UPDATE OF outlet_id, published_on, status ON articles_article
    FOR EACH ROW WHEN (
        OLD.outlet_id <> NEW.outlet_id OR OLD.published_on <> NEW.published_on OR OLD.status <> NEW.status
    ) EXECUTE FUNCTION articles_article_tells_its_quotations();

CREATE FUNCTION articles_coverage_tells_quotations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE articles_quotation SET said_on = said_on
        WHERE event_id IS NULL AND version_id IN (
            SELECT id FROM articles_articleversion WHERE article_id IN (OLD.article_id, NEW.article_id)
        )
        AND about IS DISTINCT FROM articles_events_told_by(article_id);
    RETURN NULL;
END $$;

CREATE TRIGGER articles_coverage_tells_quotations AFTER INSERT OR UPDATE OR DELETE ON articles_coverage
    FOR EACH ROW EXECUTE FUNCTION articles_coverage_tells_quotations();
"""

DROP = """
DROP TRIGGER articles_coverage_tells_quotations ON articles_coverage;
DROP FUNCTION articles_coverage_tells_quotations();

DROP TRIGGER articles_article_tells_its_quotations ON articles_article;
CREATE TRIGGER articles_article_tells_its_quotations AFTER UPDATE OF outlet_id, published_on ON articles_article
    FOR EACH ROW WHEN (OLD.outlet_id <> NEW.outlet_id OR OLD.published_on <> NEW.published_on)
    EXECUTE FUNCTION articles_article_tells_its_quotations();

CREATE OR REPLACE FUNCTION articles_quotation_repeats_its_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT article.outlet_id, coalesce(NEW.said_on, article.published_on)
        INTO NEW.outlet_id, NEW.listed_on
        FROM articles_articleversion version JOIN articles_article article ON article.id = version.article_id
        WHERE version.id = NEW.version_id;
    NEW.speaker_party_id := articles_party_on(NEW.speaker_id, NEW.listed_on);
    RETURN NEW;
END $$;

DROP FUNCTION articles_events_told_by(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_former_slug")]
    operations = [
        BtreeGinExtension(),
        migrations.AddField(
            model_name="quotation",
            name="article",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="quotations",
                to="articles.article",
            ),
        ),
        migrations.AddField(
            model_name="quotation",
            name="about",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(),
                default=list,
                editable=False,
                help_text="Keys of events: the one it was said at, or else all that its report tells of.",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="quotation",
            name="public",
            field=models.BooleanField(
                default=False, editable=False, help_text="Not rejected, and its report is published."
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
