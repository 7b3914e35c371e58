"""Days at either end of the calendar, which an archive may have from before they were refused."""

from datetime import date

import pytest
from django.core.management import call_command

from articles.models import Event
from tests.articles.test_grouping import WORDS, report
from tests.articles.test_propose_events import tell
from tests.factories import (
    cover,
    hold,
    join_party,
    make_event,
    make_office,
    make_party,
    make_person,
    take_part,
)

pytestmark = pytest.mark.django_db

PAGES = ["/", "/stories/", "/quotations/", "/events/", "/people/ana-bell/", "/parties/labour/"]


@pytest.mark.parametrize("day", [date.min, date.max])
def test_work_and_pages_go_on_beside_the_first_and_the_last_day_there_is(client, day):
    ana = make_person("Ana Bell")
    join_party(ana, make_party("Labour"), starts=None, ends=day)
    hold(ana, make_office(), starts=None, ends=day)
    for number in range(3):
        told = tell(ana, number, published_on=day)
    for outlet in ("The Post", "The Bulletin"):
        report(WORDS, ana, outlet, published_on=day, status="confirmed")
    event = make_event("Row", kind="walk-out", starts_on=day)
    take_part(event, ana)
    cover(event, told)
    call_command("group", verbosity=0)
    call_command("reread", workers=1, verbosity=0)
    call_command("propose_events", verbosity=0)
    assert Event.objects.get() == event
    for page in [*PAGES, told.get_absolute_url(), event.get_absolute_url()]:
        assert client.get(page).status_code == 200
