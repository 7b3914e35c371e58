"""Rows for tests: plain functions with sane defaults; a test states only what it is about."""

import hashlib
from datetime import UTC, date, datetime
from itertools import count

from django.contrib.auth.models import User
from django.utils.text import slugify

from articles.models import (
    Article,
    ArticleVersion,
    Coverage,
    Event,
    Mention,
    Outlet,
    Participation,
    Quotation,
)
from people.models import Area, Office, Organization, Party, PartyMembership, Person, Tenure

numbers = count(1)
DAY = date(2015, 11, 12)


def make_person(name="", **fields):
    name = name or f"Person {next(numbers)}"
    fields = {"slug": slugify(name), "sort_name": " ".join(reversed(name.rsplit(" ", 1))), **fields}
    return Person.objects.create(name=name, **fields)


def make_party(name="", **fields):
    name = name or f"Party {next(numbers)}"
    return Party.objects.create(name=name, **{"short_name": name, "slug": slugify(name), **fields})


def join_party(person, party, starts=date(2000, 1, 1), ends=None):
    return PartyMembership.objects.create(person=person, party=party, starts=starts, ends=ends)


def make_office(name="Prime Minister", **fields):
    if "party" not in fields:
        fields.setdefault("organization", Organization.objects.get_or_create(name="Government")[0])
    fields = {"kind": Office.Kind.GOVERNMENT, "slug": f"{slugify(name)}-{next(numbers)}", **fields}
    return Office.objects.create(name=name, **fields)


def make_seat(area):
    house = Organization.objects.get_or_create(name="House", classification="legislature")[0]
    area = Area.objects.get_or_create(name=area)[0]
    return make_office("member", kind=Office.Kind.SEAT, organization=house, area=area, single_holder=True)


def hold(person, office, starts=date(2000, 1, 1), ends=None, **fields):
    return Tenure.objects.create(person=person, office=office, starts=starts, ends=ends, **fields)


def make_outlet(name="The Digest"):
    return Outlet.objects.get_or_create(name=name, defaults={"slug": slugify(name)})[0]


def make_article(headline="", body="Nothing happened.", outlet="The Digest", published_on=DAY, **fields):
    """A published report with one version, which is its current one."""
    number = next(numbers)
    headline = headline or f"Report {number}"
    article = Article.objects.create(
        outlet=make_outlet(outlet),
        headline=headline,
        published_on=published_on,
        **{"source_key": f"key-{number}", "slug": slugify(headline), **fields},
    )
    make_version(article, body)
    return article


def make_version(article, body, number=1):
    """A new version, made the current one."""
    original = body.encode()
    version = ArticleVersion.objects.create(
        article=article,
        number=number,
        headline=article.headline,
        body=body,
        checksum=hashlib.sha256(original).hexdigest(),
        retrieved_at=datetime(2015, 11, 13, tzinfo=UTC),
        place="test.txt",
        importer="text",
        original=original,
        original_sha256=hashlib.sha256(original).hexdigest(),
        media_type="text/plain",
    )
    article.current = version
    article.save()
    return version


def make_quotation(article, text, speaker=None, **fields):
    """A quotation of ``text`` where it first stands in the current version."""
    start = article.current.body.index(text)
    fields = {
        "spans": [[start, start + len(text)]],
        "attribution": Quotation.Attribution.RESOLVED if speaker else Quotation.Attribution.UNKNOWN,
        "status": Quotation.Status.CONFIRMED,
        **fields,
    }
    quotation = Quotation.objects.create(version=article.current, text=text, speaker=speaker, **fields)
    quotation.refresh_from_db()
    return quotation


def make_mention(article, person, name=""):
    start = article.current.body.index(name or person.name)
    return Mention.objects.create(
        version=article.current, person=person, start=start, end=start + len(name or person.name)
    )


def make_event(name="", **fields):
    name = name or f"Event {next(numbers)}"
    return Event.objects.create(name=name, **{"slug": slugify(name), "starts_on": DAY, **fields})


def take_part(event, person, part=""):
    return Participation.objects.create(event=event, person=person, part=part)


def cover(event, article, **fields):
    return Coverage.objects.create(event=event, article=article, **{"status": "confirmed", **fields})


def make_gone(article, text, reason="It was another day."):
    """Addresses of an event that staff rejected, and of a quotation of ``text`` that is read no more."""
    event, quotation = make_event(), make_quotation(article, text)
    cover(event, article)
    event._history_user, _ = User.objects.get_or_create(username="editor")
    event.status, event._change_reason = "rejected", reason
    event.save()
    gone = {"withdrawn event": event.get_absolute_url(), "withdrawn reading": quotation.get_absolute_url()}
    quotation.delete()
    return gone
