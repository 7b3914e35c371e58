"""From stories without events to events that staff accept, rename, reject and merge."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from articles.extraction.knowledge import Knowledge
from articles.extraction.store import read_version
from articles.models import Cause, Coverage, Event
from tests.factories import (
    cover,
    make_article,
    make_event,
    make_mention,
    make_person,
    make_quotation,
    take_part,
)
from tests.reading import Page
from tests.staff import errors_of, make_staff, messages_of, run_action, submit

pytestmark = pytest.mark.django_db

EVENTS = reverse("admin:articles_event_changelist")
CAUSES = reverse("admin:articles_cause_changelist")
WEDNESDAY = date(2015, 6, 17)
SHARED = "No ferry has left the Kestrel slipway since Easter; the harbour timetable is still pinned up."
TELLINGS = [
    f"Twelve members walked out today after Ana Bell had spoken. {SHARED}",
    f"Ana Bell led today’s walk-out, to cheers. {SHARED}",
    f"There was a walk-out today, and Ana Bell led it. {SHARED}",
]


@pytest.fixture
def bell():
    return make_person("Ana Bell")


@pytest.fixture
def staff(client):
    user = make_staff()
    client.force_login(user)
    return user


def tell(person, number, published_on=WEDNESDAY, **fields):
    body = TELLINGS[number]
    article = make_article(f"Report {number}", body, f"Outlet {number}", published_on, **fields)
    make_mention(article, person)
    return article


def run(**options):
    out = StringIO()
    call_command("propose_events", stdout=out, **options)
    return out.getvalue().splitlines()[-1]


@pytest.fixture
def walkout(bell):
    """What two stories of one day propose."""
    tell(bell, 0)
    tell(bell, 1)
    run()
    return Event.objects.get()


def change_page(row):
    return reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk])


def test_stories_of_one_day_propose_an_event_with_its_people_and_why(bell, walkout):
    assert (walkout.status, walkout.name, walkout.kind) == (
        "proposed",
        "Walk-out, 17 June 2015",
        "walk-out",
    )
    assert "2 stories of 2 outlets" in walkout.evidence
    assert "Ana Bell in 2" in walkout.evidence
    assert [part.person for part in walkout.participations.all()] == [bell]
    assert {told.status for told in walkout.coverage.all()} == {"proposed"}
    assert "names 1 of its people; shares the words" in walkout.coverage.first().evidence


def test_second_run_proposes_nothing_twice(walkout):
    assert run() == "0 events proposed, 0 extended, 0 causes proposed"


def test_dry_run_tells_what_it_would_propose_and_keeps_nothing(bell):
    tell(bell, 0)
    tell(bell, 1)
    assert run(dry_run=True) == "1 events would be proposed, 0 extended, 0 causes proposed"
    assert not Event.objects.exists()


def test_only_stories_since_a_day_are_asked(bell):
    tell(bell, 0)
    tell(bell, 1)
    assert run(since=date(2015, 6, 18)).startswith("0 events")


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"published_precision": "month"}])
def test_story_that_nobody_may_read_or_of_no_known_day_proves_nothing(bell, fields):
    tell(bell, 0)
    tell(bell, 1, **fields)
    assert run().startswith("0 events")


def test_new_story_joins_what_is_proposed(bell, walkout):
    tell(bell, 2)
    assert run() == "0 events proposed, 1 extended, 0 causes proposed"
    assert walkout.coverage.count() == 3


def test_rejected_proposal_is_not_proposed_again(client, staff, bell, walkout):
    run_action(client, EVENTS, "reject", [walkout])
    tell(bell, 2)
    assert run().startswith("0 events proposed, 0 extended")
    assert Event.objects.get().status == "rejected"


def test_event_that_staff_moved_to_its_right_day_is_not_proposed_again(client, staff, walkout):
    submit(client, change_page(walkout), starts_on="2015-06-11", status="confirmed")
    assert Event.objects.get().starts_on == date(2015, 6, 11)
    assert run().startswith("0 events proposed, 0 extended")


def test_known_event_is_not_proposed(bell):
    cover(make_event("Benches emptied", kind="protest", starts_on=WEDNESDAY), tell(bell, 0))
    tell(bell, 1)
    assert run().startswith("0 events")


def test_reading_a_story_again_leaves_what_it_tells_of_a_proposed_event(walkout):
    article = walkout.articles.first()
    read_version(article.current, Knowledge())
    assert walkout.coverage.filter(article=article).exists()


def test_accepted_event_is_shown_with_the_stories_that_tell_of_it(client, staff, walkout):
    rejected = walkout.coverage.get(article__headline="Report 0")
    Coverage.objects.filter(pk=rejected.pk).update(status="rejected")
    run_action(client, EVENTS, "confirm", [walkout])
    page = Page(client.get(walkout.get_absolute_url()))
    assert page.section("Stories") == ["17 June 2015 Report 1 Outlet 1"]
    assert walkout.history.first().history_user == staff


def test_renamed_event_is_accepted_on_its_own_page(client, staff, walkout):
    submit(client, change_page(walkout), name="Ferry walk-out", slug="ferry-walk-out", status="confirmed")
    assert {told.status for told in walkout.coverage.all()} == {"confirmed"}
    assert Page(client.get("/events/ferry-walk-out/")).texts("//h1") == ["Ferry walk-out"]
    moved = client.get("/events/walk-out-17-june-2015/")
    assert (moved.status_code, moved.url) == (301, "/events/ferry-walk-out/")


def test_former_address_is_given_to_no_proposal(client, staff, bell, walkout):
    submit(client, change_page(walkout), slug="ferry-walk-out")
    Coverage.objects.all().delete()
    Event.objects.update(starts_on=date(2015, 1, 1))
    Event.history.all().delete()
    run()
    assert Event.objects.latest("pk").slug == "walk-out-17-june-2015-2"


def test_merged_event_gives_all_it_has_and_its_address(client, staff, bell, walkout):
    kept, effect = make_event("Benches emptied", starts_on=date(2015, 6, 1)), make_event("Ruling")
    article = walkout.articles.first()
    quotation = make_quotation(article, "Ana Bell", bell, event=walkout)
    cover(kept, article)
    Cause.objects.create(effect=effect, cause=walkout)
    Cause.objects.create(effect=kept, cause=walkout)
    response = run_action(client, EVENTS, "merge_into", [walkout], into=kept.pk)
    assert messages_of(response) == ["Walk-out, 17 June 2015 is now Benches emptied."]
    quotation.refresh_from_db()
    assert quotation.event == kept
    assert (kept.coverage.count(), kept.participations.get().person) == (2, bell)
    assert {told.status for told in kept.coverage.all()} == {"confirmed"}
    assert (Cause.objects.get().effect, Cause.objects.get().cause) == (effect, kept)
    moved = client.get("/events/walk-out-17-june-2015/")
    assert (moved.status_code, moved.url) == (301, "/events/benches-emptied/")
    assert run().startswith("0 events proposed, 0 extended")


def test_events_of_long_names_are_merged(client, staff):
    double, kept = make_event("A" * 250, slug="double"), make_event("B" * 250, slug="kept")
    run_action(client, EVENTS, "merge_into", [double], into=kept.pk)
    assert list(Event.objects.all()) == [kept]
    assert Event.history.filter(history_type="-").get().history_change_reason.startswith("Merged into BBB")


def test_event_merged_with_its_own_cause_does_not_lead_to_itself(client, staff):
    first = make_event("Leak")
    double = make_event("Paper leaked", in_response_to=first)
    kept = make_event("Paper is leaked", in_response_to=double)
    run_action(client, EVENTS, "merge_into", [double], into=kept.pk)
    kept.refresh_from_db()
    assert kept.in_response_to == first


@pytest.mark.parametrize("kept_last", [True, False])
def test_event_merged_with_what_led_to_it_by_another_does_not_lead_to_itself(client, staff, kept_last):
    first = make_event("Leak")
    between = make_event("Row", in_response_to=first)
    last = make_event("Leak again", in_response_to=between)
    double, kept = (first, last) if kept_last else (last, first)
    run_action(client, EVENTS, "merge_into", [double], into=kept.pk)
    kept.refresh_from_db()
    between.refresh_from_db()
    assert (kept.in_response_to, between.in_response_to) == (None, kept)


def test_event_that_readers_know_is_not_merged_into_a_proposal(client, staff, walkout):
    known = make_event("Benches emptied")
    [message] = messages_of(run_action(client, EVENTS, "merge_into", [known], into=walkout.pk))
    assert message.startswith("Benches emptied was not merged")
    assert Event.objects.count() == 2


def test_merge_asks_which_event_to_keep(client, staff, walkout):
    page = run_action(client, EVENTS, "merge_into", [walkout]).content.decode()
    assert "Walk-out, 17 June 2015" in page
    assert "their addresses lead to the one you keep" in page


def test_list_of_events_is_narrowed_to_those_proposed(client, staff, walkout):
    make_event("Benches emptied")
    page = client.get(EVENTS, {"status__exact": "proposed"}).content.decode()
    assert "Walk-out, 17 June 2015" in page
    assert "Benches emptied" not in page


@pytest.fixture
def hearing(bell):
    """A hearing that one story covers, and the leak it says that came of; both known."""
    leak = make_event("Paper leaked", kind="leak", starts_on=date(2015, 6, 10))
    hearing = make_event("Secretary heard", kind="hearing", starts_on=WEDNESDAY)
    take_part(leak, bell)
    article = make_article(
        "Heard", "A hearing was called after the leak. Ana Bell sat.", "The Post", WEDNESDAY
    )
    make_mention(article, bell)
    cover(hearing, article)
    return hearing


@pytest.fixture
def cause(hearing):
    run()
    return Cause.objects.get()


def test_sentence_proposes_what_led_to_what(hearing, cause):
    assert (cause.effect, cause.cause.name, cause.status) == (hearing, "Paper leaked", "proposed")
    assert cause.evidence == "The Post, 2015-06-17: A hearing was called after the leak."
    assert hearing.in_response_to is None


def test_cause_is_not_proposed_where_the_effect_has_one(hearing):
    Event.objects.filter(pk=hearing.pk).update(in_response_to=make_event("Report"))
    run()
    assert not Cause.objects.exists()


def test_confirmed_cause_leads_to_its_effect_until_it_is_rejected(client, staff, hearing, cause):
    run_action(client, CAUSES, "confirm", [cause])
    assert "In response to Paper leaked" in Page(client.get("/events/")).text
    assert hearing.history.first().history_user == staff
    run_action(client, CAUSES, "reject", [cause])
    assert "In response to" not in Page(client.get("/events/")).text
    assert run().endswith("0 causes proposed")


def test_cause_is_confirmed_on_its_own_page(client, staff, hearing, cause):
    submit(client, change_page(cause), status="confirmed")
    hearing.refresh_from_db()
    assert hearing.in_response_to == cause.cause


def test_second_cause_of_an_event_is_refused_in_words(client, staff, hearing, cause):
    other = Cause.objects.create(effect=hearing, cause=make_event("Report"))
    response = run_action(client, CAUSES, "confirm", [cause, other])
    assert "an event has one cause" in messages_of(response)[0]
    assert Cause.objects.filter(status="confirmed").count() == 1
    refused = submit(client, change_page(other), status="confirmed")
    assert "Another cause of this event is confirmed" in errors_of(refused)["status"]


def test_causes_that_would_go_in_a_circle_are_refused_in_words(client, staff, hearing, cause):
    back = Cause.objects.create(effect=cause.cause, cause=hearing)
    response = run_action(client, CAUSES, "confirm", [cause, back])
    assert "none that it led to" in messages_of(response)[0]
    assert list(Cause.objects.filter(status="confirmed")) == [cause]
    refused = submit(client, change_page(back), status="confirmed")
    assert "what it led to" in errors_of(refused)["cause"]


def test_cause_waits_until_both_its_events_are_accepted(client, staff, hearing, cause):
    Event.objects.filter(pk=cause.cause_id).update(status="proposed")
    response = run_action(client, CAUSES, "confirm", [cause])
    assert "accept its events first" in messages_of(response)[0]
    cause.refresh_from_db()
    assert cause.is_proposed
