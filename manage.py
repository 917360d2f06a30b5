#!/usr/bin/env python
"""Runs Django's commands, with the embedded database for those that need one while DATABASE_URL is not set."""

import contextlib
import os
import signal
import sys
from pathlib import Path
from types import FrameType

BASE_DIR = Path(__file__).resolve().parent
WITHOUT_DATABASE = {
    "check",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "run_site",  # Looks at its port first, then sees to the database itself.
    "version",
}


def main() -> None:
    """Runs the command that the arguments name; what keeps it from starting is said in one line."""
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diaspora.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line

        from diaspora.embedded_database import EmbeddedDatabaseError
        from diaspora.management import CannotStartError, check_kind, database, site_environment
    except ModuleNotFoundError as error:
        sys.exit(f"The package {error.name} is not installed here. Use .venv/bin/python, which `make run` sets up.")

    needs_database = not (command in WITHOUT_DATABASE or command.startswith("-") or {"-h", "--help"} & {*sys.argv})
    try:
        if url := os.environ.get("DATABASE_URL"):
            check_kind(url)
        if command == "run_site":
            for name, value in site_environment(BASE_DIR).items():
                os.environ.setdefault(name, value)
        with database(BASE_DIR) if needs_database else contextlib.nullcontext():
            execute_from_command_line(sys.argv)
    except (CannotStartError, EmbeddedDatabaseError, ImproperlyConfigured) as error:
        sys.exit(str(error))


def run_interruptibly() -> None:
    """Runs the command so that every signal that would end it unwinds it, and so stops the database too."""
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
        signal.signal(ending, interrupt)
    try:
        main()
    except KeyboardInterrupt:
        # To interrupt is how one stops the site, and no failure, which `make` would remark on.
        sys.exit(0 if "run_site" in sys.argv else 130)


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
