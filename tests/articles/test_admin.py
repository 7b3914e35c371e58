from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from articles.models import Article, ArticleVersion, Coverage, Mistake, Quotation
from people.models import Organization
from tests.factories import (
    cover,
    make_article,
    make_event,
    make_mention,
    make_outlet,
    make_person,
    make_quotation,
    take_part,
)
from tests.staff import add_rows, errors_of, form_of, make_staff, messages_of, run_action, submit

pytestmark = pytest.mark.django_db

BODY = (
    "Ana Tane rose.\n\n“We will,” she said, “in time.” <b>Nobody</b> & all.\n\nIn time, in time, they left."
)
QUOTATIONS = "/admin/articles/quotation/"
LISTS = {
    "outlet": 4,
    "article": 8,
    "articleversion": 8,
    "quotation": 7,
    "mention": 4,
    "coverage": 4,
    "event": 7,
}


@pytest.fixture
def staff(client):
    user = make_staff()
    client.force_login(user)
    return user


@pytest.fixture
def article():
    return make_article("Walk-out", BODY)


def page_of(row, name="change"):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{name}", args=[row.pk])


def make_rows(count):
    for _ in range(count):
        person, event = make_person(), make_event()
        article = make_article(body=f"{person} said “Yes.”", outlet=f"Outlet of {person}")
        make_quotation(article, "Yes.", person, status="proposed", confidence=0.7)
        make_quotation(article, "said", speaker_outlet=article.outlet, attribution="resolved")
        make_mention(article, person)
        take_part(event, person)
        cover(event, article)


@pytest.mark.parametrize(("model", "expected"), LISTS.items())
def test_lists_cost_the_same_for_25_rows_as_for_5(client, staff, model, expected):
    address = reverse(f"admin:articles_{model}_changelist")
    costs = []
    for more in (5, 20):
        make_rows(more)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        costs.append(len(queries))
    assert costs == [expected, expected]


def test_the_list_of_stories_reads_no_bylines(client, staff):
    make_rows(1)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("admin:articles_article_changelist")).status_code == 200
    assert "articles_byline" not in " ".join(query["sql"] for query in queries)


NONSENSE = [
    "q=%22",
    "q=-",
    f"q={'x' * 5000}",
    "p=-1",
    "p=x",
    "status=x",
    "confidence=x",
    "o=99",
    "listed_on__year=x",
]


@pytest.mark.parametrize("model", LISTS)
def test_a_list_asked_for_nonsense_still_answers(client, staff, model):
    address = reverse(f"admin:articles_{model}_changelist")
    for asked in NONSENSE:
        assert client.get(f"{address}?{asked}", follow=True).status_code == 200, asked


@pytest.mark.parametrize(
    "address", [QUOTATIONS + "?status=%00", QUOTATIONS + "?q=%00", "/admin/autocomplete/?term=%00"]
)
def test_a_nul_is_refused(client, staff, address):
    assert client.get(address).status_code == 400


def test_every_page_opens(client, staff):
    make_rows(1)
    for row in (Article, ArticleVersion, Quotation, Coverage):
        for page in ("change", "history"):
            assert client.get(page_of(row.objects.first(), page)).status_code == 200


def test_staff_are_told_first_what_waits_for_them(client, staff):
    article = make_article(body="“No,” he said. “Yes.”")
    waits = make_quotation(article, "No", status=Quotation.Status.PROPOSED)
    make_quotation(article, "Yes", status=Quotation.Status.CONFIRMED)
    Mistake.objects.create(article=article, words="The day is wrong.")
    response = client.get("/admin/")
    lines = {
        line.text_content().strip().split("\n")[0]: line.find("a").get("href")
        for line in html.fromstring(response.content).find_class("waiting")[0].iter("li")
    }
    assert set(lines) == {"Quotation", "Reported mistake"}
    assert list(client.get(lines["Quotation"]).context["cl"].result_list) == [waits]
    assert len(client.get(lines["Reported mistake"]).context["cl"].result_list) == 1
    assert [app["app_label"] for app in response.context["app_list"]][:2] == ["articles", "people"]


def test_nobody_is_told_of_what_they_may_not_decide(client):
    make_quotation(make_article(body="“No,” he said."), "No", status=Quotation.Status.PROPOSED)
    client.force_login(User.objects.create_user("guest", is_staff=True))
    assert client.get("/admin/").context["waiting"] == []


def test_a_quotation_stands_beside_its_paragraphs_marked_and_escaped(client, staff, article):
    page = client.get(page_of(make_quotation(article, "We will,"))).content.decode()
    assert "<p>Ana Tane rose.</p><p>“<mark>We will,</mark>” she said, “in time.”" in page
    assert "&lt;b&gt;Nobody&lt;/b&gt; &amp; all.</p>" in page


