"""Loads fixtures that people write. What cannot be accepted is refused whole, and the message names the record.

Django's own command with its options. Beyond it, each record is checked as forms check it, errors name file, line,
record and field, and a first version of each record is kept, which editors can compare with and go back to. With
--missing, what is there stays as editors have it: the way to what a new version brings.
"""

import os
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import loaddata
from django.core.serializers.base import DeserializedObject

from diaspora.management.fixtures.after_loading import check_rules, keep_first_versions
from diaspora.management.fixtures.nodes import Node, read_nodes
from diaspora.management.fixtures.records import Record, RecordReader

FORMATS = ("yaml", "yml", "json")


class Command(loaddata.Command):
    """Loads fixtures, all or nothing."""

    help = "Load fixtures, all or nothing; a record that cannot be accepted is named, with the reason."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--missing", action="store_true", help="load only the records that are not there yet")

    def handle(self, *fixture_labels: Any, **options: Any) -> None:
        self.only_missing = options["missing"]
        super().handle(*fixture_labels, **options)

    def loaddata(self, fixture_labels: Any) -> None:
        """Loads the fixtures, then what can only be done once every record is there."""
        self.records: list[Record] = []
        self.reader = RecordReader(self.using, self.ignore)
        super().loaddata(fixture_labels)
        for record in self.records:
            with record.node.refusing():
                self.reader.set_awaited(record)
        check_rules(self.records, self.using)
        keep_first_versions(self.records)

    def load_label(self, fixture_label: str) -> None:
        """Loads the files of one name, in the order of their folders."""
        for name, _folder, _label in self.find_fixtures(fixture_label):
            _name, file_format, compression = self.parse_name(os.path.basename(name))
            path = Path(name)
            if path.is_relative_to(settings.BASE_DIR):
                path = path.relative_to(settings.BASE_DIR)
            if file_format not in FORMATS:
                raise CommandError(f"{path}: a fixture is written in YAML or JSON.")
            open_file, mode = cast(tuple[Any, Any], self.compression_formats[compression])
            self.fixture_count += 1
            with open_file(name, mode) as stream:
                for node in read_nodes(stream, path):
                    self.fixture_object_count += 1
                    self.load_node(node)

    def load_node(self, node: Node) -> None:
        """Saves one record; raises CommandError where a form or the database would refuse it."""
        with node.refusing():
            record = self.reader.read(node)
            if self.only_missing and record.instance.pk is not None:
                return
            relations = [field.name for field in node.model._meta.fields if field.is_relation]
            record.instance.clean_fields(exclude=relations)
            # Its first version is kept once all its relations are set.
            record.instance.skip_history_when_saving = True  # type: ignore[attr-defined]
            if self.save_obj(DeserializedObject(record.instance, record.related)):
                self.loaded_object_count += 1
                self.records.append(record)
