"""Where pages are kept: some in the memory of each worker, all of them in a folder that workers and restarts share."""

import contextlib
import fcntl
import hashlib
from collections.abc import Iterator
from pathlib import Path
from threading import Lock

from cachetools import LRUCache
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.filebased import FileBasedCache

from diaspora.page_cache.kept_page import KeptPage

SECONDS_IN_FOLDER = 7 * 24 * 60 * 60
PAGES_IN_FOLDER = 5000
# Cold pages with the same lock wait for each other.
LOCKS = 251


class PageStore:
    """The newest version of each page that was asked for. A page has one place, whatever its version."""

    def __init__(self, folder: Path, bytes_in_memory: int) -> None:
        """Keeps pages in this folder, which is made, and so many bytes of them in memory.

        Where nothing can be written there, on a disk that is read-only say, each worker has its memory alone.
        """
        self.locks = folder / "locks"
        options = {"timeout": SECONDS_IN_FOLDER, "max_entries": PAGES_IN_FOLDER, "cull_frequency": 4}
        try:
            self.locks.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.files: BaseCache = FileBasedCache(str(folder), options)
        except OSError:
            self.files = DummyCache(str(folder), {})
        self.memory: LRUCache[str, KeptPage] = LRUCache(bytes_in_memory, getsizeof=lambda page: page.size)
        self.memory_lock = Lock()

    def find(self, address: str, version: str | None) -> KeptPage | None:
        """Returns the page of this version; where that is not known, of whichever version there is."""
        with self.memory_lock:
            page = self.memory.get(address)
        if page is None or (version is not None and page.version != version):
            page = self.read(address)
            if page is not None:
                self.remember(address, page)
        return page if page is not None and version in (None, page.version) else None

    def read(self, address: str) -> KeptPage | None:
        """Returns the page in the folder; nothing where it cannot be read."""
        try:
            found = self.files.get(address)
        except Exception:
            return None
        return found if isinstance(found, KeptPage) else None

    def keep(self, address: str, page: KeptPage) -> None:
        """Keeps the page, in memory alone where the folder takes nothing."""
        self.remember(address, page)
        with contextlib.suppress(OSError):
            self.files.set(address, page)

    def remember(self, address: str, page: KeptPage) -> None:
        """Keeps the page in memory, unless it is larger than that."""
        with self.memory_lock, contextlib.suppress(ValueError):
            self.memory[address] = page

    @contextlib.contextmanager
    def making(self, address: str) -> Iterator[None]:
        """Lets one worker at a time make the page of this address; the others find it made."""
        number = int.from_bytes(hashlib.blake2b(address.encode(), digest_size=4).digest()) % LOCKS
        with contextlib.ExitStack() as stack:
            with contextlib.suppress(OSError):
                lock = stack.enter_context((self.locks / str(number)).open("w"))
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield
