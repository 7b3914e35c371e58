"""An exclusion constraint sees one table, so each tenure repeats whether its office has a single holder."""

from django.db import migrations

CREATE = """
CREATE FUNCTION people_tenure_repeats_its_office() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT single_holder INTO NEW.single_holder FROM people_office WHERE id = NEW.office_id;
    NEW.single_holder := coalesce(NEW.single_holder, false);
    RETURN NEW;
END $$;

CREATE TRIGGER people_tenure_repeats_its_office BEFORE INSERT OR UPDATE ON people_tenure
    FOR EACH ROW EXECUTE FUNCTION people_tenure_repeats_its_office();

CREATE FUNCTION people_office_tells_its_tenures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE people_tenure SET single_holder = NEW.single_holder WHERE office_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER people_office_tells_its_tenures AFTER UPDATE OF single_holder ON people_office
    FOR EACH ROW WHEN (OLD.single_holder <> NEW.single_holder)
    EXECUTE FUNCTION people_office_tells_its_tenures();
"""

DROP = """
DROP TRIGGER people_office_tells_its_tenures ON people_office;
DROP FUNCTION people_office_tells_its_tenures();
DROP TRIGGER people_tenure_repeats_its_office ON people_tenure;
DROP FUNCTION people_tenure_repeats_its_office();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_people_and_offices")]
    operations = [migrations.RunSQL(CREATE, DROP)]
