"""Strict validation of one table at a time against the model, in pydantic's JSON mode.

JSON mode, because strict Python mode refuses tables for dataclasses. One adapter a kind of step,
because a tagged union puts its tag into every error's place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

from bedside.content.shape import Place, Table

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")


class Fault(NamedTuple):
    """One thing a table has wrong, in the model's shape: what kind, where, and its limits."""

    kind: str
    place: Place
    given: object
    expected: str = ""


_ADAPTERS: dict[type, TypeAdapter[object]] = {}
"""The adapters made so far: making one costs a hundred times what using it does."""


def _adapter(cls: type) -> TypeAdapter[object]:
    from pydantic import TypeAdapter

    return _ADAPTERS.get(cls) or _ADAPTERS.setdefault(cls, TypeAdapter(cls))


def validated(cls: type[T], table: Table) -> T | list[Fault]:
    """Return the table as an instance of the class, or everything it has wrong."""
    from pydantic import ValidationError
    from pydantic_core import to_json

    try:
        return cast("T", _adapter(cls).validate_json(to_json(table)))
    except ValidationError as error:
        return [
            Fault(
                kind=str(found["type"]),
                place=tuple(found["loc"]),
                given=found["input"],
                expected=str(found.get("ctx", {}).get("expected", "")),
            )
            for found in error.errors(include_url=False, include_context=True)
        ]
