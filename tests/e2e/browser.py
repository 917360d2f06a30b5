"""Chromium as the machine has it."""

import os
import shutil
from typing import TypedDict

HOW_TO_GET_IT = "install it (Debian: apt install chromium), or say where it is: make test CHROMIUM=/path/to/chromium"
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Launch(TypedDict):
    executable_path: str
    args: list[str]


def find_chromium() -> str | None:
    """Returns where Chromium is: what CHROMIUM names, else what is on the path; None where there is none."""
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else shutil.which("chromium") or shutil.which("chromium-browser")


def launch_options(chromium: str) -> Launch:
    """Returns how Playwright is to start it; root, as in a container, can have no sandbox."""
    return {"executable_path": chromium, "args": [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]}
