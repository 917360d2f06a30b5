"""The file that an editor brings: what it is called, what is in it, and whether it can be opened safely."""

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from diaspora.figures.wording import number

MEBIBYTE = 1024 * 1024
# The largest file of either publisher has 6 MB, and unpacks to about 40.
MAX_SIZE = 64 * MEBIBYTE
MAX_UNPACKED = 256 * MEBIBYTE
MAX_MEMBERS = 1000
CHUNK = MEBIBYTE
# A reference may be cut at the end of a chunk.
OVERLAP = 64

ZIP = b"PK"
OLE = b"\xd0\xcf\x11\xe0"
# A sheet is read into a rectangle: a single cell in column XFD of row 1,048,576 would fill all memory there is.
FAR_CELL = re.compile(rb"""\br\s*=\s*["'](?:(?:[A-Z]{3,}|[D-Z][A-Z])\d|[A-Z]*\d{6})""", re.IGNORECASE)


class FileRefusedError(Exception):
    """A file is not accepted. The message says what is wrong, where, and what to do; nothing was written."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(place, reason)
        self.place, self.reason = place, reason

    def __str__(self) -> str:
        return _("%(place)s: %(reason)s Nothing was imported.") % {"place": self.place, "reason": self.reason}


@dataclass(frozen=True)
class PublishedFile:
    """A file as it was downloaded from its publisher."""

    name: str
    content: bytes

    @classmethod
    def read(cls, path: Path) -> "PublishedFile":
        """Returns the file at this path; raises FileRefusedError where it cannot be read."""
        try:
            with path.open("rb") as stream:
                return cls.receive(path.name, stream)
        except OSError as error:
            reason = _("the file cannot be read (%(error)s). Is its name right, and may you read it?")
            raise FileRefusedError(str(path), reason % {"error": error.strerror}) from None

    @classmethod
    def receive(cls, name: str, stream: IO[bytes]) -> "PublishedFile":
        """Returns the file of this name that an open stream holds; raises FileRefusedError."""
        content = stream.read(MAX_SIZE + 1)
        file = cls(name, content)
        if not content:
            raise file.refuse(_("the file is empty. Download it again."))
        if len(content) > MAX_SIZE:
            largest = MAX_SIZE // MEBIBYTE
            raise file.refuse(
                _("the file is larger than %(largest)s MB, which no file of the publishers is. Download it again.")
                % {"largest": largest}
            )
        return file

    @cached_property
    def sha256(self) -> str:
        """The fingerprint of its content."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def is_zip(self) -> bool:
        """Whether it begins as a zip archive does; an .xlsx is one."""
        return self.content.startswith(ZIP)

    def refuse(self, reason: str) -> FileRefusedError:
        """Returns the error that says why this file is not accepted."""
        return FileRefusedError(self.name, reason)

    def open_archive(self) -> zipfile.ZipFile:
        """Returns the archive, every member of it unpacked once to see that it is whole and of a sane size.

        Raises FileRefusedError.
        """
        try:
            archive = zipfile.ZipFile(io.BytesIO(self.content))
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                reason = _(
                    "the archive holds more than %(largest)s files, which none of the publishers does. Download it "
                    "again."
                )
                raise self.refuse(reason % {"largest": number(MAX_MEMBERS)})
            room = MAX_UNPACKED
            for member in members:
                room -= self.unpack(archive, member, room)
        except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
            if isinstance(error, RuntimeError) and "encrypted" in str(error):
                raise self.refuse_password() from None
            raise self.refuse(_("the file is damaged, or cut short. Download it again.")) from None
        except zipfile.zlib.error:  # type: ignore[attr-defined]
            raise self.refuse(_("the file is damaged, or cut short. Download it again.")) from None
        return archive

    def unpack(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: int) -> int:
        """Returns the size of a member as it unpacks, whatever the archive claims it to be."""
        claimed = member.file_size
        size, tail = 0, b""
        try:
            # Beyond what is read of it, so that the limit is met before the end is.
            member.file_size = room + 2 * CHUNK + 1
            with archive.open(member) as stream:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    if size > room:
                        raise self.refuse_bomb()
                    # A sheet may have any name, and be anywhere in the archive.
                    if FAR_CELL.search(tail + chunk):
                        raise self.refuse_far_cell()
                    tail = chunk[-OVERLAP:]
        finally:
            member.file_size = claimed
        if size != claimed:
            raise zipfile.BadZipFile
        return size

    def refuse_far_cell(self) -> FileRefusedError:
        """Returns the error for a sheet with a cell far beyond any table."""
        return self.refuse(
            _(
                "a sheet has cells beyond column CZ or row 99,999, far from any table. Download the file again and "
                "import it as it is."
            )
        )

    def refuse_bomb(self) -> FileRefusedError:
        """Returns the error for an archive that would fill the machine."""
        return self.refuse(
            _("the file unpacks to more than %(largest)s MB, which no file of the publishers does. Download it again.")
            % {"largest": MAX_UNPACKED // MEBIBYTE}
        )

    def refuse_password(self) -> FileRefusedError:
        return self.refuse(_("the file is protected with a password, and the publisher’s is not. Download it again."))


def read_number(cell: Any) -> int | None:
    """Returns the whole number that a cell holds, as a number or in digits; None where it holds something else."""
    if isinstance(cell, str):
        return int(cell) if cell.strip().isdecimal() and len(cell) < 10 else None
    if isinstance(cell, float | int) and not isinstance(cell, bool) and cell == cell // 1:
        return int(cell)
    return None


def quote(text: str) -> str:
    """Returns a text in the quotation marks of the reader's language."""
    return _("“%(text)s”") % {"text": text}
