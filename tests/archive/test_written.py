from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection
from django.utils.connection import ConnectionDoesNotExist

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
    for _ in range(2):
        with django_assert_num_queries(3):
            (found,) = with_offices(ana.pk)
        assert found.on(date(2016, 1, 1)).line == "Prime Minister"


def test_no_key_is_as_large_as_an_address_may_have_it(django_assert_num_queries):
    of_key = Written(lambda key: Person.objects.filter(pk=key), int)
    person = make_person()
    assert of_key.first(person.pk) == person
    with django_assert_num_queries(0):
        assert of_key(2**63) == of_key(-(2**70)) == []


def test_what_failed_at_one_database_is_written_at_another():
    databases = iter(["nowhere", "default"])
    everybody = Written(lambda: Person.objects.using(next(databases)))
    person = make_person()
    with pytest.raises(ConnectionDoesNotExist):
        everybody()
    assert everybody() == [person]


@pytest.mark.django_db(transaction=True)
def test_threads_may_ask_at_once():
    of_key = Written(lambda key: Person.objects.with_offices().filter(pk=key), int)
    person, together = make_person(), Barrier(4)

    def ask(_number):
        together.wait()
        try:
            return [of_key(person.pk) for _ in range(20)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, range(4))) == [[[person]] * 20] * 4


def test_a_value_within_a_pattern_is_refused():
    beginning = Written(lambda name: Person.objects.filter(name__startswith=name), str)
    with pytest.raises(ValueError, match="value 0"):
        beginning("Ana")
