from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Participation
from people.models import (
    Area,
    LegislativePeriod,
    Organization,
    PartyMembership,
    Person,
    PersonIdentifier,
    Tenure,
)
from tests.factories import (
    hold,
    join_party,
    make_article,
    make_event,
    make_mention,
    make_office,
    make_party,
    make_person,
    make_quotation,
    make_seat,
    take_part,
)
from tests.staff import add_rows, errors_of, form_of, make_staff, messages_of, run_action, submit

pytestmark = pytest.mark.django_db

PEOPLE = "/admin/people/person/"
LISTS = {
    "person": 8,
    "party": 4,
    "partymembership": 7,
    "organization": 5,
    "area": 5,
    "legislativeperiod": 4,
    "office": 5,
    "tenure": 7,
}


@pytest.fixture
def staff(client):
    user = make_staff()
    client.force_login(user)
    return user


def page_of(row, name="change"):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{name}", args=[row.pk])


def make_rows(count):
    house = Organization.objects.get_or_create(name="House", classification="legislature")[0]
    for n in range(count):
        person, party = make_person(), make_party()
        join_party(person, party, date(2000 + n, 1, 1))
        hold(person, make_seat(f"Area {Area.objects.count()}"), on_behalf_of=party)
        hold(person, make_office(f"Office {n}", party=party))
        Organization.objects.create(name=f"Agency {person.pk}", classification="agency")
        LegislativePeriod.objects.create(name=f"Parliament {person.pk}", organization=house)


@pytest.mark.parametrize(("model", "expected"), LISTS.items())
def test_lists_cost_the_same_for_25_rows_as_for_5(client, staff, model, expected):
    address = reverse(f"admin:people_{model}_changelist")
    costs = []
    for more in (5, 20):
        make_rows(more)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        costs.append(len(queries))
    assert costs == [expected, expected]


def test_a_search_finds_names_without_their_macrons(client, staff):
    make_person("Māhara Tāne")
    assert "Māhara" in client.get(PEOPLE, {"q": "mahara tane"}).content.decode()


def test_a_person_is_chosen_by_name_and_party(client, staff):
    person = make_person("Ana Tane", provisional=True)
    join_party(person, make_party("Labour"))
    asked = {"app_label": "people", "model_name": "tenure", "field_name": "person", "term": "ana"}
    [found] = client.get("/admin/autocomplete/", asked).json()["results"]
    assert found["text"] == "Ana Tane (Labour, provisional)"


def test_every_page_of_a_person_opens(client, staff):
    make_rows(1)
    for row in (Person, PartyMembership, Tenure):
        for page in ("change", "history", "delete"):
            assert client.get(page_of(row.objects.first(), page)).status_code == 200


def test_history_tells_who_and_why(client, staff):
    person = make_person("Ana Tane")
    submit(client, page_of(person), name="Ana Tāne", change_reason="Her own spelling")
    page = client.get(page_of(person, "history")).content.decode()
    assert all(told in page for told in ("ana", "Her own spelling", "Ana Tane → Ana Tāne"))


def test_a_person_goes_back_to_what_they_were(client, staff):
    person = make_person("Ana Tane")
    submit(client, page_of(person), name="Anna")
    first = person.history.last()
    submit(client, reverse("admin:people_person_simple_history", args=[person.pk, first.pk]))
    person.refresh_from_db()
    assert person.name == "Ana Tane"


def test_nobody_goes_back_in_history_who_may_only_look(client):
    client.force_login(make_staff(group="Reviewers"))
    person = make_person("Ana Tane")
    address = reverse("admin:people_person_simple_history", args=[person.pk, person.history.first().pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"name": "Mallory", "sort_name": "M", "slug": "m"}).status_code == 403


