"""Frozen dataclasses to plain values and back, for the store and the cache of read checklists.

Own code, because pydantic's import is a third of a whole start and what is decoded here was
validated when it was first read. Types decide; a field that stands at its default is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from types import UnionType
from typing import TypeVar, Union, cast, get_args, get_origin, get_type_hints

from bedside.core.checklist import KINDS, Step

T = TypeVar("T")
Decode = Callable[[object], object]


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
    """Return the dataclass that `to_plain` was given.

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


_KNOWN: dict[type, dict[str, Decode]] = {}
"""The decoders of every class met so far."""


def _decoders(cls: type) -> dict[str, Decode]:
    return {name: _decoder(hint) for name, hint in get_type_hints(cls).items()}


def _decoder(hint: object) -> Decode:
    """Return the function that turns one field's plain value back into what its type says."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        chosen = [_decoder(part) for part in inner if part is not type(None)]
        decode = next((each for each in chosen if each is not _same), _same)
        return lambda value: None if value is None else decode(value)
    if origin is tuple:
        each = _decoder(inner[0])
        return lambda value: tuple(each(item) for item in cast("list[object]", value))
    if hint is date:
        return lambda value: date.fromisoformat(str(value))
    if isinstance(hint, type) and issubclass(hint, tuple):
        of, parts = cast("Callable[..., object]", hint), list(_decoders(hint).values())
        return lambda value: of(
            *(part(item) for part, item in zip(parts, cast("list[object]", value), strict=True))
        )
    if isinstance(hint, type) and is_dataclass(hint):
        kept = hint
        return lambda value: from_plain(kept, value)
    return _same
