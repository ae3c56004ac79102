"""What one parcel asks a server for: a few single requests in order, kept as one JSON text.

Never a transaction bundle: entries of one with `ifNoneExist` are made anew on every resend. Each
request names what it is about, so that it can be made again without anything being there twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, cast

from bedside.core.destinations import Fhir, Turn
from bedside.core.events import Signed
from bedside.core.parcels import Made, Outgoing, Unmade
from bedside.core.turns import Entry, place_of, taken_as
from bedside.core.value import Value, placed
from bedside.deliver.attachment import attached
from bedside.deliver.fhir import shapes as s
from bedside.deliver.fhir.document import document, withdrawn
from bedside.deliver.fhir.preferences import preferences
from bedside.deliver.fhir.provenance import provenance, tag_of

MEDIA = "application/json; charset=utf-8"
"""What a parcel's bytes are: a list of requests of ours, of which each resource is FHIR's."""

_HOLDS = "this receiver takes nothing back: somebody has to withdraw the note there by hand"
_LACKS = "this receiver takes no {turn}, and nothing may go in its place"


@placed
class Ask(Value):
    """One request: a resource to be made, or one that is there to be put right.

    `name` is the token by which a server finds it, in the search `parameter`. What is not `needed`
    may be missing at the server.
    """

    does: Literal["POST", "PUT"]
    parameter: str
    name: str
    resource: s.Json
    needed: bool = True

    @property
    def kind(self) -> str:
        """The type of the resource."""
        return str(self.resource["resourceType"])


def made_of(outgoing: Outgoing) -> Made | Unmade:
    """Return the bytes of a parcel for a FHIR server; Unmade where there can be none."""
    destination = cast("Fhir", outgoing.destination)
    turn = taken_as(destination, outgoing.turn)
    if turn is None:
        return Unmade(why=_LACKS.format(turn=outgoing.turn))
    if turn == "retraction" and destination.retract == "hold":
        return Unmade(why=_HOLDS)
    asks = _withdrawing(outgoing) if turn == "retraction" else _making(outgoing, turn)
    if isinstance(asks, Unmade):
        return asks
    return Made(body=_written(asks), media=MEDIA)


def asks_in(body: bytes) -> list[Ask]:
    """Return the requests in a parcel's bytes."""
    plain = cast("list[dict[str, object]]", json.loads(body))
    return [Ask(**cast("dict[str, str]", one)) for one in plain]  # type: ignore[arg-type]


def _written(asks: list[Ask]) -> bytes:
    plain = [
        {
            "does": one.does,
            "parameter": one.parameter,
            "name": one.name,
            "resource": one.resource,
            "needed": one.needed,
        }
        for one in asks
    ]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def _making(outgoing: Outgoing, turn: Turn) -> list[Ask] | Unmade:
    """Return what makes a note, or more of it, at the server; the document comes first."""
    destination = cast("Fhir", outgoing.destination)
    text = attached(outgoing)
    if isinstance(text, Unmade):
        return text
    made = document(outgoing, turn, text)
    if isinstance(made, Unmade):
        return made
    asks = [_post(made, s.urn(outgoing.document))]
    if destination.provenance:
        tag = tag_of(outgoing.document)
        asks.append(_post(provenance(outgoing, turn), str(tag["code"]), "_tag"))
    return [*asks, *_beside(outgoing, made)] if isinstance(outgoing.entry, Signed) else asks


def _beside(outgoing: Outgoing, made: s.Json) -> list[Ask]:
    """Return what goes beside a note itself: the preferences in it, and all its answers."""
    destination = cast("Fhir", outgoing.destination)
    asks: list[Ask] = []
    if destination.response:
        from bedside.deliver.fhir.answers import answers

        if given := answers(outgoing, made):
            named = cast("dict[str, str]", given["identifier"])
            asks.append(_post(given, f"{named['system']}|{named['value']}"))
    if destination.preferences:
        asks += [_post(one, s.urn(outgoing.document, step)) for step, one in preferences(outgoing)]
    return asks


def _withdrawing(outgoing: Outgoing) -> list[Ask] | Unmade:
    """Return what takes all back that went for a visit: its note, what followed, what lay beside.

    The note itself says above everything that it was retracted, and why; the rest is as it went.
    """
    asks: list[Ask] = []
    for before, turn in _before(outgoing):
        made = _making(before, turn)
        if isinstance(made, Unmade):
            return made
        asks += [one for one in made if one.kind != "Provenance"]
    note = attached(outgoing)
    if isinstance(note, Unmade):
        return note
    root = document(next(_before(outgoing))[0], "original", note)
    if isinstance(root, Unmade):
        return root
    asks[0] = replace(asks[0], resource=root)
    return [
        replace(one, does="PUT", resource=withdrawn(one.resource), needed=number == 0)
        for number, one in enumerate(asks)
    ]


def _before(outgoing: Outgoing) -> Iterator[tuple[Outgoing, Turn]]:
    """Yield what went for a visit before it was taken back, as it was then: the note first."""
    visit, entry = outgoing.visit, outgoing.entry
    entries: list[Entry] = [cast("Signed", visit.signed), *visit.later]
    for number, one in enumerate(entries):
        if one.seq == entry.seq:
            return
        place = place_of(visit.id, entries, one, outgoing.destination)
        if place.turn is not None:
            then = replace(visit, later=visit.later[:number])
            went = replace(outgoing, visit=then, entry=one, turn=place.turn)
            yield replace(went, document=place.document, parent=place.parent), place.turn


def _post(resource: s.Json, name: str, parameter: str = "identifier") -> Ask:
    token = name if "|" in name else f"{s.URI}|{name}"
    return Ask("POST", parameter, token, resource)
