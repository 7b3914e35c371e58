import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def rules():
    return {
        group.name: set(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()
    }


def test_migrating_again_changes_no_group():
    before = rules()
    call_command("migrate", verbosity=0)
    assert rules() == before
    assert set(before) == {"Editors", "Reviewers"}


def test_a_group_is_put_right_and_others_are_left():
    before = rules()
    Group.objects.get(name="Reviewers").permissions.add(Permission.objects.get(codename="delete_article"))
    Group.objects.create(name="Interns")
    call_command("migrate", verbosity=0)
    assert rules() == {**before, "Interns": set()}


def test_no_group_may_touch_what_was_printed_or_its_history():
    for codenames in rules().values():
        assert {name for name in codenames if "articleversion" in name} == {"view_articleversion"}
        assert not any("historical" in name for name in codenames)
        assert not {"delete_article", "delete_quotation", "delete_mention", "delete_coverage"} & codenames
