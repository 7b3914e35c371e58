"""Works to write in every format."""

from datetime import date

from articles.exports.works import Name, Quoted, Work

# What a headline may hold that a format might act on.
HOSTILE = [
    "Plain words",
    "A brace { alone",
    "A brace } alone",
    "Pairs {of} {{braces}}, \\{escaped\\} and \\emph{called}",
    "100% of $5 & #1_2 ~ ^ \\ \\\\",
    "Two\nlines\r\nER  - \r\nTY  - BOOK\u2028and a third",
    "Marks: “curly” \"straight\" ‘single’ 'plain'",
    "Te Pāti Māori: ngā wāhine o Ōtāhuhu",
    "وزير: لن نقبل ذلك",
    "@article{evil, title={x}}",
    '=HYPERLINK("http://example.org")',
    "Tab\tand bell\x07 and delete\x7f",
    "Ends in a backslash \\",
    "😀 beyond the basic plane",
]

STORY = Work(
    key="press-gallery-story-1-v2",
    title="House walks out",
    authors=(Name("Smith", "Jane Ann"), Name("Doe", "John")),
    outlet="The Digest",
    published_on=date(2015, 11, 12),
    precision="day",
    address="https://archive.example/stories/2015/11/12/house-walks-out/",
    source="https://digest.example/1",
    taken_on=date(2015, 11, 13),
    version=2,
    section="Politics",
    language="en-NZ",
)
QUOTED = Quoted("We shall not go back", Name("Key", "John"), "Prime Minister; National", True, True)
QUOTATION = STORY._replace(
    key="press-gallery-quotation-7",
    version=None,
    address="https://archive.example/quotations/7/",
    quoted=QUOTED,
)
EVENT = Work(
    key="press-gallery-event-3",
    title="Walk-out of the House",
    authors=(),
    outlet="",
    published_on=None,
    precision="",
    address="https://archive.example/events/walk-out/",
    seen_on=date(2026, 11, 3),
    happened="2015-11-10",
    place="Wellington",
)
