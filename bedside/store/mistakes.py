"""What is wrong with a table of settings, each mistake at its place, with the way out.

Only a file that has changed is looked at so closely; its values are kept after that.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import cast

from bedside.core.clinic import ClinicWords
from bedside.core.codec import from_plain
from bedside.core.problems import Finding, nearest
from bedside.store.receivers import mistakes_in, mistakes_in_outbox
from bedside.store.settings import Clinician, ClinicOutbox, Publish, Settings

Place = tuple[str, ...]

_LIMITS: Mapping[str, tuple[int, int]] = {
    "curtain_after": (0, 86_400),
    "lock_after": (0, 86_400),
    "keep_days": (1, 3_650),
    "limit": (0, 1_000_000),
    "outbox_days": (1, 3_650),
}
"""The least and the most of every setting that is a number: a day of seconds, ten years of days."""

TOO_LONG = Finding(
    code="K108",
    message="A number in the settings is too long to be read.",
    help="no setting needs a number of more than five digits",
)

_LIST = ("a list of texts", 'write it like ["first", "second"]')
_BLOCK = ("a block of lines", "begin it with a line of its own: [{whole}]")
_WANTED: Mapping[str, tuple[str, str]] = {
    "int_type": ("a whole number", "write digits only, without quotation marks: {name} = {number}"),
    "string_type": ("text in quotes", 'write it like "this"'),
    "bool_type": ("true or false", "write it without quotation marks: true"),
    "tuple_type": _LIST,
    "dict_type": _BLOCK,
    "mapping_type": _BLOCK,
    "dataclass_type": _BLOCK,
}
"""What validation asks for, by its own name for it, and how that is written."""

_DOUBTS: Mapping[str, tuple[str, str]] = {
    "empty": (
        "“{word}” in note_words.{name} is nothing that can be looked for.",
        "write a word or a phrase, without spaces around it, or take it out",
    ),
    "again": (
        "What note_words.{name} puts for “{word}” would itself be pointed at.",
        'write other words for it, or "" so that it is pointed at and nothing is offered',
    ),
}
"""What is said of a clinic's own word that makes no sense, and the way out."""

_BLOCKS: Mapping[str, type] = {
    "clinician": Clinician,
    "publish": Publish,
    "outbox": ClinicOutbox,
    "note_words": ClinicWords,
}
"""The settings that are blocks of lines, and what those hold."""


def mistakes(table: Mapping[str, object]) -> dict[Place, Finding]:
    """Return what is wrong with a settings table, by the place it is wrong at."""
    from pydantic import TypeAdapter, ValidationError

    found: dict[Place, Finding] = {}
    for name, (least, most) in _LIMITS.items():
        number = table.get(name)
        if isinstance(number, int) and not least <= number <= most:
            found[(name,)] = _out_of_range(name, least, most)
    rest = {name: given for name, given in flat(table).items() if (name,) not in found}
    try:
        TypeAdapter(Settings).validate_json(json.dumps(rest, default=str))
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            place = tuple(str(part) for part in fault["loc"] if not isinstance(part, int))
            expected = str(fault.get("ctx", {}).get("expected", ""))
            found.setdefault(place[:3], _fault(str(fault["type"]), expected, place, fault["input"]))
    except ValueError:
        found[()] = TOO_LONG
    if not any(place[:1] in ((), ("note_words",)) for place in found):
        found |= _doubtful(table.get("note_words", {}))
    closer = {
        "destinations": _misdirected,
        "relay_key": _mistaken_key,
        "outbox": _apart,
    }
    for name, wrong in closer.items():
        if name in table and not any(place[:1] in ((), (name,)) for place in found):
            found |= wrong(table)
    return found


def _misdirected(table: Mapping[str, object]) -> dict[Place, Finding]:
    """Return what is wrong with the destinations of a settings table."""
    return mistakes_in(table["destinations"], str(table.get("forms_base", "")))


def _apart(table: Mapping[str, object]) -> dict[Place, Finding]:
    """Return what is wrong with where the outbox of many workstations lies."""
    return mistakes_in_outbox(table["outbox"])


def _mistaken_key(table: Mapping[str, object]) -> dict[Place, Finding]:
    """Return what is wrong with the relay's public half: 32 bytes in base 64, or nothing."""
    try:
        half = base64.b64decode(str(table["relay_key"]), validate=True)
    except ValueError:
        half = b"?"
    if len(half) in (0, 32):
        return {}
    help_ = "copy the line that `bedside deliver --new-relay-key FILE` prints"
    return {("relay_key",): Finding(code="K117", message="relay_key is no key.", help=help_)}


def _doubtful(plain: object) -> Iterator[tuple[Place, Finding]]:
    """Yield what makes no sense in a clinic's own words, whose types are right."""
    for name, word, why in from_plain(ClinicWords, plain).doubtful():
        message, help_ = _DOUBTS[why]
        told = message.format(word=word, name=name)
        place = ("note_words", name) if name == "allowed" else ("note_words", name, word)
        yield place, Finding(code="K110", message=told, help=help_)


def _out_of_range(name: str, least: int, most: int) -> Finding:
    return Finding(
        code="K107",
        message=f"{name} has to be from {least} to {most}.",
        help=f"as shipped it is: {name} = {getattr(Settings(), name)}",
    )


def _fault(kind: str, expected: str, place: tuple[str, ...], given: object) -> Finding:
    of = _BLOCKS.get(place[0], Settings) if len(place) > 1 else Settings
    known = [entry.name for entry in fields(of)]
    return fault_in(kind, expected, (place, known), given)


def fault_in(kind: str, expected: str, where: tuple[Place, list[str]], given: object) -> Finding:
    """Return what to say of a fault that validation found: its place, and what may stand there."""
    place, known = where
    name = ".".join(place)
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        near = nearest(place[-1], known)
        help_ = f"did you mean {near}?" if near else "`bedside where` lists every setting"
        return Finding(code="K104", message=f"There is no setting called {name!r}.", help=help_)
    wanted, help_ = _WANTED.get(kind, ("something else", "take the line out to have it as shipped"))
    if kind == "literal_error":
        known = re.findall(r"'([^']*)'", expected)
        near = nearest(str(given), known)
        wanted = f"one of: {', '.join(known)}"
        help_ = f"did you mean {near}?" if near else f'write it like {place[-1]} = "{known[0]}"'
    digits = str(given) if str(given).isdecimal() else "30"
    help_ = help_.format(name=place[-1], whole=name, number=digits)
    return Finding(code="K105", message=f"{name} has to be {wanted}.", help=help_)


def flat(table: Mapping[str, object]) -> dict[str, object]:
    """Return the table with keys as `scope.name` to a list, however they were written."""
    whole = dict(table)
    if isinstance(whole.get("keys"), dict):
        whole["keys"] = dict(_keys(cast("dict[str, object]", whole["keys"]), ""))
    return whole


def _keys(table: Mapping[str, object], prefix: str) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for name, given in table.items():
        if isinstance(given, dict):
            found += _keys(given, f"{prefix}{name}.")
        else:
            found.append((prefix + name, [given] if isinstance(given, str) else given))
    return found
