"""Notes before stories that hurt to read: set by staff, proposed by words, and nothing hidden."""

import pytest
from django.contrib.admin.sites import site
from django.urls import reverse

from articles.models import Article
from articles.themes import Theme
from tests.factories import cover, make_article, make_event, make_quotation, make_version
from tests.reading import Page
from tests.staff import errors_of, messages_of, run_action, submit

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


def listed(client, address):
    return set(client.get(address).context["cl"].result_list)


def test_staff_find_stories_that_may_need_a_note_and_set_it(admin_client, hurts):
    may = make_article("Other bill", "He spoke of a sexual assault.")
    make_article("Third bill", "Nobody spoke.")
    listing = reverse("admin:articles_article_changelist")
    found = Page(admin_client.get(listing, {"content_note": "may-need"}))
    assert "Other bill" in found.text
    assert "Third bill" not in found.text
    assert "The bill" not in found.texts("//table[@id='result_list']//th")
    assert "The bill" in Page(admin_client.get(listing, {"content_note": "has"})).text
    page = Page(admin_client.get(reverse("admin:articles_article_change", args=[may.pk])))
    assert len(page.tree.xpath("//input[@name='content_themes']")) == len(Theme)
    form = site.get_model_admin(Article).get_form(_request(admin_client), may)
    assert form.base_fields["content_themes"].clean(["suicide"]) == ["suicide"]


def _request(client):
    return client.get(reverse("admin:index")).wsgi_request


def test_staff_say_that_none_is_needed_and_it_stays_so(admin_client):
    article = make_article("Oilseed", "A field of rape.")
    submit(admin_client, form_at(article), needs_no_note="on", change_reason="A crop")
    assert listed(admin_client, MAY_NEED) == set()
    article.refresh_from_db()
    change = article.history.first()
    assert (change.needs_no_note, change.history_change_reason) == (True, "A crop")
    make_version(article, "Two fields of rape.", number=2)
    assert listed(admin_client, MAY_NEED) == set()
    assert listed(admin_client, f"{STORIES}?content_note=needs-none") == {article}


def test_staff_say_so_of_many_in_the_list(admin_client, hurts):
    for number in range(2):
        make_article(f"Oilseed {number}", "A field of rape.")
    response = run_action(admin_client, MAY_NEED, "leave_without_note", Article.objects.all())
    assert messages_of(response) == ["2 stories need no note."]
    assert listed(admin_client, MAY_NEED) == set()
    assert {row.history_user.username for row in Article.history.filter(needs_no_note=True)} == {"admin"}


def test_no_story_both_has_a_note_and_needs_none(admin_client, hurts):
    errors = errors_of(submit(admin_client, form_at(hurts.article), needs_no_note="on"))
    assert "has a content note" in errors["needs_no_note"]
