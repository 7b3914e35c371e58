"""Names as a directory and a listing want them, where the source gives only the full one."""

# Written apart from the surname, they are part of it: Te Rangi, Ó Conghaile, van der Berg.
PARTICLES = frozenset(
    {"al", "bin", "da", "de", "del", "della", "den", "der", "di", "du", "la", "le", "mac", "ní", "nic", "o"}
    | {"ó", "st", "st.", "te", "ten", "ter", "uí", "van", "von"}
)

LEFT_OUT_BESIDE_A_NAME = (" Party", " party")


def sort_name(name: str) -> str:
    """Return ``Key, John`` for ``John Key``: the last word is the surname, with the particles before it."""
    words = name.split()
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in PARTICLES:
        first -= 1
    if first < 1:
        return name
    return f"{' '.join(words[first:])}, {' '.join(words[:first])}"


def short_party_name(name: str, also_called: list[str]) -> str:
    """Return what stands beside a member's name: the shorter name that the source gives, or ``Labour``."""
    shorter = next((other for other in also_called if len(other) < len(name)), "")
    if shorter:
        return shorter
    for ending in LEFT_OUT_BESIDE_A_NAME:
        name = name.removesuffix(ending)
    return name
