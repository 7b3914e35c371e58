"""A real Chromium on a site that holds the sample of November 2015."""

import os
import shutil

import pytest
from django.contrib.auth import get_user_model

from articles import samples
from articles.models import Quotation

# The browser's driver keeps an event loop, in which Django's ORM would refuse to work.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session", autouse=True)
def chromium():
    if not CHROMIUM and os.environ.get("CI"):
        pytest.fail("Browser tests need Chromium, and here none may be left out.")
    if not CHROMIUM:
        pytest.skip("Browser tests need Chromium.")


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
    }


@pytest.fixture
def site(live_server):
    """The address of a site with the sample, one of its attributions not yet confirmed."""
    samples.load("november_2015")
    Quotation.objects.filter(text="gutless").update(status=Quotation.Status.PROPOSED)
    return live_server.url


@pytest.fixture
def staff(site):
    return get_user_model().objects.create_superuser("staff", password="a-long-password")


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def reader(request, browser):
    """A page of a reader, with JavaScript and without."""
    context = browser.new_context(java_script_enabled=request.param)
    yield context.new_page()
    context.close()
