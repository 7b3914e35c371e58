from datetime import date

import pytest

from articles.exports.styles import citations
from articles.exports.works import Name
from tests.articles.exports.samples import EVENT, HOSTILE, QUOTATION, QUOTED, STORY


def listed(work):
    return {citation.style: str(citation.listed) for citation in citations(work)}


def beside(work):
    return {citation.style: str(citation.beside) for citation in citations(work)}


def test_story_of_two_authors():
    assert listed(STORY) == {
        "APA": "Smith, J. A., & Doe, J. (2015, November 12). House walks out (Version 2). The Digest. "
        "Press Gallery. https://archive.example/stories/2015/11/12/house-walks-out/",
        "Chicago": "Smith, Jane Ann, and John Doe. “House walks out.” The Digest, November 12, 2015. "
        "Press Gallery, version 2. https://archive.example/stories/2015/11/12/house-walks-out/.",
        "MLA": "Smith, Jane Ann, and John Doe. “House walks out.” The Digest, 12 Nov. 2015. "
        "Press Gallery, version 2, https://archive.example/stories/2015/11/12/house-walks-out/.",
    }


def test_story_without_a_byline_begins_as_each_style_wants():
    works = listed(STORY._replace(authors=(), version=None))
    assert works["APA"].startswith("House walks out. (2015, November 12). The Digest. Press Gallery. https")
    assert works["Chicago"].startswith(
        "The Digest. “House walks out.” November 12, 2015. Press Gallery. https"
    )
    assert works["MLA"].startswith("“House walks out.” The Digest, 12 Nov. 2015. Press Gallery, https")


def test_quotation_names_its_speaker_beside_the_words():
    assert beside(QUOTATION) == {
        "APA": "(Key, as cited in Smith & Doe, 2015)",
        "Chicago": "John Key, quoted in Jane Ann Smith and John Doe, “House walks out,” The Digest, "
        "November 12, 2015, Press Gallery, https://archive.example/quotations/7/.",
        "MLA": "(Key, qtd. in Smith and Doe)",
    }


def test_quotation_of_an_unsigned_story():
    works = beside(QUOTATION._replace(authors=()))
    assert works["APA"] == "(Key, as cited in “House walks out,” 2015)"
    assert works["MLA"] == "(Key, qtd. in “House walks out”)"


def test_quotation_of_nobody_named_names_nobody():
    works = beside(QUOTATION._replace(quoted=QUOTED._replace(speaker=None)))
    assert works["APA"] == "(as cited in Smith & Doe, 2015)"
    assert works["Chicago"].startswith("Quoted in Jane Ann Smith and John Doe, ")


def test_speaker_that_nobody_confirmed_is_said_to_be_so():
    works = beside(QUOTATION._replace(quoted=QUOTED._replace(sure=False)))
    assert works["MLA"] == "(Key [attribution not confirmed], qtd. in Smith and Doe)"


def test_many_authors():
    many = tuple(Name(f"N{number}", "Ann") for number in range(22))
    work = STORY._replace(authors=many)
    assert "N18, A., . . . N21, A. (2015" in listed(work)["APA"]
    assert listed(work)["Chicago"].startswith(
        "N0, Ann, Ann N1, Ann N2, Ann N3, Ann N4, Ann N5, Ann N6, et al. “"
    )
    assert listed(work)["MLA"].startswith("N0, Ann, et al. “House")
    three = QUOTATION._replace(authors=many[:3])
    assert beside(three)["APA"] == "(Key, as cited in N0 et al., 2015)"
    assert listed(three)["APA"].startswith("N0, A., N1, A., & N2, A. (2015")
    assert listed(three)["Chicago"].startswith("N0, Ann, Ann N1, and Ann N2. “")


@pytest.mark.parametrize(
    ("given", "short"), [("Jane-Ann R.", "J.-A. R."), ("J.R.", "J. R."), ("Ōriwa", "Ō."), ("de", "D.")]
)
def test_apa_shortens_given_names(given, short):
    assert listed(STORY._replace(authors=(Name("Smith", given),)))["APA"].startswith(f"Smith, {short} (2015")


@pytest.mark.parametrize(
    ("precision", "apa", "chicago", "mla"),
    [
        ("month", "(2015, November)", "November 2015", "Nov. 2015"),
        ("year", "(2015)", "Digest, 2015", "Digest, 2015"),
    ],
)
def test_a_day_that_is_not_known_is_not_printed(precision, apa, chicago, mla):
    works = listed(STORY._replace(precision=precision))
    assert apa in works["APA"]
    assert chicago in works["Chicago"]
    assert mla in works["MLA"]
    assert not any("12" in text.partition("http")[0] for text in works.values())


def test_supplied_title_stands_in_its_brackets_without_marks():
    works = listed(STORY._replace(title="[Report without a headline]", authors=()))
    assert works["APA"].startswith("[Report without a headline] (Version 2). (2015")
    assert works["Chicago"].startswith("The Digest. [Report without a headline]. November")
    assert works["MLA"].startswith("[Report without a headline]. The Digest")


def test_marks_inside_a_title():
    works = listed(STORY._replace(title="PM: “Back off”", version=None))
    assert "). PM: “Back off”. The Digest" in works["APA"]
    assert "“PM: ‘Back off.’” The Digest" in works["Chicago"]
    assert "“PM: ‘Back off.’” The Digest" in works["MLA"]


def test_title_that_asks_gets_no_full_stop():
    works = listed(STORY._replace(title="Who walked out?", version=None))
    assert "Who walked out? The Digest" in works["APA"]
    assert "“Who walked out?” The Digest" in works["MLA"]


def test_event_is_a_page_seen_on_a_day():
    assert listed(EVENT) == {
        "APA": "Press Gallery. (n.d.). Walk-out of the House, 10 November 2015. "
        "Retrieved November 3, 2026, from https://archive.example/events/walk-out/",
        "Chicago": "Press Gallery. “Walk-out of the House, 10 November 2015.” Accessed November 3, 2026. "
        "https://archive.example/events/walk-out/.",
        "MLA": "“Walk-out of the House, 10 November 2015.” Press Gallery, "
        "https://archive.example/events/walk-out/. Accessed 3 Nov. 2026.",
    }
    assert "Walk-out of the House, 2015" in listed(EVENT._replace(happened="2015"))["MLA"]


def test_seen_day_has_no_leading_zero():
    assert "Accessed 3 May 2026" in listed(EVENT._replace(seen_on=date(2026, 5, 3)))["MLA"]


@pytest.mark.parametrize("title", [*HOSTILE, "<b>bold</b>"])
def test_nothing_printed_acts_on_the_page(title):
    for citation in citations(QUOTATION._replace(title=title, outlet=title)):
        assert "<b>" not in citation.listed.html
        assert citation.listed.html.count("<bdi>") == citation.listed.html.count("</bdi>") > 0


def test_newspaper_stands_in_italics():
    assert all("<i><bdi>The Digest</bdi></i>" in citation.listed.html for citation in citations(STORY))
