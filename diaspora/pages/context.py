"""What every public page needs beside its own."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language_info


def site(request: HttpRequest) -> dict[str, object]:
    """Returns today, and the address of this same page in each language; paths differ in the language alone."""
    first, _slash, rest = request.get_full_path().removeprefix("/").partition("/")
    page = rest if first in dict(settings.LANGUAGES) else ""
    return {
        "today": timezone.localdate(),
        "page_in_languages": [(get_language_info(code), f"/{code}/{page}") for code, _name in settings.LANGUAGES],
    }
