"""Every word of the interface goes through gettext: in another language none stays English.

What comes from data is in Greek letters here, so that an English word on a page can only be one that
was never offered for translation.
"""

import ast
import gettext
import re
from datetime import date
from pathlib import Path
from shutil import which

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.commands.makemessages import TranslatableFile
from django.template import engines
from django.template.loader import render_to_string
from django.utils import translation
from lxml import html

from archive.management.commands.makemessages import BuildFile, Command
from archive.quick import grouped
from articles.models import Byline, Outlet, Quotation
from articles.search.messages import shown_day
from people.models import Office, Organization
from tests.archive.test_imports import EVERY, tree
from tests.factories import (
    cover,
    hold,
    join_party,
    make_article,
    make_event,
    make_gone,
    make_mention,
    make_office,
    make_party,
    make_person,
    make_quotation,
    make_seat,
    make_version,
    take_part,
)
from tests.pseudo_language import foreign, speak

pytestmark = pytest.mark.django_db

SAME_IN_EVERY_LANGUAGE = re.compile(
    r"Press Gallery|BibTeX|RIS|CSL-JSON|APA|Chicago|MLA|SHA-256|CSV|JSON|Atom|OpenAPI|ETag|"
    r"[a-f0-9]{64}|https?://\S+|/[\w/.-]+|unAPI|"
    r"“text”|“after:”|“ana”|\btest\.txt\b|text/plain|NZDT|NZST|"
    # The name of a script is Unicode’s.
    r"Greek"
)
ATTRIBUTES = ("aria-label", "title", "alt", "placeholder", "label")
# Styles of citation are laid down in English, months and all.
IN_CODE = "contains(@class, 'styles') or self::code or self::pre or self::script or self::style"


@pytest.fixture
def greek(monkeypatch, settings):
    """An archive with something of every kind, told in another language."""
    anna, boris = (
        make_person("Άννα Τάνε", slug="anna"),
        make_person("Βορίς Ρέγι", slug="boris", provisional=True),
    )
    green, blue = make_party("Πράσινοι", slug="green"), make_party("Μπλε", slug="blue")
    join_party(anna, green, ends=date(2014, 1, 1))
    join_party(anna, blue, starts=date(2014, 1, 1))
    join_party(boris, blue)
    house = Organization.objects.create(name="Κυβέρνηση")
    hold(
        anna,
        make_office("Υπουργός", organization=house, slug="minister", kind=Office.Kind.GOVERNMENT),
        is_acting=True,
    )
    hold(boris, make_seat("Κόλπος"), ends=date(2016, 1, 1))
    Outlet.objects.create(name="Εφημερίδα", slug="paper")
    body = "«Όχι σήμερα,» είπε η Άννα Τάνε. «Ποτέ,» είπε κάποιος.\n\nΕίπε ότι θα φύγει.\n\n«Ίσως,» είπαν."
    story = make_article("Τίτλος", body, outlet="Εφημερίδα", slug="story", content_themes=["suicide"])
    make_version(story, body, number=2)
    Byline.objects.create(article=story, name="Γιώργος", position=1)
    said = make_quotation(story, "Όχι σήμερα,", speaker=anna)
    make_quotation(story, "Ποτέ,", speaker_label="κάποιος", status=Quotation.Status.PROPOSED)
    make_quotation(story, "θα φύγει", speaker=anna, kind=Quotation.Kind.REPORTED, status="proposed")
    both = make_quotation(story, "Ίσως,", attribution=Quotation.Attribution.AMBIGUOUS, speaker_label="αυτοί")
    both.candidates.set([anna, boris])
    make_mention(story, anna)
    other = make_article("Άλλο", "Κείμενο.", outlet="Εφημερίδα", slug="other")
    type(other).objects.filter(pk=other.pk).update(headline="")
    gone = make_article("Χαμένο", outlet="Εφημερίδα", slug="gone")
    type(gone).objects.filter(pk=gone.pk).update(status="withdrawn", withdrawn_reason="Λόγος")
    cause = make_event("Αιτία", slug="cause", kind="ομιλία", starts_on=date(2015, 11, 10))
    event = make_event("Γεγονός", slug="event", kind="αποχώρηση", place="Βουλή", in_response_to=cause)
    take_part(event, anna, "έφυγε")
    for each in (story, other):
        cover(event, each)
    Quotation.objects.filter(pk=said.pk).update(event=event)
    speak(monkeypatch, settings)
    settings.ROOT_URLCONF = "tests.archive.broken"
    cache.clear()
    yield said
    cache.clear()


STORY = "/stories/2015/11/12/story/"
ADDRESSES = [
    "/",
    "/stories/",
    STORY,
    f"{STORY}v1/",
    f"{STORY}v1/v2/",
    "/quotations/",
    "/quotations/?q=σήμερα+speaker:Άννα",
    "/quotations/?q=ζέβρα",
    "/quotations/?after=%2A",
    "/people/",
    "/people/?on=2015-11-12",
    "/people/?q=Άννα",
    "/people/anna/",
    "/people/boris/",
    "/parties/",
    "/parties/blue/",
    "/outlets/",
    "/outlets/paper/",
    "/events/",
    "/events/event/",
    "/calendar/",
    "/stories/2015/",
    "/stories/2015/11/",
    "/stories/2015/11/12/",
    "/stories/1066/",
    "/offices/",
    "/offices/minister/",
    "/about/",
    "/about/access/",
    "/about/reading/",
    "/search/help/",
    "/api/help/",
    "/a-z/",
    "/nothing/",
    "/people/ana/",
    "/stories/2015/11/12/gone/",
    "/forbidden/",
    "/slow/?q=a",
    "/unreadable/",
    "/people/anna/quotations/",
    "/people/anna/stories/",
    "/people/anna/stories/?with=boris",
    "/people/anna/events/",
    f"{STORY}mistake/",
    "/mistakes/thanks/",
    "/a-z/greek/",
    "/compare/",
    "/compare/?people=anna,boris",
    "/compare/?people=anna,anna",
    "/compare/?people=anna&event=τίποτα",
    "/compare/?outlets=paper,none",
]


