"""Keeps the files of an upload between its preview and its import, in the database.

There they are where every process of the site finds them, go with a transaction, and are locked by whoever imports
them; a folder would have to be shared, private and swept.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from diaspora.imports.files import FileRefusedError, PublishedFile
from diaspora.imports.publishers import read_files
from diaspora.imports.writing import log_failure, log_refusal, write_editions
from diaspora.models import ImportRun, UploadedFile

logger = logging.getLogger(__name__)
TIME_KEPT = timedelta(hours=1)


class UploadGoneError(Exception):
    """The files of an upload are no longer kept: imported, given up, or too old."""


def keep_upload(files: Sequence[PublishedFile], user: Any) -> UUID:
    """Keeps the files for the user who brought them, and returns what the upload is called from now on."""
    upload = uuid4()
    with transaction.atomic():
        UploadedFile.objects.filter(received__lte=timezone.now() - TIME_KEPT).delete()
        for file in files:
            UploadedFile.objects.create(
                upload=upload, user=user, name=file.name, sha256=file.sha256, content=file.content
            )
    return upload


def import_upload(upload: UUID, user: Any) -> list[ImportRun]:
    """Imports the files of an upload, read and proven anew, and returns what became of them.

    A refusal is an entry of the log too, and so is an error that nobody foresaw; after that one the files are still
    kept, else they are gone. Whoever asks a second time waits for the first, and then gets UploadGoneError.
    """
    files: list[PublishedFile] = []
    try:
        with transaction.atomic():
            kept = lock_upload(upload, user)
            files = [PublishedFile(file.name, bytes(file.content)) for file in kept]
            try:
                for file, before in zip(files, kept, strict=True):
                    if file.sha256 != before.sha256:
                        raise file.refuse(_("this is not the file of the preview any more. Choose it again."))
                runs = write_editions(read_files(files), user)
            except FileRefusedError as error:
                runs = [log_refusal(files, user, error)]
            give_up_upload(upload, user)
    except UploadGoneError:
        raise
    except Exception as error:
        logger.exception("An import ended in an error; nothing of it was written.")
        runs = [log_failure(files, user, error)]
    return runs


def lock_upload(upload: UUID, user: Any) -> list[UploadedFile]:
    """Returns the files of an upload, which nobody else imports until the transaction ends; raises UploadGoneError."""
    kept = list(find_upload(upload, user).select_for_update())
    if not kept:
        raise UploadGoneError
    return kept


def give_up_upload(upload: UUID, user: Any) -> bool:
    """Forgets the files of an upload; returns whether there were any."""
    count, _by_type = UploadedFile.objects.filter(upload=upload, user=user).delete()
    return bool(count)


def find_upload(upload: UUID, user: Any) -> QuerySet[UploadedFile]:
    """Returns the files of an upload in their order, while they are kept; nobody else's."""
    files: QuerySet[UploadedFile] = UploadedFile.objects.filter(
        upload=upload, user=user, received__gt=timezone.now() - TIME_KEPT
    )
    return files.order_by("pk")
