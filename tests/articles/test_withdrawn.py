"""What readers could see once: its address says since when it is gone, and why."""

import io
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.urls import reverse

from articles.models import Article, Quotation
from tests.factories import cover, make_article, make_event, make_quotation, make_version
from tests.reading import Page
from tests.staff import make_staff, run_action, submit

pytestmark = pytest.mark.django_db

SAID = "It was a long lunch,"
BODY = f"The ferry came in late.\n\n“{SAID}” said Ana Pere. The ferry came in. It sank."
BELOW_QUOTATION = ["", "card.png", "cite.bib", "mistake/"]
BELOW_EVENT = ["", "card.png", "cite.ris"]


@pytest.fixture
def ferry():
    return make_article("Ferry", BODY)


@pytest.fixture
def staff(client):
    client.force_login(make_staff())


def page_of(client, row, below="", status=410):
    response = client.get(row.get_absolute_url() + below)
    assert response.status_code == status
    return Page(response)


def reread():
    call_command("reread", workers=1, stdout=io.StringIO())


def drop(article, words):
    """A proposal of words that the reader does not find, and what became of it: its row is gone."""
    quotation = make_quotation(article, words, status="proposed")
    reread()
    assert not Quotation.objects.filter(pk=quotation.pk).exists()
    return quotation


def staff_page(row):
    return reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk])


def date_changes(row, *days):
    """Let all that was ever done to it have been done on these days of November 2015."""
    for change, day in zip(row.history.all(), reversed(days), strict=True):
        change.history_date = datetime(2015, 11, day, 2, tzinfo=UTC)
        change.save()


class TestDroppedQuotation:
    @pytest.mark.parametrize("below", BELOW_QUOTATION)
    def test_says_since_when_and_leads_to_the_report(self, client, ferry, below):
        dropped = drop(ferry, "came in late")
        date_changes(dropped, 10, 12)
        page = page_of(client, dropped, below)
        assert page.texts("//h1") == ["This quotation is read no more"]
        assert "Since 12 November 2015 these words" in page.text
        assert "came in late" not in page.text
        assert page.links() == {ferry.get_absolute_url()}

    @pytest.mark.parametrize("below", BELOW_QUOTATION)
    def test_leads_to_what_was_read_again_at_its_place(self, client, ferry, below):
        dropped = drop(ferry, "came in late")
        again = make_quotation(ferry, "came in late")
        answer = client.get(dropped.get_absolute_url() + below)
        assert (answer.status_code, answer.url) == (301, again.get_absolute_url() + below)

    def test_leads_there_wherever_the_words_are_moved(self, client, ferry):
        dropped = drop(ferry, "came in late")
        again = make_quotation(ferry, "came in late")
        again.version = make_version(ferry, f"Late news. {BODY}", number=2)
        again.spans = [[start + 11, end + 11] for start, end in again.spans]
        again.save()
        assert client.get(dropped.get_absolute_url()).url == again.get_absolute_url()

    @pytest.mark.parametrize(
        ("words", "now"), [("came in late", "came in"), ("came in", "ferry came in late")]
    )
    def test_links_to_what_is_read_about_its_place(self, client, ferry, words, now):
        dropped = drop(ferry, words)
        make_quotation(ferry, "late")
        Quotation.objects.filter(text="late").update(status="rejected")
        about = make_quotation(ferry, now)
        page = page_of(client, dropped)
        assert "some of them, are read in another quotation" in page.text
        assert page.links() == {ferry.get_absolute_url(), about.get_absolute_url()}

    def test_links_to_the_same_words_elsewhere_in_the_report(self, client, ferry):
        dropped = drop(ferry, "The ferry came in")
        start = BODY.rindex("The ferry came in")
        other = make_quotation(ferry, "The ferry came in", spans=[[start, start + 17]])
        assert other.get_absolute_url() in page_of(client, dropped).links()

    def test_in_a_withdrawn_report_or_a_draft_is_told_as_any_other(self, client, ferry):
        dropped = drop(ferry, "came in late")
        Article.objects.update(status="withdrawn", withdrawn_reason="It was another ferry.")
        assert "It was another ferry." in page_of(client, dropped).text
        Article.objects.update(status="draft")
        page_of(client, dropped, status=404)

    def test_costs_few_queries_however_much_is_read_now(self, client, ferry, django_assert_num_queries):
        dropped = drop(ferry, "came in late")
        for words in ("The ferry", "It sank", SAID[:6]):
            make_quotation(ferry, words)
        with django_assert_num_queries(5):  # state, quotation, former addresses, history, what is read now
            page_of(client, dropped)


