import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from lxml import html

from articles.models import Article, Byline, Coverage, KeptCount, Quotation, Utterance
from articles.results import kept
from people.models import Organization
from tests.factories import (
    DAY,
    cover,
    hold,
    join_party,
    make_article,
    make_event,
    make_mention,
    make_office,
    make_outlet,
    make_party,
    make_person,
    make_quotation,
    make_seat,
    make_version,
    take_part,
)

pytestmark = pytest.mark.django_db

HARM = "<script>alert(1)</script>"


def get(client, address, status=200):
    """The page at an address, or of a row, as a tree."""
    response = client.get(address if isinstance(address, str) else address.get_absolute_url())
    assert response.status_code == status
    return html.document_fromstring(response.content.decode())


def select(page, selector):
    """Elements by tag, class, id and attribute, and one inside another, as a stylesheet names them."""
    paths = []
    for group in selector.split(","):
        path = ""
        for part in group.split():
            path += "//" + (re.match(r"\w*", part)[0] or "*")
            path += "".join(
                f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
                for name in re.findall(r"\.([\w-]+)", part)
            )
            path += "".join(f"[@id='{name}']" for name in re.findall(r"#([\w-]+)", part))
            path += "".join(f"[@{name}]" for name in re.findall(r"\[([\w-]+)\]", part))
            path += "".join(f"[@{k}='{v}']" for k, v in re.findall(r"\[([\w-]+)=([\w-]+)\]", part))
        paths.append(path)
    return page.xpath(" | ".join(paths))


def text(element):
    return " ".join(element.text_content().split())


def texts(page, selector):
    return [text(element) for element in select(page, selector)]


def notes(page):
    """What is said of each speaker: what is always seen, and what opens."""
    said = iter(texts(page, ".speaker-note p"))
    return list(zip(said, said, strict=True))


def links(page, selector):
    return {text(link): link.get("href") for link in select(page, f"{selector} a")}


def make_minister(name="Ana Tane", party="Reds", office="Minister of Bridges", seat="Long Bay"):
    person = make_person(name)
    join_party(person, make_party(party))
    hold(person, make_office(office))
    hold(person, make_seat(seat))
    return person


def make_story(number, people=1):
    """A report with a speaker, a mention, an event and an ambiguous quotation of its own."""
    names = [f"Ana Tane {number}-{n}" for n in range(people)]
    body = "\n\n".join(
        f"“The bridge of {name} stands,” said {name}.\n\nOne of {name}’s said no." for name in names
    )
    article = make_article(f"Report {number}", body, outlet=f"Outlet {number}")
    Byline.objects.create(article=article, position=1, name=f"Writer {number}")
    for name in names:
        person = make_minister(name, f"Party of {name}", f"Office of {name}", f"Seat of {name}")
        make_quotation(article, f"The bridge of {name} stands,", speaker=person)
        make_mention(article, person)
        maybe = make_quotation(article, f"One of {name}’s", attribution="ambiguous")
        maybe.candidates.set([person])
        event = make_event(f"Event of {name}")
        take_part(event, person)
        cover(event, article)
    return article


