"""Frozen values to plain ones and back, for the store and the cache of read checklists.

Own code, because pydantic's import is a third of a whole start and what is decoded here was
validated when it was first read. Types decide, by their spelling: evaluating them costs more than
all the decoding. A field that stands at its default is left out.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar, cast

from bedside.core.checklist import KINDS, Step

T = TypeVar("T")
Decode = Callable[[object], object]

_KNOWN: dict[type, dict[str, Decode]] = {}
"""The decoders of every class met so far."""


def to_plain(value: object) -> object:
    """Return the value as what JSON can hold: dictionaries, lists, texts, numbers, nothing."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            entry.name: to_plain(current)
            for entry in fields(value)
            if (current := getattr(value, entry.name)) != _default(entry)
        }
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: to_plain(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def from_plain(cls: type[T], plain: object) -> T:
    """Return the value that `to_plain` was given.

    Raises KeyError, TypeError or ValueError where the plain value is not one of this class.
    """
    actual = cls
    if cls is Step:
        actual = cast("type[T]", KINDS[str(cast("dict[str, object]", plain)["kind"])])
    decoders = _KNOWN.get(actual) or _KNOWN.setdefault(actual, _decoders(actual))
    given = cast("dict[str, object]", plain)
    return actual(**{name: decoders[name](value) for name, value in given.items()})


def _default(entry: Field[object]) -> object:
    if entry.default is not MISSING:
        return entry.default
    return {} if entry.default_factory is not MISSING else MISSING


def _same(value: object) -> object:
    return value


def _decoders(cls: type) -> dict[str, Decode]:
    """Return for every field of a class what turns its plain value back into what it was."""
    found: dict[str, Decode] = {}
    for base in reversed(cls.__mro__):
        names = vars(sys.modules[base.__module__])
        spelled = vars(base).get("__annotations__", {})
        for name, spec in spelled.items():
            found[name] = _decoder(str(getattr(spec, "__forward_arg__", spec)), names)
    return found


def _decoder(spec: str, names: Mapping[str, object]) -> Decode:
    """Return the function for one type as it is spelled in the class."""
    bare = spec.removesuffix(" | None")
    if bare != spec:
        decode = _decoder(bare, names)
        return lambda value: None if value is None else decode(value)
    if spec.startswith("tuple["):
        each = _decoder(spec.removeprefix("tuple[").removesuffix("]").removesuffix(", ..."), names)
        return lambda value: tuple(each(item) for item in cast("list[object]", value))
    if spec.startswith("Mapping[str, "):
        value_of = _decoder(spec.removeprefix("Mapping[str, ").removesuffix("]"), names)
        return lambda value: {
            key: value_of(item) for key, item in cast("dict[str, object]", value).items()
        }
    kind = names.get(spec)
    if kind is date:
        return lambda value: date.fromisoformat(str(value))
    if not isinstance(kind, type):
        return _same
    if issubclass(kind, StrEnum):
        return lambda value: kind(str(value))
    if issubclass(kind, tuple):
        parts = list(_decoders(kind).values())
        make = cast("Callable[..., object]", kind)
        return lambda value: make(
            *(part(item) for part, item in zip(parts, cast("list[object]", value), strict=True))
        )
    return (lambda value: from_plain(kind, value)) if is_dataclass(kind) else _same
