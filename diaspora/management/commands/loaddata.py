"""Loads fixtures that people write. What cannot be accepted is refused whole, and the message names the record.

Django's own command with its options. Beyond it, each record is checked as forms check it, errors name file, line,
record and field, and a first version of each record is kept, which editors can compare with and go back to. With
--missing, what is there stays as editors have it: the way to what a new version brings.
"""

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

import yaml
from django.apps import apps
from django.conf import settings
from django.core.exceptions import (
    NON_FIELD_ERRORS,
    FieldDoesNotExist,
    MultipleObjectsReturned,
    ObjectDoesNotExist,
    ValidationError,
)
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import loaddata
from django.core.serializers.base import DeserializedObject, build_instance
from django.db import DatabaseError, models

from diaspora.models import NaturalKeyModel, Tracked

# JSON is YAML, too.
FORMATS = ("yaml", "yml", "json")
FIRST_VERSION = "Loaded from a fixture"
YamlLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Node:
    """A record as its file has it."""

    path: Path
    line: int
    model: Any = None
    fields: dict[str, Any] = field(default_factory=dict)
    pk: Any = None

    def __str__(self) -> str:
        return f"{self.path}, line {self.line}" + (f": {self.describe()}" if self.model else "")

    def describe(self) -> str:
        """Returns the model and the natural key, as far as the file gives it."""
        if not issubclass(self.model, NaturalKeyModel):
            return f"{self.model._meta.label_lower} {self.pk or ''}".strip()
        given = [(name, self.fields.get(name)) for name in self.model.natural_key_fields]
        parts = [f"{name} {show(value)}" for name, value in given if value not in (None, "")]
        return f"{self.model._meta.label_lower} ({', '.join(parts)})"

    def refuse(self, reason: Any) -> CommandError:
        """Returns the error that says why this record is not accepted."""
        return CommandError(f"{self}: {reason} Nothing was loaded.")


