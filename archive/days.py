"""Which days somebody can mean."""

from datetime import date

# Nobody we read of sat in a parliament before there was one, and no term is
# fixed this far ahead: outside of these years stands a slip of the pen.
FIRST_YEAR = 1265
YEARS_AHEAD = 20


def can_be_meant(day: date) -> bool:
    return FIRST_YEAR <= day.year <= date.today().year + YEARS_AHEAD
