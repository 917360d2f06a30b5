"""Times the import of a workbook as large as the official one, and takes it back: part of `make bench`."""

import resource
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from diaspora.development.workbook_writer import generated_pairs, pair_rows, write_workbook
from diaspora.imports import PublishedFile, read_migrant_stock, write_editions
from diaspora.models import Country, Dataset

ROWS = 29_000
COUNTRIES = 233
MEBIBYTE = 1024 * 1024
SLUG = "un-desa-migrant-stock-by-destination-and-origin-2024"


class Command(BaseCommand):
    """Imports a generated workbook of the official layout and size in a transaction that is taken back."""

    help = "Time the import of a generated workbook of 29,000 rows and 31 columns; the database stays as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Takes how often to import it, and how many rows it has; or one of the two steps."""
        parser.add_argument("--rows", type=int, default=ROWS, help=f"rows of the workbook ({ROWS:,})")
        parser.add_argument("--rounds", type=int, default=3, help="how often to import it (3)")
        parser.add_argument("--write", type=Path, help="only write the workbook, to this file")
        parser.add_argument("--file", type=Path, help="only import this workbook, once")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints a line for each round: seconds to read and prove, to write, and the memory taken at most."""
        if Dataset.objects.filter(slug=SLUG).exists():
            raise CommandError("The edition of 2024 is in this database already, so there is nothing to time.")
        if options["write"]:
            options["write"].write_bytes(generate_workbook(options["rows"]))
        elif options["file"]:
            self.stdout.write(time_import(PublishedFile.read(options["file"])))
        else:
            self.time_rounds(options["rows"], options["rounds"])

    def time_rounds(self, rows: int, rounds: int) -> None:
        """Imports the workbook so often, each time in a process of its own, whose memory nothing else has used."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "generated.xlsx"
            run_step("--write", str(path), "--rows", str(rows))
            self.stdout.write(f"\nImport of {rows:,} rows × 31 columns, {path.stat().st_size / MEBIBYTE:.1f} MB\n\n")
            self.stdout.write(f"{'read, prove s':>14} {'write s':>8} {'in all s':>9} {'memory MB':>10} {'values':>9}")
            for _round in range(rounds):
                self.stdout.write(run_step("--file", str(path)).rstrip("\n"))
                self.stdout.flush()


def run_step(*options: str) -> str:
    """Runs this command in a process of its own and returns what it prints; raises CommandError where it fails."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "bench_import", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise CommandError(done.stderr.strip())
    return done.stdout


def generate_workbook(rows: int) -> bytes:
    """Returns a workbook of so many rows, of countries of the database; raises CommandError."""
    codes = [int(code) for code in Country.objects.order_by("m49").values_list("m49", flat=True)[:COUNTRIES]]
    if len(codes) < COUNTRIES:
        raise CommandError("The database lacks the countries. Load them: manage.py migrate, loaddata reference.")
    try:
        return write_workbook({"Table 1": pair_rows(generated_pairs(codes, rows))})
    except ValueError as error:
        raise CommandError(str(error)) from None


def time_import(file: PublishedFile) -> str:
    """Imports the file, takes it back, and returns the line of the table; memory is what the import adds at most."""
    connection.ensure_connection()
    before = peak_memory()
    start = time.perf_counter()
    edition = read_migrant_stock(file)
    read = time.perf_counter()
    with transaction.atomic():
        write_editions([edition])
        written = time.perf_counter()
        transaction.set_rollback(True)
    values = sum(len(stock.total) + len(stock.women) for stock in edition.stocks) + len(edition.figures)
    seconds = f"{read - start:>14.2f} {written - read:>8.2f} {written - start:>9.2f}"
    return f"{seconds} {(peak_memory() - before) / MEBIBYTE:>10.0f} {values:>9,}"


def peak_memory() -> int:
    """Returns how many bytes this process has taken at most; Linux counts them in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
