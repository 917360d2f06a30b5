"""Records that are known by their content, not by a number: fixtures and exports name them so."""

from typing import Any, ClassVar, TypeVar, cast

from django.db import models

Record = TypeVar("Record", bound="NaturalKeyModel", covariant=True)


class NaturalKeyQuerySet(models.QuerySet[Record]):
    def get_by_natural_key(self, *values: Any) -> Record:
        """Returns the record of that key; raises DoesNotExist, or ValueError where the key has too many parts."""
        lookups = self.model.natural_key_lookups()
        if len(values) != len(lookups):
            raise ValueError(f"{self.model._meta.label} is named by {', '.join(lookups)}: {list(values)} does not fit.")
        return self.get(**dict(zip(lookups, values, strict=True)))


class NaturalKeyModel(models.Model):
    """A record whose `natural_key_fields` name it; a relation among them stands for the key of what it leads to."""

    natural_key_fields: ClassVar[tuple[str, ...]]

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def natural_key_lookups(cls) -> list[str]:
        """Returns the lookups that the parts of the key fill, in order."""
        lookups = []
        for name in cls.natural_key_fields:
            related = cls._meta.get_field(name).related_model
            if related is None:
                lookups.append(name)
            else:
                parts = cast("type[NaturalKeyModel]", related).natural_key_lookups()
                lookups += [f"{name}__{lookup}" for lookup in parts]
        return lookups

    def natural_key(self) -> tuple[Any, ...]:
        """Returns the parts of the key; those of an empty relation are None."""
        values: list[Any] = []
        for name in self.natural_key_fields:
            value = getattr(self, name)
            related = self._meta.get_field(name).related_model
            if isinstance(value, NaturalKeyModel):
                values += value.natural_key()
            elif related is not None:
                values += [None] * len(cast("type[NaturalKeyModel]", related).natural_key_lookups())
            else:
                values.append(value)
        return tuple(values)
