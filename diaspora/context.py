"""What every public page needs beside its own."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language_info


def site(request: HttpRequest) -> dict[str, object]:
    """Returns the address of this same page in each language."""
    return {
        "page_in_languages": [
            (get_language_info(code), translate_url(request.get_full_path(), code))
            for code, _name in settings.LANGUAGES
        ],
    }
