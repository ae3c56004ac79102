"""From what validation found to what an author reads: where, what, and what to do.

A misspelt name shows up as one unknown and one missing key; it is told once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import islice
from typing import NamedTuple

from bedside.content.places import Here
from bedside.content.shape import Place, Table, author_place
from bedside.content.validate import Fault
from bedside.core.problems import Finding, nearest
from bedside.core.text import cut

_DATE = ("a date", "write year-month-day without quotation marks: 2027-03-02")
_WANTED: Mapping[str, tuple[str, str]] = {
    "string_type": ("words", 'put the words in quotation marks: "like this"'),
    "bool_type": (
        "true or false",
        "write true or false, in small letters, without quotation marks",
    ),
    "int_type": ("a whole number", "write digits only, without quotation marks"),
    "tuple_type": ("a list", 'write it like ["first", "second"]'),
    "mapping_type": ("words, or a name and words", 'write it like note.done = "…"'),
    "dict_type": ("words, or a name and words", 'write it like note.done = "…"'),
    "dataclass_type": ("a name and words", 'write it like options.yes = "Yes"'),
    "date_parsing": _DATE,
    "date_type": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
}


_LOOKED_AT = 50
"""So many unknown keys of one table are looked at for one that is misspelt."""
_SHOWN = 60
"""So many cells of what an author wrote are told again."""


class Where(NamedTuple):
    """The table a fault is in: where it stands, its raw content, and what to call it."""

    here: Here
    raw: Table
    title: str = "this checklist"


def explained(faults: Sequence[Fault], cls: type, where: Where) -> Iterator[Finding]:
    """Return the faults of one table as findings, each pointing at what the author wrote."""
    missing = [str(f.place[-1]) for f in faults if f.kind == "missing"]
    unknown = (str(f.place[0]) for f in faults if _is_unknown(f) and len(f.place) == 1)
    told = {nearest(name, missing) for name in islice(unknown, _LOOKED_AT)} if missing else set()
    found: set[Place] = set()
    for fault in faults:
        if fault.kind == "missing" and str(fault.place[-1]) in told:
            continue
        place = author_place(where.raw, fault.place)
        if place not in found:
            found.add(place)
            yield _finding(fault, cls, where, place)


def short(word: str) -> str:
    """Return what an author wrote, a very long one cut."""
    return cut(word, _SHOWN)


def quoted(word: object) -> str:
    """Return what an author wrote in quotation marks, a very long one cut."""
    return repr(short(str(word)))


def _is_unknown(fault: Fault) -> bool:
    return fault.kind in ("unexpected_keyword_argument", "extra_forbidden")


def _finding(fault: Fault, cls: type, where: Where, place: Place) -> Finding:
    here = where.here
    name = short(".".join(str(part) for part in place if part != ""))
    if fault.kind == "missing":
        lacking = str(fault.place[-1])
        message = f"{where.title.capitalize()} has no {lacking}."
        return here.finding("C202", message, f'add a line: {lacking} = "…"', here.key())
    if _is_unknown(fault):
        return _unknown(str(fault.place[-1]), cls, where, place)
    if fault.kind == "literal_error":
        known = [word for word in re.findall(r"'([^']*)'", fault.expected) if word]
        near = nearest(str(fault.given), known)
        listed = f"it is one of: {', '.join(known)}"
        help_ = f"did you mean {near}? {listed}" if near else listed
        message = f"{name} cannot be {quoted(fault.given)}."
        return here.finding("C204", message, help_, here.value(*place))
    wanted, help_ = _WANTED.get(fault.kind, ("something else", "see the guide for educators"))
    return here.finding("C203", f"{name} has to be {wanted}.", help_, here.value(*place))


def _unknown(key: str, cls: type, where: Where, place: Place) -> Finding:
    known = {entry.name.rstrip("_") for entry in fields(cls)}
    near = nearest(key, known)
    message = f"{where.title.capitalize()} has no place for {quoted(key)}."
    help_ = f"did you mean {near}?" if near else f"remove it, or use one of: {_some(known)}"
    return where.here.finding("C201", message, help_, where.here.key(*place))


def _some(known: set[str]) -> str:
    return ", ".join(sorted(known - {"use", "extras", "bank", "accepted"}))
