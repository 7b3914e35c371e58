"""The language of searches by examples, for the page that explains it; a test tries every one."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Example(NamedTuple):
    text: str
    meaning: Promise


class Chapter(NamedTuple):
    title: Promise
    examples: list[Example]
    note: Promise | str = ""


CHAPTERS = [
    Chapter(
        _("Words"),
        [
            Example("tax", _("the word in any of its forms: tax, taxes, taxed")),
            Example("tax budget", _("both words, anywhere in the quotation")),
            Example('"sorry for it"', _("these words in this order; small words count")),
            Example("tax OR budget", _("either word")),
            Example("budget -tax", _("the first word and not the second")),
            Example("crim*", _("words that begin so: crime, criminals")),
            Example("budget (tax OR crime)", _("brackets keep together what belongs together")),
        ],
        _(
            "Capitals and accents make no difference: maori finds Māori. OR takes what stands right"
            " before and after it: speaker:key tax OR budget is one speaker and either word. AND may be"
            " written between words that belong together, and NOT for the minus."
        ),
    ),
    Chapter(
        _("Who said it"),
        [
            Example("speaker:key", _("everybody of this surname")),
            Example('speaker:"John Key"', _("a full name, in quotation marks because of the space")),
            Example("speaker:key tax", _("the word, said by Key")),
            Example('speaker:"prime minister"', _("whoever was Prime Minister on the day")),
            Example("party:labour,green", _("a member, on the day, of either party")),
            Example('office:"minister of finance"', _("whoever held the office on the day")),
            Example("person:english", _("words that name Bill English; stories that name or quote him")),
            Example("-speaker:key tax", _("the word, said by anybody else")),
        ],
        _(
            "A name is a whole name, a surname, or some words of a name. Where several people bear it, all"
            " are searched and the page says so. A name that nobody bears is answered with the nearest."
        ),
    ),
    Chapter(
        _("Where and when"),
        [
            Example('outlet:"The Post"', _("reported there")),
            Example("event:walk-out", _("said at the event or, if no event is known, in a report of it")),
            Example("on:2015-11-10", _("on this day")),
            Example("on:2015-11", _("in this month")),
            Example("year:2014..2015", _("in these years")),
            Example("after:2015-11-11", _("on this day or later")),
            Example("before:2015-11-10", _("on this day or earlier")),
            Example("after:2015-11-10 before:2015-11-11", _("from one day to another, both inside")),
        ],
        _(
            "The day is the one on which the words were said or, where no report tells it, published."
            " Dates are written 2015-11-10, 2015-11 or 2015."
        ),
    ),
    Chapter(
        _("What sort"),
        [
            Example("kind:headline", _("words in a headline; or direct, partial, reported")),
            Example("kind:direct,partial tax", _("a word between quotation marks")),
            Example("status:confirmed", _("checked by staff; or proposed")),
        ],
        _(
            "Stories are found by the words in them, and by the quotations they hold: one of them has to be"
            " all that is asked of speaker, party, office, kind and status. People are found by their names"
            " and by what they were; events by their names and who took part. What a field cannot say of"
            " one of these is left out there, and the page tells it."
        ),
    ),
]
