"""Two archives to try: November 2015 in New Zealand, and the fictional Parliament of Marama Bay.

The stories of November 2015 are told in our own words; those of Marama Bay are original and CC0.
Two in three stories of Marama Bay come with their speakers confirmed; the third is as the reader proposes.
"""

import json
import os
from pathlib import Path

from django.core.management import call_command

from people.models import Party

FOLDER = Path(__file__).parent


def load(name: str) -> None:
    """Import the people, events and stories of one sample. What is there already stays as it is."""
    # Provenance is public: it tells the file, and not where this machine keeps it.
    sample = Path(os.path.relpath(FOLDER / name))
    call_command("import_people", sample / "people.popolo.json")
    for key, look in json.loads((sample / "parties.json").read_text(encoding="utf-8")).items():
        # Staff may have chosen other colours since.
        Party.objects.filter(key=key, colour=Party._meta.get_field("colour").default).update(**look)
    call_command("import_events", sample / "events.json")
    call_command("import_articles", sample / "stories.jsonl")