def test_a_change_of_party_is_one_save(client, staff):
    person, labour, greens = make_person(), make_party("Labour"), make_party("Greens")
    join_party(person, labour, date(2010, 1, 1))
    form = form_of(client.get(page_of(person)))
    form["party_memberships-0-ends"] = "2015-11-12"
    add_rows(form, "party_memberships", {"party": greens.pk, "starts": "2015-11-12"})
    client.post(page_of(person), form)
    assert [m.party for m in person.party_memberships.all()] == [greens, labour]


def test_a_person_in_two_parties_is_refused_at_the_row(client, staff):
    person, labour, greens = make_person(), make_party("Labour"), make_party("Greens")
    form = add_rows(
        form_of(client.get(page_of(person))),
        "party_memberships",
        {"party": labour.pk, "starts": "2010-01-01"},
        {"party": greens.pk, "starts": "2012-01-01"},
    )
    response = client.post(page_of(person), form)
    _first, second = response.context["inline_admin_formsets"][2].formset.forms
    assert "another party" in second.errors["starts"][0]
    assert not PartyMembership.objects.exists()


def test_overlapping_tenures_are_refused_at_the_row(client, staff):
    person, office = make_person(), make_office()
    hold(person, office, date(2010, 1, 1))
    form = form_of(client.get(page_of(person)))
    add_rows(form, "tenures", {"office": office.pk, "starts": "2012-01-01"})
    assert "already" in errors_of(client.post(page_of(person), form))["starts"]


def test_a_tenure_of_days_that_nobody_can_mean_is_refused_at_the_row(client, staff):
    person, office = make_person(), make_office()
    form = form_of(client.get(page_of(person)))
    add_rows(form, "tenures", {"office": office.pk, "starts": "2012-01-01", "ends": "9999-12-31"})
    assert "too far from today" in errors_of(client.post(page_of(person), form))["ends"]


def test_a_second_holder_is_refused_on_every_page(client, staff):
    office = make_office(single_holder=True)
    hold(make_person(), office, date(2010, 1, 1))
    person = make_person()
    form = form_of(client.get(page_of(person)))
    add_rows(form, "tenures", {"office": office.pk, "starts": "2012-01-01"})
    assert "single holder" in errors_of(client.post(page_of(person), form))["starts"]
    response = submit(
        client, reverse("admin:people_tenure_add"), person=person.pk, office=office.pk, starts="2012-01-01"
    )
    assert "single holder" in errors_of(response)["starts"]


def test_an_office_held_by_two_does_not_become_single(client, staff):
    office = make_office()
    hold(make_person(), office)
    hold(make_person(), office)
    assert "single holder" in errors_of(submit(client, page_of(office), single_holder="on"))["single_holder"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"slug": "taken"}, "slug"),
        ({"born_on": "1960-01-01", "died_on": "1950-01-01"}, "died_on"),
        ({"born_on": "0001-01-01"}, "born_on"),
        ({"key": "taken"}, "key"),
        ({"name": "\0"}, "name"),
        ({"change_reason": "x" * 101}, "change_reason"),
    ],
)
def test_what_a_person_cannot_be_is_told_at_the_field(client, staff, changes, field):
    make_person(slug="taken", key="taken")
    assert list(errors_of(submit(client, page_of(make_person()), **changes))) == [field]


def test_one_identifier_belongs_to_one_person(client, staff):
    PersonIdentifier.objects.create(person=make_person(), scheme="wikidata", identifier="Q1")
    person = make_person()
    form = form_of(client.get(page_of(person)))
    add_rows(form, "identifiers", {"scheme": "wikidata", "identifier": "Q1"})
    assert "Somebody has" in errors_of(client.post(page_of(person), form))["identifier"]


def test_spans_end_after_they_start(client, staff):
    person = make_person()
    form = form_of(client.get(page_of(person)))
    add_rows(form, "names", {"name": "Annie", "starts": "2012-01-01", "ends": "2011-01-01"})
    assert "after the day it began" in errors_of(client.post(page_of(person), form))["ends"]


def test_an_office_is_of_one_body(client, staff):
    office = make_office(party=make_party())
    organization = Organization.objects.create(name="House")
    response = submit(client, page_of(office), organization=organization.pk)
    assert "not both" in errors_of(response)["organization"]


