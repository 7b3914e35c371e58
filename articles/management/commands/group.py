from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles.extraction.grouping import group_archive
from articles.models import Article


class Command(BaseCommand):
    help = (
        "Find anew which stories are copies of others and which quotations are one utterance, as every "
        "import does for its own. What staff decided stays; a second run changes nothing."
    )

    def handle(self, **options: Any) -> None:
        stories = changes = 0
        with tqdm(total=Article.objects.exclude(current=None).count(), unit="story", disable=None) as bar:
            for looked_at, changed in group_archive():
                stories, changes = stories + looked_at, changes + changed
                bar.update(looked_at)
        self.stdout.write(f"{stories} stories compared, {changes} changes proposed")