class TestStory:
    def test_says_who_spoke_and_what_they_were_that_day(self, client):
        ana = make_minister()
        hold(ana, make_office("Minister of Roads"), starts=DAY + timedelta(days=1))
        article = make_article("A bridge at last", "“It will stand,” said Ana Tane on Thursday.")
        make_quotation(article, "It will stand,", speaker=ana)
        page = get(client, article)
        assert texts(page, "h1") == ["A bridge at last"]
        assert texts(page, "q.said") == ["“It will stand,”", "“Words”"]
        assert select(page, ".story-text q")[0].get("class") == "said party-reds"
        assert notes(page) == [("Speaker: Ana Tane", "Minister of Bridges Reds, Long Bay quotation 1")]
        assert links(page, ".speaker-note")["Ana Tane"] == ana.get_absolute_url()
        assert texts(page, ".story-sum") == ["1 quotation by 1 person · kept since 13 November 2015"]

    def test_each_state_of_an_attribution_has_its_line_and_its_words(self, client):
        ana, rua = make_minister(), make_person("Rua Hemi")
        agency = Organization.objects.create(name="Roads Agency")
        body = "\n\n".join(["One.", "Two.", "Three.", "Four.", "Five.", "Six.", "Seven.", "Eight."])
        article = make_article(body=body)
        make_quotation(article, "One.", speaker=ana)
        make_quotation(article, "Two.", speaker=rua, kind="reported")
        make_quotation(article, "Three.", speaker=ana, status="proposed", evidence="*she* may be Ana Tane")
        maybe = make_quotation(article, "Four.", attribution="ambiguous", speaker_label="the MPs")
        maybe.candidates.set([ana, rua])
        make_quotation(article, "Five.", attribution="unlisted", speaker_label="a nurse")
        make_quotation(article, "Six.")
        make_quotation(
            article, "Seven.", attribution="resolved", speaker_outlet=make_outlet("The Post"), kind="headline"
        )
        make_quotation(article, "Eight.", attribution="resolved", speaker_organization=agency)
        page = get(client, article)
        edges = [edge.get("class").split()[1:] for edge in select(page, ".story-text .quotation")]
        assert list(zip(edges, notes(page), strict=True)) == [
            (["party-reds"], ("Speaker: Ana Tane", "Minister of Bridges Reds, Long Bay quotation 1")),
            (["party-none", "reported"], ("Speaker: Rua Hemi", "quotation 2")),
            (
                ["party-reds", "proposed"],
                (
                    "Speaker: Ana Tane Proposed",
                    "Minister of Bridges Reds, Long Bay quotation 3 Why: “she” may be Ana Tane",
                ),
            ),
            (
                ["party-none", "proposed"],
                ("Speaker: One of two, or all: Rua Hemi, Ana Tane Ambiguous in the report", "quotation 4"),
            ),
            (["party-none", "proposed"], ("Speaker: a nurse Not yet named", "quotation 5")),
            (["party-none", "proposed"], ("Speaker: Nobody named Not yet named", "quotation 6")),
            (["party-none"], ("Speaker: The Post", "quotation 7")),
            (["party-none"], ("Speaker: Roads Agency", "quotation 8")),
        ]
        assert "1 attribution to settle · 3 with a speaker not yet named" in text(
            select(page, ".story-sum")[0]
        )

    def test_links_each_person_once(self, client):
        ana = make_person("Ana Tane")
        article = make_article(body="Ana Tane spoke. Ana Tane left.")
        make_mention(article, ana)
        page = get(client, article)
        assert links(page, ".story-text") == {"Ana Tane": ana.get_absolute_url()}
        assert texts(page, ".story-text") == ["Ana Tane spoke. Ana Tane left."]

    def test_says_what_somebody_named_was_that_day_once_and_where_no_margin_does(self, client):
        ana, rua = make_minister(), make_minister("Rua Hemi", "Blues", "Leader of the House", "Port")
        hold(ana, make_office("Minister of Roads"), starts=DAY + timedelta(days=1))
        body = "Ana Tane came.\n\n“It will stand,” said Rua Hemi to Ana Tane."
        article = make_article(body=body)
        for person in (ana, rua):
            make_mention(article, person)
        make_quotation(article, "It will stand,", speaker=rua)
        page = get(client, article)
        (name,) = select(page, "[data-then]")
        assert text(name) == "Ana Tane"
        assert name.get("data-then") == "Ana Tane\nMinister of Bridges; Reds, Long Bay"
        assert "party-reds" in name.get("class").split()
        assert texts(page, ".story-text p")[0] == "Ana Tane came."

    def test_links_once_the_event_that_words_were_said_at(self, client):
        ana, event = make_person("Ana Tane"), make_event("The inquiry")
        article = make_article(body="“One.”\n\n“Two.”\n\n“Three.”")
        for words, at in (("One.", event), ("Two.", event), ("Three.", make_event(status="proposed"))):
            make_quotation(article, words, speaker=ana, event=at)
        assert notes(get(client, article)) == [
            ("Speaker: Ana Tane", "at The inquiry quotation 1"),
            ("Speaker: Ana Tane", "quotation 2"),
            ("Speaker: Ana Tane", "quotation 3"),
        ]

    def test_of_many_other_reports_the_nearest_stand_beside_it_in_order(self, client):
        event, article = make_event(), make_article("Mine", published_on=DAY)
        cover(event, article)
        for n in range(-4, 5):
            cover(event, make_article(f"Day {n}", published_on=DAY + timedelta(days=n))) if n else None
        found = list(links(get(client, article), ".elsewhere .headline"))
        assert found == [f"Day {n}" for n in (-3, -2, -1, 1, 2, 3)]

    def test_prints_what_was_imported_as_text(self, client):
        article = make_article(f"Head {HARM}", f"Body {HARM} “said {HARM}” & more.")
        article.current.place = f"javascript:alert(1) {HARM}"
        article.current.save()
        make_quotation(
            article,
            f"said {HARM}",
            attribution="unlisted",
            status="proposed",
            speaker_label=f"a {HARM}",
            evidence=f"*{HARM}*",
            cue=HARM,
        )
        for address in (article.get_absolute_url(), article.current.quotations.get().get_absolute_url(), "/"):
            page = get(client, address)
            assert not select(page, "body script, [style], [onclick], style, iframe")
        assert HARM in text(select(get(client, article), ".story-text")[0])

    def test_tells_what_it_was_part_of(self, client):
        ana = make_person("Ana Tane")
        cause = make_event("The collapse", starts_on=DAY - timedelta(days=2))
        event = make_event("The inquiry", in_response_to=cause)
        effect = make_event("The report", in_response_to=event, starts_on=DAY + timedelta(days=9))
        make_event("Elsewhere entirely")
        take_part(event, ana)
        article = make_article()
        cover(event, article, status="proposed")
        page = get(client, article)
        assert links(page, ".story-aside .timeline") == {
            str(event): event.get_absolute_url() for event in (cause, event, effect)
        }
        (here,) = texts(page, ".story-aside .here")
        assert here == "12 November 2015 The inquiry Ana Tane Proposed, not yet confirmed led to"

    def test_names_other_reports_of_the_same_events(self, client):
        event, other = make_event(), make_event()
        article, same, draft, rejected = (
            make_article(name, status=status)
            for name, status in (
                ("One", "published"),
                ("Two", "published"),
                ("Three", "draft"),
                ("Four", "published"),
            )
        )
        for story in (article, same, draft):
            cover(event, story)
        cover(event, rejected, status="rejected")
        cover(other, make_article("Five"))
        page = get(client, article)
        assert links(page, ".elsewhere .headline") == {"Two": same.get_absolute_url()}

    def test_shows_where_the_text_comes_from(self, client):
        article = make_article()
        article.current.place = "https://digest.example/2015/bridge"
        article.current.reader, article.current.read_at = "first 1", datetime(2016, 1, 2, tzinfo=UTC)
        article.current.save()
        page = get(client, article)
        record = dict(zip(texts(page, ".record dt"), texts(page, ".record dd"), strict=True))
        assert record["Taken from"] == "https://digest.example/2015/bridge"
        assert record["Taken on"] == "13 November 2015, 13:00 NZDT"
        assert record["Checksum"].endswith(article.current.original_sha256)
        assert record["Version"] == "1 of 1"
        assert record["Taken by"] == "Importer “text”"
        assert record["Read by"] == "Quotation reader first 1, on 2 January 2016"
        (link,) = select(page, ".record a")
        assert link.get("rel") == "external nofollow noopener"

    def test_a_file_is_named_without_the_folders_it_lay_in(self, client):
        article = make_article()
        article.current.place = "/srv/reports/2015/bridge.jsonl, line 3"
        article.current.save()
        assert "bridge.jsonl, line 3" in texts(get(client, article), ".record dd")

    def test_is_kept_since_the_day_it_was_here_when_it_was_taken(self, client):
        article = make_article()
        article.current.retrieved_at = datetime(2015, 11, 12, 22, tzinfo=UTC)
        article.current.save()
        assert "kept since 13 November 2015" in text(select(get(client, article), ".story-sum")[0])

    def test_says_once_beside_a_paragraph_why_an_attribution_is_proposed(self, client):
        article, ana = make_article(body="Ana Tane said it “will hold”."), make_person("Ana Tane")
        for words, kind in (("it “will hold”", "reported"), ("will hold", "partial")):
            make_quotation(article, words, ana, kind=kind, status="proposed", evidence=f"*{words}*")
        assert notes(get(client, article)) == [
            ("Speaker: Ana Tane Proposed", "quotation 1 quotation 2 Why: “it “will hold””")
        ]

    def test_prints_the_hour_of_the_clocks_where_it_was_published(self, client):
        published = {
            "published_precision": "instant",
            "published_at": datetime(2015, 11, 12, 5, 40, tzinfo=UTC),
        }
        for zone, hour in (
            ("Europe/London", "05:40 GMT"),
            ("+02:00", "07:40 UTC+02:00"),
            ("nowhere", "18:40"),
        ):
            article = make_article(published_zone=zone, **published)
            assert hour in texts(get(client, article), ".story-from")[0]

    def test_a_day_is_no_more_exact_than_the_source(self, client):
        article = make_article(published_on=date(2015, 11, 1), published_precision="month")
        page = get(client, article)
        assert select(page, ".story-from time")[0].get("datetime") == "2015-11"
        [description] = page.xpath("//meta[@name='description']/@content")
        assert description.startswith("A report of The Digest, November 2015:")
        assert "The Digest, November 2015, version 1" in texts(page, "pre")[0]

    def test_names_the_language_of_the_report_only_around_its_words(self, client):
        article = make_article("He kōrero", "“Āe,” te kī a Ana.", language="mi")
        make_quotation(article, "Āe,")
        page = get(client, article)
        assert [e.get("lang") for e in select(page, "html, h1, .story-text, .speaker-notes")] == [
            "en-gb",
            "mi",
            "mi",
            "en-gb",
        ]

    def test_costs_the_same_for_many_rows_as_for_few(self, client, django_assert_num_queries):
        few, many = make_story(1, people=5), make_story(2, people=25)
        for number, article in ((3, few), (4, many)):
            for n in range(number):
                cover(article.events.first(), make_story(f"{number}-{n}"))
        for article in (few, many):
            # the page's tag, versions, quotations, what their speakers were, candidates, mentions,
            # parties and offices of those named, other reports, events
            with django_assert_num_queries(10):
                client.get(article.get_absolute_url())


