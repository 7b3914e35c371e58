from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from people.models import Person
from tests.factories import hold, join_party, make_office, make_party, make_person, make_seat

pytestmark = pytest.mark.django_db


def test_a_person_is_what_they_were_that_day():
    person, party = make_person("Ana Tane"), make_party("Labour")
    join_party(person, party, date(2011, 1, 1), date(2016, 1, 1))
    hold(person, make_seat("Denham"), date(2011, 1, 1))
    hold(person, make_office("Prime Minister"), date(2014, 1, 1), date(2015, 6, 1))
    assert person.on(date(2015, 5, 31)).line == "Prime Minister; Labour, Denham"
    assert person.on(date(2015, 6, 1)).line == "Labour, Denham"
    assert person.on(date(2017, 1, 1)).line == "Denham"
    assert person.on(date(2000, 1, 1)).line == ""


def test_offices_of_many_people_cost_three_queries(django_assert_num_queries):
    for n in range(5):
        hold(make_person(), make_office(f"Office {n}"))
    with django_assert_num_queries(3):
        assert all(p.on(date(2015, 1, 1)).office_line for p in Person.objects.with_offices())


def test_nobody_else_holds_a_single_holder_office_at_once():
    office = make_office("Speaker", single_holder=True)
    hold(make_person(), office, date(2014, 1, 1), date(2015, 1, 1))
    hold(make_person(), office, date(2015, 1, 1))
    with pytest.raises(IntegrityError, match="office_has_one_holder_at_a_time"):
        hold(make_person(), office, date(2016, 1, 1))


def test_an_office_becomes_single_only_where_its_tenures_allow():
    office = make_office("Whip")
    hold(make_person(), office)
    hold(make_person(), office)
    office.single_holder = True
    with pytest.raises(IntegrityError, match="office_has_one_holder_at_a_time"):
        office.save()


def test_somebody_may_act_for_the_holder():
    office = make_office("Speaker", single_holder=True)
    hold(make_person(), office)
    assert hold(make_person(), office, is_acting=True).title == "Acting Speaker"


def test_a_person_is_in_one_party_at_a_time():
    person = make_person()
    join_party(person, make_party(), date(2010, 1, 1))
    with pytest.raises(IntegrityError, match="person_in_one_party_at_a_time"):
        join_party(person, make_party(), date(2012, 1, 1))


def test_a_party_colour_must_be_readable_on_paper():
    party = make_party(colour="#ffee00")
    with pytest.raises(ValidationError, match="contrast"):
        party.full_clean()
