"""What is too common to be counted while a reader waits."""

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

OFTEN_QUOTED = 3_000
"""Who said more stands in so many stories that the newest of them are soon met among the newest of all."""


class KeptCount(models.Model):
    """How many quotations a common term finds, and how many of them have one value of one facet.

    Terms are a word, a speaker, a party, an outlet, and everything; ``manage.py count_terms`` counts
    them anew, all at once. Only terms of more than a thousand quotations are kept: of fewer, the
    quotations themselves are counted. Of outlets and everything ``stories`` are those published, with
    quotations or without, where these are more than a thousand; ``published:`` has them by month.
    Under ``said`` stands what was said, counted once however often an outlet, or any, printed it: by
    party and by gender.
    """

    term = models.CharField(
        max_length=300,
        help_text=_(
            "Such as word:'road', speaker:12, said:3 (of an outlet), said: or published:; empty for all."
        ),
    )
    facet = models.CharField(
        max_length=12,
        help_text=_(
            "What is counted: all quotations, or the stories, utterances, outlets, people or stories named; "
            "or quotations by speaker, party, outlet, event, kind, year or gender; or outlets by utterance; "
            "or stories by month. With a question mark before it, those only proposed."
        ),
    )
    key = models.BigIntegerField(
        null=True, help_text=_("Of the speaker, party, outlet, event or utterance, where there is one.")
    )
    value = models.CharField(
        max_length=30,
        blank=True,
        help_text=_(
            "The kind, the year, the month or the gender; of a party or gender, why it is not known."
        ),
    )
    count = models.BigIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(F("term"), F("facet"), F("count").desc(), name="kept_count_of_term")]

    def __str__(self) -> str:
        return f"{self.term} {self.facet} {self.value or self.key or ''}: {self.count}"
