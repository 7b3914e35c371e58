"""What staff are told when the database refuses a row."""

from django.utils.translation import gettext_lazy as _

from archive.admin import Explanations

SHARE = (("confidence",), _("A confidence lies between 0 and 1."))

EXPLANATIONS: Explanations = {
    "article_once_in_its_outlet": (
        ("outlet",),
        _("It has this story already: with the same address, or of the same day and headline."),
    ),
    "article_has_its_own_address": (("slug",), _("Another story of that day has this slug.")),
    "article_instant_is_known_when_said_to_be": (
        ("published_at",),
        _("Give the instant where it is known to the minute, and only there."),
    ),
    "article_withdrawn_for_a_reason": (
        ("withdrawn_reason",),
        _("Say why it is withdrawn: readers are told."),
    ),
    "article_that_needs_no_note_has_none": (
        ("needs_no_note",),
        _("It has a content note: take that away, or do not say that it needs none."),
    ),
    "byline_one_to_a_position": (("position",), _("Another byline stands at this position.")),
    "mention_one_to_a_place": (("start",), _("Somebody is mentioned at this place already.")),
    "mention_confidence_is_a_share": SHARE,
    "coverage_confidence_is_a_share": SHARE,
    "event_confidence_is_a_share": SHARE,
    "cause_confidence_is_a_share": SHARE,
    "quotation_confidence_is_a_share": SHARE,
    "utterance_confidence_is_a_share": SHARE,
    "copy_confidence_is_a_share": SHARE,
    "copy_is_of_another_report": (("original",), _("No story is a copy of itself.")),
    "copy_once_of_an_original": (("original",), _("These two are tied to each other already.")),
    "copy_of_one_original": (("original",), _("It is a copy of another story: reject that first.")),
    "coverage_once_of_an_event": (
        ("article", "event"),
        _("This story and this event are tied to each other already."),
    ),
    "quotation_one_to_its_spans": (("spans",), _("Another quotation stands at these places.")),
    "quotation_spans_follow_each_other": (("spans",), _("The places run forward and do not overlap.")),
    "quotation_text_stands_at_its_spans": (("text",), _("This is not what stands at its places.")),
    "quotation_has_at_most_one_speaker": (
        ("speaker",),
        _("Choose one speaker: a person, an outlet or a body."),
    ),
    "quotation_is_resolved_when_it_has_a_speaker": (
        ("attribution",),
        _("It has a speaker we know exactly where one is chosen."),
    ),
    "event_ends_no_earlier_than_it_starts": (("ends_on",), _("This is before it began.")),
    "event_not_in_response_to_itself": (
        ("in_response_to",),
        _("Nothing happens in response to itself."),
    ),
    "cause_is_another_event": (("cause",), _("Nothing happens in response to itself.")),
    "cause_once_of_an_effect": (("cause",), _("These two are tied to each other already.")),
    "cause_of_an_effect_is_one": (
        ("status",),
        _("Another cause of this event is confirmed: reject that first."),
    ),
    "participation_once_in_an_event": (("person",), _("This person is listed already.")),
}
