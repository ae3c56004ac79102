"""Codes of terminologies, verified by the clinic: their shape and check digit, never their sense.

After the LOINC Users' Guide, appendix on check digits (mod 10), and the SNOMED CT Release File
Specification, section on SCTIDs (Verhoeff's dihedral check).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from bedside.content.explain import quoted
from bedside.content.fixes import renamed
from bedside.content.places import Here, Origin
from bedside.content.shape import Place, Table
from bedside.content.translation_checks import unknown_step
from bedside.core.checklist import Checklist, Choice, Step
from bedside.core.problems import Finding, nearest

_LOINC = re.compile(r"(\d{1,7})-(\d)\Z")
_SNOMED = re.compile(r"[1-9]\d{5,17}\Z")
_SYSTEMS = ("loinc", "snomed")
_TURN = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def is_loinc(code: str) -> bool:
    """Whether a code has LOINC's shape and its check digit fits."""
    found = _LOINC.match(code)
    if not found:
        return False
    doubled = [int(digit) * (2 - at % 2) for at, digit in enumerate(reversed(found[1]))]
    return (sum(n // 10 + n % 10 for n in doubled) + int(found[2])) % 10 == 0


def is_snomed(code: str) -> bool:
    """Whether a code has the shape of a SNOMED CT identifier and its check digit fits."""
    if not _SNOMED.match(code):
        return False
    check = 0
    for at, digit in enumerate(reversed(code)):
        check = _times(check, _turned(int(digit), at))
    return check == 0


def _turned(digit: int, times: int) -> int:
    for _ in range(times % 8):
        digit = _TURN[digit]
    return digit


def _times(one: int, other: int) -> int:
    """Return the product of two members of the dihedral group of the pentagon."""
    if one < 5:
        turned = (one + other) % 5
        return turned if other < 5 else turned + 5
    turned = (one - other) % 5
    return turned + 5 if other < 5 else turned


def miscoded(table: Table, origin: Origin, checklist: Checklist) -> Iterator[Finding]:
    """Return everything wrong with the codes of a checklist."""
    here, known = Here((origin,)), {step.id: step for step in checklist.steps}
    yield from _unknown(table, ("format", "steps"), here)
    steps = table.get("steps", {})
    for name, raw in cast("Table", steps).items() if isinstance(steps, dict) else ():
        if name not in known or not isinstance(raw, dict):
            yield unknown_step(name, here, known)
            continue
        there = Here((origin._replace(path=("steps", name)),), name)
        yield from _unknown(raw, (*_SYSTEMS, "options"), there)
        yield from _codes(raw, there, ())
        yield from _options(raw.get("options", {}), known[name], there)


def _options(options: object, step: Step, here: Here) -> Iterator[Finding]:
    known = [option.id for option in step.options] if isinstance(step, Choice) else []
    for name, raw in cast("Table", options).items() if isinstance(options, dict) else ():
        if name in known and isinstance(raw, dict):
            yield from _unknown(raw, _SYSTEMS, here, ("options", name))
            yield from _codes(raw, here, ("options", name))
            continue
        near = nearest(name, known)
        message = f"The step {step.id!r} has no answer called {quoted(name)}."
        listed = f"it has: {', '.join(known)}" if known else "it offers no answers of its own"
        help_ = f"did you mean {near}?" if near else listed
        fix = renamed(here, ("options", name), near) if near and near != name else None
        yield here.finding("X940", message, help_, here.key("options", name), fix)


def _codes(raw: Table, here: Here, at: Place) -> Iterator[Finding]:
    for system, code, is_code, shape in (
        ("loinc", "X941", is_loinc, "digits, a hyphen and a check digit"),
        ("snomed", "X942", is_snomed, "6 to 18 digits, the last of them a check digit"),
    ):
        given = raw.get(system)
        if given is None or (isinstance(given, str) and is_code(given)):
            continue
        name = {"loinc": "LOINC", "snomed": "SNOMED CT"}[system]
        message = f"{quoted(given)} is no code of {name}: a digit is wrong, missing or too many."
        help_ = f"look it up again and copy it, in quotation marks; it is {shape}"
        yield here.finding(code, message, help_, here.value(*at, system))


def _unknown(raw: Table, known: tuple[str, ...], here: Here, at: Place = ()) -> Iterator[Finding]:
    for key in raw:
        if key not in known:
            near = nearest(key, known)
            message = f"There is no place for {quoted(key)} in a file of codes."
            help_ = f"did you mean {near}?" if near else f"use one of: {', '.join(known)}"
            fix = renamed(here, (*at, key), near) if near else None
            yield here.finding("X943", message, help_, here.key(*at, key), fix)