def test_words_parted_by_their_cue_are_marked_apart(client, staff, article):
    end = BODY.index("in time.")
    quotation = Quotation.objects.create(
        version=article.current, spans=[[17, 25], [end, end + 8]], text="We will, in time."
    )
    assert "<mark>in time.</mark>" in client.get(page_of(quotation)).content.decode()


def test_quotations_are_found_by_words_and_by_speaker(client, staff, article):
    make_quotation(article, "We will,", make_person("Māhara Tāne"))
    make_quotation(article, "they left")
    assert "they left" not in client.get(QUOTATIONS, {"q": "mahara"}).content.decode()
    assert "We will" not in client.get(QUOTATIONS, {"q": '"they left"'}).content.decode()
    assert "they left" not in client.get(QUOTATIONS, {"q": "speaker:tane will"}).content.decode()


def test_staff_are_told_what_is_wrong_with_a_search(client, staff, article):
    make_quotation(article, "they left")
    html = client.get(QUOTATIONS, {"q": "after:2015-02-30"}).content.decode()
    assert "is no date" in html
    assert "after:2015-02-28" in html
    assert "they left" not in html


@pytest.mark.parametrize(("band", "found"), [("low", 0.2), ("middle", 0.6), ("high", 0.9), ("none", None)])
def test_quotations_are_filtered_by_confidence(client, staff, article, band, found):
    for text, confidence in {"We": None, "will": 0.2, "she": 0.6, "said": 0.9}.items():
        make_quotation(article, text, confidence=confidence)
    rows = client.get(QUOTATIONS, {"confidence": band}).context["cl"].result_list
    assert [row.confidence for row in rows] == [found]


def test_a_chosen_speaker_resolves_the_quotation(client, staff, article):
    quotation, person = make_quotation(article, "We will,", attribution="unlisted"), make_person()
    submit(client, page_of(quotation), speaker=person.pk, status="confirmed", change_reason="On the tape")
    quotation.refresh_from_db()
    assert (quotation.speaker, quotation.attribution, quotation.status) == (person, "resolved", "confirmed")
    change = quotation.history.first()
    assert (change.history_user, change.history_change_reason) == (staff, "On the tape")


@pytest.mark.parametrize(("fields", "attribution"), [({"speaker_label": "she"}, "unlisted"), ({}, "unknown")])
def test_without_its_speaker_a_quotation_is_no_longer_resolved(client, staff, article, fields, attribution):
    quotation = make_quotation(article, "We will,", make_person(), **fields)
    submit(client, page_of(quotation), speaker="")
    quotation.refresh_from_db()
    assert quotation.attribution == attribution


def test_without_its_speaker_a_quotation_is_one_of_its_candidates(client, staff, article):
    quotation, person = make_quotation(article, "We will,", make_person(), status="proposed"), make_person()
    submit(client, page_of(quotation), speaker="", candidates=[person.pk])
    quotation.refresh_from_db()
    assert (quotation.attribution, quotation.candidates.get()) == ("ambiguous", person)


def test_a_quotation_has_one_speaker(client, staff, article):
    quotation = make_quotation(article, "We will,", make_person())
    house = Organization.objects.create(name="House")
    response = submit(client, page_of(quotation), speaker_organization=house.pk)
    assert "one speaker" in errors_of(response)["speaker_organization"]


@pytest.mark.parametrize(
    ("speaker", "attribution", "told"),
    [(False, "resolved", "Choose the speaker"), (True, "unknown", "clear that")],
)
def test_attribution_agrees_with_the_speaker(client, staff, article, speaker, attribution, told):
    quotation = make_quotation(article, "We will,", make_person() if speaker else None)
    assert told in errors_of(submit(client, page_of(quotation), attribution=attribution))["attribution"]


def test_an_ambiguous_quotation_is_not_confirmed(client, staff, article):
    quotation = make_quotation(article, "We will,", attribution="ambiguous", status="proposed")
    response = submit(client, page_of(quotation), status="confirmed")
    assert "before you confirm" in errors_of(response)["speaker"]


def test_changed_words_are_found_in_the_story(client, staff, article):
    quotation = make_quotation(article, "We will,")
    submit(client, page_of(quotation), text="rose.\r\n\r\n“We")
    quotation.refresh_from_db()
    assert (quotation.text, quotation.spans) == ("rose.\n\n“We", [[9, 19]])


