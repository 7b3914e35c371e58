"""Settings of the archive. What differs between machines is read from the environment, or from ``.env``."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")

# Where readers find the site. An https address turns on everything that needs one.
SITE_URL = env.str("SITE_URL", "http://localhost:8000").rstrip("/")
DEBUG = env.bool("DEBUG", False)
VAR = Path(env.str("VAR", str(BASE_DIR / "var"))).resolve()


def kept_secret() -> str:
    """The key of this machine, made on first use. An archive of several machines sets ``SECRET_KEY``."""
    path = VAR / "secret_key"
    if not path.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        with suppress(FileExistsError):
            os.link(draft, path)  # the first of several processes wins
        draft.unlink()
    return path.read_text()


SECRET_KEY = env.str("SECRET_KEY", "") or kept_secret()

HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
ALLOWED_HOSTS += [urlsplit(SITE_URL).hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "archive",
    "people",
    "articles",
    "archive.apps.StaffConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "procrastinate.contrib.django",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages are at hand as they were made, and compressed for those who take them so. Their length has
    # something random in it, so that nobody learns from it what else is in a form beside its token.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    # Above all that reads from the database: where a replica fails, it is all done again.
    "archive.replicas.ReadReplicas",
    # Above those that set cookies, so that it sees which answers are for one reader alone.
    "archive.freshness.freshness",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "archive.patience.PublicPatience",
    # Last, so that it sees every failed login and can answer in its place.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "archive.urls"
WSGI_APPLICATION = "archive.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "quick",
        "DIRS": [BASE_DIR / "templates" / "quick"],
        "OPTIONS": {"environment": "archive.quick.environment"},
    },
]

# Without DATABASE_URL the archive keeps a PostgreSQL of its own under VAR, which
# starts at the first connection. DATABASE_NAME picks one of its databases.
POSTGRES_FOLDER = VAR


def database(url: str, variable: str) -> dict[str, Any]:
    if not url.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured(f"{variable} is no postgres://user:password@host/name")
    return environ.Env.db_url_config(url)


if env.str("DATABASE_URL", ""):
    DATABASES = {"default": database(env.str("DATABASE_URL"), "DATABASE_URL")}
else:
    DATABASES = {
        "default": {"ENGINE": "archive.embedded", "NAME": env.str("DATABASE_NAME", "press_gallery")},
    }
# Copies of that database, kept by PostgreSQL's streaming, that the public's pages are read from.
for number, url in enumerate(env.list("DATABASE_REPLICA_URLS", default=[]), start=1):
    replica = DATABASES[f"replica_{number}"] = database(url, "DATABASE_REPLICA_URLS")
    # Seconds, and milliseconds: one that does not answer at all is given up while the reader still waits.
    replica["OPTIONS"] = {"connect_timeout": 2, "tcp_user_timeout": 3000} | replica.get("OPTIONS", {})
    replica["TEST"] = {"MIRROR": "default"}
DATABASE_ROUTERS = ["archive.replicas.Router"]
# Seconds by which a replica may be late before it is left out.
REPLICA_MAX_LAG = env.float("REPLICA_MAX_LAG", 5)

for each in DATABASES.values():
    # A connection costs four times a page's queries; keep it between requests.
    each.setdefault("CONN_MAX_AGE", 60)
    each["CONN_HEALTH_CHECKS"] = True
# Seconds that the database may work on one page of the public's; 0 is as long as it takes.
PUBLIC_STATEMENT_TIMEOUT = env.float("PUBLIC_STATEMENT_TIMEOUT", 0.7)
# The e-mail address of whoever runs the archive, for readers whom a page shuts out.
CONTACT = env.str("CONTACT", "")
# Who can be talked to after what hurts to read, by country: {"New Zealand": [{"name": "…", "phone": "…"}]}.
HELP_LINES = env.json("HELP_LINES", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
# A user is locked out from one address only, so that nobody can lock staff out of their own archive.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "403_locked.html"
AXES_RESET_ON_SUCCESS = True

LANGUAGE_CODE = env.str("LANGUAGE_CODE", "en-gb")
# No page offers another. It may be one that Django itself does not know.
LANGUAGES = [(LANGUAGE_CODE, LANGUAGE_CODE)]
TIME_ZONE = env.str("TIME_ZONE", "Pacific/Auckland")
FORMAT_MODULE_PATH = "archive.formats"
# The catalogues of everything here. None comes with the code: makemessages makes the folder with the first.
LOCALE_PATHS = [BASE_DIR / "archive" / "translations"]

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# STATIC_ROOT names where collectstatic puts files. Without it (one machine, no set-up) they are served
# where they lie.
STATIC_ROOT = env.str("STATIC_ROOT", "") or None
WHITENOISE_USE_FINDERS = not STATIC_ROOT
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if WHITENOISE_USE_FINDERS
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}

# For how many seconds a proxy or browser may show a page without asking, and again while it asks.
PAGE_MAX_AGE = env.int("PAGE_MAX_AGE", 60)

# How often one address may ask the interface for machines, such as 120/min; empty: as often as it likes.
API_ANONYMOUS_RATE = env.str("API_ANONYMOUS_RATE", "120/min")
# How many mistakes one address may report.
MISTAKES_RATE = env.str("MISTAKES_RATE", "10/hour")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "throttles": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "throttles",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # Pages as the archive's state made them, found by their tag: each process keeps its last few.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": PAGE_MAX_AGE,
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "URL_FORMAT_OVERRIDE": None,
    "NUM_PROXIES": int(env.bool("BEHIND_PROXY", False)),
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Press Gallery",
    "DESCRIPTION": "What was said, by whom, and what they were that day: every public record of the archive. "
    "Lists take the same searches as the pages do. Nothing here writes. Every answer has an `ETag`: sent "
    "back as `If-None-Match`, it costs nothing where nothing has changed.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVERS": [{"url": SITE_URL}],
    "AUTHENTICATION_WHITELIST": [],
    "COMPONENT_SPLIT_REQUEST": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "articles.api.schema.nothing_is_left_out",
    ],
    "ENUM_NAME_OVERRIDES": {
        "ProposalStatus": "archive.base.Proposal.Status",
        "StoryStatus": "articles.models.Article.Status",
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if env.bool("BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Else every login would seem to come from the proxy, and a lock on one address would lock all.
    AXES_CLIENT_IP_CALLABLE = "archive.addresses.client_address"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}

# From which confidence on what nobody confirmed is shown as fact, such as 0.95. Unset, nothing is.
ATTRIBUTION_SHOWN_AS_FACT = float(env.str("ATTRIBUTION_SHOWN_AS_FACT", "") or "inf")

# The largest report that an import takes, in bytes.
ARTICLE_MAX_BYTES = env.int("ARTICLE_MAX_BYTES", 20 * 1024 * 1024)

# Jobs: our tasks are in one module, read when the first job is asked for.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = ["articles.jobs"]
# A worker not heard of for so many seconds is lost; another takes over what it had in hand.
WORKER_LOST_AFTER = env.int("WORKER_LOST_AFTER", 30)
