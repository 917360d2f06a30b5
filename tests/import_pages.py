"""The pages that import a file, as an editor goes through them in tests: choose, look, agree, read."""

from typing import Any

import html5lib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from diaspora.imports import PublishedFile


def page_address(page: str, *args: Any, language: str = "en") -> str:
    with translation.override(language):
        return reverse(f"admin:diaspora_{page}", args=args)


def upload(client: Client, *chosen: PublishedFile, language: str = "en") -> Any:
    sent = [SimpleUploadedFile(file.name, file.content) for file in chosen]
    return client.post(page_address("importrun_import", language=language), {"file": sent})


def confirm(client: Client, preview: Any, button: str = "_import", language: str = "en", follow: bool = False) -> Any:
    target = page_address("importrun_confirm", preview.context["upload"], language=language)
    return client.post(target, {button: "x"}, follow=follow)


def read(response: Any) -> str:
    page = html5lib.parse(response.content.decode(), treebuilder="etree", namespaceHTMLElements=False)
    return " ".join(" ".join(page.itertext()).split())
