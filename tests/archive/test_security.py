import os
import runpy
import subprocess
import sys

import pytest
from django.conf import settings as project
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from archive.addresses import client_address
from archive.charsets import only_utf_8

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"
SECURE = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT"]


def settings_of(**environment):
    """The settings as another machine would have them."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        return runpy.run_path(str(project.BASE_DIR / "archive" / "settings.py"))


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def https(settings):
    for name, value in settings_of(SITE_URL="https://archive.example").items():
        if name.startswith(("SECURE_", "SESSION_", "CSRF_")):
            setattr(settings, name, value)


@pytest.mark.parametrize("address", ["/", "/nowhere/", "/robots.txt", LOGIN, "/admin/jsi18n/"])
def test_every_page_has_the_headers(client, address):
    response = client.get(address)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def test_an_https_site_is_https_only(client, https):
    response = client.get(LOGIN, secure=True)
    assert response["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert response.cookies["csrftoken"]["secure"]
    assert client.get(LOGIN)["Location"].startswith("https://")


def test_a_session_cookie_is_out_of_reach_of_scripts_and_plain_http(client, https):
    User.objects.create_superuser("ana", password="a-long-password")
    response = client.post(LOGIN, {"username": "ana", "password": "a-long-password"}, secure=True)
    cookie = response.cookies["sessionid"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")


def test_a_plain_site_asks_for_no_https():
    plain = settings_of(SITE_URL="http://localhost:8000")
    assert not any(plain[name] for name in SECURE)


def test_nothing_is_left_to_warn_of_before_deployment():
    environment = {**os.environ, "SITE_URL": "https://archive.example", "SECRET_KEY": "k3y" * 20 + "abcdef"}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=project.BASE_DIR, env=environment, capture_output=True, text=True)
    assert "no issues (0 silenced)" in done.stdout, done.stderr


@pytest.mark.parametrize("value", [None, "https://evil.example"])
def test_a_form_from_elsewhere_is_refused(value):
    headers = {"origin": value} if value else {}
    response = Client(enforce_csrf_checks=True).post(LOGIN, {"username": "ana"}, headers=headers)
    assert response.status_code == 403


def sign_in(client, name, password, address="203.0.113.5"):
    return client.post(LOGIN, {"username": name, "password": password}, REMOTE_ADDR=address)


@pytest.fixture
def members():
    for name in ("ana", "ben"):
        User.objects.create_superuser(name, password="a-long-password")


def test_five_failures_close_the_door_for_that_name_and_address(client, members):
    for _ in range(4):
        assert sign_in(client, "ana", "wrong").status_code == 200
    assert sign_in(client, "ana", "wrong").status_code == 429
    locked = sign_in(client, "ana", "a-long-password")
    assert locked.status_code == 429
    assert "Too many failed attempts" in locked.content.decode()
    assert "Content-Security-Policy" in locked.headers


def test_others_and_other_addresses_are_let_in(client, members):
    for _ in range(6):
        sign_in(client, "ana", "wrong")
    assert sign_in(client, "ben", "a-long-password").status_code == 302
    client.logout()
    assert sign_in(client, "ana", "a-long-password", "203.0.113.6").status_code == 302


def test_a_success_forgets_the_failures_before_it(client, members):
    for _ in range(4):
        sign_in(client, "ana", "wrong")
    sign_in(client, "ana", "a-long-password")
    client.logout()
    assert sign_in(client, "ana", "wrong").status_code == 200


def test_behind_a_proxy_the_address_is_the_one_it_saw(rf):
    request = rf.get("/", headers={"x-forwarded-for": "198.51.100.1, 203.0.113.9"}, REMOTE_ADDR="10.0.0.1")
    assert client_address(request) == "203.0.113.9"
    assert client_address(rf.get("/", REMOTE_ADDR="10.0.0.1")) == "10.0.0.1"


def test_a_header_names_no_address_without_a_proxy():
    assert "AXES_CLIENT_IP_CALLABLE" not in settings_of(BEHIND_PROXY="false")
    assert settings_of(BEHIND_PROXY="true")["AXES_CLIENT_IP_CALLABLE"] == "archive.addresses.client_address"


def test_the_admin_is_for_staff(client):
    client.force_login(User.objects.create_user("reader"))
    for page in ("admin:index", "admin:articles_quotation_changelist", "admin:autocomplete"):
        assert client.get(reverse(page)).status_code == 302


@pytest.mark.parametrize("charset", ["cp037", "utf-7", "utf-16", "hex", "undefined", "none-such"])
def test_a_request_in_another_charset_is_not_read(rf, charset):
    told, site = [], only_utf_8(lambda environ, start_response: [b"read"])

    def ask(kind):
        environ = rf._base_environ(CONTENT_TYPE=kind)
        return b"".join(site(environ, lambda status, headers: told.append(status)))

    assert ask(f"text/plain; charset={charset}") == b"Only UTF-8 is read here.\n"
    assert told == ["415 Unsupported Media Type"]
    assert ask("text/plain; charset=UTF-8") == ask("text/plain") == ask("") == b"read"
