"""The small shapes that resources are made of (FHIR R4, 2.24 Datatypes), as plain values.

They are plain because a note is made in the transaction that signs: nothing heavy may be loaded
there. What leaves is judged by validators of others in the tests.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone

from bedside.core.events import Moment
from bedside.store.moments import uuid_text

Json = dict[str, object]

LOINC = "http://loinc.org"
"""The system of its codes; its notice is LOINC.txt, beside this file."""
URI = "urn:ietf:rfc:3986"
"""The system of identifiers that are addresses of their own, such as `urn:uuid:`."""
US_CORE = "http://hl7.org/fhir/us/core/CodeSystem"
TERMS = "http://terminology.hl7.org/CodeSystem"


def full(values: Json) -> Json:
    """Return the values without those that hold nothing: FHIR has no empty elements (2.6.2)."""
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}


def coding(system: str, code: str, display: str = "") -> Json:
    """Return a code of a system, with how people read it."""
    return full({"system": system, "code": code, "display": display})


def concept(*codings: Json, text: str = "") -> Json:
    """Return a concept: what it is in one or more systems, and in words."""
    return full({"coding": list(codings), "text": text})


def urn(document: str, part: str = "") -> str:
    """Return the name in the whole world of a document, or of a part of it.

    `document` is a visit's id, with `.1`, `.2` for what came later.
    """
    visit, _, number = document.partition(".")
    name = f"urn:uuid:{uuid_text(visit, int(number or 0))}"
    return f"{name}#{part}" if part else name


def identifier(document: str, part: str = "") -> Json:
    """Return that name as an identifier."""
    return {"system": URI, "value": urn(document, part)}


def by_name(kind: str, document: str) -> Json:
    """Return a reference to a document by its name: its place at the receiver is not known."""
    return {"type": kind, "identifier": identifier(document)}


def when(moment: Moment) -> str:
    """Return a moment as an instant, with the zone of where it was (2.24.0.1)."""
    return at(moment.utc, moment.offset)


def at(utc: int, offset: int) -> str:
    """Return an instant from milliseconds since 1970 and minutes east of UTC."""
    there = timezone(timedelta(minutes=offset))
    return (
        datetime.fromtimestamp(utc / 1000, UTC).astimezone(there).isoformat(timespec="milliseconds")
    )


def gathered(*parts: Iterable[Json]) -> list[Json]:
    """Return all of the parts in one list, in order."""
    return [one for part in parts for one in part]
