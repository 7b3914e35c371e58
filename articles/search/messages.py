"""What a reader is told of a search, in plain words: how it was read, and what was wrong with it."""

from collections.abc import Iterable, Mapping

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from archive.quick import grouped
from articles.models import Quotation
from articles.search.days import span_of
from articles.search.grammar import (
    DAYS,
    LONGEST,
    All,
    AnyOf,
    Field,
    FlawError,
    FlawKind,
    Node,
    Not,
    Phrase,
    Word,
)
from articles.search.names import Asked, Meaning

LABELS = {
    "speaker": gettext_lazy("Speaker"),
    "party": gettext_lazy("Party that day"),
    "office": gettext_lazy("Office that day"),
    "outlet": gettext_lazy("Outlet"),
    "event": gettext_lazy("Event"),
    "kind": gettext_lazy("Kind"),
    "status": gettext_lazy("Status"),
    "person": gettext_lazy("Naming"),
    "on": pgettext_lazy("day", "On"),
    "after": pgettext_lazy("day", "From"),
    "before": pgettext_lazy("day", "Until"),
    "year": gettext_lazy("Year"),
}
NOUNS = {
    "quotations": gettext_lazy("quotations"),
    "stories": gettext_lazy("stories"),
    "people": gettext_lazy("people"),
    "events": gettext_lazy("events"),
}
LISTED = 5
"""Names that a note lists before it counts the rest."""

_FLAWS = {
    FlawKind.UNPRINTABLE: gettext_lazy("A search holds no unprintable characters such as %s."),
    FlawKind.TOO_LONG: gettext_lazy("A search has at most {most:,} characters; this has %s."),
    FlawKind.TOO_MANY: gettext_lazy("A search has at most %s words and names. Ask for fewer at once."),
    FlawKind.TOO_MANY_NAMES: gettext_lazy("A search has at most %s names. Ask for fewer at once."),
    FlawKind.TOO_MANY_PREFIXES: gettext_lazy("A search has at most %s words that end in a *."),
    FlawKind.TOO_DEEP: gettext_lazy("Brackets may stand at most %s deep in one another."),
    FlawKind.QUOTE_OPEN: gettext_lazy("A quotation mark is opened here and never closed: %s"),
    FlawKind.BRACKET_OPEN: gettext_lazy("A bracket is opened and never closed."),
    FlawKind.BRACKET_CLOSED: gettext_lazy("A bracket is closed that was never opened."),
    FlawKind.BRACKET_EMPTY: gettext_lazy("There is nothing inside the brackets."),
    FlawKind.PHRASE_EMPTY: gettext_lazy("There are no words between the quotation marks."),
    FlawKind.OPERATOR_ALONE: gettext_lazy(
        "“%s” stands alone: it needs words beside it. To look for the sign itself, put it in quotation marks."
    ),
    FlawKind.STAR_INSIDE: gettext_lazy(
        "A * stands for any ending, and only at the end of a word: not in “%s”."
    ),
    FlawKind.PREFIX_SHORT: gettext_lazy("Before a * there are at least two letters, unlike in “%s”."),
    FlawKind.NO_WORDS: gettext_lazy("There is no letter or digit to look for in “%s”."),
    FlawKind.FIELD_UNKNOWN: gettext_lazy("There is no field “%s:”."),
    FlawKind.FIELD_EMPTY: gettext_lazy("After “%s:” something is missing: what it should be."),
    FlawKind.FIELD_BRACKET: gettext_lazy("After “%s:” come names parted by commas, not brackets."),
    FlawKind.NO_DAY: gettext_lazy("“%s” is no date. Enter a valid date such as 2015-11-10, 2015-11 or 2015."),
    FlawKind.NO_YEAR: gettext_lazy("“%s” is no year. Write 2015, or 2014..2015."),
    FlawKind.NO_STATUS: gettext_lazy("“%s” is no status. It is confirmed or proposed."),
}
_UNKNOWN = {
    "speaker": gettext_lazy("Nobody is called “%s”, and no office is."),
    "person": gettext_lazy("Nobody is called “%s”, and no office is."),
    "office": gettext_lazy("No office is called “%s”."),
    "party": gettext_lazy("No party is called “%s”."),
    "outlet": gettext_lazy("No outlet is called “%s”."),
    "event": gettext_lazy("No event is called “%s”."),
    "kind": gettext_lazy("There is no kind “%s” of quotation or event."),
}


