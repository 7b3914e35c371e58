"""Imports point one way: the archive's foundations, then people, then articles, then addresses."""

import ast
from functools import cache
from pathlib import Path

from django.conf import settings

from people import models as people

ROOT = Path(settings.BASE_DIR)
ABOVE = {"archive.urls", "archive.management.commands.demo"}
"""What of ``archive`` stands above every app."""
WET = {
    f"articles.extraction.{name}"
    for name in ("crew", "grouping", "knowledge", "proposing", "rereading", "sharing", "store")
}
"""What of the extraction meets the database; all else there is the reader, and does not."""


def modules(package):
    """Every module of a package by its dotted name; migrations are history."""
    paths = [path.relative_to(ROOT) for path in sorted((ROOT / package.replace(".", "/")).rglob("*.py"))]
    return {
        ".".join(path.with_suffix("").parts).removesuffix(".__init__"): path
        for path in paths
        if "migrations" not in path.parts
    }


EVERY = modules("archive") | modules("people") | modules("articles")


@cache
def tree(module):
    return ast.parse((ROOT / EVERY[module]).read_text())


@cache
def imports(module):
    """What a module imports, anywhere in it, by dotted name."""
    package = module if EVERY[module].name == "__init__.py" else module.rpartition(".")[0]
    found = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = f"{package}.{node.module or ''}".rstrip(".") if node.level else node.module
            found |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return found


def reached(module):
    """Everything that importing a module imports of our own or, at the last step, of others."""
    found, ahead = set(), [module]
    while ahead:
        new = imports(ahead.pop()) - found
        found |= new
        ahead += new & EVERY.keys()
    return found


def apps(names):
    return {name.partition(".")[0] for name in names}


def test_the_foundations_know_no_app():
    below = modules("archive").keys() - ABOVE
    assert not [module for module in below if {"people", "articles"} & apps(imports(module))]


def test_people_know_nothing_of_articles():
    assert not [module for module in modules("people") if "articles" in apps(imports(module))]


def test_people_use_no_name_that_articles_gave_them():
    used = {module: words_of(module) & names_that_articles_gave() for module in modules("people")}
    assert not {module: names for module, names in used.items() if names}


def test_the_reader_needs_no_database():
    dry = modules("articles.extraction").keys() - WET
    assert not [module for module in dry if "django" in apps(reached(module))]


def test_the_language_of_searches_needs_no_database():
    assert "django" not in apps(reached("articles.search.grammar"))


def test_the_private_server_knows_nothing_of_django():
    assert not [module for module in modules("archive.postgres") if "django" in apps(reached(module))]


def words_of(module):
    """The names that a module looks things up by: of attributes, and in paths such as ``quotations__in``."""
    found = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.keyword) and node.arg:
            found |= set(node.arg.split("__"))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "__" in node.value:
            found |= set(node.value.split("__"))
    return found


@cache
def names_that_articles_gave():
    """The reverse names by which models of articles hang on people, parties and organizations."""
    hanging = [
        relation
        for model in (people.Person, people.Party, people.Organization)
        for relation in model._meta.related_objects
        if relation.related_model._meta.app_label == "articles"
    ]
    return {relation.get_accessor_name() for relation in hanging} - {None}
