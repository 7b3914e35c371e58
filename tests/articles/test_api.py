"""The interface for machines: the records that readers see, found by the same searches."""

import json
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from drf_spectacular.validation import validate_schema

from archive.api import Records
from articles.api.search import PARAMETERS
from articles.api.urls import records
from articles.models import Article, Quotation
from tests.factories import (
    cover,
    hold,
    join_party,
    make_article,
    make_event,
    make_office,
    make_outlet,
    make_party,
    make_person,
    make_quotation,
    take_part,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

LISTS = ["quotations", "stories", "people", "events", "outlets", "parties"]
SITE = "http://localhost:8000"


@pytest.fixture
def key():
    """The Prime Minister of the day, of National."""
    person = make_person("John Key", born_on=date(1961, 8, 9))
    join_party(person, make_party("National", slug="national"), date(2002, 1, 1))
    hold(person, make_office("Prime Minister"), date(2008, 11, 19), date(2016, 12, 12))
    return person


@pytest.fixture
def quotation(key):
    article = make_article("Key speaks", body="“We are very clear,” Mr Key told reporters.")
    return make_quotation(article, "We are very clear,", key, speaker_label="Mr Key")


def get(client, path, status=200, **headers):
    response = client.get(f"/api/{path}", headers=headers)
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/json"
    return response.json()


def fill(rows):
    """As many of everything, no two alike."""
    for number in range(rows):
        person, party = make_person(f"Speaker {number:03}"), make_party(f"Party {number:03}")
        join_party(person, party)
        hold(person, make_office(f"Minister {number}"))
        article = make_article(body=f"“Word {number},” said Speaker {number:03}.", outlet=f"Outlet {number}")
        event = make_event(in_response_to=make_event() if number % 5 == 0 else None)
        take_part(event, person)
        cover(event, article)
        quotation = make_quotation(article, f"Word {number},", person, event=event)
        quotation.candidates.add(person)


class TestRecords:
    def test_a_quotation_says_who_spoke_what_they_were_and_how_we_know(self, client, quotation):
        [found] = get(client, "quotations/?speaker=john-key")["results"]
        assert found == get(client, f"quotations/{quotation.pk}/")
        assert found["text"] == "We are very clear,"
        assert found["url"] == f"{SITE}/quotations/{quotation.pk}/"
        assert found["speaker"] == {
            "type": "person",
            "name": "John Key",
            "slug": "john-key",
            "url": f"{SITE}/people/john-key/",
            "api_url": f"{SITE}/api/people/john-key/",
        }
        then = found["speaker_that_day"]
        assert (then["day"], then["offices"], then["line"]) == (
            "2015-11-12",
            ["Prime Minister"],
            "Prime Minister; National",
        )
        assert then["party"]["slug"] == "national"
        assert (found["status"], found["confidence"], found["attribution"]) == ("confirmed", None, "resolved")
        assert found["story"]["title"] == "Key speaks"
        assert found["story"]["outlet"]["slug"] == "the-digest"
        assert found["context"] == {"before": "“", "after": "” Mr Key told reporters."}
        assert found["spans"] == [[1, 19]]
        assert found["provenance"]["version"] == 1
        assert found["provenance"]["source"] == "test.txt"
        assert found["provenance"]["text_sha256"]

    def test_what_was_proposed_says_so(self, client, quotation):
        Quotation.objects.update(status="proposed", confidence=0.7, evidence="a name before *told*")
        [found] = get(client, "quotations/")["results"]
        assert (found["status"], found["confidence"], found["shown_as_fact"]) == ("proposed", 0.7, False)

    def test_an_outlet_speaks_and_nobody_does(self, client):
        article = make_article(body="“One,” and “two,” it said.")
        make_quotation(article, "One,", speaker_outlet=make_outlet(), attribution="resolved")
        make_quotation(article, "two,")
        two, one = get(client, "quotations/")["results"]
        assert one["speaker"]["type"] == "outlet"
        assert (two["speaker"], two["speaker_that_day"]) == (None, None)

    def test_a_story_has_its_text_where_it_is_asked_for_alone(self, client, quotation):
        [found] = get(client, "stories/")["results"]
        whole = get(client, f"stories/{found['id']}/")
        assert whole.pop("body") == quotation.version.body
        assert whole == found
        assert (found["published_on"], found["quotation_count"]) == ("2015-11-12", 1)
        assert found["provenance"]["version"] == 1

    def test_a_story_and_its_quotations_tell_what_hurts_to_read(self, client, quotation):
        assert get(client, f"quotations/{quotation.pk}/")["story"]["content_themes"] == []
        Article.objects.update(content_themes=["sexual-violence", "suicide"])
        [said], [story] = (get(client, f"{noun}/")["results"] for noun in ("quotations", "stories"))
        assert said["story"]["content_themes"] == story["content_themes"] == ["sexual-violence", "suicide"]

    def test_a_day_is_given_as_far_as_it_is_known(self, client):
        make_article(published_precision="month")
        make_event(precision="year")
        assert get(client, "stories/")["results"][0]["published_on"] == "2015-11"
        assert get(client, "events/")["results"][0]["starts_on"] == "2015"

    def test_a_person_has_their_offices(self, client, key):
        [found] = get(client, "people/")["results"]
        whole = get(client, "people/john-key/")
        assert found["born_on"] == "1961-08-09"
        assert found["last_known"]["day"] == "2016-12-11"
        assert found["last_known"]["offices"] == ["Prime Minister"]
        assert found["last_known"]["party"]["slug"] == "national"
        [tenure] = whole["tenures"]
        assert (tenure["title"], tenure["starts"], tenure["ends"]) == (
            "Prime Minister",
            "2008-11-19",
            "2016-12-12",
        )
        assert whole["party_memberships"][0]["party"]["name"] == "National"

    def test_an_event_has_its_causes_and_who_took_part(self, client, key, quotation):
        cause = make_event("Ruling")
        event = make_event("Walk-out", in_response_to=cause)
        take_part(event, key, "led it")
        cover(event, quotation.version.article)
        found = get(client, "events/walk-out/")
        assert found["in_response_to"]["slug"] == "ruling"
        assert found["participants"][0]["part"] == "led it"
        assert found["story_count"] == 1
        assert get(client, "events/ruling/")["led_to"][0]["slug"] == "walk-out"

    def test_an_event_answers_at_its_former_address(self, client):
        event = make_event("Walk-out", slug="walkout")
        event.slug = "walk-out"
        event.save()
        assert get(client, "events/walkout/")["slug"] == "walk-out"

    @pytest.mark.parametrize(
        ("noun", "make"), [("people", make_person), ("outlets", make_outlet), ("parties", make_party)]
    )
    def test_whoever_has_another_address_now_answers_at_the_former_one(self, client, noun, make):
        row = make("Of old")
        was = row.slug
        type(row).objects.filter(pk=row.pk).update(slug="of-new")
        assert get(client, f"{noun}/{was}/") == get(client, f"{noun}/of-new/")
        assert get(client, f"{noun}/of-new/")["slug"] == "of-new"

    @pytest.mark.parametrize("noun", ["outlets", "parties"])
    def test_outlets_and_parties_are_found_by_their_slugs(self, client, quotation, noun):
        [found] = get(client, f"{noun}/")["results"]
        assert get(client, f"{noun}/{found['slug']}/")["name"] == found["name"]


class TestHidden:
    def test_what_was_rejected_is_in_no_list_and_tells_no_words(self, client, quotation):
        Quotation.objects.update(status="rejected")
        assert get(client, "quotations/")["results"] == []
        gone = get(client, f"quotations/{quotation.pk}/", 410)
        assert gone["reason"]
        assert "clear" not in json.dumps(gone)

    def test_what_was_withdrawn_tells_nothing_but_the_reason(self, client, quotation):
        article = quotation.version.article
        article.status, article.withdrawn_reason = "withdrawn", "A court ordered it."
        article.save()
        assert get(client, "quotations/")["results"] == get(client, "stories/")["results"] == []
        for path in (f"quotations/{quotation.pk}/", f"stories/{article.pk}/"):
            gone = get(client, path, 410)
            assert gone["reason"] == "A court ordered it."
            assert "clear" not in json.dumps(gone)

    def test_drafts_and_proposed_events_are_not_there(self, client, quotation):
        Article.objects.update(status="draft")
        Quotation.objects.update(event=make_event("Maybe", status="proposed"))
        assert get(client, "quotations/")["results"] == get(client, "stories/")["results"] == []
        assert get(client, "events/")["results"] == []
        get(client, f"stories/{quotation.version.article_id}/", 404)
        get(client, f"quotations/{quotation.pk}/", 404)
        get(client, "events/maybe/", 404)

    def test_a_cause_that_is_only_proposed_is_not_told(self, client):
        make_event("Walk-out", in_response_to=make_event("Maybe", status="proposed"))
        make_event("Later", status="proposed", in_response_to=make_event("Vote"))
        assert get(client, "events/walk-out/")["in_response_to"] is None
        assert get(client, "events/vote/")["led_to"] == []


class TestPages:
    @pytest.mark.parametrize("noun", LISTS)
    def test_every_record_is_met_once_on_the_way_forth_and_back(self, client, noun):
        fill(7)
        everything = get(client, f"{noun}/")["results"]
        met, page = [], get(client, f"{noun}/?page_size=3")
        pages = [page["results"]]
        while page["next"]:
            page = get(client, page["next"].removeprefix(f"{SITE}/api/"))
            pages.append(page["results"])
        for found in pages:
            met += found
        assert met == everything
        back = [page["results"]]
        while page["previous"]:
            page = get(client, page["previous"].removeprefix(f"{SITE}/api/"))
            back.insert(0, page["results"])
        assert back == pages

    def test_a_place_stays_while_newer_records_arrive(self, client):
        fill(6)
        first = get(client, "quotations/?page_size=3")
        after = [row["id"] for row in get(client, "quotations/")["results"]][3:]
        fill_more = make_article(body="“New,” said nobody.")
        make_quotation(fill_more, "New,")
        second = get(client, first["next"].removeprefix(f"{SITE}/api/"))
        assert [row["id"] for row in second["results"]] == after[:3]

    def test_the_search_and_the_order_go_with_the_page(self, client, key):
        article = make_article(body=" ".join(f"“Tax {number}.”" for number in range(4)))
        keys = [make_quotation(article, f"Tax {number}.", key).pk for number in range(4)]
        make_quotation(make_article(body="“Tax 9.”"), "Tax 9.")
        page = get(client, "quotations/?q=tax&speaker=john-key&order=oldest&page_size=3")
        assert [row["id"] for row in page["results"]] == keys[:3]
        page = get(client, page["next"].removeprefix(f"{SITE}/api/"))
        assert [row["id"] for row in page["results"]] == keys[3:]

    @pytest.mark.parametrize(
        "asked",
        [
            *(
                "page_size=0",
                "page_size=101",
                "page_size=x",
                "page_size=",
                "page_size=٣",
                "page_size=1&page_size=2",
            ),
            *("cursor=x", "cursor=WzBd", "cursor=W10", "cursor=%00", "cursor=é", "cursor=WzAsMSwxXQ"),
            *("order=sideways", "speker=key", "page=2", "format=xml", "q=%00", "on=2015-02-30"),
        ],
    )
    def test_what_cannot_be_read_is_refused_with_a_sentence(self, client, asked):
        problems = get(client, f"quotations/?{asked}", 400)["problems"]
        assert problems
        assert all(problem["message"] for problem in problems)
        assert all("suggestion" in problem for problem in problems)

    @pytest.mark.parametrize(
        ("noun", "cursor"),
        [
            *(("quotations", each) for each in (f"2015-11-12.{2**70}", "2015-02-30.1", "2015-11-12.1.5")),
            *(("quotations", each) for each in ("~a.1", "--2015-11-12.1", "2015-11-12.٣")),
            *(("people", each) for each in ("2015-11-12.1", f"~a.{2**70}", "~a", "~%00.1", "a.1")),
        ],
    )
    def test_a_forged_place_is_refused(self, client, noun, cursor):
        get(client, f"{noun}/?cursor={cursor}", 400)

    def test_the_last_page_and_what_is_beyond_it_are_places(self, client):
        fill(7)
        everybody = get(client, "people/")["results"]
        assert get(client, "people/?cursor=-&page_size=3")["results"] == everybody[-3:]
        beyond = get(client, "people/?cursor=~zzz.1&page_size=3")
        assert (beyond["results"], beyond["next"], beyond["previous"]) == ([], None, None)

    @pytest.mark.parametrize("rows", [5, 25])
    @pytest.mark.parametrize(
        ("noun", "queries"),
        # The tag, the rows and what they hold of others.
        [("quotations", 4), ("stories", 2), ("people", 6), ("events", 4), ("outlets", 2), ("parties", 2)],
    )
    def test_a_page_costs_the_same_for_any_number_of_records(
        self, client, django_assert_num_queries, noun, queries, rows
    ):
        fill(rows)
        with django_assert_num_queries(queries):
            found = get(client, f"{noun}/")["results"]
        assert len(found) >= rows


class TestInterface:
    def test_says_where_everything_is(self, client):
        lists = get(client, "")
        assert lists["quotation"] == f"{SITE}/api/quotations/"
        for address in lists.values():
            assert client.get(address.removeprefix(SITE)).status_code == 200

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    @pytest.mark.parametrize("path", ["quotations/", "quotations/1/", "people/x/"])
    def test_nothing_is_written(self, client, path, method):
        assert getattr(client, method)(f"/api/{path}").status_code == 405

    def test_may_be_asked_for_its_heads_and_options(self, client, quotation):
        assert client.head("/api/quotations/").status_code == 200
        assert client.options("/api/quotations/")["Allow"] == "GET, HEAD, OPTIONS"

    @pytest.mark.parametrize(
        "path", ["nowhere/", "people/a/b/", "quotations/x/", f"quotations/{9**40}/", "people/%00/"]
    )
    def test_what_is_not_there_is_said_in_the_same_form(self, client, path):
        assert get(client, path, 404)["detail"]

    def test_browsers_get_json_too(self, client, quotation):
        get(client, "quotations/", Accept="text/html")

    def test_who_has_an_answer_is_told_that_it_still_holds(
        self, client, quotation, django_assert_num_queries
    ):
        for path in (
            *(f"/api/{noun}/" for noun in LISTS),
            f"/api/quotations/{quotation.pk}/",
            "/api/",
            "/api/schema/",
        ):
            tag = client.get(path)["ETag"]
            with django_assert_num_queries(1):
                assert client.get(path, headers={"If-None-Match": tag}).status_code == 304

    def test_the_anonymous_are_asked_to_wait(self, client, quotation, settings):
        settings.API_ANONYMOUS_RATE = "2/min"
        caches["throttles"].clear()
        for _ in range(2):
            get(client, "quotations/")
        response = client.get("/api/quotations/")
        assert response.status_code == 429
        assert 0 < int(response["Retry-After"]) <= 60
        assert "ETag" not in response.headers
        client.force_login(User.objects.create_superuser("ana"))
        get(client, "quotations/")
        caches["throttles"].clear()

    def test_one_address_does_not_make_another_wait(self, client, settings):
        settings.API_ANONYMOUS_RATE = "1/min"
        caches["throttles"].clear()
        answers = [client.get("/api/parties/", REMOTE_ADDR=f"203.0.113.{end}") for end in (1, 1, 2)]
        assert [answer.status_code for answer in answers] == [200, 429, 200]
        caches["throttles"].clear()


def test_people_who_write_programs_are_told_how(client, settings):
    settings.API_ANONYMOUS_RATE = "120/min"
    page = Page(client.get("/api/help/"))
    assert page.texts("//h1") == ["The archive for programs"]
    assert {f"/api/{noun}/" for noun in LISTS} | {"/about/", "/api/schema/", "/search/help/"} == page.links()
    assert "120 times a minute" in page.text
    assert page.texts("//tbody//th") == [each.name for each in PARAMETERS]


class TestSchema:
    def test_is_valid_and_tells_of_every_parameter_and_field(self, client):
        response = client.get("/api/schema/")
        schema = json.loads(response.content)
        validate_schema(schema)
        assert schema["openapi"] == "3.1.0"
        for path, methods in schema["paths"].items():
            for parameter in methods["get"]["parameters"]:
                assert parameter["description"], (path, parameter["name"])
            assert {"200", "400", "429"} <= methods["get"]["responses"].keys()

    def test_every_list_takes_every_field_of_the_language(self):
        from articles.search import query

        assert [each.name for each in PARAMETERS] == ["q", *query.FIELDS]

    def test_every_record_has_a_list_and_itself(self):
        views = {pattern.callback.cls for pattern in records}
        assert len(records) == 2 * len(views) == 2 * len(LISTS)
        assert all(issubclass(view, Records) for view in views)
