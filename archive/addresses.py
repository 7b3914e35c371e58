"""Where a request comes from."""

from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address that our proxy saw: it adds the last entry; the sender may have written those before."""
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
    return forwarded or request.META["REMOTE_ADDR"]
