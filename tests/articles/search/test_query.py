"""What a search means, on a small archive."""

from datetime import date

import pytest
from django.http import QueryDict

from articles.search import Search
from articles.search.names import Holding, apart
from people.models import PersonName
from tests.factories import (
    cover,
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

pytestmark = pytest.mark.django_db

ORCHARDS = "I am standing up for the orchards of the coast,"
BODY = f"“{ORCHARDS}” said Ana Tāne. “It stands up,” she added. “Ana Tāne is a criminal,” said Tom Tāne."


@pytest.fixture
def archive():
    ana, ngaio, tom = make_person("Ana Tāne"), make_person("Ngaio Pere"), make_person("Tom Tāne")
    PersonName.objects.create(person=ngaio, name="Ngaio Smith-Jones")
    labour = make_party("New Zealand Labour Party", short_name="Labour", slug="labour", also_called=["Reds"])
    join_party(ana, labour, date(2015, 1, 1))
    join_party(ngaio, make_party("Green"), date(2000, 1, 1), date(2015, 6, 1))
    premier = make_office("Prime Minister", slug="prime-minister")
    hold(ngaio, premier, date(2000, 1, 1), date(2015, 11, 10))
    hold(ana, premier, date(2015, 11, 10))
    hold(tom, make_seat("Marama Bay"))
    walkout = make_event("The walk-out", kind="walk-out", place="Wellington")
    take_part(walkout, ana)
    make_event("A ruling", kind="ruling", starts_on=date(2015, 11, 1), ends_on=date(2015, 11, 3))
    one = make_article("One", BODY, outlet="The Post")
    cover(walkout, one)
    make_quotation(one, ORCHARDS, speaker=ana)
    make_quotation(one, "It stands up,", speaker=ngaio, kind="partial", said_on=date(2015, 11, 2))
    make_quotation(one, "Ana Tāne is a criminal,", speaker=tom, status="proposed")
    named = make_mention(one, ana)
    named.start = BODY.rindex("Ana")
    named.end = named.start + 8
    named.save()
    make_article("Two", "Nobody said a word about taxes.", published_on=date(2014, 3, 4))


def found(query, noun="quotations"):
    """The names of what is found: of quotations, the first names of who said them."""
    search = Search({"q": query})
    assert search.problems == []
    names = {
        "quotations": lambda row: row.speaker.name.split()[0],
        "stories": lambda row: row.headline,
        "people": lambda row: row.name.split()[0],
        "events": lambda row: row.name.split()[-1],
    }
    return " ".join(sorted(map(names[noun], getattr(search, noun)())))


@pytest.mark.parametrize(
    ("query", "who"),
    [
        ("", "Ana Ngaio Tom"),
        ("stands", "Ana Ngaio"),
        ("stands -orchard", "Ngaio"),
        ('"up for the"', "Ana"),
        ('"up the for"', ""),
        ("orchards OR criminal", "Ana Tom"),
        ("stands (orchards OR criminal)", "Ana"),
        ("-(orchards OR criminal)", "Ngaio"),
        ("TANE", "Tom"),
        ("orch*", "Ana"),
        ("orchards* coasts*", "Ana"),
        ("crimina*", "Tom"),
        ("-crim*", "Ana Ngaio"),
        ("-(crim* OR orch*)", "Ngaio"),
        ("-(stand* coast)", "Ngaio Tom"),
        ("o’br* OR crim*", "Tom"),
        ("speaker:tane", "Ana Tom"),
        ("speaker:ana-tane", "Ana"),
        ('speaker:"ana tane"', "Ana"),
        ("speaker:ana", "Ana"),
        ("speaker:smith-jones", "Ngaio"),
        ("speaker:pere,ana", "Ana Ngaio"),
        ("-speaker:tane", "Ngaio"),
        ("speaker:tane -speaker:tom", "Ana"),
        ("speaker:pere OR orchards", "Ana Ngaio"),
        ("speaker:pere OR crim* OR stands", "Ana Ngaio Tom"),
        ('speaker:"prime minister"', "Ana Ngaio"),
        ("office:prime-minister before:2015-11-09", "Ngaio"),
        ('office:"member for marama bay"', "Tom"),
        ("office:marama", "Tom"),
        ("party:labour", "Ana"),
        ('party:"New Zealand Labour Party"', "Ana"),
        ("party:reds,green", "Ana"),
        ("outlet:post", "Ana Ngaio Tom"),
        ('outlet:"the post" stands', "Ana Ngaio"),
        ("event:walk-out", "Ana Ngaio Tom"),
        ('event:"The walk-out" party:labour', "Ana"),
        ("kind:partial", "Ngaio"),
        ("kind:partial,direct", "Ana Ngaio Tom"),
        ("status:proposed", "Tom"),
        ("person:ana", "Tom"),
        ('person:"prime minister"', "Tom"),
        ("on:2015-11-02", "Ngaio"),
        ("on:2015-11", "Ana Ngaio Tom"),
        ("before:2015-11-02", "Ngaio"),
        ("after:2015-11-12", "Ana Tom"),
        ("after:2015-11-13", ""),
        ("year:2015 -on:2015-11-12", "Ngaio"),
        ("year:2014,2016", ""),
        ("on:2014..2015-11-02", "Ngaio"),
    ],
)
def test_quotations_are_found_by_words_names_and_days(archive, query, who):
    assert found(query) == who


@pytest.mark.parametrize(
    ("query", "stories"),
    [
        ("", "One Two"),
        ("taxes", "Two"),
        ("one OR two", "One Two"),
        ("speaker:ana party:labour", "One"),
        ("speaker:pere party:labour", ""),
        ("speaker:pere -party:labour", ""),
        ("(speaker:pere OR speaker:ana) kind:partial", "One"),
        ("-speaker:ana", "Two"),
        ("kind:headline", ""),
        ("person:ana", "One"),
        ("event:walk-out", "One"),
        ("outlet:post", "One"),
        ("year:2014", "Two"),
        ('speaker:"prime minister" status:confirmed', "One"),
        ('person:"prime minister"', "One"),
    ],
)
def test_stories_hold_the_words_and_one_quotation_that_is_all_that_is_asked(archive, query, stories):
    assert found(query, "stories") == stories


@pytest.mark.parametrize(
    ("query", "people"),
    [
        ("", "Ana Ngaio Tom"),
        ("tane", "Ana Tom"),
        ("tane -ana", "Tom"),
        ("smith", "Ngaio"),
        ("ana OR pere", "Ana Ngaio"),
        ("speaker:tane", "Ana Tom"),
        ("party:labour", "Ana"),
        ("party:green on:2015-07-01", ""),
        ("party:green on:2015-05-01", "Ngaio"),
        ('speaker:"prime minister"', "Ana Ngaio"),
        ("office:prime-minister after:2015-11-10", "Ana"),
        ("before:2010", "Ngaio Tom"),
        ("event:walk-out", "Ana"),
    ],
)
def test_people_are_found_by_names_and_by_what_they_were(archive, query, people):
    assert found(query, "people") == people


@pytest.mark.parametrize(
    ("query", "events"),
    [
        ("", "ruling walk-out"),
        ("rul*", "ruling"),
        ("wellington", "walk-out"),
        ("-wellington", "ruling"),
        ("speaker:ana", "walk-out"),
        ('person:"prime minister"', "walk-out"),
        ("outlet:post", "walk-out"),
        ("kind:ruling", "ruling"),
        ("on:2015-11-02", "ruling"),
        ("after:2015-11-03", "ruling walk-out"),
        ("after:2015-11-04", "walk-out"),
        ("before:2015-11-01", "ruling"),
    ],
)
def test_events_are_found_by_words_people_and_days(archive, query, events):
    assert found(query, "events") == events


@pytest.mark.parametrize(
    ("query", "message", "suggestion"),
    [
        ('speaker:"Anna Tame"', "Nobody is called “Anna Tame”", 'speaker:"Ana Tāne"'),
        ("speaker:nga stands", "Did you mean Ngaio Pere?", 'speaker:"Ngaio Pere" stands'),
        ("party:labor", "No party is called “labor”. Did you mean Labour?", "party:Labour"),
        ("outlet:pots", "Did you mean The Post?", 'outlet:"The Post"'),
        ("event:rulling", "Did you mean A ruling?", 'event:"A ruling"'),
        ("kind:indirekt", "Did you mean direct?", "kind:direct"),
        ("speaker:xyzzy", "Nobody is called “xyzzy”, and no office is.", ""),
        ("speeker:ana", "There is no field “speeker:”.", "speaker:ana"),
        ("after:2015-02-30", "“2015-02-30” is no date.", "after:2015-02-28"),
    ],
)
def test_what_is_unknown_is_named_with_what_it_may_be(archive, query, message, suggestion):
    search = Search({"q": query})
    assert not search.is_valid
    assert message in search.problems[0].message
    assert search.problems[0].suggestion == suggestion
    assert not suggestion or Search({"q": suggestion}).is_valid
    for noun in ("quotations", "stories", "people", "events"):
        assert not getattr(search, noun)().exists()


def test_several_of_one_name_are_all_searched_and_told(archive):
    assert Search({"q": "speaker:tane"}).notes == [
        "“tane” may be any of these, and all are searched: Ana Tāne, Tom Tāne."
    ]


def test_a_field_that_says_nothing_of_a_noun_is_told(archive):
    search = Search({"q": "kind:direct party:labour"})
    assert search.notes_on("people") == ["“kind:” says nothing of people, and is left out here."]
    assert search.notes_on("stories") == []
    assert len(search.notes_on("events")) == 2


def test_a_search_is_read_back_in_parts_that_come_off(archive):
    search = Search({"q": 'speaker:tom tax OR "flat rates" -crim* after:2015-11 before:2015-11-12'})
    assert [(part.label, part.value) for part in search.parts] == [
        ("Speaker", "Tom Tāne"),
        ("Either", "tax or “flat rates”"),
        ("Without", "crim…"),
        ("From", "November 2015"),
        ("Until", "12 November 2015"),
    ]
    assert search.parts[1].without == "speaker:tom -crim* after:2015-11 before:2015-11-12"
    assert Search({"q": "tax"}).parts[0].without == ""


def test_boxes_and_words_are_one_search():
    assert Search({"q": "tax OR rates", "speaker": "Ana Tāne"}).text == '(tax OR rates) speaker:"Ana Tāne"'
    assert Search({"q": "party:labour", "party": "labour"}).text == "party:labour"
    assert Search(QueryDict("party=labour&party=green&speaker=")).text == "party:labour,green"


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({"q": "tax speaker:ana", "speaker": "ana"}, "tax speaker:ana"),
        ({"q": "tax speaker:ana", "speaker": "tom"}, "tax speaker:tom"),
        ({"q": "tax speaker:ana", "speaker": ""}, "tax"),
        ({"q": "tax speaker:tom", "speaker": "ana"}, "tax speaker:tom"),
        ({"q": "tax", "speaker": "ana"}, "tax"),
        ({"q": "tax speaker:ana", "speaker": "ana", "after": "2015"}, "tax speaker:ana after:2015"),
    ],
)
def test_of_words_and_boxes_the_one_that_was_changed_counts(asked, text):
    assert Search({"was": "tax speaker:ana", **asked}).text == text


