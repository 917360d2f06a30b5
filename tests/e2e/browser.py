"""Chromium as the machine has it, and what the browser tests look at in a page."""

import os
import shutil
from pathlib import Path
from typing import TypedDict

from axe_playwright_python.base import AXE_SCRIPT

CHECKS_SCRIPT = (Path(__file__).parent / "checks.js").read_text()
# What is put into each page before its own scripts; it is ours, so the page's policy does not bind it.
SCRIPTS = f"{AXE_SCRIPT}\n{CHECKS_SCRIPT}"

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
    """How the browser is started."""

    executable_path: str
    args: list[str]


def find_chromium() -> str | None:
    """Returns where Chromium is: what CHROMIUM names, else what is on the path; None where there is none."""
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else shutil.which("chromium") or shutil.which("chromium-browser")


def launch_options(chromium: str) -> Launch:
    """Returns how Playwright is to start it; root, as in a container, can have no sandbox."""
    return {"executable_path": chromium, "args": [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]}
