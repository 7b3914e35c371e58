"""The curated word lists of this reader, loaded once from the files in ``data/``."""

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

_DATA = Path(__file__).parent / "data"


def lines(name: str) -> list[str]:
    """The lines of a data file that hold something, comments left out."""
    written = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in written if line.strip() and not line.startswith("#")]


def table(name: str) -> dict:
    return tomllib.loads((_DATA / name).read_text(encoding="utf-8"))


def _words(written: str) -> frozenset[str]:
    return frozenset(written.split())


_CLASSES = table("words.toml")


def word_class(name: str) -> frozenset[str]:
    """A class of ``data/words.toml``."""
    return _words(_CLASSES[name])


ABBREVIATIONS = word_class("abbreviations")
ELISIONS = word_class("elisions")
DETERMINERS = word_class("determiners")
SUBJECT_PRONOUNS = word_class("subject_pronouns")
PRONOUNS = word_class("pronouns")
AUXILIARIES = word_class("auxiliaries")
ADVERBS = word_class("adverbs")
PREPOSITIONS = word_class("prepositions")
CONJUNCTIONS = word_class("conjunctions")
RELATIVES = word_class("relatives")
TIMES = word_class("times")
SCARE_WORDS = word_class("scare_words")
HEADLINE_WORDS = word_class("headline_words")
PARTICLES = word_class("particles")
POSSESSIVES = word_class("possessives")
REPORT_NOUNS = word_class("report_nouns")
JOINING_NAMES = word_class("joining_names")
NUMBERS = {word: str(number) for number, word in enumerate(_CLASSES["counting"].split(), 2)}
NUMBERS |= {word: word for word in word_class("larger_numbers")}
"""Numbers in words, and how they are compared: *eight* is 8."""

_ROLE_WORDS = {word for line in lines("roles.txt") for word in line.split()}
ROLES = frozenset(
    _ROLE_WORDS | {word + "s" for word in _ROLE_WORDS} | {word.replace("man", "men") for word in _ROLE_WORDS}
)
ORGANISATIONS = frozenset(word for line in lines("organisations.txt") for word in line.split())
TITLE_WORDS = frozenset(word for line in lines("titles.txt") for word in line.split())
HONORIFICS = {word: gender.strip("-") for word, gender in (line.split() for line in lines("honorifics.txt"))}


@dataclass(frozen=True, slots=True)
class Cue:
    """One form of a cue verb: its senses, what may follow it, and whether it ends in *-ing*."""

    verb: str
    senses: frozenset[str]
    takes: frozenset[str]
    participle: bool
    base: bool


def _forms(entry: str) -> list[str]:
    """A verb's forms: base, third person, past, (past participle,) present participle last."""
    if "|" in entry:
        return entry.split("|")
    stem = entry
    if entry.endswith("e"):
        return [entry, entry + "s", entry + "d", (entry if entry.endswith("ee") else entry[:-1]) + "ing"]
    if entry.endswith(("s", "sh", "ch", "x")):
        return [entry, entry + "es", entry + "ed", entry + "ing"]
    if entry in _DOUBLING:
        stem = entry + entry[-1]
    return [entry, entry + "s", stem + "ed", stem + "ing"]


_DOUBLING = word_class("doubling_verbs")


def _cues() -> dict[str, Cue]:
    """Every form of every verb. A form that several entries share has the senses of all."""
    found: dict[str, Cue] = {}
    for sense, section in table("cues.toml").items():
        for entry in section["verbs"].split():
            forms = _forms(entry)
            for form in forms:
                known = found.get(form) or Cue(
                    forms[0],
                    frozenset(),
                    frozenset(),
                    form == forms[-1],
                    form == forms[0] and form not in forms[1:],
                )
                found[form] = replace(
                    known, senses=known.senses | {sense}, takes=known.takes.union(section["takes"])
                )
    return found


CUES = _cues()
