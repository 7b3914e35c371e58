"""Names suggested as one types, and the language explained by examples that are tried."""

from datetime import date

import pytest
from django.urls import reverse

from articles.search import Search
from articles.search.examples import CHAPTERS
from articles.search.suggestions import suggestions
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
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

EXAMPLES = [example for chapter in CHAPTERS for example in chapter.examples]


@pytest.fixture
def names():
    john = make_person("John Key")
    PersonName.objects.create(person=john, name="Keymaster")
    make_person("Kēri Johnson")
    make_person("Bill English")
    make_office("Prime Minister")
    make_party("New Zealand Labour Party", short_name="Labour", slug="labour")
    make_article(outlet="The Post")
    make_event("Walk-out by members")
    make_event("Key ruling", status="proposed")


def test_browsers_are_told_the_same_in_their_own_form(client, names):
    response = client.get("/search/suggest/", {"q": "tax john k", "format": "json"})
    assert response["Content-Type"] == "application/x-suggestions+json"
    assert response.json() == [
        "tax john k",
        ['tax speaker:"John Key"'],
        ["Speaker: John Key"],
        ["http://localhost:8000/quotations/?q=tax+speaker%3A%22John+Key%22"],
    ]
    assert client.get("/search/suggest/", {"q": "\x00", "format": "json"}).json() == ["\x00", [], [], []]


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("joh", ["speaker:John Key", "speaker:Kēri Johnson"]),
        ("tax john k", ["tax speaker:John Key"]),
        ("tax OR keri", ["tax OR speaker:Kēri Johnson"]),
        ("-(keym", ["-(speaker:John Key"]),
        ("speaker:ke", ["speaker:John Key", "speaker:Kēri Johnson"]),
        ('tax speaker:"john k', ["tax speaker:John Key"]),
        ("-speaker:bill,joh", ["-speaker:John Key", "-speaker:Kēri Johnson"]),
        ("person:prime", []),
        ("speaker:prime", ["speaker:Prime Minister"]),
        ("prime min", ["office:Prime Minister"]),
        ("party:lab", ["party:Labour"]),
        ("zealand", ["party:Labour"]),
        ("the po", ["outlet:The Post"]),
        ("event:walk", ["event:Walk-out by members"]),
        ("bill engish", ["speaker:Bill English"]),
        ("k", []),
        ("kind:dir", []),
        ("xyzzy", []),
        ("john ", []),
        ("", []),
        ("%_\\'", []),
        ("\x00joh", []),
    ],
)
def test_names_that_begin_as_what_is_typed_last_are_suggested(names, typed, texts):
    found = suggestions(typed)
    assert [suggestion.text.replace('"', "") for suggestion in found] == texts
    for suggestion in found:
        if "(" not in suggestion.text:
            assert Search({"q": suggestion.text}).is_valid


def test_two_of_one_name_are_suggested_by_their_addresses(names):
    make_person("John Key", slug="john-key-2")
    assert [suggestion.text for suggestion in suggestions("john k")] == [
        "speaker:john-key",
        "speaker:john-key-2",
    ]


def test_suggestions_are_links_to_the_search_in_the_tab_at_hand(client, names):
    answer = client.get(reverse("search_suggest"), {"q": "tax bill", "here": "/events/"})
    assert Page(answer).links("//nav") == {"/events/?q=tax+speaker%3A%22Bill+English%22"}
    answer = client.get(reverse("search_suggest"), {"q": "tax bill", "here": "//elsewhere.example/"})
    assert Page(answer).links("//nav") == {"/quotations/?q=tax+speaker%3A%22Bill+English%22"}


def test_suggestions_cost_at_most_two_queries(names, django_assert_num_queries):
    with django_assert_num_queries(1):
        suggestions("tax john k")
    with django_assert_num_queries(2):
        suggestions("tax jhon kee")
    with django_assert_num_queries(0):
        suggestions("k")