@dataclass
class Record:
    """A record that is being loaded, with the relations that lead to records further down."""

    node: Node
    instance: models.Model
    related: dict[str, Sequence[Any]]
    awaited: dict[str, Any]


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
        # The primary key that a natural key leads to.
        self.found: dict[Any, Any] = {}
        super().loaddata(fixture_labels)
        for record in self.records:
            with refusing(record.node):
                self.set_awaited(record)
        self.check_rules()
        self.keep_first_versions()

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
        with refusing(node):
            record = self.read_record(node)
            if self.only_missing and record.instance.pk is not None:
                return
            relations = [field.name for field in node.model._meta.fields if field.is_relation]
            record.instance.clean_fields(exclude=relations)
            # Its first version is kept once all its relations are set.
            record.instance.skip_history_when_saving = True  # type: ignore[attr-defined]
            if self.save_obj(DeserializedObject(record.instance, record.related)):
                self.loaded_object_count += 1
                self.records.append(record)

    def read_record(self, node: Node) -> Record:
        """Returns the record that the node describes; raises ValidationError where it describes none."""
        values: dict[str, Any] = {} if node.pk is None else {node.model._meta.pk.attname: node.pk}
        related: dict[str, Sequence[Any]] = {}
        awaited: dict[str, Any] = {}
        for name, value in node.fields.items():
            column = self.find_column(node.model, name)
            if column is None:
                continue
            try:
                if column.many_to_many:
                    related[name] = [self.find_key(column, key) for key in as_list(value)]
                elif column.is_relation:
                    values[column.attname] = None if value is None else self.find_key(column, value)
                else:
                    values[name] = read_value(column, value)
            except ObjectDoesNotExist as error:
                is_needed_now = name in node.model.natural_key_fields or not (column.null or column.many_to_many)
                if is_needed_now:
                    raise ValidationError({name: str(error)}) from None
                awaited[name] = value
            except (TypeError, ValueError) as error:
                raise ValidationError({name: str(error)}) from None
            except ValidationError as error:
                raise ValidationError({name: error.messages}) from None
        refuse_missing_relations(node.model, values)
        instance = build_instance(node.model, values, self.using)
        self.keep_unwritten(instance, values)
        return Record(node, instance, related, awaited)

    def keep_unwritten(self, instance: models.Model, values: dict[str, Any]) -> None:
        """Leaves as it is what no one writes by hand: former addresses, when the record was made."""
        names = [
            column.attname
            for column in instance._meta.fields
            if not column.editable and not column.generated and column.attname not in values
        ]
        if instance.pk is not None and names:
            kept = type(instance)._default_manager.using(self.using).filter(pk=instance.pk).values(*names).first()
            for name, value in (kept or {}).items():
                setattr(instance, name, value)

    def find_column(self, model: Any, name: str) -> Any:
        """Returns the field of that name; None where fields that there are not are to be passed over."""
        try:
            column = model._meta.get_field(name)
        except FieldDoesNotExist:
            if self.ignore:
                return None
            raise ValidationError({name: "there is no such field."}) from None
        if column.auto_created or column.generated:
            raise ValidationError({name: "this is not written in fixtures; leave it out."})
        return column

    def find_key(self, column: Any, key: Any) -> Any:
        """Returns the primary key that the natural key leads to; raises ObjectDoesNotExist where it leads nowhere."""
        model = column.related_model
        if not isinstance(key, list):
            if issubclass(model, NaturalKeyModel):
                raise ValidationError(f"{show(key)} is no natural key; write it as a list: [{show(key)}].")
            return model._meta.pk.to_python(key)
        known = (model, repr(key))
        if known not in self.found:
            try:
                self.found[known] = model._default_manager.db_manager(self.using).get_by_natural_key(*key).pk
            except model.DoesNotExist:
                raise model.DoesNotExist(f"there is no {model._meta.verbose_name} {show(key)}.") from None
        return self.found[known]

    def set_awaited(self, record: Record) -> None:
        """Sets the relations that lead to records further down; raises ValidationError where those did not come."""
        for name, value in record.awaited.items():
            column: Any = record.instance._meta.get_field(name)
            try:
                if column.many_to_many:
                    record.related[name] = [self.find_key(column, key) for key in as_list(value)]
                    getattr(record.instance, name).set(record.related[name])
                else:
                    setattr(record.instance, column.attname, self.find_key(column, value))
                    record.instance.save_base(raw=True, using=self.using, update_fields=[name])
            except ObjectDoesNotExist as error:
                raise ValidationError({name: str(error)}) from None

    def check_rules(self) -> None:
        """Checks what forms check beyond single fields; the database has held the records to its constraints."""
        for model, records in self.group_records().items():
            limited = [column for column in model._meta.many_to_many if column.get_limit_choices_to()]
            for column in limited:
                allowed = column.related_model._default_manager.complex_filter(column.get_limit_choices_to())
                keys = set(allowed.values_list("pk", flat=True))
                for record in records:
                    if not keys.issuperset(record.related.get(column.name, ())):
                        reason = f"{column.name}: {show(record.node.fields[column.name])} is not one of its choices."
                        raise record.node.refuse(reason)
            if model.clean is not models.Model.clean:
                relations = [column.name for column in model._meta.fields if column.is_relation]
                nodes = {record.instance.pk: record.node for record in records}
                rows = model._default_manager.using(self.using).select_related(*relations)
                for instance in rows.filter(pk__in=nodes):
                    with refusing(nodes[instance.pk]):
                        instance.clean()

    def keep_first_versions(self) -> None:
        """Keeps a first version of each record that has none yet."""
        for model, records in self.group_records().items():
            if not issubclass(model, Tracked):
                continue
            keys = {record.instance.pk for record in records}
            keys -= set(model.history.filter(id__in=keys).values_list("id", flat=True))
            versions = model.history.bulk_history_create(
                model._default_manager.filter(pk__in=keys), default_change_reason=FIRST_VERSION
            )
            by_key = {version.id: version for version in versions}
            for column in versions[0]._history_m2m_fields if versions else ():
                through = column.remote_field.through
                rows = through._default_manager.filter(**{f"{column.m2m_field_name()}__in": keys})
                kept = getattr(versions[0], column.name).model
                names = [part.attname for part in through._meta.fields]
                kept._default_manager.bulk_create(
                    kept(
                        history=by_key[getattr(row, f"{column.m2m_field_name()}_id")],
                        **{name: getattr(row, name) for name in names},
                    )
                    for row in rows
                )

    def group_records(self) -> dict[type[models.Model], list[Record]]:
        groups = defaultdict(list)
        for record in self.records:
            groups[type(record.instance)].append(record)
        return groups


