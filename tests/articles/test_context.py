import pytest

from articles.context import ELLIPSIS, sentence_around, with_its_sentence
from articles.models import Quotation
from tests.factories import make_article, make_quotation

STORY = "It rained. Ms Tane called it “a farce” on Tuesday. Nobody else spoke.\n\n“Stay,” she said."


@pytest.mark.parametrize(
    ("words", "around"),
    [
        ("a farce", ("Ms Tane called it “", "” on Tuesday.")),
        ("Stay,", ("“", "” she said.")),
        ("It rained", ("", ".")),
    ],
)
def test_a_quotation_is_shown_in_its_sentence(words, around):
    start = STORY.index(words)
    assert sentence_around(STORY, start, start + len(words)) == around


@pytest.mark.django_db
def test_listings_fetch_the_sentence_and_not_the_report():
    body = "Filler words. " * 60 + STORY + " More of it." * 60
    make_quotation(make_article(body=body), "a farce")
    quotation = Quotation.objects.for_listing().get()
    assert quotation.context == ("Ms Tane called it “", "” on Tuesday.")
    assert len(quotation.around) < 700


@pytest.mark.parametrize(
    ("before", "words", "after", "sentence"),
    [
        ("Green co-leader Tomasi Vea asked ", ELLIPSIS, ".", ""),
        ("“", ELLIPSIS, "” Mr King said.", ""),
        (
            "Mr King, who sits on the committee, said ",
            ELLIPSIS,
            ".",
            "Mr King, who sits on the committee, said …",
        ),
        ("She was ", "gutless", ".", "She was gutless."),
        ("“", "gutless", "”", ""),
    ],
)
def test_a_sentence_is_shown_where_it_says_more_than_that_somebody_spoke(before, words, after, sentence):
    assert with_its_sentence(before, words, after) == sentence
