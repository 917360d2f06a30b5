"""`make run`: serves the site from a bare checkout, with the settings of production on plain HTTP."""

import os
import signal
import sys
from pathlib import Path
from types import FrameType

BASE_DIR = Path(__file__).resolve().parents[2]


def main() -> None:
    """Serves until interrupted; what keeps it from starting is said in one line."""
    try:
        import django
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management.base import CommandError

        from diaspora.development.launch import check_kind, site_environment
    except ModuleNotFoundError as error:
        sys.exit(f"The package {error.name} is not installed here. Use .venv/bin/python, which `make run` sets up.")
    try:
        if url := os.environ.get("DATABASE_URL"):
            check_kind(url)
        for name, value in site_environment(BASE_DIR).items():
            os.environ.setdefault(name, value)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diaspora.settings")
        django.setup()
        from diaspora.development.run_site import run_site

        run_site(sys.argv[1:])
    except (CommandError, ImproperlyConfigured) as error:
        sys.exit(str(error))


def run_interruptibly() -> None:
    """Serves so that every signal that would end the process unwinds it, and so stops the database too."""
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
        signal.signal(ending, interrupt)
    try:
        main()
    except KeyboardInterrupt:
        # To interrupt is how one stops the site, and no failure, which `make` would remark on.
        sys.exit(0)


def interrupt(number: int, frame: FrameType | None) -> None:
    """Raises KeyboardInterrupt, but for a moment later where the garbage collector would swallow it."""
    while frame:
        code = frame.f_code
        if code.co_name == "__del__" or Path(code.co_filename).name in ("weakref.py", "_weakrefset.py"):
            signal.setitimer(signal.ITIMER_REAL, 0.01)
            return
        frame = frame.f_back
    raise KeyboardInterrupt


if __name__ == "__main__":
    run_interruptibly()
