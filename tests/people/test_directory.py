from datetime import date

import pytest

from people.careers import last_known
from people.directory import entries
from people.models import Person
from tests.factories import hold, join_party, make_office, make_party, make_person, make_seat

pytestmark = pytest.mark.django_db

TODAY = date(2020, 1, 1)


def test_directory_says_of_many_what_the_page_of_one_says(django_assert_num_queries):
    red, blue = make_party("Red Party", short_name="Red"), make_party("Blue Party", short_name="Blue")
    there, gone, member, left, _nobody = (make_person(name) for name in ("Ana", "Bo", "Cy", "Di", "Ed"))
    for person, party in ((there, red), (gone, blue), (member, red)):
        join_party(person, party, date(2010, 1, 1))
    join_party(left, blue, date(2010, 1, 1), date(2012, 1, 1))
    join_party(left, red, date(2012, 1, 1), date(2014, 1, 1))
    hold(there, make_seat("Ellery"), date(2011, 1, 1))
    hold(there, make_office("Minister of Roads"), date(2011, 1, 1), date(2012, 1, 1))
    hold(gone, make_seat("Marama Bay"), date(2011, 1, 1), date(2014, 1, 1), ends_precision="period")
    speaker = make_office("Speaker", kind="house")
    hold(gone, speaker, date(2011, 1, 1), date(2014, 6, 1), ends_precision="year")
    people = list(Person.objects.with_offices().order_by("name"))
    with django_assert_num_queries(2):
        found = entries(people, TODAY)
    for day, rows in ((None, found), (date(2013, 1, 1), entries(people, TODAY, date(2013, 1, 1)))):
        for person, entry in zip(people, rows, strict=True):
            known = last_known(person, TODAY)
            then, ended = (person.on(day), "") if day else (known.then, known.ended)
            assert (entry.name, entry.initials) == (person.name, person.initials)
            assert (entry.line, entry.party_class, entry.ended) == (then.line, then.party_class, ended)
