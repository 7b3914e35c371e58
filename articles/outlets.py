"""Outlets by the names that reports give them."""

from collections.abc import Iterable

from django.db.models.functions import Lower

from articles.extraction.lexicon import lines
from articles.models import Outlet
from people.importers.shelves import Slugs


def bare_name(name: str) -> str:
    """``The  Guardian`` and ``the Guardian`` are both ``guardian``."""
    return " ".join(name.lower().split()).removeprefix("the ")


def named_in(label: str) -> str:
    """The bare name in a label: ``press`` in ``the Press``, a paper; nothing in ``the press``."""
    words = label.split()[label.lower().startswith("the ") :]
    return bare_name(label) if words and words[0][0].isupper() else ""


WELL_KNOWN = {bare_name(name): name for name in lines("outlets.txt")}


def publishing_outlet(name: str) -> Outlet:
    """The outlet that a report says it is of, added where the archive has none of the name."""
    return Outlet.objects.filter(name__iexact=name).order_by("pk").first() or _add(name)


def speaking_outlets(labels: Iterable[str]) -> dict[str, Outlet]:
    """The outlets that speakers' labels such as ``the Guardian`` name, by bare name.

    One that is well known is added to the archive when a report first quotes it.
    """
    names = {*map(named_in, labels)} - {""}
    if not names:
        return {}
    spellings = names | {f"the {name}" for name in names}
    known = Outlet.objects.annotate(lower=Lower("name")).filter(lower__in=spellings).order_by("-pk")
    found = {bare_name(outlet.name): outlet for outlet in known}
    unheard = sorted(names & WELL_KNOWN.keys() - found.keys())
    return found | {name: _add(WELL_KNOWN[name]) for name in unheard}


def _add(name: str) -> Outlet:
    # Stories that are read at once may name it at once.
    return Outlet.objects.get_or_create(name=name, defaults={"slug": Slugs(Outlet).take(name)})[0]
