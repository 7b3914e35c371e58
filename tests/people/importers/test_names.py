import re

import pytest

from people.importers.names import short_party_name, sort_name
from people.importers.rows import Row, Unusable


@pytest.mark.parametrize(
    ("name", "sorted_as"),
    [
        ("John Key", "Key, John"),
        ("Te Ururoa Flavell", "Flavell, Te Ururoa"),
        ("Anahera Te Rangi", "Te Rangi, Anahera"),
        ("Cormac Ó Conghaile", "Ó Conghaile, Cormac"),
        ("Rosalind St John-Hughes", "St John-Hughes, Rosalind"),
        ("Maria van der Berg", "van der Berg, Maria"),
        ("Van Morris", "Morris, Van"),
        ("Leavasa", "Leavasa"),
    ],
)
def test_a_directory_sorts_by_surname(name, sorted_as):
    assert sort_name(name) == sorted_as


@pytest.mark.parametrize(
    ("name", "also_called", "short"),
    [
        ("Labour Party", [], "Labour"),
        ("NZ First", [], "NZ First"),
        ("Green Alliance", ["Greens", "the Greens"], "Greens"),
        ("Greens", ["Green Alliance of the South"], "Greens"),
    ],
)
def test_a_party_has_a_short_name(name, also_called, short):
    assert short_party_name(name, also_called) == short


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("\u200b", "name has no letter that can be seen"),
        ("Ana \u202eTane", "name has U+202E in it, which no name has"),
    ],
)
def test_a_name_that_nobody_can_read_is_refused(name, reason):
    with pytest.raises(Unusable, match=re.escape(reason)):
        Row("line 1", {"name": name}).needed("name")