def test_values_are_those_that_must_be_so(archive):
    search = Search({"q": 'party:labour,"New, Party" -party:green (party:x OR tax)'})
    assert search.values("party") == ["labour", "New, Party"]
    assert search.box("party") == 'labour, "New, Party"'
    assert search.with_value("party", "green") == "-party:green (party:x OR tax) party:green"
    assert Search({"q": "speaker:ana tax"}).without("speaker").text == "tax"
    assert Search({"q": "on:2015-11 after:2015-11-03"}).span == (date(2015, 11, 3), date(2015, 11, 30))
    assert len(Search({"q": "speaker:tane"}).keys("speaker")) == 2


def test_words_to_mark_are_those_that_may_stand_there():
    assert Search({"q": "speaker:ana -tax"}).words is None
    assert Search({"q": "speaker:ana (tax OR kind:direct) -rates"}).has_words


def test_names_cost_one_query_and_words_none(archive, django_assert_num_queries):
    with django_assert_num_queries(0):
        search = Search({"q": 'tax OR "flat rates" crim* kind:direct year:2015'})
        assert search.is_valid
        assert search.parts
        search.quotations()
    with django_assert_num_queries(1):
        search = Search({"q": "speaker:tane,pere party:labour outlet:post event:walk-out office:marama"})
        assert search.is_valid
        assert search.parts
        search.quotations()
        search.without("party").quotations()
        search.stories()


