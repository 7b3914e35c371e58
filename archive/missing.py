"""What is said to readers who ask for something that is not there."""

from django.http import Http404


class Missing(Http404):
    """Its one argument is a sentence for the reader; that of any other ``Http404`` is for programmers."""