def told_of_flaw(flaw: FlawError) -> str:
    about = grouped(int(flaw.about)) if flaw.kind == FlawKind.TOO_LONG else shortened(flaw.about)
    message = str(_FLAWS[flaw.kind]).replace("{most:,}", grouped(LONGEST))
    return message.replace("%s", about)


def told_of_unknown(field: str, typed: str, nearest: str) -> str:
    message = str(_UNKNOWN[field]) % shortened(typed)
    return message + " " + _("Did you mean %s?") % nearest if nearest else message


def told_of_several(typed: str, meaning: Meaning) -> str:
    """That a name is borne by several, all of whom are meant."""
    names = list(dict.fromkeys(meaning.names.values()))
    rest = len(meaning.names) - LISTED
    listed = ", ".join(names[:LISTED])
    if rest > 0:
        listed = ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", rest) % {
            "names": listed,
            "count": rest,
        }
    return _("“%(typed)s” may be any of these, and all are searched: %(names)s.") % {
        "typed": typed,
        "names": listed,
    }


def told_of_ignored(pieces: Iterable[str]) -> str:
    return _("%s has no letter or digit and was left out.") % shortened(" ".join(pieces))


def told_of_left_out(field: str, noun: str) -> str:
    return _("“%(field)s:” says nothing of %(noun)s, and is left out here.") % {
        "field": field,
        "noun": NOUNS[noun],
    }


def shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def label_of(node: Node) -> str:
    """What kind of part of a search this is."""
    match node:
        case Field(name):
            return str(LABELS[name])
        case Not():
            return _("Without")
        case AnyOf():
            return _("Either")
    return _("Words")


def value_of(node: Node, meanings: Mapping[Asked, Meaning]) -> str:
    """A part of a search in words, under its label."""
    match node:
        case Word(text, prefix):
            return f"{text}…" if prefix else text
        case Phrase(text):
            return f"“{text}”"
        case Field(name, values):
            return or_list(shown(name, value, meanings) for value in values)
        case Not(inner):
            return described(inner, meanings)
        case All(nodes):
            return _(" and ").join(described(inner, meanings) for inner in nodes)
        case AnyOf(nodes):
            return or_list(described(inner, meanings) for inner in nodes)


def described(node: Node, meanings: Mapping[Asked, Meaning]) -> str:
    """A part of a search in words that tell what it is by themselves."""
    value = value_of(node, meanings)
    match node:
        case Field(name):
            return f"{str(LABELS[name]).lower()} {value}"
        case Not():
            return _("not %s") % value
        case All() | AnyOf():
            return f"({value})"
    return value


def or_list(values: Iterable[str]) -> str:
    return _(" or ").join(values)


def shown(field: str, value: str, meanings: Mapping[Asked, Meaning]) -> str:
    """One value of a field, by its name in the archive where it has one."""
    if field in DAYS:
        return shown_day(field, value)
    if field == "kind" and value in Quotation.Kind.values:
        return str(Quotation.Kind(value).label)
    if field == "status":
        return str(Quotation.Status(value).label)
    names = list(meanings[field, value].names.values()) if (field, value) in meanings else []
    return names[0] if len(names) == 1 else value


def shown_day(field: str, value: str) -> str:
    """``November 2015`` for a part of a date; ``2014 to 2015`` for two."""
    first, dots, last = value.partition("..")
    if dots:
        return _("%(first)s to %(last)s") % {
            "first": shown_day(field, first),
            "last": shown_day(field, last),
        }
    day = span_of(value)[0]
    if value.count("-") == 2:
        return date_format(day)
    return date_format(day, "YEAR_MONTH_FORMAT") if "-" in value else value