class TestVersions:
    def make_changed(self):
        article = make_article("Bridge", "It stands.\n\nFor now.")
        make_version(article, "It stands.\n\nIt does.\n\nIt will.", number=2)
        return article

    def test_says_what_changed_and_when(self, client):
        page = get(client, self.make_changed())
        assert texts(page, "#record .timeline li") == [
            "13 November 2015, 13:00 NZDT The version shown 2 paragraphs new or changed,"
            " 1 of the version before gone · What changed",
            "13 November 2015, 13:00 NZDT As first taken",
        ]

    def test_an_older_one_stands_at_its_address_and_points_to_the_newest(self, client):
        article = self.make_changed()
        first = article.versions.get(number=1)
        page = get(client, first)
        assert texts(page, ".story-text p") == ["It stands.", "For now."]
        assert texts(page, ".note") == ["This is version 1, kept as it was. There is a newer one."]
        assert links(page, ".note").popitem()[1] == article.get_absolute_url()
        assert select(page, "link[rel=canonical]")[0].get("href").endswith(article.get_absolute_url())
        assert first.get_absolute_url() in texts(page, "pre")[0]

    def test_the_newest_has_an_address_that_will_not_change(self, client):
        article = self.make_changed()
        page = get(client, article.current)
        assert texts(page, ".story-text p") == ["It stands.", "It does.", "It will."]
        assert not select(page, ".note")

    def test_a_headline_that_staff_corrected_leaves_the_printed_one_to_its_version(self, client):
        article = self.make_changed()
        Article.objects.update(headline="Bridges")
        assert texts(get(client, article), "h1") == ["Bridges"]
        assert texts(get(client, article.versions.get(number=1)), "h1") == ["Bridge"]


