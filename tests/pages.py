"""Every kind of page of a site that holds the sample of November 2015, with what an archive meets in time."""

from articles.models import Article, Quotation
from tests.factories import make_gone, make_version

PAGES = {
    "front": "/",
    "stories": "/stories/",
    "story": "/stories/2015/11/12/key-offers-no-apology-a-day-after-the-walk-out/",
    "version": "/stories/2015/11/12/key-offers-no-apology-a-day-after-the-walk-out/v1/",
    "changes": "/stories/2015/11/12/key-offers-no-apology-a-day-after-the-walk-out/v1/v2/",
    "report a mistake": "/stories/2015/11/12/key-offers-no-apology-a-day-after-the-walk-out/mistake/",
    "mistake reported": "/mistakes/thanks/",
    "quotations": "/quotations/",
    "search": "/quotations/?speaker=John+Key&q=standing",
    "people": "/people/",
    "person": "/people/john-key/",
    "quotations of a person": "/people/john-key/quotations/",
    "stories of a person": "/people/john-key/stories/",
    "stories of two people": "/people/john-key/stories/?with=kelvin-davis",
    "events of a person": "/people/john-key/events/",
    "parties": "/parties/",
    "party": "/parties/national/",
    "outlets": "/outlets/",
    "outlet": "/outlets/the-digest/",
    "events": "/events/",
    "event": "/events/walk-out-by-opposition-mps/",
    "calendar": "/calendar/",
    "year": "/stories/2015/",
    "month": "/stories/2015/11/",
    "day": "/stories/2015/11/12/",
    "offices": "/offices/",
    "office": "/offices/prime-minister/",
    "A to Z": "/a-z/",
    "letter": "/a-z/k/",
    "compare": "/compare/",
    "two people": "/compare/?people=john-key,metiria-turei",
    "about": "/about/",
    "about reading": "/about/reading/",
    "about access": "/about/access/",
    "how to search": "/search/help/",
    "for programs": "/api/help/",
    "log in": "/admin/login/",
}
REFUSALS = {
    "nothing found": "/quotations/?q=zebra&speaker=Nobody",
    "not found": "/nothing-here/",
    "nobody of that name": "/people/jon-kay/",
    "withdrawn": "/stories/2015/11/12/women-mps-protest-makes-headlines-abroad/",
    "too slow": "/slow/?q=a",
    "unreadable": "/unreadable/",
    "forbidden": "/forbidden/",
    "broken": "/broken/",
    "bad search": "/quotations/?after=yesterday",
    "bad compare": "/compare/?people=John&people=Nobody&q=tax(",
}
STAFF = {
    "staff": "/admin/",
    "proposals": "/admin/articles/quotation/?status__exact=proposed",
    "overruled": "/admin/articles/quotation/overruled/",
    "runs": "/admin/articles/run/",
    "import": "/admin/articles/run/add/",
    "read again": "/admin/articles/run/reread/",
    "stories": "/admin/articles/article/",
}


def addresses():
    """Every kind of page that readers meet, of a sample that is given each state that a page may have."""
    Article.objects.filter(slug__startswith="women").update(
        status="withdrawn", withdrawn_reason="A court said so."
    )
    story = Article.objects.get(slug__startswith="key")
    Article.objects.filter(pk=story.pk).update(content_themes=["sexual-violence"])
    first = story.current
    make_version(story, "He said “no”.\n\nThe rest is gone.", number=2)
    Article.objects.filter(pk=story.pk).update(current=first)  # whose quotations its page is to show
    rejected = first.quotations.exclude(text="gutless").last()
    Quotation.objects.filter(pk=rejected.pk).update(status=Quotation.Status.REJECTED)
    quotations = {
        "quotation": first.quotations.get(text="gutless").get_absolute_url(),
        "withdrawn quotation": rejected.get_absolute_url(),
        **make_gone(story, "The rest"),
    }
    return PAGES | REFUSALS | quotations
