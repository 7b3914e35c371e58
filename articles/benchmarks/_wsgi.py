"""The archive as its own server has it, on the database of a benchmark, with one page more."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
settings.DEBUG = False
settings.ROOT_URLCONF = "articles.benchmarks._urls"
settings.DATABASES["default"]["NAME"] = os.environ["BENCHMARK_DATABASE"]

application = get_wsgi_application()
