"""What a proposal tells staff besides who: why, how surely, to whom, where and when."""

from datetime import date

from articles.extraction.reader import read_story
from articles.extraction.records import Quotation
from tests.articles.extraction.test_samples import roster

DAY = date(2015, 5, 6)


def only(text: str) -> Quotation:
    [quotation] = [q for q in read_story(text, DAY, roster()).quotations if q.kind != "reported"]
    return quotation


def test_evidence_names_the_cue_and_whom_the_pronoun_takes_up():
    found = only('Martin Pell came late. The hall was full. He told reporters: "Sorry."')
    assert found.evidence == (
        "cue *told reporters* before the words; *He* is the last man named, Martin Pell, 2 sentences before"
    )


def test_addressee_occasion_and_day_are_kept_as_printed():
    found = only('Martin Pell told reporters at the wharf on Tuesday: "Sorry."')
    assert (found.addressee, found.occasion, found.said_on) == (
        "reporters",
        "at the wharf on Tuesday",
        date(2015, 5, 5),
    )


def test_nothing_is_said_on_a_day_still_to_come():
    found = only('Martin Pell told reporters before the vote of 31 December 2999: "Sorry."')
    assert found.said_on is None
    found = only('Before the vote of 31 December 2999, Martin Pell told reporters on Tuesday: "Sorry."')
    assert found.said_on == date(2015, 5, 5)


def test_opening_clause_is_the_occasion():
    found = only('Speaking to growers in North Fell, Martin Pell said: "Sorry."')
    assert found.occasion == "Speaking to growers in North Fell"


def test_full_name_beside_its_cue_is_surer_than_a_carried_pronoun():
    named = only('"Sorry," said Martin Pell.')
    carried = only('Martin Pell said he was late.\n\n"The ferry was full and the sea was rough."')
    assert named.confidence >= 0.95 > carried.confidence


def test_quotations_of_one_attribution_share_a_group():
    quotations = read_story(
        '"It is late," Martin Pell said. "It is cold."\n\n"No," said Ngaio Reid.', DAY, roster()
    ).quotations
    groups = [quotation.group for quotation in quotations]
    assert groups[0] == groups[1] != groups[2]
