"""Whole pages, kept until what they show changes. `docs/decisions/0026-page-cache.md` says how, on one page."""
