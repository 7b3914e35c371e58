from datetime import date

import pytest

from people.models import Person
from people.then import as_at_hand, what_they_were
from tests.factories import hold, join_party, make_office, make_party, make_person, make_seat

pytestmark = pytest.mark.django_db

DAYS = [date(2014, 12, 31), date(2015, 1, 1), date(2016, 6, 1), date(2018, 1, 1), date(2020, 1, 1)]


def test_many_people_on_many_days_were_what_each_was_on_the_day(django_assert_num_queries):
    labour = make_party("Labour")
    ana, sione, nobody = make_person("Ana Tāne"), make_person("Sione Fale"), make_person()
    join_party(ana, labour)
    hold(ana, make_seat("Tarn Valley"), date(2015, 1, 1), date(2017, 1, 1), on_behalf_of=labour)
    hold(ana, make_office("Corrections spokesperson", kind="party", party=labour), date(2016, 1, 1))
    hold(ana, make_office("Speaker", kind="house"), date(2018, 1, 1), is_acting=True)
    hold(sione, make_office("Prime Minister"), date(2015, 1, 1), date(2018, 1, 1))
    hold(sione, make_office("Minister of Roads"), date(2015, 1, 1))
    hold(sione, make_seat("Ellery"), None, None)
    asked = [(person, day) for day in DAYS for person in (ana, sione, nobody)]
    with django_assert_num_queries(1):
        then = what_they_were([(person.pk, day) for person, day in asked])
    people = {person.pk: person for person in Person.objects.with_offices()}
    for (person, day), found in zip(asked, then, strict=True):
        known = people[person.pk].on(day)
        assert found.line(known.party.short_name if known.party else "") == known.line
        assert as_at_hand(people[person.pk], [day]) == [found]


def test_of_a_stretch_of_days_is_told_what_was_held_in_all_of_them():
    ana = make_person("Ana Tāne")
    hold(ana, make_office("Prime Minister"), date(2015, 6, 1))
    hold(ana, make_office("Minister of Roads"), date(2014, 1, 1), date(2015, 12, 31))
    hold(ana, make_seat("Ellery"), None, None)
    days, until = [date(2015, 1, 1), date(2015, 6, 1)], [date(2015, 12, 31), date(2015, 12, 30)]
    found = what_they_were([(ana.pk, day) for day in days], until)
    assert [then.line("") for then in found] == ["Ellery", "Prime Minister, Minister of Roads; Ellery"]
    assert as_at_hand(ana, days, until) == found


def test_of_nobody_nothing_is_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert what_they_were([]) == []
