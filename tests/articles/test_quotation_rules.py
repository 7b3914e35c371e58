from datetime import date

import pytest
from django.db import IntegrityError

from articles.models import ArticleVersion, Quotation
from tests.factories import (
    cover,
    join_party,
    make_article,
    make_event,
    make_outlet,
    make_party,
    make_person,
    make_quotation,
    make_version,
)

pytestmark = pytest.mark.django_db

BODY = "“We will,” Ms Tane said, “in time.”\n\nŌtaki heard it."


def test_text_that_is_not_what_stands_at_its_spans_cannot_be_stored():
    version = make_article(body=BODY).current
    with pytest.raises(IntegrityError, match="not what stands at its spans"):
        Quotation.objects.create(version=version, spans=[[1, 9]], text="We won’t,")


def test_text_of_several_spans_is_parted_by_a_space():
    version = make_article(body=BODY).current
    end = BODY.index("in time.")
    quotation = Quotation.objects.create(
        version=version, spans=[[1, 9], [end, end + 8]], text="We will, in time."
    )
    assert quotation.pk


@pytest.mark.parametrize("spans", [[], [[9, 1]], [[4, 9], [1, 3]], [[1, 9], [5, 12]]])
def test_spans_run_forward_and_never_overlap(spans):
    version = make_article(body=BODY).current
    with pytest.raises(IntegrityError):
        Quotation.objects.create(version=version, spans=spans, text="We will,")


def test_positions_count_code_points():
    quotation = make_quotation(make_article(body=BODY), "heard it")
    assert BODY[quotation.start : quotation.end] == "heard it"


def test_the_text_of_a_version_never_changes():
    version = make_article(body=BODY).current
    with pytest.raises(IntegrityError, match="a changed report is a new version"):
        ArticleVersion.objects.filter(pk=version.pk).update(body="Something else.")


def test_a_quotation_repeats_outlet_day_and_party_of_its_report():
    person, party = make_person(), make_party()
    join_party(person, party)
    quotation = make_quotation(make_article(body=BODY, outlet="The Post"), "We will,", speaker=person)
    assert (quotation.outlet.name, quotation.listed_on, quotation.speaker_party) == (
        "The Post",
        date(2015, 11, 12),
        party,
    )


def test_a_quotation_follows_corrections_of_its_report():
    article = make_article(body=BODY)
    quotation = make_quotation(article, "We will,")
    article.published_on = date(2015, 11, 9)
    article.outlet = make_outlet("The Post")
    article.save()
    quotation.refresh_from_db()
    assert (quotation.outlet.name, quotation.listed_on) == ("The Post", date(2015, 11, 9))


def test_a_quotation_follows_corrections_of_its_speakers_party():
    person = make_person()
    quotation = make_quotation(make_article(body=BODY), "We will,", speaker=person)
    membership = join_party(person, make_party("Greens"))
    quotation.refresh_from_db()
    assert quotation.speaker_party.name == "Greens"
    membership.delete()
    quotation.refresh_from_db()
    assert quotation.speaker_party is None


def test_a_resolved_quotation_has_a_speaker():
    article = make_article(body=BODY)
    with pytest.raises(IntegrityError, match="quotation_is_resolved_when_it_has_a_speaker"):
        make_quotation(article, "We will,", attribution="resolved")


def test_a_second_version_leaves_the_first_as_it_was():
    article = make_article(body=BODY)
    make_version(article, "All of it was withdrawn.", number=2)
    assert [version.number for version in article.versions.all()] == [2, 1]


def test_a_quotation_is_public_while_its_report_is_published_and_nobody_rejected_it():
    article = make_article(body=BODY)
    quotation = make_quotation(article, "We will,")
    assert quotation.public
    article.status, article.withdrawn_reason = "withdrawn", "A court said so."
    article.save()
    quotation.refresh_from_db()
    assert not quotation.public
    article.status = "published"
    article.save()
    Quotation.objects.filter(pk=quotation.pk).update(status="rejected")
    quotation.refresh_from_db()
    assert not quotation.public


def test_a_quotation_is_about_its_own_event_or_else_about_all_that_its_report_tells_of():
    article, walk_out, vote = make_article(body=BODY), make_event(), make_event()
    told = cover(walk_out, article)
    quotation = make_quotation(article, "We will,")
    assert (quotation.article, quotation.about) == (article, [walk_out.pk])
    cover(vote, article)
    quotation.refresh_from_db()
    assert quotation.about == [walk_out.pk, vote.pk]
    told.status = "rejected"
    told.save()
    quotation.refresh_from_db()
    assert quotation.about == [vote.pk]
    quotation.event = walk_out
    quotation.save()
    article.coverage.all().delete()
    quotation.refresh_from_db()
    assert quotation.about == [walk_out.pk]
    walk_out.delete()
    quotation.refresh_from_db()
    assert quotation.about == []
