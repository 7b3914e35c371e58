import pytest
from django.urls import reverse

from people.models import Party
from tests.factories import make_party

pytestmark = pytest.mark.django_db


def test_each_party_has_a_class_with_a_colour_for_either_scheme(client):
    make_party("Reds", colour="#b01f2c", colour_dark="#f08a84")
    response = client.get(reverse("party_stylesheet"))
    assert response["Content-Type"] == "text/css"
    assert response.content.decode() == (
        ".party-reds { --party: #b01f2c }\n"
        "@media screen and (prefers-color-scheme: dark) {\n"
        ".party-reds { --party: #f08a84 }\n"
        "}\n"
    )


def test_what_is_no_colour_or_no_name_of_a_class_does_not_get_in(client):
    make_party("Reds", colour="red}*{", colour_dark="#zzzzzz")
    make_party("Blues", slug="blues{}")
    sheet = client.get(reverse("party_stylesheet")).content.decode()
    assert sheet.count(".party-reds { --party: var(--grey) }") == 2
    assert "blues" not in sheet


def test_a_browser_that_has_it_gets_no_second_copy(client):
    party = make_party("Reds")
    address = reverse("party_stylesheet")
    first = client.get(address)
    assert "max-age=300" in first["Cache-Control"]
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    Party.objects.filter(pk=party.pk).update(colour="#b01f2c")
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200
