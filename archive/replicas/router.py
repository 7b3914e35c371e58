"""Which database Django asks."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model

from .choice import chosen

READ_FROM_REPLICAS = {"archive", "people", "articles"}
"""What the public reads. Accounts, sessions and locks on logins are always those of the primary."""


class Router:
    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return chosen().alias if model._meta.app_label in READ_FROM_REPLICAS else DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        # What is read after this may have to show it.
        chosen().replica = None
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS
