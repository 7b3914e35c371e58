"""Names offered while one types, to whoever has scripts."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_name_half_typed_is_offered_under_the_box(page, site):
    errors = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(f"{site}/stories/")
    page.get_by_role("searchbox").press_sequentially("rapists ke")
    page.get_by_role("navigation", name="Suggestions").get_by_role("link", name="John Key").click()
    page.wait_for_url("**/stories/?q=**")
    assert page.get_by_role("searchbox").input_value() == 'rapists speaker:"John Key"'
    assert errors == []