class TestWhatIsNotThere:
    def test_a_withdrawn_story_leaves_its_reason_and_nothing_else(self, client):
        article = make_article("Bridge falls", "“Mine,” she said.")
        quotation = make_quotation(article, "Mine,")
        Article.objects.update(status="withdrawn", withdrawn_reason="It was another bridge.")
        for row in (article, article.current, quotation):
            page = get(client, row, status=410)
            assert "It was another bridge." in text(page)
            assert "Mine" not in text(page)
            assert "Bridge falls" not in text(page)

    def test_a_draft_is_not_told_from_a_story_that_never_was(self, client):
        article = make_article(body="“Mine,” she said.", status="draft")
        quotation = make_quotation(article, "Mine,")
        for row in (article, article.current, quotation):
            get(client, row, status=404)

    def test_a_rejected_quotation_is_marked_nowhere_and_its_address_says_so(self, client):
        article = make_article("Bridge falls", "“Mine,” she said.")
        quotation = make_quotation(article, "Mine,", status="rejected")
        assert not select(get(client, article), ".said")
        page = get(client, quotation, status=410)
        assert texts(page, "h1") == ["This quotation was withdrawn"]
        assert links(page, "main") == {"Bridge falls": article.get_absolute_url()}

    @pytest.mark.parametrize(
        "address",
        [
            "/stories/2015/2/30/bridge/",
            "/stories/0/1/1/bridge/",
            "/stories/99999/1/1/bridge/",
            "/stories/2015/11/12/bridge/v2/",
            "/stories/2015/11/12/bridge/v99999999999999999999/",
            "/stories/2015/11/12/tunnel/",
            "/quotations/0/",
            "/quotations/99999999999999999999/",
        ],
    )
    def test_an_address_of_nothing_is_answered_with_404(self, client, address):
        make_article("Bridge")
        page = get(client, address, status=404)
        assert texts(page, "h1") == ["There is no such page"]

    def test_pages_are_only_read(self, client):
        article = make_article(body="“Mine,” she said.")
        for row in (article, article.current, make_quotation(article, "Mine,")):
            assert client.post(row.get_absolute_url()).status_code == 405
        assert client.post("/").status_code == 405


