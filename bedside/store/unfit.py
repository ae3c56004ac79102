"""What is set up for a destination, each line well in itself, and yet cannot be meant.

Said when the settings are read: what only shows on this machine (a file that is not there) is
`deliver/doubts.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bedside.core.directives import CODES, directive_in
from bedside.core.form.names import is_address
from bedside.core.problems import Finding

if TYPE_CHECKING:
    from bedside.core.destinations import Destination

Place = tuple[str, ...]


def unfit(name: str, made: Destination) -> Iterator[tuple[Place, Finding]]:
    """Yield what cannot be meant in a destination, each at its place in its table."""
    for place, text in _coded(made):
        if code := directive_in(text):
            told = f"{name} would file notes as “{CODES[code]}” ({code}), and a talk is none."
            yield place, _finding("K122", told, _NOTE)
    if getattr(made, "lookup", False) and not getattr(made, "number_system", ""):
        told = f"{name} has no number_system, so nobody is found by their number there."
        yield ("lookup",), _finding("K115", told, _SYSTEM)
    base = str(getattr(made, "forms_base", ""))
    if base and not is_address(base):
        yield ("forms_base",), _finding("K115", f"forms_base of {name} is no address.", _ADDRESS)
    elif getattr(made, "response", False) and not base:
        told = f"{name} has no forms_base, so its answers would belong to a form of nobody's."
        yield ("response",), _finding("K115", told, _BASE)


def _coded(made: Destination) -> Iterator[tuple[Place, str]]:
    """Yield what says as what notes are filed."""
    for line in ("type_code", "category"):
        yield (line,), str(getattr(made, line, ""))
    for path, text in getattr(made, "extra", {}).items():
        yield ("extra", path), text
    yield ("hl7", "code"), str(getattr(getattr(made, "hl7", None), "code", ""))


def _finding(code: str, message: str, help_: str) -> Finding:
    return Finding(code=code, message=message, help=help_)


_NOTE = "take the line out, or write the code of a kind of note: 11506-3 is Progress note"
_SYSTEM = 'add whose numbers they are: number_system = "https://record.example.org/numbers"'
_ADDRESS = "write an absolute one: https://forms.example.org/fhir"
_BASE = 'add the base of your forms for all: forms_base = "https://forms.example.org/fhir"'
