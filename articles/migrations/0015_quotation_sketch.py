"""Quotations of the same words are found by numbers, and a quotation's row is filled by one question, not by five."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

CREATE = """
DROP TRIGGER articles_quotation_a_stands_in_its_version ON articles_quotation;
DROP FUNCTION articles_quotation_stands_in_its_version();
DROP TRIGGER articles_quotation_b_repeats_its_report ON articles_quotation;

CREATE OR REPLACE FUNCTION articles_quotation_repeats_its_report() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    words text;
    standing text := '';
    since integer := 0;
BEGIN
    SELECT
        version.body,
        article.id,
        article.outlet_id,
        coalesce(NEW.said_on, article.published_on),
        NEW.status <> 'rejected' AND article.status = 'published',
        (
            SELECT party_id FROM people_partymembership
            WHERE person_id = NEW.speaker_id
            AND (starts IS NULL OR starts <= coalesce(NEW.said_on, article.published_on))
            AND (ends IS NULL OR coalesce(NEW.said_on, article.published_on) < ends)
            ORDER BY id LIMIT 1
        ),
        CASE WHEN NEW.event_id IS NOT NULL THEN ARRAY[NEW.event_id] ELSE ARRAY(
            SELECT event_id FROM articles_coverage
            WHERE article_id = article.id AND status <> 'rejected' ORDER BY event_id
        ) END
    INTO
        words, NEW.article_id, NEW.outlet_id, NEW.listed_on, NEW.public, NEW.speaker_party_id, NEW.about
    FROM articles_articleversion version JOIN articles_article article ON article.id = version.article_id
    WHERE version.id = NEW.version_id;

    IF TG_OP = 'UPDATE' THEN
        -- Reckoned from text and kind, and reckoned again when they are compared.
        IF (NEW.text <> OLD.text OR NEW.kind <> OLD.kind) AND NEW.sketch IS NOT DISTINCT FROM OLD.sketch THEN
            NEW.sketch := NULL;
        END IF;
        IF NEW.version_id = OLD.version_id AND NEW.spans = OLD.spans AND NEW.text = OLD.text THEN
            RETURN NEW;
        END IF;
    END IF;

    FOR i IN 1 .. coalesce(array_length(NEW.spans, 1), 0) LOOP
        IF NEW.spans[i][1] < since OR NEW.spans[i][2] <= NEW.spans[i][1] THEN
            RAISE EXCEPTION 'the spans % of a quotation do not follow each other', NEW.spans
                USING ERRCODE = 'check_violation', CONSTRAINT = 'quotation_spans_follow_each_other';
        END IF;
        standing := standing || CASE WHEN i > 1 THEN ' ' ELSE '' END
            || substr(words, NEW.spans[i][1] + 1, NEW.spans[i][2] - NEW.spans[i][1]);
        since := NEW.spans[i][2];
    END LOOP;
    IF standing IS DISTINCT FROM NEW.text THEN
        RAISE EXCEPTION 'the text of a quotation is not what stands at its spans %', NEW.spans
            USING ERRCODE = 'check_violation', CONSTRAINT = 'quotation_text_stands_at_its_spans';
    END IF;
    RETURN NEW;
END $$;

-- Not where only the utterance changes, or what it is found by.
CREATE TRIGGER articles_quotation_repeats_its_report
    BEFORE INSERT OR UPDATE OF
        version_id, spans, text, kind, said_on, speaker_id, status, event_id,
        article_id, outlet_id, listed_on, public, speaker_party_id, about
    ON articles_quotation FOR EACH ROW EXECUTE FUNCTION articles_quotation_repeats_its_report();
"""

DROP = """
DROP TRIGGER articles_quotation_repeats_its_report ON articles_quotation;

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

CREATE TRIGGER articles_quotation_b_repeats_its_report BEFORE INSERT OR UPDATE ON articles_quotation
    FOR EACH ROW EXECUTE FUNCTION articles_quotation_repeats_its_report();

CREATE FUNCTION articles_quotation_stands_in_its_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    words text;
    standing text := '';
    since integer := 0;
BEGIN
    SELECT body INTO words FROM articles_articleversion WHERE id = NEW.version_id;
    FOR i IN 1 .. coalesce(array_length(NEW.spans, 1), 0) LOOP
        IF NEW.spans[i][1] < since OR NEW.spans[i][2] <= NEW.spans[i][1] THEN
            RAISE EXCEPTION 'the spans % of a quotation do not follow each other', NEW.spans
                USING ERRCODE = 'check_violation', CONSTRAINT = 'quotation_spans_follow_each_other';
        END IF;
        standing := standing || CASE WHEN i > 1 THEN ' ' ELSE '' END
            || substr(words, NEW.spans[i][1] + 1, NEW.spans[i][2] - NEW.spans[i][1]);
        since := NEW.spans[i][2];
    END LOOP;
    IF standing IS DISTINCT FROM NEW.text THEN
        RAISE EXCEPTION 'the text of a quotation is not what stands at its spans %', NEW.spans
            USING ERRCODE = 'check_violation', CONSTRAINT = 'quotation_text_stands_at_its_spans';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER articles_quotation_a_stands_in_its_version
    BEFORE INSERT OR UPDATE OF version_id, spans, text ON articles_quotation
    FOR EACH ROW EXECUTE FUNCTION articles_quotation_stands_in_its_version();
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0014_kept_counts")]
    operations = [
        migrations.AddField(
            model_name="quotation",
            name="sketch",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.IntegerField(),
                editable=False,
                help_text="Numbers of which quotations of the same words share some.",
                null=True,
                size=None,
            ),
        ),
        migrations.AddIndex(
            model_name="quotation",
            index=django.contrib.postgres.indexes.GinIndex(fields=["sketch"], name="quotation_sketch"),
        ),
        migrations.AddIndex(
            model_name="quotation",
            index=models.Index(
                condition=models.Q(("sketch", None)), fields=["listed_on"], name="quotation_without_sketch"
            ),
        ),
        migrations.RemoveIndex(model_name="articleversion", name="article_version_sketch"),
        migrations.RunSQL(CREATE, DROP),
        # An import puts hundreds of reports into them at once, and has the words of all sorted in one go.
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    f"ALTER INDEX {index} SET (fastupdate = on)",
                    f"ALTER INDEX {index} SET (fastupdate = off)",
                )
                for index in ("quotation_words", "article_version_words")
            ],
            [
                migrations.RemoveIndex(model_name="quotation", name="quotation_words"),
                migrations.AddIndex(
                    model_name="quotation",
                    index=django.contrib.postgres.indexes.GinIndex(
                        fields=["speaker", "about", "search_vector"], name="quotation_words"
                    ),
                ),
                migrations.RemoveIndex(model_name="articleversion", name="article_version_words"),
                migrations.AddIndex(
                    model_name="articleversion",
                    index=django.contrib.postgres.indexes.GinIndex(
                        fields=["search_vector"], name="article_version_words"
                    ),
                ),
            ],
        ),
    ]
