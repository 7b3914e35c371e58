"""What some stories tell that hurts to read: staff put a note before it, and nothing is hidden."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib.postgres.search import SearchQuery
from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.search.words import CONFIGURATION


class Theme(TextChoices):
    SEXUAL_VIOLENCE = "sexual-violence", _("sexual violence")
    FAMILY_VIOLENCE = "family-violence", _("violence in families")
    CHILD_ABUSE = "child-abuse", _("abuse of children")
    SUICIDE = "suicide", _("suicide and self-harm")
    HATE = "hate", _("hatred of a people or a group")


WORDS = {
    Theme.SEXUAL_VIOLENCE: 'rape OR rapist OR "sexual assault" OR "sexual violence" OR "sexual abuse"',
    Theme.FAMILY_VIOLENCE: (
        '"domestic violence" OR "family violence" OR "domestic abuse" OR "coercive control"'
    ),
    Theme.CHILD_ABUSE: '"child abuse" OR paedophile OR pedophile OR "abuse in care" OR "child sex"',
    Theme.SUICIDE: 'suicide OR suicidal OR "self harm" OR "took his own life" OR "took her own life"',
    Theme.HATE: '"hate crime" OR "hate speech" OR "white supremacist" OR genocide OR "racial slur"',
}
"""Words that a story of each theme often has. Nothing follows from them but that staff may look."""


def words_of_any() -> SearchQuery:
    """A story of any theme often has one of these."""
    return SearchQuery(" OR ".join(WORDS.values()), config=CONFIGURATION, search_type="websearch")


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
