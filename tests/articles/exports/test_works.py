import pytest

from articles.exports.works import Name, name_of_byline, name_of_sort_name, one_line


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Jane Smith", Name("Smith", "Jane")),
        ("By Jane Smith", Name("Smith", "Jane")),
        ("J. R. O'Connor", Name("O'Connor", "J. R.")),
        ("Jane Te Rangi", Name("Te Rangi", "Jane")),
        ("Ludwig van der Berg", Name("van der Berg", "Ludwig")),
        ("Māia Ngā-Pōtiki", Name("Ngā-Pōtiki", "Māia")),
    ],
)
def test_byline_of_one_person_is_parted(printed, name):
    assert name_of_byline(printed) == name


@pytest.mark.parametrize(
    "printed",
    [
        *("NZPA", "Radio New Zealand", "Staff reporter", "STAFF REPORTER", "Te Karere", "Press Association"),
        *("Jane Smith, Political editor", "Jane Smith and John Doe", "Jane Smith & John Doe", "Smith"),
        *("jane.smith@example.org", "Jane Smith 2", "Our Own Correspondent", "AFP Wellington"),
    ],
)
def test_byline_in_doubt_is_kept_whole(printed):
    assert name_of_byline(printed) == Name(printed)


def test_byline_that_is_the_outlet_is_kept_whole():
    assert name_of_byline("Marama Gleaner", outlet="Marama Gleaner") == Name("Marama Gleaner")


def test_sort_name_without_a_comma_is_kept_whole():
    assert name_of_sort_name("Key, John") == Name("Key", "John")
    assert name_of_sort_name("Kanapu") == Name("Kanapu")


def test_breaks_of_every_kind_become_a_space():
    assert one_line("a\r\nb\u2028c\x85d\x00e\tf  ") == "a b c d e f"