def test_a_party_colour_must_be_readable(client, staff):
    assert "contrast" in errors_of(submit(client, page_of(make_party()), colour="#ffee00"))["colour"]


def test_people_made_by_an_import_are_accepted(client, staff):
    person = make_person(provisional=True)
    response = run_action(client, PEOPLE, "accept", [person, make_person()])
    person.refresh_from_db()
    assert messages_of(response) == ["1 person accepted."]
    assert not person.provisional
    assert (person.history.first().history_user, person.history.count()) == (staff, 2)


def merge_into(client, kept, *doubles):
    return run_action(client, PEOPLE, "merge_into", doubles, into=kept.pk)


def test_a_merge_asks_which_record_to_keep(client, staff):
    page = run_action(client, PEOPLE, "merge_into", [make_person("Mr Tane")]).content.decode()
    assert "Mr Tane" in page
    assert "admin-autocomplete" in page


@pytest.mark.parametrize("typed", ["x", "-", "9" * 30, "1\x00"])
def test_a_merge_into_what_is_no_record_is_refused_in_the_form(client, staff, typed):
    double = make_person("Mr Tane")
    page = run_action(client, PEOPLE, "merge_into", [double], into=typed)
    assert page.status_code == 200
    assert page.context["form"].errors["into"]
    assert Person.objects.filter(pk=double.pk).exists()


@pytest.mark.parametrize("chosen", ["x", "9" * 30, "1\x00"])
def test_what_is_no_row_of_a_list_cannot_be_chosen_in_it(client, staff, chosen):
    for action in ("accept", "merge_into", "delete_selected"):
        posted = {"action": action, "_selected_action": [make_person().pk, chosen]}
        assert client.post(PEOPLE, posted).status_code == 400


def test_a_merged_person_gives_all_they_have(client, staff):
    kept, double = make_person("Ana Tane"), make_person("Ms Tane", provisional=True, key="file:7")
    article, event = make_article(body="“Yes,” Ms Tane said. “No.”"), make_event()
    quotation = make_quotation(article, "Yes,", double)
    possible = make_quotation(article, "No.")
    possible.candidates.add(double, kept)
    mention = make_mention(article, double)
    hold(double, make_office())
    take_part(event, double, "spoke")
    response = merge_into(client, kept, double)
    assert messages_of(response) == ["Ms Tane is now Ana Tane."]
    assert not Person.objects.filter(pk=double.pk).exists()
    for row in (quotation, mention):
        row.refresh_from_db()
    assert (quotation.speaker, mention.person, list(possible.candidates.all())) == (kept, kept, [kept])
    assert (kept.tenures.count(), event.participations.get().person) == (1, kept)
    assert [name.name for name in kept.names.all()] == ["Ms Tane"]
    assert Person.objects.get(pk=kept.pk).key == "file:7"
    assert quotation.history.first().history_user == staff


def test_a_part_in_the_same_event_is_kept_once(client, staff):
    kept, double, event = make_person(), make_person(), make_event()
    take_part(event, kept, "led")
    take_part(event, double)
    merge_into(client, kept, double)
    assert Participation.objects.get().part == "led"


def test_people_who_contradict_each_other_are_not_merged(client, staff):
    kept, double = make_person("Ana Tane"), make_person("Ms Tane")
    join_party(kept, make_party("Labour"))
    join_party(double, make_party("Greens"))
    hold(double, make_office())
    [message] = messages_of(merge_into(client, kept, double))
    assert message == "Ms Tane was not merged: “Ana Tane, Greens” contradicts what Ana Tane has already."
    assert (double.tenures.count(), kept.tenures.count()) == (1, 0)


def test_nobody_is_merged_into_themselves(client, staff):
    person = make_person()
    [message] = messages_of(merge_into(client, person, person))
    assert "itself" in message
    assert Person.objects.filter(pk=person.pk).exists()
