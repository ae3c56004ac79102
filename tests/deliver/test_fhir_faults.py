"""Any row of faults, at any request: each thing is at the server once, or a person looks."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.core.parcels import Fate, Parcel, Reply
from bedside.deliver.fhir.sender import FhirSender
from tests.deliver.fhir_peer import Fault, Peer, serving
from tests.deliver.going import added, going, parcel, talk, to

FAULTS = st.builds(
    Fault,
    st.sampled_from(("POST", "GET", "PUT")),
    st.sampled_from((0, 0, 200, 202, 408, 412, 429, 500, 502, 503, 504)),
    st.just({}),
    st.sampled_from((b"", b"<html>", b'{"resourceType": "Bundle", "type": "searchset"}')),
    st.booleans(),
)
MADE = talk()
for kind in ("addendum", "correction", "retraction"):
    added(MADE, kind)
WAY = to(provenance=True, preferences=True, response=True)
PARCELS = [parcel(going(MADE, WAY, number)) for number in range(4)]


def _delivered(sender: FhirSender, one: Parcel, parent: str) -> Reply:
    """Try a parcel as the outbox does: what may have arrived is asked for before it is sent."""
    reply: Reply | None = Reply(fate=Fate.AGAIN)
    for _ in range(60):
        if reply is None:
            return Reply(fate=Fate.HELD)
        if reply.fate in (Fate.DELIVERED, Fate.HELD, Fate.CLOSED):
            return reply
        is_unsure = reply.fate is Fate.UNKNOWN
        reply = sender.find(one) if is_unsure else sender.send(one, parent)
    raise AssertionError("it never ended")


def test_whatever_fails_nothing_is_there_twice_and_what_is_delivered_is_there() -> None:
    with serving() as peer:
        sender = FhirSender(to(peer.base))

        @settings(max_examples=15)
        @given(st.lists(FAULTS, max_size=12))
        def holds(faults: list[Fault]) -> None:
            peer.kept.clear()
            peer.faults = list(faults)
            receipt = ""
            for number, one in enumerate(PARCELS):
                reply = _delivered(sender, one, receipt)
                if reply.fate is not Fate.DELIVERED:
                    break
                receipt = reply.receipt
                assert _is_there(peer, number)
            assert max(_names(peer).values(), default=1) == 1

        holds()
        sender.close()


def _names(peer: Peer) -> Counter[str]:
    """Return how often each name stands at the server."""
    kinds = ("DocumentReference", "Observation", "QuestionnaireResponse", "Provenance")
    every = [(kind, one) for kind in kinds for one in peer.now(kind)]
    return Counter(f"{kind} {one.get('identifier') or one['meta']['tag']}" for kind, one in every)


def _is_there(peer: Peer, number: int) -> bool:
    """Whether so many notes are there, or all of them are marked as taken back."""
    notes = peer.now("DocumentReference")
    if number < 3:
        return len(notes) == number + 1
    beside = [*notes, *peer.now("Observation"), *peer.now("QuestionnaireResponse")]
    return {one["status"] for one in beside} == {"entered-in-error"}
