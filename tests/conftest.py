import pytest


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Tests have collected nothing, so no manifest names the files."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def slow_machine(settings):
    """Where many tests run at once, a page of an instant may take a second."""
    settings.PUBLIC_STATEMENT_TIMEOUT = 20


@pytest.fixture(autouse=True)
def patient_interface(settings):
    """All tests ask from one address."""
    settings.API_ANONYMOUS_RATE = ""


@pytest.fixture(autouse=True)
def pages_made_anew(settings):
    """Tests look at what makes a page; a database rolled back has the state that it had before."""
    settings.CACHES = {
        **settings.CACHES,
        "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    }
