from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from articles.extraction.grouping import group_archive
from articles.models import Article


class Command(BaseCommand):
    help = (
        "Find anew which stories are copies of others and which quotations are one utterance, as every "
        "import does for its own. What staff decided stays; a second run changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--queue", action="store_true", help="have workers do it")

    def handle(self, *, queue: bool, **options: Any) -> None:
        if queue:
            from articles.runs import ask_group

            self.stdout.write(f"run {ask_group().pk}, for `manage.py worker`")
            return
        stories = changes = 0
        with tqdm(total=Article.objects.exclude(current=None).count(), unit="story", disable=None) as bar:
            for looked_at, changed in group_archive():
                stories, changes = stories + looked_at, changes + changed
                bar.update(looked_at)
        self.stdout.write(f"{stories} stories compared, {changes} changes proposed")
