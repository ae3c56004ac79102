"""Notes to a FHIR server: each request of a parcel in order, each made so that it can be repeated.

A parcel is delivered when all of it is. `find` asks by name, so that nothing that may have arrived
is sent again blindly.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace

from bedside.core.destinations import Fhir
from bedside.core.parcels import Fate, Made, Outgoing, Parcel, Reply, Trial, Unmade
from bedside.deliver.fhir.asks import Ask, asks_in, made_of
from bedside.deliver.fhir.client import FhirClient
from bedside.deliver.fhir.document import words_of
from bedside.deliver.fhir.found import (
    There,
    fate_of,
    is_named,
    is_same_patient,
    is_same_text,
    made_at,
    ours,
    text_at,
    text_in,
)
from bedside.deliver.fhir.shapes import URI, urn
from bedside.deliver.fhir.wire import MOST, Answered

DOCUMENT = "DocumentReference"
_TWICE = "it has this more than once: somebody has to take one of them away there"
_GONE = "it has no such note that could be taken back"
_UNSURE = "it cannot be asked what else went for this note: take that back there by hand"
_NO_PLACE = "it took the request and did not say where to"
_OUTDATED = "the answers as they were before it stand there too: take them back there by hand"
_RACE = "somebody changed the note there meanwhile"
_HALF = "{place} is there, but not all that belongs to it. {why}"


class FhirSender:
    """Sends the parcels of one FHIR destination."""

    def __init__(self, destination: Fhir, environ: Mapping[str, str] | None = None) -> None:
        """Be ready to send there; secrets named `env:` are read from this environment."""
        self._to = destination
        self._client = FhirClient(destination, os.environ if environ is None else environ)

    def make(self, outgoing: Outgoing) -> Made | Unmade:
        """Return the bytes for a signed thing; nothing is loaded or opened for that."""
        return made_of(outgoing)

    def send(self, parcel: Parcel, parent: str) -> Reply:
        """Make each request once, in order; stop at the first that is not done, and say why."""
        first: Reply | None = None
        for ask in asks_in(parcel.body):
            if first and ask.does == "PUT" and self._keeps_all(parcel):
                return _half(first, Reply(fate=Fate.HELD, said=_OUTDATED))
            is_parent = ask.kind == DOCUMENT and ask.name == f"{URI}|{urn(parcel.parent)}"
            known = parent if is_parent else ""
            reply = self._post(ask) if ask.does == "POST" else self._put(ask, known)
            if reply.fate is not Fate.DELIVERED:
                return _half(first, reply) if first else reply
            first = first or replace(reply, compared=self._compared(ask, reply.receipt))
        return first or Reply(fate=Fate.HELD, said=_NO_PLACE)

    def find(self, parcel: Parcel) -> Reply | None:
        """Ask by name whether all of it is there, as it should be."""
        first: There | None = None
        is_missing = False
        for ask in asks_in(parcel.body):
            found = self._search(ask)
            if found is None:
                return None
            if isinstance(found, Reply):
                return _not_asked(found)
            if len(found) > 1:
                return Reply(fate=Fate.HELD, said=_TWICE, receipt=found[0].receipt)
            undone = ask.does == "PUT" and not all(one.is_withdrawn for one in found)
            is_missing = is_missing or undone or not (found or not ask.needed)
            first = first or (found[0] if found else None)
        if is_missing or first is None:
            return Reply(fate=Fate.AGAIN, receipt=first.receipt if first else "")
        return self._delivered(asks_in(parcel.body)[0], first)

    def _keeps_all(self, parcel: Parcel) -> bool:
        """Whether nothing is taken back here but by a person, not even what was corrected."""
        return self._to.retract == "hold" and parcel.turn != "retraction"

    def test(self) -> Trial:
        """Ask what the server can do, and what it says to an invented note; keep nothing there."""
        from bedside.deliver.fhir.trial import tried

        return tried(self._client, self._to)

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def _post(self, ask: Ask) -> Reply:
        answered = self._client.create(ask.resource, ask.parameter, ask.name)
        if isinstance(answered, Reply):
            return answered
        if answered.status == 412:
            held = Reply(fate=Fate.HELD, code="412", may_be_there=True)
            return replace(held, said=answered.said or _TWICE, theirs=bool(answered.said))
        if answered.status not in (200, 201):
            return fate_of(answered)
        there = made_at(answered, ask.kind)
        if there is None:
            return Reply(fate=Fate.UNKNOWN, said=_NO_PLACE, code=str(answered.status))
        return Reply(fate=Fate.DELIVERED, receipt=there.receipt, code=str(answered.status))

    def _put(self, ask: Ask, known: str) -> Reply:
        """Put a resource right that is there; `known` is where its receipt says it is."""
        found = self._search(ask)
        if isinstance(found, Reply):
            return found
        if found is None or (not found and known):
            found = self._at(known, ask) if known else found
        if isinstance(found, Reply):
            return found
        if found is None:
            return Reply(fate=Fate.HELD, said=_UNSURE)
        if not found:
            missing = Fate.HELD if ask.needed else Fate.DELIVERED
            return Reply(fate=missing, said=_GONE if ask.needed else "")
        if len(found) > 1:
            return Reply(fate=Fate.HELD, said=_TWICE)
        there = found[0]
        if there.is_withdrawn:
            return Reply(fate=Fate.DELIVERED, receipt=there.receipt)
        return self._updated(ask, there)

    def _updated(self, ask: Ask, there: There) -> Reply:
        id_ = there.place.rpartition("/")[2]
        changed = {"resourceType": ask.kind, "id": id_, **ask.resource}
        answered = self._client.update(there.place, there.version, changed)
        if isinstance(answered, Reply):
            return answered
        if answered.status in (409, 412):
            again = Reply(fate=Fate.AGAIN, code=str(answered.status))
            return replace(again, said=answered.said or _RACE, theirs=bool(answered.said))
        if answered.status not in (200, 201):
            return fate_of(answered)
        now = made_at(answered, ask.kind) or replace(there, version="")
        return Reply(fate=Fate.DELIVERED, receipt=now.receipt, code=str(answered.status))

    def _search(self, ask: Ask) -> list[There] | Reply | None:
        """Return what is there under our name; None where the server cannot be asked that."""
        most = MOST + 16 * len(words_of(ask.resource))
        answered = self._client.search(ask.kind, ask.parameter, ask.name, most)
        if isinstance(answered, Reply):
            return answered
        if answered.status == 200:
            return ours(answered, ask)
        reply = fate_of(answered)
        return None if reply.fate is Fate.HELD else reply

    def _at(self, receipt: str, ask: Ask) -> list[There] | Reply:
        """Return what stands where a receipt says, where that goes by our name."""
        answered = self._read(receipt, ask)
        if isinstance(answered, Reply):
            return answered
        if answered.status != 200:
            reply = fate_of(answered)
            return [] if reply.fate is Fate.HELD else reply
        there = made_at(replace(answered, headers={}), ask.kind)
        return [there] if there and is_named(there.resource, ask.name) else []

    def _read(self, receipt: str, ask: Ask) -> Answered | Reply:
        most = MOST + 4 * len(words_of(ask.resource))
        return self._client.read(receipt.partition("/_history/")[0], most)

    def _delivered(self, ask: Ask, there: There) -> Reply:
        compared = self._compared(ask, there.receipt)
        return Reply(fate=Fate.DELIVERED, receipt=there.receipt, compared=compared)

    def _compared(self, ask: Ask, receipt: str) -> bool | None:
        """Whether a document reads back as it was sent; None where that cannot be told."""
        if not self._to.compare or ask.kind != DOCUMENT or not receipt:
            return None
        answered = self._read(receipt, ask)
        if isinstance(answered, Reply) or answered.values.get("resourceType") != ask.kind:
            return None
        resource = answered.values
        there = text_at(resource)
        theirs = self._text_from(there, ask) if isinstance(there, str) else there
        if theirs is None:
            return None
        mine = words_of(ask.resource)
        is_same = is_same_text(mine, theirs, _media(ask))
        stands = resource.get("status") == ask.resource.get("status")
        return is_same and stands and is_same_patient(ask.resource, resource)

    def _text_from(self, address: str, ask: Ask) -> bytes | None:
        """Return the text that the server keeps beside a document, if it is on the same server."""
        if not address or not self._client.is_here(address):
            return None
        answered = self._client.read(address, MOST + 4 * len(words_of(ask.resource)))
        is_read = not isinstance(answered, Reply) and answered.status == 200
        return text_in(answered) if is_read and isinstance(answered, Answered) else None


def _media(ask: Ask) -> str:
    content = ask.resource.get("content")
    first = content[0] if isinstance(content, list) and content else {}
    attachment = first.get("attachment", {}) if isinstance(first, dict) else {}
    return str(attachment.get("contentType", ""))


def _half(first: Reply, reply: Reply) -> Reply:
    """Return what came of a parcel of which the note is there, and something beside it is not."""
    why = f"“{reply.said}”" if reply.theirs else reply.said
    half = replace(reply, said=_HALF.format(place=first.receipt, why=why), theirs=False)
    return replace(half, receipt=first.receipt, compared=first.compared)


def _not_asked(reply: Reply) -> Reply:
    """Return what a question that was not answered means: nobody knows yet."""
    return reply if reply.fate is Fate.CLOSED else replace(reply, fate=Fate.UNKNOWN)
