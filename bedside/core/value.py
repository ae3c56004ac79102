"""Values: frozen, slotted standard-library dataclasses that share their equality and their look.

`dataclass` writes and compiles those methods anew for every class, which would be a tenth of a
whole start. Here they are written once. What is only handed from call to call, and never kept,
is a NamedTuple: a sixth of the cost again.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


class Value:
    """What all values have in common."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        """Equal are values of one class whose fields are all equal."""
        return type(self) is type(other) and _parts(self) == _parts(other)

    def __hash__(self) -> int:
        """Hash the fields; a value that holds a mapping has no hash, as anywhere."""
        return hash((type(self), *_parts(self)))

    def __repr__(self) -> str:
        """Show the class and its fields."""
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in _names(self))
        return f"{type(self).__name__}({shown})"


@dataclass_transform(kw_only_default=True, frozen_default=True)
def value(cls: type[T]) -> type[T]:
    """Make a class of fields into a value; its fields are given by name."""
    made = dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
    return made(cls)


def _names(of: object) -> tuple[str, ...]:
    return tuple(entry.name for entry in fields(of)) if is_dataclass(of) else ()


def _parts(of: object) -> tuple[object, ...]:
    return tuple(getattr(of, name) for name in _names(of))