class TestRejectedQuotation:
    def test_says_when_staff_rejected_it_and_the_reason_they_wrote(self, client, staff, ferry):
        quotation = make_quotation(ferry, SAID, status="proposed")
        submit(client, staff_page(quotation), occasion="at noon", change_reason="From the tape")
        submit(client, staff_page(quotation), status="rejected", change_reason="Ana Pere <was> away.")
        submit(client, staff_page(quotation), occasion="at one", change_reason="For the file")
        date_changes(quotation, 9, 10, 11, 12)
        page = page_of(client, quotation)
        assert "It was withdrawn on 11 November 2015. The reason Ana Pere <was> away." in page.text
        assert "From the tape" not in page.text
        assert "For the file" not in page.text
        assert page_of(client, quotation, "mistake/").text == page.text

    def test_from_the_list_has_a_day_and_no_reason(self, client, staff, ferry):
        quotation = make_quotation(ferry, SAID)
        run_action(client, reverse("admin:articles_quotation_changelist"), "reject", [quotation])
        text = page_of(client, quotation).text
        assert "It was withdrawn on " in text
        assert "The reason" not in text
        assert "from the list" not in text

    def test_by_nobody_gives_no_reason(self, client, ferry):
        quotation = make_quotation(ferry, SAID)
        quotation.status, quotation._change_reason = "rejected", "a run by night"
        quotation.save()
        assert "a run by night" not in page_of(client, quotation).text

    def test_of_which_no_history_tells_has_no_day(self, client, ferry):
        quotation = make_quotation(ferry, SAID)
        Quotation.objects.update(status="rejected")
        assert "It was withdrawn on" not in page_of(client, quotation).text


class TestRejectedEvent:
    @pytest.mark.parametrize("below", BELOW_EVENT)
    def test_says_when_and_why_and_leads_to_the_stories(self, client, staff, ferry, below):
        event = make_event("Ferry sinks")
        cover(event, ferry)
        cover(event, make_article("Hidden", status="draft"))
        submit(client, staff_page(event), status="rejected", change_reason="It only came in late.")
        date_changes(event, 10, 12)
        page = page_of(client, event, below)
        assert page.texts("//h1") == ["This event was withdrawn"]
        assert "It was withdrawn on 12 November 2015. The reason It only came in late." in page.text
        assert "Ferry sinks" not in page.text
        assert page.links() == {ferry.get_absolute_url()}

    @pytest.mark.parametrize("below", BELOW_EVENT)
    def test_that_readers_never_saw_is_not_there(self, client, below):
        event = make_event(status="proposed")
        page_of(client, event, below, status=404)
        event.status = "rejected"
        event.save()
        page_of(client, event, below, status=404)

    def test_answers_at_its_former_address(self, client):
        event = make_event("Ferry sinks")
        was = event.get_absolute_url()
        event.slug, event.status = "ferry-sank", "rejected"
        event.save()
        assert client.get(was).url == "/events/ferry-sank/"
        page_of(client, event)

    def test_costs_few_queries_however_many_told_of_it(self, client, django_assert_num_queries):
        event = make_event()
        for _ in range(5):
            cover(event, make_article())
        event.status = "rejected"
        event.save()
        with django_assert_num_queries(7):  # state, event, former addresses, event, history twice, stories
            page_of(client, event)


@pytest.mark.parametrize("row", ["quotation", "event"])
def test_staff_are_told_that_readers_see_why_they_reject(client, staff, ferry, row):
    rows = {"quotation": make_quotation(ferry, SAID), "event": make_event()}
    page = Page(client.get(staff_page(rows[row])))
    assert "If you reject it, readers see the reason." in page.text
