from datetime import date

import pytest

from archive.written import Written
from people.models import Person, Tenure
from tests.factories import hold, make_office, make_person, make_seat

pytestmark = pytest.mark.django_db

called = Written(lambda name: Person.objects.exclude(sort_name__endswith="%s").filter(name=name), str)
held_on = Written(
    lambda person, day: Tenure.objects.with_office().filter(person=person).on(day).defer("starts_precision"),
    int,
    date,
)


def test_rows_are_those_of_the_queryset_with_what_it_joins(django_assert_num_queries):
    ana, seat, office = make_person(), make_seat("Tarn Valley"), make_office()
    hold(ana, seat, date(2015, 1, 1))
    hold(ana, office, date(2016, 1, 1), date(2017, 1, 1))
    for day in (date(2014, 1, 1), date(2015, 1, 1), date(2016, 6, 1), date(2017, 1, 1)):
        expected = list(Tenure.objects.with_office().filter(person=ana).on(day))
        with django_assert_num_queries(1):
            found = held_on(ana.pk, day)
            assert [(row.pk, row.title) for row in found] == [(row.pk, row.title) for row in expected]
        assert all("starts_precision" in row.get_deferred_fields() for row in found)


@pytest.mark.parametrize("name", ["O’Brien", "O'Brien", "%s: 50% off %(0)s", "\\", "Tāne; --", '"'])
def test_a_value_is_only_ever_a_value(name):
    person = make_person(name, slug="somebody")
    make_person("Somebody Else")
    assert called(name) == [person]
    assert called(name[::-1] + "?") == []


def test_what_is_prefetched_is_there(django_assert_num_queries):
    with_offices = Written(lambda key: Person.objects.with_offices().filter(pk=key), int)
    ana = make_person()
    hold(ana, make_office("Prime Minister"), date(2015, 1, 1))
    with django_assert_num_queries(3):
        (found,) = with_offices(ana.pk)
        assert found.on(date(2016, 1, 1)).line == "Prime Minister"


def test_a_value_within_a_pattern_is_refused():
    beginning = Written(lambda name: Person.objects.filter(name__startswith=name), str)
    with pytest.raises(ValueError, match="value 0"):
        beginning("Ana")
