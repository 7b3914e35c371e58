"""Who has a page already is told so, as long as it is still what the page says."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date, parse_http_date

from archive import freshness
from archive.release import Release, release
from people.models import Person
from tests.factories import make_article, make_person, make_quotation

pytestmark = pytest.mark.django_db

PAGES = ["/", "/quotations/", "/stories/?q=walk", "/people/", "/events/", "/outlets/", "/about/reading/"]


@pytest.fixture
def quotation():
    article = make_article("They walk out", body="“Never,” said Jane Doe.")
    return make_quotation(article, "Never,", make_person("Jane Doe"))


def tag_of(client, address, **headers):
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return response["ETag"]


def again(client, address, tag, **headers):
    return client.get(address, headers={"If-None-Match": tag, **headers})


@pytest.fixture
def clock(monkeypatch):
    """The time that the site is asked at: call it to set another."""

    def set_to(*moment):
        fixed = datetime(*moment, tzinfo=timezone.get_default_timezone())
        monkeypatch.setattr(timezone, "now", lambda: fixed)
        return fixed

    monkeypatch.setattr(freshness, "release", lambda: Release("r1", datetime(2015, 1, 1, tzinfo=UTC)))
    return set_to


def last_change_at(moment):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("UPDATE archive_change SET changed_at = %s", [moment])


@pytest.mark.parametrize("page_", PAGES)
def test_who_has_a_page_is_told_that_it_still_holds(client, quotation, page_, django_assert_num_queries):
    tag = tag_of(client, page_)
    with django_assert_num_queries(1):
        response = again(client, page_, tag)
    assert (response.status_code, response.content) == (304, b"")
    assert response["ETag"] == tag
    assert response["Cache-Control"].startswith("public, max-age=")
    assert "Content-Security-Policy" in response.headers


def test_head_is_answered_alike(client, quotation):
    tag = client.head("/quotations/")["ETag"]
    assert tag == tag_of(client, "/quotations/")
    assert client.head("/quotations/", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("sent", ['"x", {tag}', "{strong}", '{tag}, W/"y"'])
def test_a_tag_may_be_one_of_several_and_made_strong_on_the_way(client, quotation, sent):
    tag = tag_of(client, "/")
    sent = sent.format(tag=tag, strong=tag.removeprefix("W/"))
    assert again(client, "/", sent).status_code == 304


@pytest.mark.django_db(transaction=True)
def test_a_changed_quotation_is_fetched_anew(client, quotation):
    tag = tag_of(client, "/quotations/")
    quotation.speaker_label = "the member"
    quotation.save()
    response = again(client, "/quotations/", tag)
    assert response.status_code == 200
    assert response["ETag"] != tag


def test_tags_differ_by_page_and_by_what_asks(client, quotation):
    tags = [
        tag_of(client, "/quotations/"),
        tag_of(client, "/quotations/?q=never"),
        tag_of(client, "/stories/"),
        tag_of(client, "/quotations/", hx_request="true"),
    ]
    assert len(set(tags)) == 4


def test_tags_differ_by_release(client, quotation, monkeypatch):
    tag = tag_of(client, "/")
    monkeypatch.setattr(freshness, "release", lambda: release()._replace(digest="another"))
    assert again(client, "/", tag).status_code == 200


def test_a_page_is_another_on_the_next_day_and_kept_no_longer(client, quotation, clock):
    clock(2015, 11, 12, 23, 59, 30)
    first = client.get("/people/")
    assert first["Cache-Control"] == "public, max-age=30, stale-while-revalidate=0"
    clock(2015, 11, 13, 0, 0, 1)
    assert again(client, "/people/", first["ETag"]).status_code == 200
    assert client.get("/people/")["Cache-Control"] == "public, max-age=60, stale-while-revalidate=60"


def test_midnight_is_as_far_as_the_clocks_say(settings):
    # The clocks of Auckland went forward at two on 27 September 2015.
    start = datetime(2015, 9, 27, 0, 30, tzinfo=timezone.get_default_timezone())
    assert freshness.until_midnight(start) == 22.5 * 3600


class TestByTheSecond:
    def test_a_page_unchanged_since_is_not_sent_again(self, client, quotation, clock):
        now = clock(2015, 11, 13, 12, 0, 0)
        last_change_at(now - timedelta(hours=1))
        modified = client.get("/quotations/")["Last-Modified"]
        assert parse_http_date(modified) == int((now - timedelta(hours=1)).timestamp())
        since = {"If-Modified-Since": modified}
        assert client.get("/quotations/", headers=since).status_code == 304
        last_change_at(now - timedelta(minutes=30))
        assert client.get("/quotations/", headers=since).status_code == 200

    def test_a_change_of_this_minute_is_not_told_by_its_second(self, client, quotation, clock):
        now = clock(2015, 11, 13, 12, 0, 0)
        last_change_at(now - timedelta(seconds=20))
        assert "Last-Modified" not in client.get("/quotations/").headers
        since = {"If-Modified-Since": http_date(now.timestamp())}
        assert client.get("/quotations/", headers=since).status_code == 200

    def test_a_new_day_and_a_new_release_count_as_changes(self, client, quotation, clock, monkeypatch):
        midnight = clock(2015, 11, 13, 0, 0, 0)
        last_change_at(midnight - timedelta(days=5))
        clock(2015, 11, 13, 12, 0, 0)
        assert client.get("/")["Last-Modified"] == http_date(midnight.timestamp())
        made_at = midnight + timedelta(hours=3)
        monkeypatch.setattr(freshness, "release", lambda: Release("r2", made_at))
        assert client.get("/")["Last-Modified"] == http_date(made_at.timestamp())

    def test_a_tag_counts_before_a_time(self, client, quotation, clock):
        now = clock(2015, 11, 13, 12, 0, 0)
        last_change_at(now - timedelta(hours=1))
        headers = {"If-None-Match": '"other"', "If-Modified-Since": http_date(now.timestamp())}
        assert client.get("/", headers=headers).status_code == 200


class TestWhatIsNotThere:
    @pytest.mark.parametrize("sent", ["*", '"x"', "nonsense"])
    def test_no_tag_makes_a_page_of_none(self, client, sent):
        response = client.get("/quotations/1/", headers={"If-None-Match": sent})
        assert response.status_code == 404
        assert "ETag" not in response.headers
        assert "Last-Modified" not in response.headers
        assert response["Cache-Control"].startswith("public, max-age=60")

    @pytest.mark.django_db(transaction=True)
    def test_a_withdrawn_story_is_told_of_to_who_had_it(self, client, quotation):
        address = quotation.version.article.get_absolute_url()
        tag = tag_of(client, address)
        article = quotation.version.article
        article.status, article.withdrawn_reason = "withdrawn", "A court ordered it."
        article.save()
        response = again(client, address, tag)
        assert response.status_code == 410
        assert "ETag" not in response.headers


class TestStaff:
    def test_what_they_see_is_kept_by_nobody(self, client, quotation):
        public = client.get("/quotations/")
        client.force_login(User.objects.create_superuser("ana"))
        response = again(client, "/quotations/", public["ETag"])
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        assert "ETag" not in response.headers

    def test_a_kept_page_is_for_who_has_no_cookie(self, client, quotation):
        assert {"Cookie", "HX-Request"} <= set(client.get("/quotations/")["Vary"].split(", "))

    def test_an_answer_that_sets_a_cookie_is_kept_by_nobody(self, client):
        response = client.get("/admin/login/")
        assert response.cookies
        assert "public" not in response["Cache-Control"]
        assert "ETag" not in response.headers


def test_what_is_written_is_never_kept():
    response = Client().post("/quotations/")
    assert response.status_code == 405
    assert "ETag" not in response.headers
    assert Person.objects.count() == 0


def test_a_release_is_told_by_its_files_and_settings(settings):
    before = release()
    release.cache_clear()
    assert release() == before
    settings.TIME_ZONE = "Europe/London"
    release.cache_clear()
    assert release().digest != before.digest
    release.cache_clear()


@pytest.fixture
def pages_at_hand(settings):
    settings.CACHES = {
        **settings.CACHES,
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "test"},
    }
    yield
    caches["pages"].clear()


@pytest.mark.django_db(transaction=True)
def test_a_page_just_made_is_given_again_until_something_changes(
    client, quotation, pages_at_hand, django_assert_num_queries
):
    first = client.get("/quotations/")
    with django_assert_num_queries(1):
        again = client.get("/quotations/")
    assert (again.content, again["ETag"]) == (first.content, first["ETag"])
    Person.objects.update(name="Jane Roe")
    assert "Jane Roe" in client.get("/quotations/").content.decode()


def test_what_staff_are_given_is_at_hand_for_nobody(client, quotation, pages_at_hand):
    client.force_login(User.objects.create_superuser("staff"))
    client.get("/quotations/")
    assert not caches["pages"]._cache
    client.get("/no-such-page/")
    Client().get("/no-such-page/")
    assert not caches["pages"]._cache
