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

ANSWERS = ("QuestionnaireResponse", "Observation")
"""What lies beside a document and says again, as answers, what it says in words."""
MEDIA = "application/json; charset=utf-8"
"""What a parcel's bytes are: a list of requests of ours, of which each resource is FHIR's."""

TEST = s.coding(f"{s.TERMS}/v3-ActReason", "HTEST", "test health data")
"""How a resource says that it is about nobody (FHIR R4, Resource.meta.security)."""

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


def as_a_test(made: Made) -> Made:
    """Return a parcel in which every resource says that it is a test."""
    asks = [replace(one, resource=marked(one.resource)) for one in asks_in(made.body)]
    return Made(body=_written(asks), media=made.media)


def marked(resource: s.Json) -> s.Json:
    """Return a resource that says that it is a test."""
    meta = cast("s.Json", resource.get("meta") or {})
    return resource | {"meta": meta | {"security": [TEST]}}


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
    """Return what makes a note, or more of it, at the server; the document comes first.

    A correction also takes back the answers as they were: nothing may go on saying them.
    """
    asks = _new(outgoing, turn)
    if isinstance(asks, Unmade) or isinstance(outgoing.entry, Signed):
        return asks
    return [*asks, *_outdated(outgoing)]


def _new(outgoing: Outgoing, turn: Turn) -> list[Ask] | Unmade:
    """Return what is made new at the server for one entry of a visit."""
    destination = cast("Fhir", outgoing.destination)
    text = attached(outgoing)
    if isinstance(text, Unmade):
        return text
    made = document(outgoing, turn, text)
    if isinstance(made, Unmade):
        return made
    asks = [_post(made, s.urn(outgoing.document))]
    if destination.provenance:
        asks.append(_tagged(outgoing, provenance(outgoing, turn)))
    return [*asks, *_beside(outgoing)] if _has_answers(outgoing.entry) else asks


def _has_answers(entry: Entry) -> bool:
    """Whether answers go beside what was signed: with the note, and anew where it is corrected."""
    return isinstance(entry, Signed) or entry.kind == "correction"


def _beside(outgoing: Outgoing) -> list[Ask]:
    """Return what goes beside a note itself: the preferences in it, and all its answers."""
    destination = cast("Fhir", outgoing.destination)
    asks: list[Ask] = []
    if destination.response:
        from bedside.deliver.fhir.answers import answers

        if given := answers(outgoing):
            asks.append(_post(given, s.urn(outgoing.document)))
    if destination.preferences:
        asks += [_post(one, s.urn(outgoing.document, step)) for step, one in preferences(outgoing)]
    return asks


def _outdated(outgoing: Outgoing) -> list[Ask]:
    """Return what takes back the answers that went before a correction; none for all else."""
    if not _has_answers(outgoing.entry):
        return []
    found: list[Ask] = []
    for before, turn in _before(outgoing):
        made = _new(before, turn) if _has_answers(before.entry) else []
        asks = [] if isinstance(made, Unmade) else made
        found += [one for one in asks if one.kind in ANSWERS]
    return [
        replace(one, does="PUT", resource=withdrawn(one.resource), needed=False) for one in found
    ]


def _withdrawing(outgoing: Outgoing) -> list[Ask] | Unmade:
    """Return what takes all back that went for a visit: its note, what followed, what lay beside.

    The note itself says above everything that it was retracted, and why; the rest is as it went.
    Last it is told who did so, where the server takes that.
    """
    asks: list[Ask] = []
    for before, turn in _before(outgoing):
        made = _new(before, turn)
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
    back = [
        replace(one, does="PUT", resource=withdrawn(one.resource), needed=number == 0)
        for number, one in enumerate(asks)
    ]
    if not cast("Fhir", outgoing.destination).provenance:
        return back
    about = [before.document for before, _ in _before(outgoing)]
    return [*back, _tagged(outgoing, provenance(outgoing, "retraction", about))]


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


def _tagged(outgoing: Outgoing, told: s.Json) -> Ask:
    """Return what makes a Provenance, which is found by its tag."""
    return _post(told, str(tag_of(outgoing.document)["code"]), "_tag")


def _post(resource: s.Json, name: str, parameter: str = "identifier") -> Ask:
    return Ask("POST", parameter, f"{s.URI}|{name}", resource)