def test_words_of_several_places_ask_for_one(client, staff, article):
    quotation = make_quotation(article, "We will,")
    places = [position for position in range(len(BODY)) if BODY.startswith("n time", position)]
    told = ", ".join(f"{place}–{place + 6}" for place in places)
    response = submit(client, page_of(quotation), text="n time")
    assert errors_of(response) == {"spans": f"The words stand at 3 places ({told}): write which is meant."}
    submit(client, page_of(quotation), text="n time", spans=told.split(", ")[1])
    quotation.refresh_from_db()
    assert quotation.start == places[1]


def test_changed_places_bring_their_words(client, staff, article):
    quotation, end = make_quotation(article, "We will,"), BODY.index("in time.")
    submit(client, page_of(quotation), spans=f"17-25, {end}-{end + 8}")
    quotation.refresh_from_db()
    assert quotation.text == "We will, in time."


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"text": "We won’t,"}, "text", "nowhere"),
        ({"text": ""}, "text", "required"),
        ({"text": "We won’t,", "spans": "0–3"}, "text", "stands “Ana”"),
        ({"spans": "x"}, "spans", "two positions"),
        ({"spans": "9–1"}, "spans", "run forward"),
        ({"spans": "0–9, 4–12"}, "spans", "do not overlap"),
        ({"spans": "0–99999"}, "spans", "between 0 and"),
        ({"spans": "9" * 30 + "–1"}, "spans", "two positions"),
        ({"text": "in time."}, "spans", "Another quotation"),
        ({"said_on": "yesterday"}, "said_on", "valid date"),
        ({"said_on": "9999-12-31"}, "said_on", "too far from today"),
        ({"said_on": "0001-01-01"}, "said_on", "too far from today"),
        (
            {"said_on": "2015-11-14"},
            "said_on",
            "is after the story was printed, 12 November 2015",
        ),
    ],
)
def test_what_a_quotation_cannot_be_is_told_at_the_field(client, staff, article, changes, field, told):
    quotation = make_quotation(article, "We will,")
    make_quotation(article, "in time.")
    errors = errors_of(submit(client, page_of(quotation), **changes))
    assert list(errors) == [field]
    assert told in errors[field]


def test_of_a_story_whose_year_is_known_a_quotation_may_be_of_any_day_in_it(client, staff):
    article = make_article(body=BODY, published_on=date(2015, 1, 1), published_precision="year")
    quotation = make_quotation(article, "We will,")
    submit(client, page_of(quotation), said_on="2015-12-31")
    quotation.refresh_from_db()
    assert quotation.said_on == date(2015, 12, 31)


def test_staff_add_a_quotation_by_its_words(client, staff, article):
    person = make_person()
    submit(
        client,
        reverse("admin:articles_quotation_add"),
        version=article.current.pk,
        text="We will,",
        speaker=person.pk,
    )
    quotation = Quotation.objects.get()
    assert (quotation.spans, quotation.attribution, quotation.outlet) == (
        [[17, 25]],
        "resolved",
        article.outlet,
    )


def test_history_tells_what_changed_in_words(client, staff, article):
    quotation = make_quotation(article, "We will,")
    submit(client, page_of(quotation), speaker=make_person("Ana Tane").pk, occasion="in the House")
    page = " ".join(client.get(page_of(quotation, "history")).content.decode().split())
    assert "– → Ana Tane" in page
    assert "nobody named → a speaker we know" in page
    assert "– → in the House" in page


def test_a_quotation_needs_a_story(client, staff):
    errors = errors_of(submit(client, reverse("admin:articles_quotation_add"), text="We will,"))
    assert list(errors) == ["version"]


def test_a_quotation_goes_back_to_what_it_was(client, staff, article):
    quotation = make_quotation(article, "We will,", make_person())
    submit(client, page_of(quotation), speaker="", text="they left")
    address = reverse(
        "admin:articles_quotation_simple_history", args=[quotation.pk, quotation.history.last().pk]
    )
    submit(client, address)
    quotation.refresh_from_db()
    assert (quotation.text, quotation.attribution) == ("We will,", "resolved")


def test_going_back_is_refused_in_the_form(client, staff, article):
    quotation = make_quotation(article, "We will,")
    submit(client, page_of(quotation), text="they left")
    make_quotation(article, "We will,")
    first = quotation.history.last()
    response = submit(
        client, reverse("admin:articles_quotation_simple_history", args=[quotation.pk, first.pk])
    )
    assert "Another quotation" in response.content.decode()


