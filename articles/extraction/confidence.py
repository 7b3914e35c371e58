"""How sure a proposal is, from what the development files taught, and the words that say why."""

from functools import cache

from articles.extraction.lexicon import table

_TABLE = table("confidence.toml")
_RULES: dict[str, float] = _TABLE["rule"]
_WAYS: dict[str, float] = _TABLE["how"]
_UNKNOWN = 0.5
_UNRESOLVED = 0.9

_WORDS = {
    "after": "cue *{cue}* after the words",
    "before": "cue *{cue}* before the words",
    "label": "*{speaker}:* stands before the words",
    "answer": "*{speaker}:* opens the paragraph",
    "signature": "*{speaker}* signs the words",
    "headline": "*{speaker}* carries the headline",
    "introduced": "the paragraph before introduces the words",
    "same paragraph": "goes on in the paragraph that *{speaker}* speaks in",
    "carried over": "goes on from the paragraph before, where *{speaker}* speaks",
    "asks again": "*{speaker}* asked the question before the last answer",
    "sentence before": "*{speaker}* is the subject of the sentence before",
    "paragraph before": "*{speaker}* speaks in the paragraph before",
    "report": "cue *{cue}* reports the words",
}


@cache
def confidence(rule: str | None, how: str) -> float:
    """The share of right answers among proposals like this one, 0 to 1."""
    return round(_RULES.get(rule or "", _UNKNOWN) * _WAYS.get(how, _UNRESOLVED), 3)


def reason(rule: str, speaker: str, cue: str) -> str:
    """Why the words are this label's, for staff; asterisks stand round words of the report."""
    return _WORDS[rule].format(speaker=speaker, cue=cue)
