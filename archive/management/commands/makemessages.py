"""Django's command, for every kind of template that there is here."""

from pathlib import Path
from typing import Any

from django.core.management.commands import makemessages
from django.template import engines
from jinja2.ext import extract_from_ast

from archive.quick import environment


class BuildFile(makemessages.BuildFile):
    def preprocess(self) -> None:
        path = Path(self.path).resolve()
        if path.is_relative_to(engines["quick"].dirs[0]):
            # Read as a template of Django's it would lose its plurals and all strings with values in them.
            Path(self.work_path).write_text(calls_of_gettext(path.read_text("utf-8")), "utf-8")
        else:
            super().preprocess()


def calls_of_gettext(template: str) -> str:
    """Python that calls gettext as a template of Jinja's does, in the same lines."""
    lines = [""] * (template.count("\n") + 1)
    for number, function, told in extract_from_ast(environment().parse(template)):
        arguments = told if isinstance(told, tuple) else (told,)
        lines[number - 1] += f"{function}{arguments!r};"
    return "\n".join(lines)


class Command(makemessages.Command):
    build_file_class = BuildFile

    def handle(self, *args: Any, **options: Any) -> None:
        if options["domain"] == "django" and not options["extensions"]:
            options["extensions"] = ["html", "py", "xml"]
        super().handle(*args, **options)

    def copy_plural_forms(self, msgs: str, locale: str) -> str:
        """Those of English where Django knows none of a language: without any, no page would open."""
        head = super().copy_plural_forms(msgs, locale)
        return head.replace("nplurals=INTEGER; plural=EXPRESSION;", "nplurals=2; plural=(n != 1);")