def read_nodes(stream: IO[Any], path: Path) -> Iterator[Node]:
    """Yields the records of a file; raises CommandError where it is no list of records."""
    try:
        loader = YamlLoader(stream)
        root = loader.get_single_node()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}" if mark else ""
        reason = getattr(error, "problem", None) or str(error)
        raise CommandError(f"{path}{place}: this is not valid YAML: {reason}. Nothing was loaded.") from None
    if root is not None and not isinstance(root, yaml.SequenceNode):
        raise Node(path, root.start_mark.line + 1).refuse("a fixture is a list of records, each with “- model:”.")
    for item in root.value if root else ():
        yield read_node(loader, item, path)


def read_node(loader: Any, item: Any, path: Path) -> Node:
    """Returns one record of a file; raises CommandError where it is none."""
    place = Node(path, item.start_mark.line + 1)
    pairs = item.value if isinstance(item, yaml.MappingNode) else []
    for part in (item, *(value for _key, value in pairs)):
        names = [key.value for key, _value in part.value] if isinstance(part, yaml.MappingNode) else []
        for name in names:
            if names.count(name) > 1:
                raise place.refuse(f"“{name}” stands twice in this record.")
    try:
        content = loader.construct_document(item)
    except (yaml.YAMLError, ValueError) as error:
        raise place.refuse(f"{getattr(error, 'problem', None) or error}.") from None
    if not isinstance(content, dict) or "model" not in content or not isinstance(content.get("fields"), dict):
        raise place.refuse("a record has a model and fields.")
    try:
        model = apps.get_model(content["model"])
    except (LookupError, ValueError, AttributeError):
        raise place.refuse(f"there is no model “{content['model']}”.") from None
    return Node(path, place.line, model, content["fields"], content.get("pk"))


@contextmanager
def refusing(node: Node) -> Iterator[None]:
    """Turns what forms and the database object to into an error that names the record."""
    try:
        yield
    except ValidationError as error:
        raise node.refuse(describe_invalid(error)) from None
    except DatabaseError as error:
        raise node.refuse(describe_violation(node.model, error)) from None
    except (ValueError, MultipleObjectsReturned) as error:
        raise node.refuse(error) from None


def describe_invalid(error: ValidationError) -> str:
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(
        " ".join(messages) if name == NON_FIELD_ERRORS else f"{name}: {' '.join(messages)}"
        for name, messages in error.message_dict.items()
    )


def describe_violation(model: Any, error: DatabaseError) -> str:
    """Returns what the database objects to: in the words of the constraint where it has some."""
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is None or diagnosis.message_primary is None:
        return str(error)
    for constraint in model._meta.constraints:
        if constraint.name == diagnosis.constraint_name:
            return str(constraint.get_violation_error_message())
    return " ".join(filter(None, [diagnosis.message_primary, diagnosis.message_detail]))


def show(value: Any) -> str:
    return "“" + (", ".join(str(part) for part in value) if isinstance(value, list) else str(value)) + "”"


def refuse_missing_relations(model: Any, values: dict[str, Any]) -> None:
    """Raises ValidationError where a relation that every record has is not given."""
    for column in model._meta.fields:
        if column.is_relation and not column.null and not column.has_default() and column.attname not in values:
            raise ValidationError({column.name: "this is required."})


def read_value(column: Any, value: Any) -> Any:
    """Returns the value as the field keeps it; raises ValidationError where YAML has read something else than meant."""
    if isinstance(column, models.CharField | models.TextField) and isinstance(value, bool | list | dict):
        raise ValidationError(f"{show(value)} is no text; write it in quotes.")
    if isinstance(value, str) and "\0" in value:
        raise ValidationError("a NUL byte stands in this text.")
    return column.to_python(value)


def as_list(value: Any) -> list[Any]:
    """Returns the value; raises ValidationError where it is no list."""
    if not isinstance(value, list):
        raise ValidationError("this is a list.")
    return value
