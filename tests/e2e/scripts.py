"""What is put into each page before its own scripts; it is ours, so the policy of the page does not bind it."""

from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT

SCRIPTS = f"{AXE_SCRIPT}\n{(Path(__file__).parent / 'checks.js').read_text()}"
