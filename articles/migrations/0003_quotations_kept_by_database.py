"""What no row can promise of itself: a quotation's text stands at its spans, and it repeats its report's facts."""

from django.db import migrations

CREATE = """
CREATE FUNCTION articles_party_on(person bigint, day date) RETURNS bigint STABLE LANGUAGE sql AS $$
    SELECT party_id FROM people_partymembership
    WHERE person_id = person AND (starts IS NULL OR starts <= day) AND (ends IS NULL OR day < ends)
    ORDER BY id LIMIT 1
$$;

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

CREATE FUNCTION articles_quotation_repeats_its_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT article.outlet_id, coalesce(NEW.said_on, article.published_on)
        INTO NEW.outlet_id, NEW.listed_on
        FROM articles_articleversion version JOIN articles_article article ON article.id = version.article_id
        WHERE version.id = NEW.version_id;
    NEW.speaker_party_id := articles_party_on(NEW.speaker_id, NEW.listed_on);
    RETURN NEW;
END $$;

CREATE TRIGGER articles_quotation_b_repeats_its_report BEFORE INSERT OR UPDATE ON articles_quotation
    FOR EACH ROW EXECUTE FUNCTION articles_quotation_repeats_its_report();

CREATE FUNCTION articles_article_tells_its_quotations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE articles_quotation SET said_on = said_on
        WHERE version_id IN (SELECT id FROM articles_articleversion WHERE article_id = NEW.id);
    RETURN NULL;
END $$;

CREATE TRIGGER articles_article_tells_its_quotations AFTER UPDATE OF outlet_id, published_on ON articles_article
    FOR EACH ROW WHEN (OLD.outlet_id <> NEW.outlet_id OR OLD.published_on <> NEW.published_on)
    EXECUTE FUNCTION articles_article_tells_its_quotations();

CREATE FUNCTION articles_membership_tells_quotations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE articles_quotation SET said_on = said_on
        WHERE speaker_id IN (OLD.person_id, NEW.person_id)
        AND speaker_party_id IS DISTINCT FROM articles_party_on(speaker_id, listed_on);
    RETURN NULL;
END $$;

CREATE TRIGGER articles_membership_tells_quotations AFTER INSERT OR UPDATE OR DELETE ON people_partymembership
    FOR EACH ROW EXECUTE FUNCTION articles_membership_tells_quotations();

CREATE FUNCTION articles_version_keeps_its_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the text of a version never changes: a changed report is a new version'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'article_version_keeps_its_text';
END $$;

CREATE TRIGGER articles_version_keeps_its_text BEFORE UPDATE OF body ON articles_articleversion
    FOR EACH ROW WHEN (OLD.body <> NEW.body) EXECUTE FUNCTION articles_version_keeps_its_text();
"""

DROP = """
DROP TRIGGER articles_version_keeps_its_text ON articles_articleversion;
DROP FUNCTION articles_version_keeps_its_text();
DROP TRIGGER articles_membership_tells_quotations ON people_partymembership;
DROP FUNCTION articles_membership_tells_quotations();
DROP TRIGGER articles_article_tells_its_quotations ON articles_article;
DROP FUNCTION articles_article_tells_its_quotations();
DROP TRIGGER articles_quotation_b_repeats_its_report ON articles_quotation;
DROP FUNCTION articles_quotation_repeats_its_report();
DROP TRIGGER articles_quotation_a_stands_in_its_version ON articles_quotation;
DROP FUNCTION articles_quotation_stands_in_its_version();
DROP FUNCTION articles_party_on(bigint, date);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_stories_quotations_events"),
        ("people", "0003_single_holder_kept_by_database"),
    ]
    operations = [migrations.RunSQL(CREATE, DROP)]