@pytest.mark.parametrize(
    ("action", "status"), [("confirm", "confirmed"), ("reject", "rejected"), ("propose", "proposed")]
)
def test_quotations_are_decided_in_the_list(client, staff, article, action, status):
    quotations = [
        make_quotation(article, "We will,", status="proposed"),
        make_quotation(article, "she", status="confirmed"),
        make_quotation(article, "said", status="rejected"),
    ]
    response = run_action(client, QUOTATIONS, action, quotations)
    assert messages_of(response) == [f"2 are now {status}."]
    for quotation in quotations:
        changed = quotation.status != status
        quotation.refresh_from_db()
        newest = quotation.history.first()
        assert quotation.status == status
        assert newest.history_user == (staff if changed else None)
        assert newest.history_change_reason == (f"Now {status}, from the list" if changed else None)


def test_the_undecided_are_left_when_others_are_confirmed(client, staff, article):
    undecided = make_quotation(article, "We will,", attribution="ambiguous", status="proposed")
    decided = make_quotation(article, "she", status="proposed")
    response = run_action(client, QUOTATIONS, "confirm", [undecided, decided])
    assert messages_of(response) == [
        "1 was not confirmed: open it, and choose which of them spoke.",
        "1 is now confirmed.",
    ]
    undecided.refresh_from_db()
    assert undecided.status == "proposed"


def test_mentions_and_coverage_are_decided_in_the_list(client, staff, article):
    rows = [make_mention(article, make_person("Ana Tane")), cover(make_event(), article, status="proposed")]
    for row in rows:
        run_action(client, reverse(f"admin:articles_{row._meta.model_name}_changelist"), "reject", [row])
        row.refresh_from_db()
        assert row.status == "rejected"
        assert LogEntry.objects.get(content_type__model=row._meta.model_name).user == staff


def test_a_mention_shows_its_words(client, staff, article):
    mention = make_mention(article, make_person("Ana Tane"))
    assert "<mark>Ana Tane</mark>" in client.get(page_of(mention)).content.decode()
    assert "Ana Tane" in client.get("/admin/articles/mention/").content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"status": "withdrawn"}, "withdrawn_reason"),
        ({"published_precision": "instant"}, "published_at"),
        ({"slug": "taken"}, "slug"),
        ({"outlet": "9999"}, "outlet"),
        ({"published_on": "2015-02-30"}, "published_on"),
        ({"published_on": "9999-12-31"}, "published_on"),
        ({"published_on": "1449-12-31"}, "published_on"),
        ({"published_on": str(date.today() + timedelta(days=3))}, "published_on"),
        ({"published_at_0": "9999-12-31", "published_at_1": "23:59"}, "published_at"),
    ],
)
def test_what_a_story_cannot_be_is_told_at_the_field(client, staff, article, changes, field):
    make_article("Taken")
    assert list(errors_of(submit(client, page_of(article), **changes))) == [field]


def add_story(client, **said):
    address = reverse("admin:articles_article_add")
    return submit(client, address, **{"published_on": "2015-11-12", "text": BODY, **said})


def test_staff_add_a_story_with_its_text_and_it_is_read(client, staff):
    person = make_person("Ana Tane", gender="female")
    add_story(
        client, outlet=make_outlet().pk, headline="Walk-out", slug="walk-out", url="https://news.example/1"
    )
    article, version = Article.objects.get(), ArticleVersion.objects.get()
    assert (article.current, version.body, version.place, version.importer) == (
        version,
        BODY,
        "typed in",
        "admin",
    )
    assert article.source_key == "https://news.example/1"
    assert [quotation.speaker for quotation in version.quotations.all()] == [person]
    assert client.get(article.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "Read more:"}, ""),
        ({"published_on": "0001-01-01"}, "published_on"),
        ({"slug": "a b"}, "slug"),
        ({"language": "??"}, ""),
    ],
)
def test_a_story_that_cannot_be_taken_is_told_at_the_field(client, staff, said, field):
    response = add_story(client, **{"outlet": make_outlet().pk, "headline": "A", "slug": "a", **said})
    assert list(errors_of(response)) == [field]
    assert not Article.objects.exists()


def test_an_outlet_has_a_report_once(client, staff):
    told = {"outlet": make_outlet().pk, "headline": "Walk-out"}
    add_story(client, **told, slug="walk-out")
    assert list(errors_of(add_story(client, **told, slug="another"))) == ["outlet"]


def test_bylines_stand_one_to_a_position(client, staff, article):
    article.bylines.create(position=1, name="A. Reporter")
    form = form_of(client.get(page_of(article)))
    add_rows(form, "bylines", {"position": 1, "name": "B. Reporter"})
    assert client.post(page_of(article), form).status_code == 200
    assert article.bylines.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": "2015-11-01"}, "ends_on"),
        ({"ends_on": "9999-12-31"}, "ends_on"),
        ({"starts_on": "0001-01-01"}, "starts_on"),
        ({"slug": "taken"}, "slug"),
        ({"kind": ""}, "kind"),
    ],
)
def test_what_an_event_cannot_be_is_told_at_the_field(client, staff, changes, field):
    make_event(slug="taken")
    assert list(errors_of(submit(client, page_of(make_event()), **changes))) == [field]


