"""The interface for machines is as its description says, whatever it is asked."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from archive.wsgi import application
from articles.api.urls import records
from articles.models import Article, Quotation
from people.models import Organization
from tests.articles.test_api import fill
from tests.factories import make_article, make_event, make_quotation

pytestmark = pytest.mark.django_db

CONFORMS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
PATHS = [f"/{pattern.pattern._route}".replace("<str:key>", "{key}") for pattern in records]
ONES = [path for path in PATHS if "{key}" in path]
LISTS = [path for path in PATHS if "{key}" not in path]


@pytest.fixture
def kept_connection():
    """The server would close the connection that holds the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def interface(kept_connection):
    """Its description, with an archive of some of everything behind it."""
    fill(3)
    article = make_article(body="“One,” “two,” “three,” it said.")
    body = Organization.objects.create(name="The Committee")
    make_quotation(article, "One,", speaker_organization=body, attribution="resolved")
    make_quotation(article, "two,", status="proposed", confidence=0.5)
    make_event(ends_on=None, place="The House")
    return schemathesis.openapi.from_wsgi("/api/schema/", uncompressed)


def uncompressed(environ, start_response):
    """Every answer as it is described: what asks here cannot take a compressed one apart."""
    return application({**environ, "HTTP_ACCEPT_ENCODING": "identity"}, start_response)


@pytest.mark.parametrize(
    ("path", "mode"),
    [
        *((path, GenerationMode.POSITIVE) for path in PATHS),
        # Of a key alone, whatever can be written can be asked.
        *((path, GenerationMode.NEGATIVE) for path in LISTS),
    ],
)
def test_whatever_is_asked_is_answered_as_described(interface, path, mode):
    @settings(
        max_examples=10,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=interface[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case):
        must = [*CONFORMS, checks.negative_data_rejection] if mode is GenerationMode.NEGATIVE else CONFORMS
        case.call_and_validate(checks=must)

    ask()


@pytest.mark.parametrize("path", ONES)
def test_every_record_is_as_described(interface, path):
    listing = path.removesuffix("{key}/")
    everything = interface[listing]["GET"].Case(query={"page_size": 100})
    rows = everything.call_and_validate(checks=CONFORMS).json()["results"]
    assert len(rows) >= 3
    for row in rows:
        case = interface[path]["GET"].Case(path_parameters={"key": str(row.get("id", row.get("slug")))})
        assert case.call_and_validate(checks=CONFORMS).status_code == 200


@pytest.mark.parametrize(("path", "model"), [(ONES[0], Quotation), (ONES[1], Article)])
def test_what_was_withdrawn_is_told_as_described(interface, path, model):
    Article.objects.update(status="withdrawn", withdrawn_reason="A court ordered it.")
    case = interface[path]["GET"].Case(path_parameters={"key": str(model.objects.first().pk)})
    assert case.call_and_validate(checks=CONFORMS).status_code == 410