@pytest.mark.parametrize("typed", ["", "x", '"', "(", "a" * 10_000, "nobody like this", "speaker:", "a:b"])
def test_with_nothing_to_suggest_the_answer_is_empty(client, typed):
    answer = client.get(reverse("search_suggest"), {"q": typed})
    assert answer.status_code == 200
    assert not answer.content.strip()


def test_every_page_has_a_box_that_asks_for_suggestions(client):
    page = Page(client.get(reverse("front")))
    (box,) = page.tree.xpath("//input[@name='q']")
    assert box.get("data-hx-get") == reverse("search_suggest")
    assert "htmx" in page.tree.xpath("//script/@src")[0]


BODY = (
    "“Nobody was sorry for it,” said the report. “A tax on crime,” said John Key. “The budget is taxed,” "
    "said Bill English. “English loves crime and a budget,” said John Key. “We walk,” they said. “Gutless”."
)


@pytest.fixture
def archive():
    key, english, davis = make_person("John Key"), make_person("Bill English"), make_person("Kelvin Davis")
    join_party(key, make_party("National"))
    join_party(davis, make_party("Labour"))
    join_party(english, make_party("Green"))
    hold(key, make_office("Prime Minister"))
    hold(english, make_office("Minister of Finance"))
    event = make_event("The walk-out")
    story = make_article("Budget", BODY, outlet="The Post", published_on=date(2015, 11, 11))
    other = make_article("Tax", BODY, outlet="The Digest", published_on=date(2014, 3, 4))
    cover(event, other)
    make_quotation(story, "Nobody was sorry for it,", said_on=date(2015, 11, 10))
    make_quotation(story, "A tax on crime,", speaker=key)
    make_quotation(story, "The budget is taxed,", speaker=english)
    make_quotation(story, "English loves crime and a budget,", speaker=key, kind="partial", status="proposed")
    make_mention(story, english, "English loves").delete()
    mention = make_mention(story, english, "English loves")
    mention.end = mention.start + len("English")
    mention.save()
    make_quotation(other, "We walk,", speaker=davis, said_on=date(2016, 1, 1))
    make_quotation(story, "Gutless", speaker=davis, kind="headline", said_on=date(2015, 11, 12))


FOUND = {
    "tax": "A The",
    "tax budget": "The",
    '"sorry for it"': "Nobody",
    "tax OR budget": "A English The",
    "budget -tax": "English",
    "crim*": "A English",
    "budget (tax OR crime)": "English The",
    "speaker:key": "A English",
    'speaker:"John Key"': "A English",
    "speaker:key tax": "A",
    'speaker:"prime minister"': "A English",
    "party:labour,green": "Gutless The We",
    'office:"minister of finance"': "The",
    "person:english": "English",
    "-speaker:key tax": "The",
    'outlet:"The Post"': "A English Gutless Nobody The",
    "event:walk-out": "We",
    "on:2015-11-10": "Nobody",
    "on:2015-11": "A English Gutless Nobody The",
    "year:2014..2015": "A English Gutless Nobody The",
    "after:2015-11-11": "A English Gutless The We",
    "before:2015-11-10": "Nobody",
    "after:2015-11-10 before:2015-11-11": "A English Nobody The",
    "kind:headline": "Gutless",
    "kind:direct,partial tax": "A The",
    "status:confirmed": "A Gutless Nobody The We",
}


@pytest.mark.parametrize("example", [example.text for example in EXAMPLES])
def test_every_example_of_the_help_finds_what_it_says(archive, example):
    search = Search({"q": example})
    assert search.text == example
    assert search.problems == []
    assert " ".join(sorted(row.text.split()[0] for row in search.quotations())) == FOUND[example]


def test_the_help_shows_every_example_as_a_link(client):
    page = Page(client.get(reverse("search_help")))
    assert page.texts("//code") == [example.text for example in EXAMPLES]
    assert "/quotations/?q=speaker%3A%22prime%20minister%22" in page.links()
