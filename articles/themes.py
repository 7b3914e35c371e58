"""What some stories tell that hurts to read: staff put a note before it, and nothing is hidden."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.search.words import CONFIGURATION, MATCH_ENDS, MATCH_STARTS


class Theme(TextChoices):
    SEXUAL_VIOLENCE = "sexual-violence", _("sexual violence")
    FAMILY_VIOLENCE = "family-violence", _("violence in families")
    CHILD_ABUSE = "child-abuse", _("abuse of children")
    SUICIDE = "suicide", _("suicide and self-harm")
    HATE = "hate", _("hatred of a people or a group")


WORDS: dict[str, list[str]] = {
    Theme.SEXUAL_VIOLENCE: [
        *("rape", "rapist", "molest", "indecent assault"),
        *("sexual assault", "sexual violence", "sexual abuse"),
    ],
    Theme.FAMILY_VIOLENCE: ["domestic violence", "family violence", "domestic abuse", "coercive control"],
    Theme.CHILD_ABUSE: [
        *("child abuse", "child molester", "child sex", "abuse in care"),
        *("paedophile", "pedophile"),
    ],
    Theme.SUICIDE: ["suicide", "self harm", "took his own life", "took her own life"],
    Theme.HATE: ["hate crime", "hate speech", "white supremacist", "genocide", "racial slur"],
}
"""Words that a story of each theme often has. Nothing follows from them but that staff may look.

The archive's search reads them, so that "sexual assault" is also what says "sexually assaulted". An index
has the reports with any of them, and other words need another migration.
"""

# What it quotes has room for the words that were sought, and for no others beside them.
OPTIONS = (
    f"StartSel={MATCH_STARTS}, StopSel={MATCH_ENDS}, MaxFragments=100, MinWords=1, MaxWords={{}}, ShortWord=0"
)
FOUND = f"""
SELECT theme, words, ts_headline(
    '{CONFIGURATION}', concat_ws(' ', headline, standfirst, body), sought, options
)
FROM unnest(%s::text[], %s::text[], %s::text[]) WITH ORDINALITY AS listed (theme, words, options, place)
CROSS JOIN phraseto_tsquery('{CONFIGURATION}', words) AS sought
JOIN articles_articleversion version ON version.id = %s AND search_vector @@ sought
ORDER BY listed.place
"""  # noqa: S608 (of our own words alone)


def words_of_any() -> SearchQuery:
    """A story of any theme often has one of these."""
    words = " OR ".join(f'"{words}"' for listed in WORDS.values() for words in listed)
    return SearchQuery(words, config=CONFIGURATION, search_type="websearch")


def words_found(version: int) -> dict[str, list[str]]:
    """By theme: what of these words stands in a version of a report, as it is printed there."""
    listed = [
        (theme, words, OPTIONS.format(max(2, len(words.split()))))
        for theme, all_words in WORDS.items()
        for words in all_words
    ]
    with connection.cursor() as cursor:
        cursor.execute(FOUND, [*map(list, zip(*listed, strict=True)), version])
        found: dict[str, list[str]] = defaultdict(list)
        for theme, words, quoted in cursor.fetchall():
            found[theme] += printed(quoted, len(words.split()))
    return found


def printed(quoted: str, words: int) -> Iterable[str]:
    """Each different stretch of so many marked words."""
    marked = rf"(?:{MATCH_STARTS}[^{MATCH_ENDS}]*{MATCH_ENDS}[^{MATCH_STARTS}]*?){{{words}}}"
    return dict.fromkeys(
        " ".join(re.sub(f"[{MATCH_STARTS}{MATCH_ENDS}]", "", each).split())
        for each in re.findall(marked, quoted)
    )


def note_on(themes: Sequence[str]) -> str:
    """Empty where there are none."""
    return gettext("Content note: %s") % ", ".join(names(themes)) if themes else ""


def names(themes: Sequence[str]) -> list[str]:
    """As readers know them; one that is no longer listed goes by its own word."""
    known = dict(Theme.choices)
    return [str(known.get(theme, theme)) for theme in themes]


def help_lines() -> list[tuple[str, list[dict[str, str]]]]:
    """By country: who can be talked to, each with ``name``, ``phone`` and ``address``, if there is one."""
    return list(settings.HELP_LINES.items())
