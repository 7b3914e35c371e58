from datetime import date

import pytest

from tests.factories import (
    cover,
    hold,
    join_party,
    make_article,
    make_event,
    make_office,
    make_party,
    make_person,
    make_quotation,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

BODY = "“No tax on land,” she said. “Tax the rich,” he said. “It is late,” somebody said."


@pytest.fixture
def archive():
    turei, key = make_person("Metiria Turei"), make_person("John Key", sort_name="Key, John")
    join_party(turei, make_party("Green"))
    join_party(key, make_party("National"))
    for year, outlet in ((2013, "The Digest"), (2015, "The Post")):
        story = make_article(f"Story of {year}", BODY, outlet, date(year, 3, 1))
        make_quotation(story, "No tax on land,", turei)
        make_quotation(story, "Tax the rich,", key)
    make_quotation(story, "It is late,", key)
    cover(make_event("Land tax march"), story)
    return turei, key


def sides(page, heading):
    """The lines of each of the two columns under a heading."""
    path = f"//section[.//h2[normalize-space()='{heading}']]//div[@class='pair']/div"
    return [
        [" ".join(" ".join(item.itertext()).split()) for item in column.xpath(".//li | .//dl/div")]
        for column in page.tree.xpath(path)
    ]


def problems(page):
    return page.texts("//p[@class='field-error']")


@pytest.mark.parametrize(
    "query",
    [
        "people=metiria-turei,john-key",
        "people=Metiria+Turei&people=John+Key",
        "people=turei&people=key",
        "people=Metiria+T%C5%ABrei&people=KEY",
    ],
)
def test_two_people_stand_side_by_side(client, archive, query):
    page = Page(client.get(f"/compare/?{query}"))
    assert page.texts("//h1") == ["Metiria Turei and John Key"]
    assert sides(page, "How much") == [
        ["quotations 2", "utterances 2", "stories 2"],
        ["quotations 3", "utterances 3", "stories 2"],
    ]
    assert page.texts("//section[@aria-labelledby='time']//tbody//td") == ["1", "1", "1", "2"]
    assert sides(page, "Who quotes") == [["The Digest 1", "The Post 1"], ["The Post 2", "The Digest 1"]]
    newest = sides(page, "Newest")
    assert "No tax on land," in newest[0][0]
    assert "It is late," in newest[1][0]
    assert "/quotations/?q=speaker%3Ametiria-turei" in page.links()


def test_what_they_said_is_narrowed_to_words_and_to_an_event(client, archive):
    page = Page(client.get("/compare/?people=turei,key&q=tax&event=Land tax march"))
    assert "On “tax”. On the event: Land tax march." in page.text
    assert [side[0] for side in sides(page, "How much")] == ["quotation 1", "quotation 1"]
    page = Page(client.get("/compare/?people=turei,key&q=late"))
    assert [side[0] for side in sides(page, "How much")] == ["quotations 0", "quotation 1"]
    assert "The archive has no such quotation." in page.text


def test_where_one_of_them_said_nothing_of_it_the_rest_can_be_compared(client, archive):
    page = Page(client.get("/compare/?people=turei,key&q=zzzqq&event=land-tax-march"))
    two = "/compare/?people=metiria-turei&people=john-key"
    wider = {f"{two}&event=land-tax-march", f"{two}&q=zzzqq"}
    assert page.links("//main//section") >= wider
    assert [text for text in page.texts("//main//li/a") if text.startswith("without")] == [
        "without “zzzqq”",
        "without “Land tax march”",
    ]
    page = Page(client.get(f"{two}&q=late"))
    assert two in page.links("//main//section")
    assert client.get(two).status_code == 200
    assert "without" not in Page(client.get(f"{two}&q=tax")).text
    make_person("Nobody Much")
    assert "without" not in Page(client.get("/compare/?people=turei,nobody-much")).text


def test_two_outlets_stand_side_by_side_with_whom_they_quote(client, archive):
    page = Page(client.get("/compare/?outlets=the-digest&outlets=post"))
    assert page.texts("//h1") == ["The Digest and The Post"]
    assert sides(page, "Whom they quote") == [
        ["John Key 1", "Metiria Turei 1"],
        ["John Key 2", "Metiria Turei 1"],
    ]


def test_form_has_what_was_asked_and_needs_no_script(client, archive):
    page = Page(client.get("/compare/?people=turei&people=key&q=tax"))
    fields = page.tree.xpath("//main//form//input")
    asked = [(field.get("name"), field.get("value")) for field in fields]
    assert asked == [("people", "Metiria Turei"), ("people", "John Key"), ("q", "tax"), ("event", "")]


def test_name_that_several_have_or_nobody_is_answered_with_choices(client, archive):
    other = make_person("Penny Key")
    hold(other, make_office("Prime Minister"))
    page = Page(client.get("/compare/?people=turei&people=key"))
    assert problems(page) == ["Several are called so."]
    choices = page.links("//main//form")
    assert choices == {
        "/compare/?people=metiria-turei&people=john-key",
        "/compare/?people=metiria-turei&people=penny-key",
    }
    page = Page(client.get("/compare/?people=turei&people=Jon+Key&q=tax"))
    assert problems(page) == ["The archive knows nobody and nothing of this name."]
    assert "/compare/?people=metiria-turei&people=john-key&q=tax" in page.links()
    page = Page(client.get("/compare/?people=turei&people=Prime+Minister"))
    assert problems(page) == ["This is an office."]
    assert page.links("//main//form") == {"/compare/?people=metiria-turei&people=penny-key"}


def test_form_keeps_which_of_two_namesakes_is_meant(client, archive):
    make_person("John Key", slug="john-key-2")
    page = Page(client.get("/compare/?people=turei&people=john-key"))
    values = page.tree.xpath("//main//form//input[@name='people']/@value")
    assert values == ["Metiria Turei", "john-key"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("people=turei,turei", "That is the same twice: name another."),
        ("people=turei,key,turei", "Two can be compared at once, and “turei” is one too many."),
        ("people=turei,key&q=tax(", "A bracket is opened and never closed."),
        ("people=turei,key&q=party:Nobody", "No party is called “Nobody”."),
        ("people=turei,key&event=nothing", "No event is called “nothing”."),
        ('people=turei,key&event="', 'There is no name in “"”.'),
        ("people=turei&outlets=post,digest", "People are compared with people, and outlets with outlets."),
        ("outlets=zzz,the-post", "The archive knows nobody and nothing of this name."),
        ("people=%00,%3Cb%3E", "Name another to compare with."),
        (f"people=key&people={'x' * 300}", "The archive knows nobody and nothing of this name."),
    ],
)
def test_what_cannot_be_compared_is_told_beside_its_field(client, archive, query, told):
    page = Page(client.get(f"/compare/?{query}"))
    assert told in " ".join(problems(page))
    assert not page.texts("//h2")
    for field in page.tree.xpath("//input[@aria-invalid]"):
        assert page.texts(f"//*[@id='{field.get('aria-describedby')}']")


