"""Why input cannot be used."""


class Refused(ValueError):  # noqa: N818 - "raise Refused" says it
    """Input that cannot be used, and why, in words for the person who sent it."""
