"""Strict validation of tables against the model, in pydantic's JSON mode.

JSON mode, because strict Python mode refuses tables for dataclasses. One adapter a kind of step,
because a tagged union puts its tag into every error's place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

from bedside.content.shape import Place, Table

if TYPE_CHECKING:
    from pydantic_core import SchemaValidator

T = TypeVar("T")


class Fault(NamedTuple):
    """One thing a table has wrong, in the model's shape: what kind, where, and its limits."""

    kind: str
    place: Place
    given: object
    expected: str = ""


class _Tools(NamedTuple):
    """What is needed of pydantic, looked up once."""

    to_json: Callable[[object], bytes]
    refused: type[ValueError]


_TOOLS: list[_Tools] = []
_VALIDATORS: dict[type, SchemaValidator] = {}
"""The validators made so far: making one costs a hundred times what using it does."""


def _validator(cls: type) -> SchemaValidator:
    made = _VALIDATORS.get(cls)
    if made is None:
        from pydantic import TypeAdapter, ValidationError
        from pydantic_core import to_json

        _TOOLS[:] = [_Tools(to_json, ValidationError)]
        made = _VALIDATORS[cls] = cast("SchemaValidator", TypeAdapter(cls).validator)
    return made


def validated(cls: type[T], table: Table) -> T | list[Fault]:
    """Return the table as an instance of the class, or everything it has wrong."""
    validator = _validator(cls)
    to_json, refused = _TOOLS[0]
    try:
        return cast("T", validator.validate_json(to_json(table)))
    except refused as error:
        return _faults(error)


def _faults(error: ValueError) -> list[Fault]:
    found = cast("Sequence[dict[str, object]]", error.errors(include_url=False))  # type: ignore[attr-defined]
    return [
        Fault(
            kind=str(one["type"]),
            place=cast("Place", one["loc"]),
            given=one["input"],
            expected=str(cast("Table", one.get("ctx", {})).get("expected", "")),
        )
        for one in found
    ]
