"""Which known events a report covers, and which of its quotations were spoken at them."""

from datetime import date

from articles.extraction.events import EventRecord
from articles.extraction.reader import read_story
from articles.extraction.records import Reading
from tests.articles.extraction.test_samples import roster

OPENING = EventRecord(
    "opening", "Ferry terminal opened", "opening", date(2015, 5, 5), "Harbour", ("ngaio-reid", "martin-pell")
)
PROTEST = EventRecord(
    "protest",
    "Protest at the ferry terminal",
    "protest",
    date(2015, 5, 6),
    "Harbour",
    ("moira-oshea",),
    "opening",
)
STORY = """Ngaio Reid opened the ferry terminal with Martin Pell yesterday.

"It floats," Ms Reid said.

"It leaks," said Hone Te Aroha.
"""


def read(text: str, published: date = date(2015, 5, 6)) -> Reading:
    return read_story(text, published, roster(), [OPENING, PROTEST])


def test_report_is_linked_by_day_people_and_words_and_says_so():
    [link] = read(STORY).events
    assert link.event == "opening"
    assert "names its day, 2015-05-05" in link.evidence
    assert "2 of its 2 people" in link.evidence


def test_quotation_of_somebody_who_took_part_was_spoken_there():
    assert [quotation.event for quotation in read(STORY).quotations] == ["opening", None]


def test_report_from_before_an_event_does_not_cover_it():
    assert read(STORY, date(2015, 5, 4)).events == ()


def test_what_led_to_an_event_is_linked_only_where_its_own_day_is_named():
    text = "Moira O'Shea led a protest at the ferry terminal today. Ngaio Reid opened the terminal{when}."
    assert [link.event for link in read(text.format(when="")).events] == ["protest"]
    assert {link.event for link in read(text.format(when=" yesterday")).events} == {"protest", "opening"}
