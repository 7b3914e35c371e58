"""What readers could see once: its address says since when it is gone, and why."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from articles.models import Quotation
from tests.factories import make_article, make_quotation
from tests.reading import Page
from tests.staff import make_staff, run_action, submit

pytestmark = pytest.mark.django_db

SAID = "It was a long lunch,"
BODY = f"The ferry came in late.\n\n“{SAID}” said Ana Pere. The ferry came in. It sank."


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


def staff_page(row):
    return reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk])


def date_changes(row, *days):
    """Let all that was ever done to it have been done on these days of November 2015."""
    for change, day in zip(row.history.all(), reversed(days), strict=True):
        change.history_date = datetime(2015, 11, day, 2, tzinfo=UTC)
        change.save()


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


def test_staff_are_told_that_readers_see_why_they_reject(client, staff, ferry):
    page = Page(client.get(staff_page(make_quotation(ferry, SAID))))
    assert "If you reject it, readers see the reason." in page.text
