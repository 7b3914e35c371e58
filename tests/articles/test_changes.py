"""Two versions of a report, set against each other."""

import pytest

from articles import versions
from articles.models import Article, ArticleVersion
from tests.factories import cover, make_article, make_event, make_version
from tests.reading import Page

pytestmark = pytest.mark.django_db


def make_changed(*bodies, headline="Bridge"):
    article = make_article(headline, bodies[0])
    for number, body in enumerate(bodies[1:], start=2):
        make_version(article, body, number)
    return article


def page_of(client, article, old=1, new=2, status=200):
    response = client.get(f"{article.get_absolute_url()}v{old}/v{new}/")
    assert response.status_code == status
    return Page(response)


def changed(page):
    """What was added and removed, in reading order, with the words by which those who listen know it."""
    text = "//div[contains(@class, 'changes')]"
    return page.texts(f"{text}//ins | {text}//del")


def test_words_that_came_and_went_are_marked_where_they_stand(client):
    article = make_changed(
        "It stands, said Ana.\n\nNobody was there.", "It may stand, said Ana.\n\nRua was there."
    )
    page = page_of(client, article)
    assert page.texts("//div[contains(@class, 'changes')]/p[not(@class)]") == [
        "It [removed: stands,] [added: may stand,] said Ana.",
        "[removed: Nobody] [added: Rua] was there.",
    ]
    assert "From version 1 to version 2: 3 words added, 2 removed." in page.text


def test_paragraphs_that_came_went_split_and_joined_stand_in_order(client):
    article = make_changed(
        "One stays here.\n\nTwo goes away.\n\nThree is whole. It is cut.\n\nFour.\n\nFive stays.",
        "One stays here.\n\nThree is whole.\n\nIt is cut.\n\nFour.\n\nNew one.\n\nFive stays.",
    )
    page = page_of(client, article)
    assert page.texts("//div[contains(@class, 'changes')]/p[not(@class)]") == [
        "One stays here.",
        "[removed: Two goes away.]",
        "Three is whole. [added: ¶]",
        "It is cut.",
        "Four.",
        "[added: New one.]",
        "Five stays.",
    ]


def test_headline_and_standfirst_are_compared_too(client):
    article = make_changed("It stands.", "It stands.")
    ArticleVersion.objects.filter(number=2).update(headline="A bridge", standfirst="In short.")
    assert changed(page_of(client, article)) == [
        "[removed: Bridge]",
        "[added: A bridge]",
        "[added: In short.]",
    ]


def test_long_unchanged_stretches_are_folded(client):
    same = [f"Paragraph {n}." for n in range(10)]
    article = make_changed("\n\n".join([*same, "Old end."]), "\n\n".join([*same, "New end."]))
    page = page_of(client, article)
    assert page.texts("//details[not(contains(@class, 'note'))]/summary") == ["9 paragraphs unchanged"]
    assert page.texts("//div[contains(@class, 'changes')]/p[not(@class)]") == [
        "Paragraph 9.",
        "[removed: Old] [added: New] end.",
    ]


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ("It  stands.", "only the spaces between words differ."),
        ("it “stands”!", "only marks, capitals, accents or breaks differ; the words are the same."),
    ],
)
def test_says_so_where_no_word_differs(client, after, told):
    page = page_of(client, make_changed("It stands.", after))
    assert told in page.text
    assert "added" not in page.texts("//p[@class='story-sum']")[0]


def test_any_two_versions_can_be_set_against_each_other(client):
    article = make_changed("It stood.", "It stands.", "It falls.")
    assert changed(page_of(client, article, 1, 3)) == ["[removed: stood.]", "[added: falls.]"]
    links = page_of(client, article, 1, 3).links()
    assert {f"{article.get_absolute_url()}v{n}/v{n + 1}/" for n in (1, 2)} <= links


def test_story_leads_to_what_changed(client):
    article = make_changed("It stood.", "It stands.")
    for address in (article.get_absolute_url(), f"{article.get_absolute_url()}v1/"):
        assert f"{article.get_absolute_url()}v1/v2/" in Page(client.get(address)).links()


@pytest.mark.parametrize(("old", "new"), [(1, 1), (2, 1), (1, 3), (0, 1), (1, 10**20)])
def test_there_are_no_changes_between_versions_that_are_not_there(client, old, new):
    page_of(client, make_changed("One.", "Two."), old, new, status=404)


def test_of_a_withdrawn_story_nothing_is_compared(client):
    article = make_changed("Mine.", "Yours.")
    Article.objects.update(status="withdrawn", withdrawn_reason="It was another bridge.")
    page = page_of(client, article, status=410)
    assert "It was another bridge." in page.text
    assert "Yours" not in page.text
    Article.objects.update(status="draft")
    page_of(client, article, status=404)


def test_content_note_stands_before_the_changes(client):
    article = make_changed("One.", "Two.")
    Article.objects.update(content_themes=["sexual-violence"])
    assert page_of(client, article).texts("//details[contains(@class, 'content-note')]")


def test_what_was_imported_is_printed_as_text(client):
    page = page_of(client, make_changed("<b>One</b>", "<i>Two</i>"))
    assert changed(page) == ["[removed: <b>One</b>]", "[added: <i>Two</i>]"]


def test_texts_too_long_for_every_word_are_told_by_paragraph(client, monkeypatch):
    monkeypatch.setattr(versions, "MOST_PAIRS", 20)
    article = make_changed(
        "The same.\n\nOne two three four five.\n\nThe end.", "The same.\n\nOne two 3 4 5.\n\nThe end."
    )
    assert changed(page_of(client, article)) == ["[removed: three four five.]", "[added: 3 4 5.]"]
    monkeypatch.setattr(versions, "MOST_PAIRS", 0)
    article = make_changed("A one. B c.", "A two. B d.", headline="Tunnel")
    assert changed(page_of(client, article)) == ["[removed: one. B c.]", "[added: two. B d.]"]


def test_costs_the_same_for_many_versions_as_for_few(client, django_assert_num_queries):
    for bodies in (["One.", "Two."], [f"Version {n}." for n in range(12)]):
        article = make_changed(*bodies, headline=bodies[0])
        cover(make_event(), article)
        # the page's tag, versions
        with django_assert_num_queries(2):
            page_of(client, article)