def test_an_office_for_a_speaker_costs_one_query_more(archive, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert Search({"q": 'speaker:"prime minister",pere party:labour'}).is_valid


def test_who_is_often_quoted_is_asked_once_for_all_and_where_it_matters(archive, django_assert_num_queries):
    search = Search({"q": "person:tane OR person:pere outlet:post"})
    with django_assert_num_queries(1):  # the names
        assert search.is_valid
        assert search.notes_on("stories")
        search.people()
        search.events()
    with django_assert_num_queries(1):
        search.stories()
        search.stories()
        search.quotations()
        search.without("outlet").quotations()


def test_one_speaker_is_asked_for_by_key(archive):
    assert '"speaker_id" = ' in str(Search({"q": "speaker:ana"}).quotations().query)


ODD = [
    "tax'; DROP TABLE people_person; #-- end",
    "\\ \\' a\\",
    "'a' & !b | c <-> d:e",
    "%_% a_b",
    "a|b+ [a-z]{2,} ^x$",
    "Māori 議会 русский עברית ß ﬁ e\u0301 zero\u200bwidth",
    '"\\ x"',
    " OR ".join(f"word{n}" for n in range(100)),
    " ".join(f"-word{n}*" for n in range(10)),
    "-(" * 20 + "a" + ")" * 20,
]


@pytest.mark.parametrize("noun", ["quotations", "stories", "people", "events"])
def test_odd_words_never_reach_the_database_as_anything_but_words(archive, noun):
    for query in ODD:
        search = Search({"q": query})
        assert search.is_valid
        list(getattr(search, noun)()[:5])


def test_what_words_begin_with_is_worked_out_once_and_not_for_every_row(archive):
    rows = Search({"q": "crim* OR orch* OR o’br*"}).quotations()
    assert "to_tsquery" not in rows.explain()


def test_a_day_far_off_is_no_error(archive):
    assert found("after:9999") == ""
    assert found("before:0001-01-01") == ""


def test_days_in_several_offices_at_once_are_asked_for_once():
    in_office = [
        Holding(1, date(2003, 1, 1), date(2005, 1, 1)),
        Holding(1, date(2001, 1, 1), date(2004, 1, 1)),
        Holding(2, date(2002, 1, 1), None),
        Holding(1, date(2009, 1, 1), None),
    ]
    assert apart(in_office) == [
        Holding(1, date(2001, 1, 1), date(2005, 1, 1)),
        Holding(1, date(2009, 1, 1), None),
        Holding(2, date(2002, 1, 1), None),
    ]
