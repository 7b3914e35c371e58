"""RIS, read by reference managers: a tag of two characters and a value on each line, UTF-8, CRLF."""

from articles.exports.works import ARCHIVE, Name, Work, one_line


def name(author: Name) -> str:
    # A comma parts the halves of a name, so that a name kept whole can have none.
    return author.turned if author.given else author.family.replace(",", " –")


def entry(work: Work) -> str:
    """One record, ending in an empty line."""
    dated = work.day_parts
    values = [
        ("TY", "ELEC" if work.is_event else "NEWS"),
        ("ID", work.key),
        *(("AU", name(author)) for author in work.authors),
        ("TI", work.title),
        ("T2", work.outlet or ARCHIVE),
        ("PY", str(dated[0]) if dated else ""),
        ("DA", "/".join([*(f"{part:02}" for part in dated), *[""] * (4 - len(dated))]) if dated else ""),
        ("SE", work.section),
        ("ET", f"Version {work.version}" if work.version else ""),
        ("LA", work.language),
        ("DB", ARCHIVE),
        ("UR", work.address),
        ("Y2", work.seen_on.strftime("%Y/%m/%d/") if work.seen_on else ""),
        ("N1", work.saying),
        ("N1", work.provenance),
        ("N1", ", ".join(filter(None, [work.happened, work.place]))),
        ("ER", ""),
    ]
    lines = [f"{tag}  - {one_line(value)}\r\n" for tag, value in values if value or tag == "ER"]
    return "".join(lines) + "\r\n"
