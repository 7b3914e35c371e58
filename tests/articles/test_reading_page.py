import pytest

from articles.models import ArticleVersion, Coverage, Mention, Quotation
from articles.reading_page import read_page
from tests.counting import calls
from tests.factories import (
    cover,
    join_party,
    make_article,
    make_event,
    make_mention,
    make_party,
    make_person,
    make_quotation,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db


def read(article):
    version = article.current
    return read_page(version, version.quotations.standing().with_speakers(), version.mentions.all())


def runs(paragraph):
    """Each run as its words and the text of the quotation it belongs to."""
    return [
        ("".join(part.text for part in run.parts), run.quotation.text if run.quotation else None)
        for run in paragraph.runs
    ]


def test_text_is_cut_where_what_was_said_begins_and_ends():
    article = make_article(body="First.\n\n“We will build,” said Ana Tane, “and soon.”\n\nLast.")
    body = article.current.body
    spans = [[at, at + len(words)] for words in ("We will build,", "and soon.") for at in [body.index(words)]]
    Quotation.objects.create(version=article.current, spans=spans, text="We will build, and soon.")
    before, said, after = read(article)
    assert runs(before) == [("First.", None)]
    assert runs(said) == [
        ("“We will build,”", "We will build, and soon."),
        (" said Ana Tane, ", None),
        ("“and soon.”", "We will build, and soon."),
    ]
    assert [run.is_first for run in said.runs] == [True, False, False]
    assert not before.notes
    assert not before.edge
    assert runs(after) == [("Last.", None)]


def test_the_words_inside_reported_speech_are_their_own_quotation():
    ana = make_person("Ana Tane")
    article = make_article(body="Ana Tane said that the mill was “a good friend” of the town.")
    make_quotation(
        article, "the mill was “a good friend” of the town", speaker=ana, kind=Quotation.Kind.REPORTED
    )
    make_quotation(article, "a good friend", speaker=ana, kind=Quotation.Kind.PARTIAL)
    (paragraph,) = read(article)
    outer, inner = "the mill was “a good friend” of the town", "a good friend"
    assert runs(paragraph) == [
        ("Ana Tane said that ", None),
        ("the mill was ", outer),
        ("“a good friend”", inner),
        (" of the town", outer),
        (".", None),
    ]
    (note,) = paragraph.notes
    assert list(note.numbered) == [1, 2]
    assert "reported" not in paragraph.edge


def test_quotations_that_cross_share_the_text_out():
    article = make_article(body="one two three four")
    make_quotation(article, "one two three", kind=Quotation.Kind.REPORTED)
    make_quotation(article, "two three four", kind=Quotation.Kind.REPORTED)
    (paragraph,) = read(article)
    assert runs(paragraph) == [("one ", "one two three"), ("two three four", "two three four")]


def test_two_speakers_in_one_paragraph_have_two_notes_and_the_first_has_the_edge():
    ana, rua = make_person("Ana Tane"), make_person("Rua Hemi")
    for person, name in ((ana, "Reds"), (rua, "Blues")):
        join_party(person, make_party(name))
    article = make_article(body="“Yes,” said Ana Tane. “No,” said Rua Hemi. “Yes!” she said.")
    for words, speaker in (("Yes,", ana), ("No,", rua), ("Yes!", ana)):
        make_quotation(article, words, speaker=speaker)
    (paragraph,) = read(article)
    assert [(note.quotation.speaker, list(note.numbered)) for note in paragraph.notes] == [
        (ana, [1, 3]),
        (rua, [2]),
    ]
    assert paragraph.edge == "party-reds"
    assert [run.edge for run in paragraph.runs if run.quotation] == [
        "party-reds",
        "party-blues",
        "party-reds",
    ]


def test_a_speaker_who_goes_on_is_named_alone():
    ana = make_person("Ana Tane")
    article = make_article(
        body="“One,” said Ana Tane.\n\n“Two,” she said.\n\nRain fell.\n\n“Three,” she said."
    )
    for words in ("One,", "Two,", "Three,"):
        make_quotation(article, words, speaker=ana)
    notes = [paragraph.notes for paragraph in read(article)]
    assert [[note.goes_on for note in beside] for beside in notes] == [[False], [True], [], [False]]


def test_two_who_may_have_spoken_are_named_once_whatever_the_report_calls_them():
    maybe = [make_person("Ana Young"), make_person("Rua Young")]
    article = make_article(body="“One,” said Mr Young. “Two,” he said.")
    for words, label in (("One,", "Mr Young"), ("Two,", "he")):
        quotation = make_quotation(article, words, attribution="ambiguous", speaker_label=label)
        quotation.candidates.set(maybe)
    (paragraph,) = read(article)
    assert [list(note.numbered) for note in paragraph.notes] == [[1, 2]]


def test_words_over_two_paragraphs_are_marked_in_both():
    article = make_article(body="“One.\n\nTwo,” she said.")
    make_quotation(article, "One.\n\nTwo,")
    first, second = read(article)
    assert runs(first) == [("“One.", "One.\n\nTwo,")]
    assert runs(second) == [("Two,”", "One.\n\nTwo,"), (" she said.", None)]


def test_an_apostrophe_is_not_taken_for_a_mark():
    article = make_article(body="The members’ vote was no' final, 'but close'.")
    make_quotation(article, "vote was no", kind=Quotation.Kind.PARTIAL)
    make_quotation(article, "but close", kind=Quotation.Kind.PARTIAL)
    (paragraph,) = read(article)
    assert [text for text, said in runs(paragraph) if said] == ["vote was no", "'but close'"]


def test_a_person_is_linked_once_and_inside_quotations_too():
    ana, rua = make_person("Ana Tane"), make_person("Rua Hemi")
    article = make_article(body="“Ask Rua Hemi,” said Ana Tane. Ana Tane and Rua Hemi left.")
    make_quotation(article, "Ask Rua Hemi,", speaker=ana)
    for person in (ana, rua):
        make_mention(article, person)
        start = article.current.body.rindex(person.name)
        Mention.objects.create(
            version=article.current, person=person, start=start, end=start + len(person.name)
        )
    (paragraph,) = read(article)
    links = [(part.text, part.mention.person) for run in paragraph.runs for part in run.parts if part.mention]
    assert links == [("Rua Hemi", rua), ("Ana Tane", ana)]
    assert "".join(text for text, _ in runs(paragraph)) == article.current.body


def test_a_person_is_linked_by_name_rather_than_by_office():
    ana, rua = make_person("Ana Tane"), make_person("Rua Hemi")
    article = make_article(body="The Speaker, Ana Tane, met the Clerk. Ms Tane left.")
    for person, words in ((ana, "The Speaker"), (ana, "Ana Tane"), (ana, "Ms Tane"), (rua, "the Clerk")):
        make_mention(article, person, words)
    (paragraph,) = read(article)
    assert [part.text for run in paragraph.runs for part in run.parts if part.mention] == [
        "Ana Tane",
        "the Clerk",
    ]


def test_a_name_that_a_quotation_cuts_in_two_is_linked_at_its_next_place():
    ana = make_person("Ana Tane")
    article = make_article(body="Dr Ana Tane spoke. Ana Tane left.")
    make_quotation(article, "Dr Ana", kind=Quotation.Kind.REPORTED)
    make_mention(article, ana)
    Mention.objects.create(version=article.current, person=ana, start=19, end=27)
    (paragraph,) = read(article)
    assert [part.mention.start for run in paragraph.runs for part in run.parts if part.mention] == [19]


def test_an_event_is_linked_once_where_the_report_itself_first_tells_of_it(client):
    body = "“I walked out,” she said. Members walked out on Tuesday. The walk-out was short."
    article = make_article(body=body)
    make_quotation(article, "I walked out,")
    event = make_event("Protest in the House", kind="walk-out")
    cover(event, article, status="proposed")
    page = Page(client.get(article.get_absolute_url()))
    text = "//div[contains(@class, 'story-text')]"
    links = page.tree.xpath(f"{text}//a[@href='{event.get_absolute_url()}']")
    assert [(link.text, link.get("class").strip()) for link in links] == [("walked out", "proposed")]
    assert "".join(page.tree.xpath(f"{text}//p")[0].itertext()) == body
    Coverage.objects.update(status="confirmed")
    page = Page(client.get(article.get_absolute_url()))
    assert page.tree.xpath(f"{text}//a[@href='{event.get_absolute_url()}']/@class") == [""]


@pytest.mark.parametrize("kinds", [["walk-out", "walk-out"], ["statement"], ["by-election"]])
def test_no_event_is_linked_that_may_be_another(client, kinds):
    article = make_article(body="They walked out after a statement.")
    for kind in kinds:
        cover(make_event(kind=kind), article)
    page = Page(client.get(article.get_absolute_url()))
    assert not page.links("//div[contains(@class, 'story-text')]")


def test_a_long_report_is_read_in_proportion_to_its_length():
    def reading(paragraphs):
        version = ArticleVersion(body="\n\n".join(f"“Words {n},” she said." for n in range(paragraphs)))
        quotations = [
            Quotation(pk=n, version=version, spans=[[start + 1, start + 6]], text="Words")
            for n, (start, _) in enumerate(version.paragraphs)
        ]
        return calls(lambda: read_page(version, quotations, []))

    assert reading(4000) < 11 * reading(400)