def test_nothing_happens_in_response_to_itself(client, staff):
    event = make_event()
    assert "itself" in errors_of(submit(client, page_of(event), in_response_to=event.pk))["in_response_to"]


def test_no_event_leads_to_what_led_to_it(client, staff):
    leak = make_event("Leak")
    hearing = make_event("Hearing", in_response_to=make_event("Row", in_response_to=leak))
    refused = errors_of(submit(client, page_of(leak), in_response_to=hearing.pk))
    assert refused == {"in_response_to": "Nothing happens in response to itself, or to what it led to."}
    leak.refresh_from_db()
    assert leak.in_response_to is None


def test_a_story_and_an_event_are_tied_once(client, staff, article):
    event = make_event()
    cover(event, article)
    response = submit(client, reverse("admin:articles_coverage_add"), event=event.pk, article=article.pk)
    assert list(errors_of(response)) == ["article"]


def test_stories_and_events_tell_of_each_other(client, staff, article):
    event = make_event("Walk-out")
    cover(event, article)
    for row in (event, article):
        assert "Walk-out" in client.get(page_of(row)).content.decode()


def test_versions_are_to_look_at(client, staff, article):
    version = article.current
    page = client.get(page_of(version)).content.decode()
    assert "&lt;b&gt;Nobody&lt;/b&gt;" in page
    assert version.original_sha256 in page
    assert client.post(page_of(version), {"headline": "Other"}).status_code == 403
    assert client.post(page_of(version, "delete"), {"post": "yes"}).status_code == 403
    assert client.get(reverse("admin:articles_articleversion_add")).status_code == 403


def test_stories_are_not_deleted(client, staff, article):
    assert client.post(page_of(article, "delete"), {"post": "yes"}).status_code == 403


def test_an_outlet_with_stories_is_not_deleted(client, staff, article):
    client.post(page_of(article.outlet, "delete"), {"post": "yes"})
    assert make_outlet(article.outlet.name).articles.exists()


def test_a_record_leads_to_its_public_page(client, staff, article):
    page = client.get(page_of(article)).content.decode()
    assert (
        reverse("admin:view_on_site", args=[ContentType.objects.get_for_model(article).pk, article.pk])
        in page
    )


def may(user, deed, model):
    return user.has_perm(f"{model._meta.app_label}.{deed}_{model._meta.model_name}")


@pytest.mark.parametrize(
    ("group", "deed", "model", "allowed"),
    [
        ("Editors", "add", Article, True),
        ("Editors", "change", Quotation, True),
        ("Editors", "delete", Quotation, False),
        ("Editors", "delete", ArticleVersion, False),
        ("Editors", "change", ArticleVersion, False),
        ("Reviewers", "view", Article, True),
        ("Reviewers", "change", Article, False),
        ("Reviewers", "change", Quotation, True),
        ("Reviewers", "change", Coverage, True),
        ("Reviewers", "add", Quotation, False),
        ("Reviewers", "delete", Coverage, False),
    ],
)
def test_groups_may(group, deed, model, allowed):
    assert may(make_staff(group=group), deed, model) is allowed


@pytest.mark.parametrize("group", ["Editors", "Reviewers"])
def test_a_group_opens_every_list_and_record(client, group):
    make_rows(1)
    client.force_login(make_staff(group=group))
    for model in (Article, ArticleVersion, Quotation, Coverage):
        assert client.get(reverse(f"admin:articles_{model._meta.model_name}_changelist")).status_code == 200
        assert client.get(page_of(model.objects.first())).status_code == 200


def test_a_reviewer_decides_and_changes_no_story(client, article):
    client.force_login(make_staff(group="Reviewers"))
    quotation, person = make_quotation(article, "We will,", status="proposed"), make_person()
    submit(client, page_of(quotation), speaker=person.pk, status="confirmed")
    quotation.refresh_from_db()
    assert (quotation.speaker, quotation.status) == (person, "confirmed")
    assert client.post(page_of(article), {"headline": "Other"}).status_code == 403


def test_a_quotations_day_follows_what_staff_say(client, staff, article):
    quotation = make_quotation(article, "We will,")
    submit(client, page_of(quotation), said_on="2015-11-09")
    quotation.refresh_from_db()
    assert quotation.listed_on == date(2015, 11, 9)
