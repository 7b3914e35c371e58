"""A page as a reader meets it: in tests, words are looked for where they stand."""

from django.http import HttpResponse
from lxml import html


class Page:
    """An answer, taken apart. What is hidden from those who listen is left out of every text."""

    def __init__(self, response: HttpResponse) -> None:
        self.tree = html.fromstring(response.content.decode())
        for hidden in self.tree.xpath("//*[@aria-hidden='true']"):
            hidden.drop_tree()

    @property
    def text(self) -> str:
        return self.texts("//main")[0]

    def texts(self, path: str) -> list[str]:
        """The words of each element at an XPath, in one line."""
        return [" ".join(element.text_content().split()) for element in self.tree.xpath(path)]

    @property
    def figures(self) -> dict[str, int]:
        """The counts at the head of the page, by what is counted."""
        head = "//dl[@class='figures']"
        return dict(zip(self.texts(f"{head}//dt"), map(int, self.texts(f"{head}//dd")), strict=True))

    def section(self, heading: str) -> list[str]:
        """The words of each item, cell row or voice under a heading of the second rank."""
        path = f"//section[.//h2[normalize-space()='{heading}']]"
        return self.texts(f"{path}//li[not(.//li)] | {path}//tbody/tr")

    def links(self, path: str = "//main") -> set[str]:
        return set(self.tree.xpath(f"{path}//a/@href"))
