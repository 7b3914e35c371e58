import pytest


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Tests have collected nothing, so no manifest names the files."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
