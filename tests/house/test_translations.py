"""The French of the interface: complete, with every placeholder, compiled, and set as French is."""

import re
from pathlib import Path
from string import Formatter

import polib
import pytest
from django.conf import settings

MESSAGES = Path(settings.BASE_DIR) / "diaspora" / "locale" / "fr" / "LC_MESSAGES"
PLACEHOLDERS = re.compile(r"%\((\w+)\)([a-z])|%(?!%|\()([a-z])")
# A space that may break, or none at all, before what French sets off, or after an opening guillemet.
LOOSE_PUNCTUATION = re.compile(
    r"(?<![\u00a0\u202f?!])[?!;»%](?![\w(%])|(?<![\u00a0\u202f\w]):|\w:(?!\w|/)|«(?![\u00a0\u202f])"
)
ENTITIES = re.compile(r"&\w+;|&#\d+;")
TAGS = re.compile(r"<[^>]*>")


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(MESSAGES / "django.po"), check_for_duplicates=True)


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def placeholders(text: str) -> list[str]:
    """Returns what is filled in, in the ways that Python and Django write it."""
    braces = [name for _text, name, _format, _conversion in Formatter().parse(text) if name] if "{" in text else []
    return sorted({match.group(0) for match in PLACEHOLDERS.finditer(text)} | set(braces))


def test_catalogue_is_complete(catalogue: polib.POFile) -> None:
    """Every string of the interface has its French, checked by a person."""
    assert len(catalogue) > 400
    assert catalogue.metadata["Language"] == "fr"
    assert not [entry.msgid for entry in catalogue if entry.fuzzy]
    assert not [entry.msgid for entry in catalogue.obsolete_entries()]
    assert not [entry.msgid for entry in catalogue if not all(text.strip() for text in texts(entry))]


def test_catalogue_has_no_piece_of_a_sentence(catalogue: polib.POFile) -> None:
    """A colon or an “or” alone is translated with what stands around it, or not at all."""
    assert not [
        entry.msgid for entry in catalogue if not re.search(r"\w{2}", entry.msgid) or entry.msgid in ("or", "and", "to")
    ]


def test_catalogue_keeps_placeholders(catalogue: polib.POFile) -> None:
    """What is filled into the English is filled into the French."""
    differing = [
        (entry.msgid, text)
        for entry in catalogue
        for text in texts(entry)
        if placeholders(text) not in (placeholders(entry.msgid), placeholders(entry.msgid_plural or entry.msgid))
    ]
    assert not differing


def test_catalogue_keeps_markup(catalogue: polib.POFile) -> None:
    """Links and marks within a text are the same in both languages."""
    tags = re.compile(r"<[^>]+>")
    assert not [
        (entry.msgid, text)
        for entry in catalogue
        for text in texts(entry)
        if sorted(tags.findall(text)) != sorted(tags.findall(entry.msgid))
    ]


def test_catalogue_is_compiled(catalogue: polib.POFile) -> None:
    """What is shown is what was written last."""
    compiled = {
        (entry.msgctxt, entry.msgid, entry.msgid_plural or ""): texts(entry)
        for entry in polib.mofile(str(MESSAGES / "django.mo"))
    }
    written = {(entry.msgctxt, entry.msgid, entry.msgid_plural or ""): texts(entry) for entry in catalogue}
    assert compiled == written


def test_catalogue_is_set_in_french_punctuation(catalogue: polib.POFile) -> None:
    """A space that does not break stands before : ; ! ? » and % and after «; apostrophes and quotes are typographic."""
    wrong = []
    for entry in catalogue:
        for text in texts(entry):
            prose = PLACEHOLDERS.sub("x", ENTITIES.sub("x", TAGS.sub("", text))).replace("%%", "%")
            if LOOSE_PUNCTUATION.search(prose) or re.search(r"""['"“”]""", prose):
                wrong.append((entry.msgid, text))
    assert not wrong


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("Qui\u00a0?", False),
        ("Qui?", True),
        ("Qui ?", True),
        ("Note\u00a0: ceci", False),
        ("Note: ceci", True),
        ("«\u00a0Mali\u00a0»", False),
        ("« Mali »", True),
        ("18\u202f%", False),
        ("18%", True),
        ("l’heure 12:30", False),
        ("https://atlas.example", False),
    ],
)
def test_punctuation_pattern_finds_what_is_wrong(text: str, is_wrong: bool) -> None:
    """The check above tells French setting from English setting."""
    assert bool(LOOSE_PUNCTUATION.search(text)) is is_wrong
