"""What in a destination's settings lets somebody in, or says who signs: looked at line by line.

An address may carry a name, a password or a key within itself, where nobody looks for a secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from bedside.core.codec import to_plain
from bedside.core.problems import Finding

if TYPE_CHECKING:
    from bedside.core.destinations import Destination

Place = tuple[str, ...]

_WITHIN = re.compile(r"(?i)(?:\w+:|^)//[^/?#\s]*@")
"""Who asks, before the host (RFC 3986, 3.2.1)."""
_AT_HOST = re.compile(r".*@")
_ASKED = re.compile(r"[?&;#]([^=&;#\s]+)=[^&;#\s]")
_TELLING = re.compile(
    r"(?i)secret|token|pass(w|ph|_|-|\Z)|pwd|api.?key|(\A|[-_.])(key|sig|sas|auth|code)\Z"
    r"|signature|credential|assertion|jwt|bearer"
)
"""What the names of secrets hold in the query of an address."""
_KEPT_ELSEWHERE = ("token", "key")
"""Lines that only say where a secret is; they are looked at as such."""
_XCN_NUMBER = 15
"""Letters that the number of a clinician has in a message (HL7 v2.5.1, 2A.86: XCN.1)."""
_PLACE = re.compile(r"(https?://\S+/)?(Practitioner|PractitionerRole)/[A-Za-z0-9\-.]{1,64}")


def secrets_in(name: str, made: Destination) -> Iterator[tuple[Place, Finding]]:
    """Yield the lines whose addresses hold a secret; nothing of it is told."""
    for place, text in _texts(to_plain(made)):
        if place[0] in _KEPT_ELSEWHERE:
            continue
        if _is_telling(text) or (place == ("host",) and _AT_HOST.match(text)):
            told = f"{'.'.join(place)} of {name} holds what lets somebody in there."
            yield place, Finding(code="K113", message=told, help=_BARE)


def bare(address: str) -> str:
    """Return an address as it may be shown: without who asks, and without what it asks with."""
    if not _is_telling(address):
        return address
    return _WITHIN.sub(lambda found: found[0].partition("//")[0] + "//", address.partition("?")[0])


def misnamed(name: str, made: Destination) -> Iterator[tuple[Place, Finding]]:
    """Yield what is said of clinicians and cannot be, or is of no use."""
    from bedside.core.destinations import Fhir, Folder

    fields, is_fhir = getattr(made, "hl7", None), isinstance(made, Fhir)
    is_note = isinstance(made, Folder) and made.form == "note"
    one_for_all = str(getattr(fields, "author", ""))
    if made.clinicians and one_for_all:
        told = f"{name} has one number for all who sign, and a number for each."
        yield ("hl7", "author"), _finding(told, _ONE_OF_BOTH)
    if is_note and (made.clinicians or made.numbered):
        line = "clinicians" if made.clinicians else "numbered"
        yield (line,), _finding(f"The notes in {name} have no place for such a number.", _NO_PLACE)
    elif made.numbered and not (made.clinicians or one_for_all):
        told = f"{name} takes nothing by clinicians without a number, and has none for anybody."
        yield ("numbered",), Finding(code="K115", message=told, help=_LISTED.format(name=name))
    for who, one in made.clinicians.items():
        place = ("clinicians", who)
        if one.reference and not (is_fhir and _PLACE.fullmatch(one.reference)):
            yield place, _finding(f"{who!r} has no such place at {name}.", _REFERENCE)
        elif not (one.number or one.family or one.reference):
            yield (
                place,
                _finding(f"Nothing is said of {who!r} at {name}.", _LISTED.format(name=name)),
            )
        elif not is_fhir and len(one.number) > _XCN_NUMBER:
            yield place, _finding(f"The number of {who!r} at {name} is too long.", _SHORT)


def _texts(plain: object, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Yield every text in plain values, with the names that lead to it."""
    if isinstance(plain, str):
        yield place, plain
    elif isinstance(plain, Mapping):
        for key, inner in plain.items():
            yield from _texts(inner, (*place, str(key)))


def _is_telling(text: str) -> bool:
    """Whether a text holds an address with somebody's name, a password or a key in it."""
    if "//" not in text:
        return False
    return bool(_WITHIN.search(text)) or any(map(_TELLING.search, _ASKED.findall(text)))


def _finding(message: str, help_: str) -> Finding:
    return Finding(code="K121", message=message, help=help_)


_BARE = (
    "write the address alone; what lets us in goes into a file, a variable or the keyring, named by"
    " token or key, and has to be replaced where it was given out"
)
_ONE_OF_BOTH = "take the line out, or the block of clinicians"
_NO_PLACE = "take it out: a note is signed in its text"
_LISTED = 'write it like [destinations.{name}.clinicians."J. Doe"], then number = "1234567"'
_REFERENCE = 'on a FHIR server it is written like reference = "Practitioner/17"'
_SHORT = f"a message has room for {_XCN_NUMBER} letters of it"
