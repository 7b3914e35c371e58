"""Notes before stories that hurt to read: set by staff, proposed by words, and nothing hidden."""

import pytest
from django.db import connection
from django.urls import reverse

from articles.models import Article
from articles.themes import WORDS, Theme, words_found
from tests.factories import cover, make_article, make_event, make_quotation, make_version
from tests.reading import Page
from tests.staff import errors_of, form_of, messages_of, run_action, submit

pytestmark = pytest.mark.django_db
STORIES = "/admin/articles/article/"
MAY_NEED = f"{STORIES}?content_note=may-need"
LINES = {"New Zealand": [{"name": "Safe line", "phone": "0800 000 000", "address": "https://help.example/"}]}


@pytest.fixture
def hurts():
    article = make_article("The bill", "“We hold,” she said of rape.", content_themes=[Theme.SEXUAL_VIOLENCE])
    return make_quotation(article, "We hold")


def test_a_note_stands_before_the_text_and_hides_nothing(client, hurts, settings):
    settings.HELP_LINES = LINES
    for address in (hurts.article.get_absolute_url(), hurts.get_absolute_url()):
        page = Page(client.get(address))
        (note,) = page.tree.xpath("//details[contains(@class, 'content-note')]")
        assert "Content note: sexual violence" in note.text_content()
        assert "tel:0800000000" in page.links()
        assert page.text.index("Content note") < page.text.index("We hold")


def test_a_note_stands_before_an_event_that_the_story_tells_of(client, hurts):
    event = make_event(summary="They told of it.")
    cover(event, hurts.article)
    page = Page(client.get(event.get_absolute_url()))
    for words in ("They told of it.", "We hold"):
        assert page.text.index("Content note: sexual violence") < page.text.index(words)


def test_a_note_stands_before_the_event_in_focus_on_the_front_page(client, hurts):
    event = make_event(summary="They spoke of it.")
    cover(event, hurts.article)
    page = Page(client.get("/"))
    assert page.text.index("Content note: sexual violence") < page.text.index("They spoke of it.")
    Article.objects.update(content_themes=[])
    assert "Content note" not in Page(client.get("/")).text


def test_a_row_of_results_bears_the_note(client, hurts):
    page = Page(client.get(reverse("quotation_list")))
    assert "Content note: sexual violence" in page.text
    assert page.text.index("Content note") < page.text.index("We hold")


def test_no_story_has_a_note_by_its_words_alone(client):
    article = make_article("The bill", "She spoke of rape.")
    assert "Content note" not in Page(client.get(article.get_absolute_url())).text


def test_what_other_sites_show_of_a_page_has_the_note_first(client, hurts):
    hurts.article.current.standfirst = "She told of it."
    hurts.article.current.save()
    event = make_event(summary="They left.")
    cover(event, hurts.article)
    for of, words in ((hurts.article, "She told of it."), (event, "They left.")):
        head = Page(client.get(of.get_absolute_url())).tree.head
        (told,) = head.xpath("//meta[@property='og:description']/@content")
        assert told == f"Content note: sexual violence. {words}"


def form_at(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def waiting(client):
    """What the first page of staff says of stories that may need a note."""
    line = f"//*[contains(@class, 'waiting')]//li[.//a/@href='{MAY_NEED}']"
    return "".join(Page(client.get("/admin/")).texts(line))


def listed(client, address):
    return set(client.get(address).context["cl"].result_list)


def test_staff_find_stories_that_may_need_a_note_and_set_it(admin_client, hurts):
    may = make_article("Other bill", "He spoke of a sexual assault.")
    make_article("Third bill", "Nobody spoke.")
    assert waiting(admin_client) == "Story that may need a note 1"
    assert listed(admin_client, MAY_NEED) == {may}
    submit(admin_client, form_at(may), content_themes=["sexual-violence", "suicide"])
    may.refresh_from_db()
    assert may.content_themes == ["sexual-violence", "suicide"]
    assert waiting(admin_client) == ""
    assert listed(admin_client, f"{STORIES}?content_note=has") == {hurts.article, may}


def test_staff_see_which_words_propose_and_no_box_is_ticked_by_them(admin_client):
    body = "They were sexually assaulted, and he spoke of rape.\n\nOf rape, and of SELF-HARM; an assault."
    article = make_article("The bill", body)
    page = Page(admin_client.get(form_at(article)))
    assert page.texts("//div[contains(@class, 'field-proposed_by_words')]//p") == [
        "sexual violence: “rape”, “sexually assaulted”",
        "suicide and self-harm: “SELF-HARM”",
    ]
    assert len(page.tree.xpath("//input[@name='content_themes']")) == len(Theme)
    assert "content_themes" not in form_of(admin_client.get(form_at(article)))
    plain = Page(admin_client.get(form_at(make_article("A bill", "They harm the self."))))
    assert "No word of the lists" in plain.tree.text_content()


def test_staff_say_that_none_is_needed_and_it_stays_so(admin_client):
    article = make_article("Oilseed", "A field of rape.")
    submit(admin_client, form_at(article), needs_no_note="on", change_reason="A crop")
    assert waiting(admin_client) == ""
    article.refresh_from_db()
    change = article.history.first()
    assert (change.needs_no_note, change.history_change_reason) == (True, "A crop")
    was = reverse("admin:articles_article_simple_history", args=[article.pk, change.pk])
    assert "“rape”" in admin_client.get(was).content.decode()
    make_version(article, "Two fields of rape.", number=2)
    assert waiting(admin_client) == ""
    assert listed(admin_client, f"{STORIES}?content_note=needs-none") == {article}


def test_staff_say_so_of_many_in_the_list(admin_client, hurts):
    for number in range(2):
        make_article(f"Oilseed {number}", "A field of rape.")
    response = run_action(admin_client, MAY_NEED, "leave_without_note", Article.objects.all())
    assert messages_of(response) == ["2 stories need no note."]
    assert waiting(admin_client) == ""
    assert {row.history_user.username for row in Article.history.filter(needs_no_note=True)} == {"admin"}


def test_no_story_both_has_a_note_and_needs_none(admin_client, hurts):
    errors = errors_of(submit(admin_client, form_at(hurts.article), needs_no_note="on"))
    assert "has a content note" in errors["needs_no_note"]


def test_every_word_of_the_lists_proposes_its_theme():
    for theme, listed_words in WORDS.items():
        for words in listed_words:
            article = make_article(body=f"He said: {words}, and {words}.")
            assert article in Article.objects.may_need_note()
            assert words_found(article.current_id)[theme] == [words]


@pytest.mark.parametrize(
    "words",
    [
        *("raped", "rapists", "molested", "child molesters", "sexually assaulted", "sexually abused"),
        *("indecently assaulted", "paedophiles", "suicides", "self-harmed", "hate crimes"),
    ],
)
def test_words_are_found_in_other_forms_than_their_list_has(words):
    article = make_article(body=f"They spoke of {words} for an hour.")
    assert [*Article.objects.may_need_note()] == [article]
    assert [words] in words_found(article.current_id).values()


def test_words_apart_propose_nothing():
    make_article(body="An assault on sexual and domestic matters, said the child of abuse.")
    assert not Article.objects.may_need_note().exists()


def test_an_index_has_the_stories_that_may_need_a_note():
    make_article(body="A field of rape.")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        assert "version_with_words_of_a_theme" in Article.objects.may_need_note().explain()
