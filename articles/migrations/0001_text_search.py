"""Words as the archive searches them: without accents and case, stemmed, small words kept."""

from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations

CREATE = """
CREATE TEXT SEARCH DICTIONARY archive_stem (TEMPLATE = snowball, Language = english);
CREATE TEXT SEARCH CONFIGURATION archive (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION archive
    ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part
    WITH unaccent, archive_stem;
"""

DROP = """
DROP TEXT SEARCH CONFIGURATION archive;
DROP TEXT SEARCH DICTIONARY archive_stem;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [UnaccentExtension(), migrations.RunSQL(CREATE, DROP)]