class TestQuotation:
    def test_stands_alone_with_its_paragraph_and_how_we_know(self, client):
        ana = make_minister()
        event = make_event("The inquiry")
        article = make_article("A bridge", "Rain fell.\n\n“It will stand,” she told the inquiry. “I swear.”")
        quotation = make_quotation(
            article,
            "It will stand,",
            speaker=ana,
            status="proposed",
            speaker_label="she",
            cue="told",
            confidence=0.81,
            evidence="*she* may be Ana Tane",
            event=event,
            occasion="to the inquiry",
        )
        page = get(client, quotation)
        assert texts(page, "h1") == ["Ana Tane, 12 November 2015"]
        assert texts(page, ".words-large") == ["“It will stand,”"]
        assert texts(page, ".attribution") == [
            "Ana Tane Minister of Bridges; Reds, Long Bay Proposed, not yet confirmed"
        ]
        assert texts(page, ".story-text p") == ["“It will stand,” she told the inquiry. “I swear.”"]
        assert texts(page, ".story-text .said") == ["“It will stand,”"]
        record = dict(zip(texts(page, ".record dt"), texts(page, ".record dd"), strict=True))
        assert record == {
            "Attribution": "Proposed by the quotation reader, not yet confirmed by a person",
            "Speaker as printed": "she",
            "Introduced by": "told",
            "Reason": "“she” may be Ana Tane",
            "Confidence": "81 %",
            "Said at": "The inquiry",
        }
        assert links(page, "main")["A bridge"] == f"{article.get_absolute_url()}#q{quotation.pk}"
        assert texts(page, "pre")[0].startswith(
            "Ana Tane, “It will stand”, in “A bridge.” The Digest, 12 November 2015."
        )

    def test_points_to_the_version_that_still_has_its_words(self, client):
        article = make_article("Bridge", "“Mine,” she said.")
        quotation = make_quotation(article, "Mine,")
        make_version(article, "“Ours,” she said.", number=2)
        page = get(client, quotation)
        assert links(page, "main")["Bridge"] == f"{article.get_absolute_url()}v1/#q{quotation.pk}"
        assert "It stands in version 1 of the report; there is a newer one." in text(page)

    @pytest.mark.parametrize(
        ("precision", "said_on", "stamp", "day"),
        [
            ("year", None, "2004", "2004"),
            ("month", None, "2004-01", "January 2004"),
            ("year", date(2004, 5, 6), "2004-05-06", "6 May 2004"),
        ],
    )
    def test_its_day_is_no_more_exact_than_the_source(self, client, precision, said_on, stamp, day):
        coarse = {"published_on": date(2004, 1, 1), "published_precision": precision}
        article = make_article(body="“Mine,” she said.", **coarse)
        quotation = make_quotation(article, "Mine,", make_person("Ana Tane"), said_on=said_on)
        page = get(client, quotation)
        assert texts(page, "h1") == [f"Ana Tane, {day}"]
        assert select(page, ".story-from time")[0].get("datetime") == stamp

    @pytest.mark.parametrize(("precision", "office"), [("year", False), ("month", True), ("day", True)])
    def test_no_office_is_told_that_was_not_held_on_every_day_that_it_may_be(self, client, precision, office):
        ana = make_person("Ana Tane")
        hold(ana, make_office("Minister of Bridges"), ends=date(2004, 9, 1))
        hold(ana, make_seat("Long Bay"))
        coarse = {"published_on": date(2004, 1, 1), "published_precision": precision}
        article = make_article(body="“Mine,” she said. Ana Tane left.", **coarse)
        quotation = make_quotation(article, "Mine,", ana)
        make_mention(article, ana)
        held = "Minister of Bridges; Long Bay" if office else "Long Bay"
        assert texts(get(client, quotation), ".attribution") == [f"Ana Tane {held}"]
        assert texts(get(client, ana), ".result-speaker .role") in ([held], [f"Then {held}"])
        for address in (article.get_absolute_url(), "/quotations/", "/quotations.csv"):
            told = client.get(address).getvalue().decode()
            assert ("Minister of Bridges" in told, "Long Bay" in told) == (office, True)

    def test_reported_speech_has_no_marks(self, client):
        article = make_article(body="She said it would stand.")
        quotation = make_quotation(article, "it would stand", kind="reported")
        page = get(client, quotation)
        assert texts(page, ".words-large") == ["it would stand"]

    def test_cost(self, client, django_assert_num_queries):
        quotation = make_story(1, people=5).current.quotations.filter(speaker__isnull=False)[0]
        # the page's tag, the quotation with its report and speaker, tenures, parties
        with django_assert_num_queries(4):
            client.get(quotation.get_absolute_url())

    def test_cost_of_one_that_is_ambiguous(self, client, django_assert_num_queries):
        quotation = make_story(1).current.quotations.get(attribution="ambiguous")
        # the page's tag, the quotation with its report, who it may have been
        with django_assert_num_queries(3):
            page = get(client, quotation)
        assert "Ana Tane 1-0" in text(page)


