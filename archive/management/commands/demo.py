import os
import secrets
import socket
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import connection

from articles import samples

STAFF = "staff"


class Command(BaseCommand):
    help = "Prepare an archive with a sample in it, and serve it: the quickest way to see the site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--fiction", action="store_true", help="the Parliament of Marama Bay, in a database of its own"
        )
        parser.add_argument("--no-server", action="store_true", help="prepare, and stop there")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["fiction"]:
            use_database_of_fiction()
        if not options["no_server"]:
            check_free(options["port"])
        call_command("migrate", verbosity=0)
        samples.load("marama_bay" if options["fiction"] else "november_2015")
        password = give_new_password()
        self.stdout.write(
            f"\nThe archive:  http://localhost:{options['port']}/"
            f"\nStaff:        http://localhost:{options['port']}/admin/"
            f"\n              user {STAFF}, password {password} (until the next demo)\n"
        )
        self.stdout.flush()
        if not options["no_server"]:
            serve(options["port"])


def use_database_of_fiction() -> None:
    """People who do not exist never stand beside people who do."""
    if connection.settings_dict["ENGINE"] != "archive.embedded":
        raise CommandError(
            "--fiction makes a database of its own; name one in DATABASE_URL and leave it out."
        )
    name = "press_gallery_fiction"
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    os.environ["DATABASE_NAME"] = name


def check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as problem:
            raise CommandError(
                f"Port {port} cannot be used ({problem}); choose another with --port."
            ) from None


def give_new_password() -> str:
    user, _ = get_user_model().objects.get_or_create(
        username=STAFF, defaults={"is_staff": True, "is_superuser": True}
    )
    password = secrets.token_urlsafe(9)
    user.set_password(password)
    user.save()
    return password


def serve(port: int) -> None:
    """Become the web server: this process ends with it."""
    os.environ.setdefault("SITE_URL", f"http://localhost:{port}")
    connection.close()
    bind = ["--bind", f"127.0.0.1:{port}", "--chdir", str(settings.BASE_DIR), "--no-control-socket"]
    # A search of 2,000 letters, where those outside of ASCII are written as an address has them.
    bind += ["--limit-request-line", "8190"]
    command = [sys.executable, "-m", "gunicorn", "archive.wsgi", "--workers", "2", "--threads", "4", *bind]
    os.execv(sys.executable, command)  # noqa: S606 (our own interpreter)
