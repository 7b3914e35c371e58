import json

import bibtexparser
import pytest
import rispy
from bibtexparser.latexenc import latex_to_unicode

from articles.exports import bibtex, csl, embedded, ris
from articles.exports.works import Name, one_line
from tests.articles.exports.samples import EVENT, HOSTILE, QUOTATION, QUOTED, STORY

BACK = {
    r"{\textbackslash}": "\\",
    r"{\textbraceleft}": "{",
    r"{\textbraceright}": "}",
    r"{\textasciitilde}": "~",
    r"{\textasciicircum}": "^",
}


def read_tex(value):
    """What TeX prints of a field."""
    kept = []
    for index, (code, mark) in enumerate(BACK.items()):
        value = value.replace(code, f"\ue000{index}")
        kept.append(mark)
    for mark in "%$&#_":
        value = value.replace(f"\\{mark}", mark)
    assert "\\" not in value
    for index, mark in enumerate(kept):
        value = value.replace(f"\ue000{index}", mark)
    return value


@pytest.mark.parametrize("title", HOSTILE)
def test_bibtex_parser_reads_every_headline_as_printed(title):
    work = QUOTATION._replace(title=title, outlet=title, quoted=QUOTED._replace(words=title))
    entries = bibtexparser.loads(bibtex.entry(STORY) + bibtex.entry(work) + bibtex.entry(EVENT)).entries
    assert [entry["ID"] for entry in entries] == [STORY.key, work.key, EVENT.key]
    assert entries[1]["title"][0] == "{"
    assert entries[1]["title"][-1] == "}"
    assert read_tex(entries[1]["title"][1:-1]) == one_line(title)
    assert read_tex(entries[1]["journal"][1:-1]) == one_line(title)
    assert one_line(title) in read_tex(entries[1]["annote"])


def test_bibtex_keeps_names_days_and_addresses():
    entry = bibtexparser.loads(bibtex.entry(STORY)).entries[0]
    assert entry["author"] == "Smith, Jane Ann and Doe, John"
    assert entry["date"] == "2015-11-12"
    assert (entry["year"], entry["month"]) == ("2015", "November")
    assert entry["url"] == STORY.address
    assert entry["version"] == "2"
    assert latex_to_unicode(entry["title"]) == "House walks out"


def test_bibtex_keeps_a_whole_name_in_braces():
    work = STORY._replace(
        authors=(Name("Jane Smith and John Doe"), Name("O'Neil, Editor"), Name("Smith and Sons", "A"))
    )
    entry = bibtexparser.loads(bibtex.entry(work)).entries[0]
    assert entry["author"] == "{Jane Smith and John Doe} and {O'Neil, Editor} and {Smith and Sons}, A"


def test_bibtex_address_cannot_end_its_field():
    entry = bibtexparser.loads(bibtex.entry(STORY._replace(address="https://a.example/{x}%20\\y z"))).entries[
        0
    ]
    assert entry["url"] == "https://a.example/%7Bx%7D%20%5Cy%20z"


@pytest.mark.parametrize("title", HOSTILE)
def test_ris_parser_reads_every_headline_as_printed(title):
    work = QUOTATION._replace(title=title, outlet=title, quoted=QUOTED._replace(words=title))
    text = ris.entry(STORY) + ris.entry(work) + ris.entry(EVENT)
    records = rispy.loads(text, newline="\r\n")
    assert [record["id"] for record in records] == [STORY.key, work.key, EVENT.key]
    assert records[1]["title"] == one_line(title)
    assert records[1]["secondary_title"] == one_line(title)
    assert one_line(title) in records[1]["notes"][0]
    assert all(line[2:6] == "  - " for line in text.split("\r\n") if line)
    assert "\n" not in text.replace("\r\n", "")


def test_ris_begins_with_its_type_and_ends_with_its_end():
    lines = ris.entry(STORY).split("\r\n")
    assert lines[0] == "TY  - NEWS"
    assert lines[-3:] == ["ER  - ", "", ""]
    assert rispy.loads(ris.entry(EVENT), newline="\r\n")[0]["type_of_reference"] == "ELEC"


def test_ris_keeps_names_and_days():
    record = rispy.loads(
        ris.entry(STORY._replace(authors=(Name("Smith", "Jane"), Name("Doe, Editor")))), newline="\r\n"
    )[0]
    assert record["authors"] == ["Smith, Jane", "Doe – Editor"]
    assert record["year"] == "2015"
    assert record["date"] == "2015/11/12/"
    assert record["urls"] == [STORY.address]


@pytest.mark.parametrize(
    ("precision", "date", "parts"), [("month", "2015/11//", [2015, 11]), ("year", "2015///", [2015])]
)
def test_a_day_that_is_not_known_is_not_invented(precision, date, parts):
    work = STORY._replace(precision=precision)
    assert rispy.loads(ris.entry(work), newline="\r\n")[0]["date"] == date
    assert csl.item(work)["issued"] == {"date-parts": [parts]}
    entry = bibtexparser.loads(bibtex.entry(work)).entries[0]
    assert entry["date"] == "-".join(map(str, parts))
    assert ("month" in entry) == (precision == "month")


@pytest.mark.parametrize("title", HOSTILE)
def test_csl_json_keeps_the_headline(title):
    assert json.loads(csl.entry(STORY._replace(title=title)))["title"] == title


def test_csl_item_has_what_a_style_needs():
    item = csl.item(QUOTATION)
    assert item["type"] == "article-newspaper"
    assert item["author"] == [{"family": "Smith", "given": "Jane Ann"}, {"family": "Doe", "given": "John"}]
    assert item["container-title"] == "The Digest"
    assert item["issued"] == {"date-parts": [[2015, 11, 12]]}
    assert "accessed" not in item
    assert item["note"].startswith("John Key (Prime Minister; National): “We shall not go back”")


def test_report_without_a_byline_has_no_author_in_any_file():
    work = STORY._replace(authors=())
    assert "author" not in csl.item(work)
    assert "AU  -" not in ris.entry(work)
    assert "author =" not in bibtex.entry(work)


def test_attribution_that_nobody_confirmed_says_so():
    work = QUOTATION._replace(quoted=QUOTED._replace(sure=False))
    for text in (bibtex.entry(work), ris.entry(work), csl.entry(work)):
        assert "attribution not confirmed" in text


def test_words_of_nobody_named_have_no_invented_speaker():
    work = QUOTATION._replace(quoted=QUOTED._replace(speaker=None, standing=""))
    assert "Nobody named: “We shall not go back”" in ris.entry(work)


def test_embedded_tags_make_zotero_see_a_newspaper_article():
    tags = embedded.tags(QUOTATION._replace(authors=(Name("Smith", "Jane"), Name("Radio Two, Island"))))
    assert ("z:itemType", "newspaperArticle") in tags
    assert ("prism.publicationName", "The Digest") in tags
    assert [content for name, content in tags if name == "citation_author"] == [
        "Smith, Jane",
        # The comma behind it makes Zotero keep the name whole.
        "Radio Two – Island,",
    ]
    told = dict(tags)
    assert told["citation_title"] == told["DC.title"]
    assert told["citation_publication_date"] == told["DC.date"].replace("-", "/")
    assert "citation_journal_title" not in told
    assert dict(embedded.tags(EVENT))["z:itemType"] == "webpage"
