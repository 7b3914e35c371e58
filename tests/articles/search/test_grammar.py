"""What may be typed, how it is read, and what is said where it cannot be."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.grammar import (
    FIELDS,
    LONGEST,
    NAMES,
    All,
    AnyOf,
    Field,
    FlawKind,
    Not,
    Phrase,
    Word,
    either,
    every,
    parse,
    print_tree,
    read,
    values_typed,
)

SIGNS = [
    "OR",
    "AND",
    "NOT",
    "-",
    "--",
    "(",
    ")",
    "()",
    '"',
    '""',
    "*",
    ":",
    ",",
    "..",
    "speaker:",
    "-(",
    '-"',
]


@pytest.mark.parametrize(
    ("typed", "read_back"),
    [
        ("tax budget", "tax budget"),
        ("  tax \t budget\n", "tax budget"),
        ('"standing up for"', '"standing up for"'),
        ("“standing up for”", '"standing up for"'),
        ("„so“ «da»", '"so" "da"'),
        ("tax OR budget", "tax OR budget"),
        ("speaker:key tax OR budget", "speaker:key (tax OR budget)"),
        ("tax AND cuts OR budget", "(tax cuts) OR budget"),
        ("(tax cuts) rates", "tax cuts rates"),
        ("((tax))", "tax"),
        ("-tax -(rates OR cuts) -speaker:key", "-tax -(rates OR cuts) -speaker:key"),
        ("NOT tax", "-tax"),
        ("−tax", "-tax"),
        ("crim*", "crim*"),
        ("Speaker:Key", "speaker:Key"),
        ("speaker:“John Key”", 'speaker:"John Key"'),
        ('party:labour,"Green Party"', 'party:labour,"Green Party"'),
        ('"words"after', '"words" after'),
        ("year:2014..2015 on:2015-11", "year:2014..2015 on:2015-11"),
        ("status:Confirmed", "status:confirmed"),
        ("at 10:30 http://example.org/a?b=c", "at 10:30 http://example.org/a?b=c"),
        ("he said: no", "he said: no"),
        ("or and not", "or and not"),
        ("fish & chips", "fish chips"),
        ("walk-out o'brien o’brien", "walk-out o'brien o’brien"),
        ("", ""),
    ],
)
def test_what_is_typed_is_read_back_in_one_way(typed, read_back):
    reading = read(typed)
    assert not reading.flaw
    assert print_tree(reading.tree) == read_back


def test_what_holds_nothing_to_look_for_is_told():
    assert read("fish & chips …").ignored == ("&", "…")


@pytest.mark.parametrize(
    ("typed", "kind", "mended"),
    [
        ("speker:key", FlawKind.FIELD_UNKNOWN, "speaker:key"),
        ('by:"John Key" tax', FlawKind.FIELD_UNKNOWN, 'speaker:"John Key" tax'),
        ("topic:tax", FlawKind.FIELD_UNKNOWN, '"topic:tax"'),
        ('topic:"tax cuts"', FlawKind.FIELD_UNKNOWN, 'topic "tax cuts"'),
        ("speaker: key", FlawKind.FIELD_EMPTY, "speaker:key"),
        ("party:labour, green", FlawKind.FIELD_EMPTY, "party:labour,green"),
        ("party:labour,", FlawKind.FIELD_EMPTY, "party:labour"),
        ("tax speaker:", FlawKind.FIELD_EMPTY, "tax"),
        ('speaker:""', FlawKind.FIELD_EMPTY, ""),
        ("speaker:(key OR english)", FlawKind.FIELD_BRACKET, "speaker:key,english"),
        ("after:2015-02-30", FlawKind.NO_DAY, "after:2015-02-28"),
        ("before:3/11/2015", FlawKind.NO_DAY, "before:2015-11-03"),
        ("on:2015-13", FlawKind.NO_DAY, "on:2015-12"),
        ("on:2015..2014", FlawKind.NO_DAY, "on:2014..2015"),
        ("after:yesterday", FlawKind.NO_DAY, ""),
        ("year:2015-11", FlawKind.NO_YEAR, "year:2015"),
        ("status:confirm", FlawKind.NO_STATUS, "status:confirmed"),
        ('tax "standing up', FlawKind.QUOTE_OPEN, 'tax "standing up"'),
        ('speaker:"John Key', FlawKind.QUOTE_OPEN, 'speaker:"John Key"'),
        ("(tax OR rates", FlawKind.BRACKET_OPEN, "tax OR rates"),
        ("tax) cuts", FlawKind.BRACKET_CLOSED, "tax cuts"),
        ("tax ()", FlawKind.BRACKET_EMPTY, "tax"),
        ('tax ""', FlawKind.PHRASE_EMPTY, "tax"),
        ("tax OR", FlawKind.OPERATOR_ALONE, "tax"),
        ("tax OR OR rates", FlawKind.OPERATOR_ALONE, "tax OR rates"),
        ("--tax", FlawKind.OPERATOR_ALONE, "-tax"),
        ("tax - rates", FlawKind.OPERATOR_ALONE, "tax rates"),
        ("*", FlawKind.OPERATOR_ALONE, ""),
        ("cr*m", FlawKind.STAR_INSIDE, "cr*"),
        ("crim**", FlawKind.STAR_INSIDE, "crim*"),
        ("c*", FlawKind.PREFIX_SHORT, "c"),
        ("🙂 %", FlawKind.NO_WORDS, ""),
        ("tax\x00", FlawKind.UNPRINTABLE, "tax"),
        ("tax\ud800", FlawKind.UNPRINTABLE, "tax"),
        ("x" * 10_000, FlawKind.TOO_LONG, ""),
        ("a " * 999, FlawKind.TOO_MANY, ""),
        ("tax* " * 11, FlawKind.TOO_MANY_PREFIXES, ""),
        ("year:" + ",".join(["2015"] * 101), FlawKind.TOO_MANY, ""),
        ("party:" + ",".join(["x"] * 41), FlawKind.TOO_MANY_NAMES, ""),
        ("(" * 900 + "a" + ")" * 900, FlawKind.TOO_DEEP, ""),
    ],
)
def test_what_cannot_be_read_is_named_and_the_nearest_that_can_is_offered(typed, kind, mended):
    reading = read(typed)
    assert (reading.flaw.kind, reading.mended) == (kind, mended)


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("shape", ["{}", "{0}{0}", "{0} {0}", "({})", "(({0}) {0})", "tax {} tax", "-{}"])
def test_every_sign_alone_doubled_and_nested_is_read_or_refused(sign, shape):
    reading = read(shape.format(sign))
    assert reading.flaw or print_tree(parse(print_tree(reading.tree))[0]) == print_tree(reading.tree)


letters = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=2, max_size=6)
# These letters alone are signs, where they stand alone.
words = letters.filter(lambda word: word not in ("OR", "AND", "NOT"))
phrases = st.lists(letters, min_size=1, max_size=3).map(" ".join)
named = st.builds(Field, st.sampled_from(NAMES), st.lists(phrases, min_size=1, max_size=3).map(tuple))
dated = st.builds(Field, st.sampled_from(["on", "after", "before"]), st.just(("2015-11-10",)))
leaves = (
    st.builds(Word, words)
    | st.builds(Word, words, st.just(True))
    | st.builds(Phrase, phrases)
    | named
    | dated
)
trees = st.recursive(
    leaves,
    lambda inner: (
        st.builds(Not, inner)
        | st.lists(inner, min_size=2, max_size=3).map(every)
        | st.lists(inner, min_size=2, max_size=3).map(either)
    ),
    max_leaves=10,
)


@given(trees)
def test_a_tree_is_printed_as_a_text_that_reads_as_it(tree):
    assert parse(print_tree(tree)) == (tree, ())


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from([*SIGNS, "tax", " ", *(f"{f}:" for f in FIELDS)])).map("".join)
)
def test_any_text_is_read_or_refused_with_something_that_is_read(typed):
    reading = read(typed)
    for text in filter(None, [print_tree(reading.tree), reading.mended]):
        again = read(text)
        assert not again.flaw
        assert print_tree(again.tree) == text


@given(st.text(max_size=40), st.sampled_from(FIELDS))
def test_a_value_typed_in_a_box_is_one_that_a_field_can_have(typed, field):
    for value in values_typed(typed):
        printed = print_tree(Field(field, (value,)))
        assert len(re.findall('"', printed)) in (0, 2)
        assert read(printed).flaw or parse(printed)[0].name == field


def test_brackets_do_not_reach_deeper_than_can_be_read():
    for text in ["(" * LONGEST, "-(" * (LONGEST // 2), "(a OR " * (LONGEST // 6)]:
        assert read(text).flaw


def test_simple_forms():
    assert every([Word("a")]) == Word("a")
    assert every([All((Word("a"), Word("b"))), Word("c")]) == All((Word("a"), Word("b"), Word("c")))
    assert either([AnyOf((Word("a"), Word("b"))), Word("c")]) == AnyOf((Word("a"), Word("b"), Word("c")))
