#!/usr/bin/env python
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import InterfaceError, OperationalError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit("Stopped.")
    except (OperationalError, InterfaceError, ImproperlyConfigured) as problem:
        if "--traceback" in sys.argv:
            raise
        lines = str(problem).splitlines()
        what = "settings" if isinstance(problem, ImproperlyConfigured) else "database"
        sys.exit(f"The {what} cannot be used: {lines[0] if lines else type(problem).__name__}")