def english(page):
    """Words in Latin letters that no translation brought."""
    texts = page.xpath(f"//text()[not(ancestor::*[{IN_CODE}])]")
    for name in ATTRIBUTES:
        texts += page.xpath(f"//*[not({IN_CODE})]/@{name}")
    texts += page.xpath("//input[@type='submit']/@value | //meta[@name='description']/@content")
    for text in texts:
        rest = SAME_IN_EVERY_LANGUAGE.sub("", text)
        if re.search(r"[A-Za-z]{2,}", rest):
            yield " ".join(text.split())


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_word_of_a_page_stays_english(client, greek, address):
    response = client.get(address)
    page = html.fromstring(response.content.decode())
    assert page.get("lang") == "xa"
    assert list(english(page)) == []


def test_no_word_of_the_page_of_a_quotation_stays_english(client, greek):
    for quotation in Quotation.objects.all():
        page = html.fromstring(client.get(quotation.get_absolute_url()).content.decode())
        assert list(english(page)) == [], quotation
    Quotation.objects.filter(pk=greek.pk).update(status=Quotation.Status.REJECTED)
    gone = make_gone(greek.version.article, "Όχι", reason="Λόγος")
    make_quotation(greek.version.article, "Όχι σ")
    for address in (greek.get_absolute_url(), *gone.values()):
        page = html.fromstring(client.get(address).content.decode())
        assert list(english(page)) == [], address


def test_the_language_of_the_test_keeps_places_and_marks():
    assert foreign("All <b>%(count)s</b>").startswith("Áłł <b>%(count)s</b>")
    assert len(foreign("a sentence of some length")) >= 1.4 * len("a sentence of some length")
    assert translation.get_language() == "en-gb"


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en-gb", None)])
def test_a_page_runs_the_way_its_language_does(client, settings, language, direction):
    settings.LANGUAGE_CODE = language
    with translation.override(language):
        for text in (client.get("/about/reading/").content.decode(), render_to_string("500.html")):
            page = html.document_fromstring(text)
            assert (page.get("lang"), page.get("dir")) == (language, direction)


def test_counts_and_days_are_written_as_the_language_writes_them():
    with translation.override("de"):
        assert [grouped(number) for number in (999, 1_000, 12_345)] == ["999", "1.000", "12.345"]
        assert shown_day("on", "2015-11") == "November 2015"


def calls(code):
    """Calls of gettext, in whatever has been parsed."""
    for node in ast.walk(code):
        if isinstance(node, ast.Call) and re.fullmatch("_|n?p?gettext(_lazy)?", ast.unparse(node.func)):
            yield node


def asked(template):
    """Each string of a template of Jinja's with its line, and its plural where it has one."""
    for number, line in enumerate(template.splitlines(), start=1):
        for strings in re.findall(r'\b(?:_|ngettext)\("([^"]+)"(?:, "([^"]+)")?', line):
            yield number, *filter(None, strings)


def test_translators_are_given_every_string_of_quick_templates(tmp_path):
    plurals = 0
    for path in Path(engines["quick"].dirs[0]).glob("*.html"):
        file = BuildFile(Command(), "django", TranslatableFile(str(path.parent), path.name, None))
        file.work_path = str(tmp_path / "given.py")
        file.preprocess()
        found = list(calls(ast.parse(Path(file.work_path).read_text())))
        given = [(call.lineno, *[each.value for each in call.args if each.value]) for call in found]
        assert sorted(given) == sorted(asked(path.read_text())), path
        plurals += sum(call.func.id == "ngettext" for call in found)
    assert plurals


def test_translators_are_given_every_string_of_the_code():
    """What reads it for them knows no string that is put together, and looks into no f-string."""
    for module in EVERY:
        lost = [call for call in calls(tree(module)) if not isinstance(call.args[0], ast.Constant)]
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.JoinedStr):
                lost += calls(node)
        assert [ast.unparse(call) for call in lost] == [], module


@pytest.mark.skipif(not which("xgettext"), reason="GNU gettext is not installed")
def test_a_catalogue_can_be_read_in_whatever_language_it_is(tmp_path, monkeypatch, settings):
    settings.LOCALE_PATHS = [tmp_path / "translations"]
    (tmp_path / "words.py").write_text('ngettext("a story", "stories", 2)')
    monkeypatch.chdir(tmp_path)
    for language in ("mi", "fr"):
        call_command("makemessages", locale=[language], verbosity=0)
        call_command("compilemessages", locale=[language], verbosity=0)
        made = gettext.translation("django", tmp_path / "translations", [language])
        assert made.ngettext("a story", "stories", 2) == "stories"
