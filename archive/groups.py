"""The groups of staff, and what each may do.

They are kept after every ``migrate``, exactly as written here. An archive that wants
other rules makes a group of its own and leaves these as they are.
"""

from typing import Any

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions

APPS = ("people", "articles")
RECORDS = (
    "person party organization area legislativeperiod office outlet article event quotation coverage cause"
    " copy run"
)
# Parts of a record, which staff wrote and may strike. What was printed, and what was read out of it, stays:
# a story is withdrawn, a reading rejected.
PARTS = "personname personidentifier partymembership tenure byline participation"
READINGS = "quotation mention coverage cause utterance copy"
# Anybody may write one, and so some will be worth nothing.
LETTERS = "mistake"

MAY = {
    "Editors": {
        "add": f"{RECORDS} {PARTS}",
        "change": f"{RECORDS} {PARTS} mention utterance {LETTERS}",
        "delete": f"{PARTS} {LETTERS}",
    },
    "Reviewers": {"change": f"{READINGS} {LETTERS}"},
}


def codenames(rules: dict[str, str]) -> set[str]:
    return {f"{deed}_{model}" for deed, models in rules.items() for model in models.split()}


def keep_groups(using: str, apps: Any = installed, **kwargs: Any) -> None:
    """Give each group its permissions; both may see everything."""
    for label in APPS:
        # Django makes these in its own answer to the same signal, which may come after ours.
        create_permissions(installed.get_app_config(label), verbosity=0, using=using, apps=apps)
    try:
        group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    except LookupError:  # migrated back to before there were groups
        return
    ours = permission_model.objects.using(using).filter(content_type__app_label__in=APPS)
    views = ours.filter(codename__startswith="view_").exclude(codename__startswith="view_historical")
    for name, rules in MAY.items():
        group, _ = group_model.objects.using(using).get_or_create(name=name)
        group.permissions.set(views | ours.filter(codename__in=codenames(rules)))
