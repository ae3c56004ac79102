"""Values: slotted standard-library dataclasses that nothing can change, made cheap to define.

`dataclass` writes and compiles its methods anew for every class; for ours that would be a tenth
of a whole start. Here they are written once, by the same rules: fields by name, frozen, equal
where class and fields are. What is only handed from call to call is a NamedTuple.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, fields
from typing import ClassVar, NoReturn, TypeVar, cast, dataclass_transform

T = TypeVar("T")

_set = object.__setattr__


class Value:
    """What all values have in common: how they are made, compared and shown."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Field[object]]]
    _fields: ClassVar[tuple[Field[object], ...]] = ()
    """The fields, in order, those of the classes above first."""

    def __init__(self, *placed: object, **given: object) -> None:
        """Take the fields by name, or in order; TypeError for one that is missing or unknown."""
        if placed:
            given |= zip((entry.name for entry in self._fields), placed, strict=False)
        left = len(given)
        for entry in self._fields:
            name = entry.name
            if name in given:
                _set(self, name, given[name])
                left -= 1
            elif entry.default is not MISSING:
                _set(self, name, entry.default)
            elif entry.default_factory is not MISSING:
                _set(self, name, entry.default_factory())
            else:
                raise TypeError(f"{type(self).__name__} needs {name}")
        if left:
            unknown = sorted(given.keys() - {entry.name for entry in self._fields})
            raise TypeError(f"{type(self).__name__} has no {', '.join(unknown)}")

    def __setattr__(self, name: str, _: object) -> NoReturn:
        """Refuse: a value never changes."""
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        """Refuse: a value never changes."""
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __deepcopy__(self: T, _: object) -> T:
        """Return the value itself: what never changes is its own copy."""
        return self

    def __eq__(self, other: object) -> bool:
        """Equal are values of one class whose fields are all equal."""
        return type(self) is type(other) and self._parts() == other._parts()

    def __hash__(self) -> int:
        """Hash the fields; a value that holds a mapping has no hash, as anywhere."""
        return hash((type(self), *self._parts()))

    def __repr__(self) -> str:
        """Show the class and its fields."""
        shown = ", ".join(f"{e.name}={getattr(self, e.name)!r}" for e in self._fields)
        return f"{type(self).__name__}({shown})"

    def _parts(self) -> tuple[object, ...]:
        return tuple(getattr(self, entry.name) for entry in self._fields)


@dataclass_transform(frozen_default=True)
def placed(cls: type[T]) -> type[T]:
    """Make a class of fields into a value whose fields may be given in order."""
    return value(cls)


@dataclass_transform(kw_only_default=True, frozen_default=True)
def value(cls: type[T]) -> type[T]:
    """Make a class of fields into a value, its fields given by name."""
    make = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=True)
    made = cast("type[Value]", make(cls))
    made._fields = fields(made)
    return cast("type[T]", made)