def test_one_alone_is_asked_for_another_and_none_at_all_for_two(client, archive):
    response = client.get("/compare/?people=turei")
    assert response.status_code == 200
    assert problems(Page(response)) == ["Name another to compare with."]
    response = client.get("/compare/")
    assert response.status_code == 200
    assert not problems(Page(response))
    assert client.get("/compare/?people=turei,nobody").status_code == 400


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("/people/john-key/", "/compare/?people=john-key"),
        ("/outlets/the-post/", "/compare/?outlets=the-post"),
        ("/events/land-tax-march/", "/compare/?event=land-tax-march"),
    ],
)
def test_people_outlets_and_events_lead_here(client, archive, address, link):
    assert link in Page(client.get(address)).links()
    assert client.get(link).status_code == 200


@pytest.mark.parametrize("rows", [3, 30])
def test_comparing_costs_the_same_for_any_number_of_quotations(client, django_assert_max_num_queries, rows):
    people = [make_person(f"Ann Moss {number}") for number in range(2)]
    for number in range(rows):
        story = make_article(body=BODY, outlet=f"Outlet {number}", published_on=date(1990 + number, 3, 1))
        cover(make_event(f"March {number}"), story)
        for person in people:
            join_party(person, make_party(), date(1980 + number, 1, 1), date(1981 + number, 1, 1))
            make_quotation(story, BODY[person.pk % 5 :][:12], person)
    for query in ("", "&q=tax", "&q=person:Moss", "&event=March 1&q=outlet:1+tax"):
        with django_assert_max_num_queries(12):
            response = client.get(f"/compare/?people=ann-moss-0,ann-moss-1{query}")
        assert response.status_code == 200, Page(response).text