class TestFront:
    def test_counts_what_readers_may_see(self, client):
        for number in range(2):
            make_story(number)
        for status in ("draft", "withdrawn"):
            hidden = make_story(status)
            hidden.status, hidden.withdrawn_reason = status, "Mistaken."
            hidden.save()
        Quotation.objects.filter(text__startswith="The bridge of Ana Tane 0").update(status="rejected")
        page = get(client, "/")
        figures = dict(zip(texts(page, ".figures dt"), texts(page, ".figures dd"), strict=True))
        assert figures == {"stories": "2", "quotations": "3", "people named": "2", "outlets, since 2015": "2"}

    def test_of_much_it_says_what_was_counted_and_when(self, client, monkeypatch):
        monkeypatch.setattr(kept, "MOST", 2)
        for number in range(3):
            make_story(number)
        make_mention(make_article(body="Rua Hemi was there."), make_person("Rua Hemi"))
        counted = texts(get(client, "/"), ".figures dd")
        call_command("count_terms", verbosity=0)
        make_story(3)
        page = get(client, "/")
        assert texts(page, ".figures dd")[:3] == counted[:3] == ["4", "6", "4"]
        assert texts(page, ".figures dd")[3:] == ["5"]
        assert "As counted on" not in text(page)
        KeptCount.objects.update(counted_at=datetime(2015, 11, 14, tzinfo=UTC))
        make_article()
        assert "As counted on 14 November 2015." in text(get(client, "/"))

    def test_search_comes_first(self, client):
        page = get(client, "/")
        (form,) = select(page, "form[role=search]")
        assert form.get("action") == reverse("quotation_list")
        assert form.get("method") == "get"
        assert [field.get("name") for field in form.xpath(".//input")] == ["q"]

    def test_an_empty_archive_says_so(self, client):
        page = get(client, "/")
        assert texts(page, ".note h2") == ["The archive holds no stories yet"]
        assert [link.get("href") for link in select(page, ".note a")] == [reverse("admin:articles_run_add")]
        assert not select(page, ".ways-in")

    def test_leads_to_every_way_in(self, client):
        make_article()
        links = [link.get("href") for link in select(get(client, "/"), ".ways-in a")]
        assert links == ["/a-z/", "/calendar/", "/offices/", "/outlets/", "/compare/"]
        assert all(client.get(link).status_code == 200 for link in links)

    def test_of_a_short_chain_it_shows_what_was_said(self, client):
        words = [
            f"This bridge number {n} will stand, and I shall stand on it until it falls" for n in range(9)
        ]
        article = make_article(body=" ".join(f"“{each}” she said." for each in words))
        event = make_event("The opening")
        cover(event, article)
        for n, speaker in enumerate([make_minister(), make_person("Rua Hemi"), make_person("Old Hand")]):
            make_quotation(article, words[n], speaker=speaker)
        make_quotation(article, words[3], speaker=make_person(), status="proposed")
        said = texts(get(client, "/"), ".front-said li")
        assert len(said) == 2
        assert said[0].startswith(f"“{words[0]}” Ana Tane")
        make_event("The closing", in_response_to=event)
        for _ in range(3):
            event = make_event(in_response_to=event)
        assert not select(get(client, "/"), ".front-said")

    def test_words_of_a_story_that_hurts_to_read_are_met_by_nobody_unasked(self, client):
        words = "This bridge will stand, and I shall stand on it until the day it falls down"
        article = make_article(body=f"“{words}” she said.", content_themes=["sexual-violence"])
        cover(make_event("The opening"), article)
        make_quotation(article, words, speaker=make_person())
        page = get(client, "/")
        assert not select(page, ".words-large")
        assert not select(page, ".front-said")

    def test_has_what_happened_on_this_day_in_other_years(self, client, monkeypatch):
        monkeypatch.setattr("articles.views.front.timezone.localdate", lambda: date(2024, 2, 29))
        for year in (2012, 2016, 2020, 2024):
            make_article(f"Leap of {year}", published_on=date(year, 2, 29))
        make_article("Leap again", published_on=date(2016, 2, 29))
        make_article("A day late", published_on=date(2019, 3, 1))
        make_article("Some time", published_on=date(2016, 2, 29), published_precision="month")
        make_article("Draft", published_on=date(2012, 2, 29), status="draft")
        make_event("The jump", kind="stunt", starts_on=date(2016, 2, 29))
        page = get(client, "/")
        assert texts(page, "[aria-labelledby=this-day] li") == [
            "2016 The jump Stunt",
            "2020 Leap of 2020 The Digest",
            "2016 Leap of 2016 The Digest",
            "2012 Leap of 2012 The Digest",
        ]
        links = [link.get("href") for link in select(page, "[aria-labelledby=this-day] a")]
        monkeypatch.undo()
        assert all(client.get(link).status_code == 200 for link in links)

    def test_a_day_on_which_nothing_happened_before_is_not_spoken_of(self, client):
        make_article()
        assert not select(get(client, "/"), "#this-day")

    def test_shows_the_newest_stories(self, client):
        for n in range(8):
            make_article(f"Report {n}", published_on=DAY + timedelta(days=n))
        page = get(client, "/")
        assert texts(page, ".front-newest .headline") == [f"Report {n}" for n in (7, 6, 5, 4, 3, 2)]

    def test_puts_in_focus_the_latest_chain_that_was_told_of(self, client):
        cause = make_event("The collapse", starts_on=DAY - timedelta(days=2))
        event = make_event("The inquiry", in_response_to=cause, summary="It sat for nine days.")
        make_event("Not told of", starts_on=DAY + timedelta(days=5))
        cover(make_event("Told of alone", starts_on=DAY + timedelta(days=4)), make_article())
        cover(event, make_article())
        page = get(client, "/")
        assert texts(page, ".front-event h2") == ["The inquiry"]
        assert "It sat for nine days." in text(page)
        assert texts(page, ".front-event .timeline li") == [
            "10 November 2015 The collapse led to",
            "12 November 2015 The inquiry 1 story",
        ]

    def test_of_a_chain_the_event_most_told_of_is_in_focus(self, client):
        walkout = make_event("A walk-out", starts_on=DAY - timedelta(days=1))
        remarks = make_event("Remarks", in_response_to=walkout)
        cover(remarks, make_article())
        cover(walkout, make_article())
        cover(walkout, make_article())
        assert texts(get(client, "/"), "#focus") == ["A walk-out"]

    def test_a_draft_puts_no_event_in_focus(self, client):
        cover(make_event(), make_article(status="draft"))
        assert not select(get(client, "/"), ".front-event")

    def test_offers_the_same_words_all_day_and_others_the_next(self, client, monkeypatch):
        body = "\n\n".join(
            f"“I have walked over bridge number {n}, and every plank of it has held me,” she said."
            for n in range(40)
        )
        article = make_article(body=body)
        for n in range(40):
            make_quotation(
                article,
                f"I have walked over bridge number {n}, and every plank of it has held me,",
                speaker=make_person(),
            )

        def words(day):
            monkeypatch.setattr("articles.views.front.timezone.localdate", lambda: day)
            return texts(get(client, "/"), ".words-large")[0]

        days = [date(2015, 11, day) for day in range(1, 11)]
        chosen = [words(day) for day in days]
        assert chosen == [words(day) for day in days]
        assert len(set(chosen)) > 5

    @pytest.mark.parametrize(
        "fields", [{"status": "proposed"}, {"kind": "reported"}, {"speaker": None}, {"short": True}]
    )
    def test_what_is_not_settled_or_says_little_is_not_offered(self, client, fields):
        words = "Short." if fields.pop("short", False) else "This bridge will stand " * 4 + "I say."
        article = make_article(body=f"“{words}” she said.")
        make_quotation(article, words, **{"speaker": make_person(), **fields})
        assert not select(get(client, "/"), ".words-large")

    def test_ranks_those_quoted_in_the_last_week(self, client):
        ana, rua, old = make_minister(), make_person("Rua Hemi"), make_person("Old Hand")
        article = make_article(body="One. Two. Three. Four. Five. Six.")
        for words, speaker in (("One.", ana), ("Two.", ana), ("Three.", ana), ("Four.", ana), ("Five.", rua)):
            make_quotation(article, words, speaker=speaker)
        make_quotation(article, "Six.", speaker=old, said_on=DAY - timedelta(days=7))
        page = get(client, "/")
        rows = select(page, ".tally li")
        assert [(re.sub(r"^[A-Z]{2} ?", "", text(row)), row.get("class")) for row in rows] == [
            ("Ana Tane 4", "party-reds"),
            ("Rua Hemi 1", "party-none"),
        ]
        assert [bar.get("width") for bar in select(page, ".tally rect")] == ["100%", "25%"]

    def test_counts_words_once_however_many_stories_printed_them(self, client):
        ana = make_person("Ana Tane")
        said = Utterance.objects.create(said_on=DAY)
        for outlet in ("The Post", "The Herald", "The Bay"):
            article = make_article(body="Enough. More.", outlet=outlet)
            make_quotation(article, "Enough.", speaker=ana, utterance=said)
        make_quotation(article, "More.", speaker=ana)
        assert texts(get(client, "/"), ".tally-count") == ["2"]

    def test_costs_the_same_for_many_rows_as_for_few(self, client, django_assert_num_queries):
        def count():
            # the page's tag, figures, focus, its chain, newest,
            # which words are shown, their rows, what the speakers were, who is quoted, this day
            with django_assert_num_queries(10):
                client.get("/")

        long = "This bridge will stand, and I shall stand on it, " + "and on it, " * 5
        for n in range(5):
            article = make_story(n)
            event = article.events.first()
            make_event(in_response_to=event)
            worth = make_article(body=f"“{long}” she said.")
            make_quotation(worth, long.strip(), speaker=make_minister(f"M {n}", f"P {n}", f"O {n}", f"S {n}"))
        count()
        for n in range(5, 25):
            make_story(n)
        count()


class TestAbout:
    def test_tells_how_quotations_are_read(self, client, django_assert_num_queries):
        with django_assert_num_queries(1):
            page = get(client, reverse("about_reading"))
        assert texts(page, "h1") == ["How quotations are read"]


def test_a_section_knows_that_its_pages_are_in_it(client):
    article = make_article()
    current = {
        address: [
            (text(a), a.get("aria-current"))
            for a in select(get(client, address), "header nav [aria-current]")
        ]
        for address in ("/", "/stories/", article.get_absolute_url())
    }
    assert current == {
        "/": [("Today", "page")],
        "/stories/": [("Stories", "page")],
        article.get_absolute_url(): [("Stories", "true")],
    }


def test_coverage_that_staff_rejected_is_told_nowhere(client):
    event, article = make_event("The inquiry"), make_article()
    cover(event, article)
    Coverage.objects.update(status="rejected")
    assert not select(get(client, article), ".story-aside .timeline")
    assert not select(get(client, "/"), ".front-event")
