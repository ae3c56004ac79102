"""Who wrote a document, for whom, and what sent it, as a Provenance (FHIR R4; US Core 9).

It has no identifier of its own: a tag does that work, for every resource can be searched by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from bedside import __version__
from bedside.core.destinations import Fhir, Turn
from bedside.core.events import Appended
from bedside.core.parcels import Outgoing
from bedside.deliver.fhir import shapes as s
from bedside.deliver.fhir.document import period
from bedside.deliver.fhir.people import writer_of

_TYPES = f"{s.TERMS}/provenance-participant-type"
_CORE_TYPES = f"{s.US_CORE}/us-core-provenance-participant-type"
_OPERATIONS = f"{s.TERMS}/v3-DataOperation"


def provenance(outgoing: Outgoing, turn: Turn, about: Sequence[str] = ()) -> s.Json:
    """Return where a document comes from, pointing to it by its name.

    A retraction is no document: it is `about` those that it takes back, at the time it did.
    """
    destination, entry = cast("Fhir", outgoing.destination), outgoing.entry
    writer = writer_of(entry, destination)
    visit = outgoing.document.partition(".")[0]
    done = "UPDATE" if turn in ("correction", "retraction") else "CREATE"
    targets = about or (outgoing.document,)
    then = {"occurredDateTime": s.when(entry.at)} if about else {}
    because = entry.because if isinstance(entry, Appended) else ""
    return s.full(
        {
            "resourceType": "Provenance",
            "meta": {"tag": [tag_of(outgoing.document)]},
            "contained": list(writer.contained),
            "target": [s.by_name("DocumentReference", one) for one in targets],
            "occurredPeriod": None if about else period(outgoing.visit),
            **then,
            "recorded": s.when(entry.at),
            "reason": [s.concept(text=because)] if because else [],
            "activity": s.concept(s.coding(_OPERATIONS, done, done.lower())),
            "agent": [_author(writer.reference, destination), _transmitter()],
            "entity": [{"role": "source", "what": {"identifier": s.identifier(visit)}}],
        }
    )


def tag_of(document: str) -> s.Json:
    """Return the tag by which the Provenance of a document is found."""
    return {"system": s.URI, "code": s.urn(document, "provenance")}


def _author(reference: s.Json, destination: Fhir) -> s.Json:
    behalf = {"display": destination.organisation} if destination.organisation else None
    kind = s.concept(s.coding(_TYPES, "author", "Author"))
    return s.full({"type": kind, "who": reference, "onBehalfOf": behalf})


def _transmitter() -> s.Json:
    kind = s.concept(s.coding(_CORE_TYPES, "transmitter", "Transmitter"))
    return {"type": kind, "who": {"type": "Device", "display": f"bedside {__version__}"}}
