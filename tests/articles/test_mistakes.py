"""Readers tell staff what is wrong."""

import pytest
from django.core.cache import caches
from django.test import Client

from archive.models import Change
from articles.models import Article, Mistake
from tests.factories import make_article, make_person, make_quotation
from tests.reading import Page
from tests.staff import errors_of, make_staff, messages_of, run_action, submit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_wrote_before():
    caches["throttles"].clear()


@pytest.fixture
def quotation():
    return make_quotation(make_article("Bridge", "“Mine,” she said."), "Mine,", make_person("Ana Tane"))


def form_at(row):
    return f"{row.get_absolute_url()}mistake/"


def send(client, row, **fields):
    return client.post(form_at(row), {"words": "Ana did not say that.", "email": "", "website": "", **fields})


def test_story_and_quotation_lead_to_a_form(client, quotation):
    for row in (quotation.article, quotation):
        assert form_at(row) in Page(client.get(row.get_absolute_url())).links()
        page = Page(client.get(form_at(row)))
        assert page.texts("//h1") == ["Report a mistake"]
        assert row.get_absolute_url() in page.links()


def test_what_a_reader_writes_comes_to_staff(client, quotation):
    response = send(client, quotation, email="reader@example.org")
    assert response.status_code == 302
    assert Page(client.get(response.url)).texts("//h1") == ["Thank you"]
    mistake = Mistake.objects.get()
    assert (mistake.article, mistake.quotation) == (quotation.article, quotation)
    assert (mistake.words, mistake.email, mistake.state) == (
        "Ana did not say that.",
        "reader@example.org",
        "open",
    )
    send(client, quotation.article)
    assert Mistake.objects.filter(quotation=None, article=quotation.article).count() == 1


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"words": " \n "}, "Say what is wrong, if only in a few words."),
        ({"words": "a" * 2001}, "Ensure this value has at most 2000 characters (it has 2001)."),
        ({"email": "reader"}, "This is no e-mail address. It may also be left out."),
        ({"email": f"{'a' * 300}@example.org"}, "Ensure this value has at most 254 characters (it has 312)."),
    ],
)
def test_what_cannot_be_sent_is_told_beside_its_field_and_kept_in_it(client, quotation, fields, told):
    response = send(client, quotation, **fields)
    assert response.status_code == 400
    page = Page(response)
    assert told in page.texts("//*[@class='field-error']")[0]
    assert page.texts("//textarea") == [" ".join(fields.get("words", "Ana did not say that.").split())]
    assert not Mistake.objects.exists()


def test_a_character_that_no_column_holds_is_refused(client, quotation):
    response = send(client, quotation, words="a\x00", email="b\x00@example.org")
    assert response.status_code == 400
    assert "Null characters are not allowed." in response.content.decode()


def test_what_fills_in_every_field_is_thanked_and_not_heard(client, quotation):
    assert send(client, quotation, website="http://example.com").status_code == 302
    assert not Mistake.objects.exists()


def test_nobody_may_send_without_end(client, quotation, settings):
    settings.MISTAKES_RATE = "2/hour"
    answers = [send(client, quotation, words=f"Wrong, {number}.") for number in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    page = Page(send(client, quotation))
    assert "Too much came from your address. Try again later." in page.text
    assert page.texts("//textarea") == ["Ana did not say that."]
    assert Mistake.objects.count() == 2
    other = Client(REMOTE_ADDR="192.0.2.1")
    assert send(other, quotation).status_code == 302


def test_the_form_is_kept_by_nobody_and_found_by_no_search(client, quotation):
    for response in (client.get(form_at(quotation)), send(client, quotation, words="")):
        assert "no-store" in response["Cache-Control"]
        assert "ETag" not in response
        assert Page(response).tree.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_what_was_not_written_on_a_page_of_ours_is_refused_in_words(quotation):
    response = send(Client(enforce_csrf_checks=True), quotation)
    assert response.status_code == 403
    assert Page(response).texts("//h1") == ["Not sent"]
    assert not Mistake.objects.exists()


def test_what_is_sent_twice_is_one_mistake_and_its_lines_count_as_a_browser_counts_them(client, quotation):
    lines = "\r\n".join(["Wrong here."] * 160)
    for _ in range(2):
        assert send(client, quotation, words=lines).status_code == 302
    assert Mistake.objects.get().words == lines.replace("\r\n", "\n")
    Mistake.objects.update(state="settled")
    send(client, quotation, words=lines)
    assert Mistake.objects.count() == 2


def test_a_letter_changes_no_page(client, quotation):
    before = Change.objects.state()
    send(client, quotation)
    assert Change.objects.state() == before


def test_of_what_is_withdrawn_rejected_or_a_draft_there_is_no_form(client, quotation):
    rows = [quotation, quotation.article]
    Article.objects.update(status="draft")
    assert [client.get(form_at(row)).status_code for row in rows] == [404, 404]
    Article.objects.update(status="withdrawn", withdrawn_reason="It was another bridge.")
    assert [send(client, row).status_code for row in rows] == [410, 410]
    Article.objects.update(status="published")
    quotation.status = "rejected"
    quotation.save()
    assert client.get(form_at(quotation)).status_code == 410
    assert not Mistake.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["/quotations/0/mistake/", "/stories/2015/2/30/bridge/mistake/", "/stories/99999/1/1/b/mistake/"],
)
def test_of_nothing_there_is_no_form(client, address):
    assert client.get(address).status_code == client.post(address, {"words": "Wrong."}).status_code == 404


@pytest.mark.parametrize("group", ["Editors", "Reviewers"])
def test_staff_settle_it_and_the_address_is_gone(client, quotation, group):
    send(client, quotation, email="reader@example.org")
    mistake = Mistake.objects.get()
    client.force_login(make_staff(group=group))
    listed = Page(client.get("/admin/articles/mistake/")).texts("//table[@id='result_list']/tbody/tr")
    assert "Ana did not say that." in listed[0]
    address = f"/admin/articles/mistake/{mistake.pk}/change/"
    page = Page(client.get(address))
    assert "reader@example.org" in page.tree.text_content()
    assert quotation.get_absolute_url() in page.links("//form")
    response = submit(client, address, state="settled", note="Put right.")
    assert response.status_code == 302, errors_of(response)
    mistake.refresh_from_db()
    assert (mistake.state, mistake.note, mistake.email) == ("settled", "Put right.", "")
    history = client.get(f"/admin/articles/mistake/{mistake.pk}/history/").content.decode()
    assert "reader@example.org" not in history
    assert "Put right." in history


def test_staff_settle_many_from_the_list(client, quotation):
    for email in ("", "reader@example.org"):
        send(client, quotation, email=email)
    client.force_login(make_staff())
    response = run_action(client, "/admin/articles/mistake/", "settle", Mistake.objects.all())
    assert messages_of(response) == ["2 mistakes are settled."]
    assert set(Mistake.objects.values_list("state", "email")) == {("settled", "")}
    assert {row.history_user.username for row in Mistake.history.filter(state="settled")} == {"ana"}


def test_costs_little(client, quotation, django_assert_num_queries):
    # the page's tag, the quotation, its story
    with django_assert_num_queries(3):
        client.get(form_at(quotation))
