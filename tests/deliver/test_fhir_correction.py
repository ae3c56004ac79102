"""Where a note was corrected, nothing at the server goes on saying what it said before."""

from __future__ import annotations

from typing import Any

import pytest

from bedside.core import moves as m
from bedside.core.destinations import Fhir
from bedside.core.parcels import Fate
from bedside.deliver.fhir.asks import asks_in
from bedside.deliver.fhir.sender import FhirSender
from bedside.deliver.fhir.shapes import identifier
from tests.deliver.fhir_peer import Fault, Json, Peer
from tests.deliver.going import WORDS, added, going, parcel, talk, to
from tests.note.signing import Signing

EVERYTHING: dict[str, Any] = {
    "preferences": True,
    "response": True,
    "forms_base": "https://north.example/f",
}


def _corrected(*kinds: str) -> Signing:
    made = talk(m.Write("stay", "a window"))
    for kind in (*kinds, "correction"):
        added(made, kind, "It was Tuesday")
    return made


def _sent(sender: FhirSender, made: Signing, way: Fhir, count: int) -> str:
    """Send the first so many of a visit's entries; return the receipt of the latest."""
    receipt = ""
    for number in range(count):
        reply = sender.send(parcel(going(made, way, number)), receipt)
        assert reply.fate is Fate.DELIVERED, reply
        receipt = reply.receipt
    return receipt


def _standing(peer: Peer) -> list[Json]:
    """Return the answers at the server that are not taken back."""
    found = [*peer.now("QuestionnaireResponse"), *peer.now("Observation")]
    return [one for one in found if one["status"] != "entered-in-error"]


def test_the_answers_go_anew_as_amended_with_what_was_put_right(
    peer: Peer, sender: FhirSender
) -> None:
    made, way = _corrected(), to(peer.base, **EVERYTHING)
    _sent(sender, made, way, 1)
    assert {one["status"] for one in _standing(peer)} == {"completed", "final"}
    one = parcel(going(made, way, 1))
    reply = sender.send(one, "")
    assert (reply.fate, reply.compared) == (Fate.DELIVERED, True)
    standing = _standing(peer)
    assert [one["status"] for one in standing] == ["amended"] * 3
    response, *observations = standing
    assert "It was Tuesday" in response["text"]["div"]
    assert response["identifier"] == identifier(f"{made.visit.id}.1")
    assert response["authored"] > peer.now("QuestionnaireResponse")[0]["authored"]
    for observation in observations:
        (note,) = observation["note"]
        assert "It was Tuesday" in note["text"]
    assert WORDS in [one["valueString"] for one in observations]
    assert len(peer.now("Observation")) == 4


def test_a_correction_can_be_sent_again_and_asked_for(peer: Peer, sender: FhirSender) -> None:
    made, way = _corrected("addendum", "correction"), to(peer.base, **EVERYTHING)
    receipt = _sent(sender, made, way, 3)
    one = parcel(going(made, way, 3))
    found = sender.find(one)
    assert found is not None
    assert found.fate is Fate.AGAIN
    peer.faults = [Fault("PUT", is_done=True)]
    assert sender.send(one, receipt).fate is Fate.UNKNOWN
    for _ in range(2):
        assert sender.send(one, receipt).fate is Fate.DELIVERED
    found = sender.find(one)
    assert found is not None
    assert found.fate is Fate.DELIVERED
    assert len(_standing(peer)) == 3
    assert {len(versions) for versions in peer.kept.values()} == {1, 2}


def test_a_retraction_takes_the_answers_back_that_a_correction_brought(
    peer: Peer, sender: FhirSender
) -> None:
    made, way = added(_corrected("correction"), "retraction"), to(peer.base, **EVERYTHING)
    receipt = _sent(sender, made, way, 3)
    one = parcel(going(made, way, 3))
    places = [(ask.kind, ask.name) for ask in asks_in(one.body)]
    assert len(places) == len(set(places)) == 12
    assert sender.send(one, receipt).fate is Fate.DELIVERED
    assert _standing(peer) == []


def test_a_correction_that_goes_as_an_addendum_leaves_no_old_answers_either(
    peer: Peer, sender: FhirSender
) -> None:
    way = to(
        peer.base,
        takes=("original", "addendum", "retraction"),
        instead={"correction": "addendum"},
        **EVERYTHING,
    )
    _sent(sender, _corrected(), way, 2)
    standing = _standing(peer)
    assert {one["status"] for one in standing} == {"amended"}
    assert "Not being there for my dog" in standing[0]["text"]["div"]


def test_where_a_server_takes_nothing_back_a_person_does_that(
    peer: Peer, sender: FhirSender
) -> None:
    made, way = _corrected(), to(peer.base, retract="hold", **EVERYTHING)
    own = FhirSender(way)
    _sent(own, made, way, 1)
    reply = own.send(parcel(going(made, way, 1)), "")
    assert (reply.fate, "by hand" in reply.said) == (Fate.HELD, True)
    assert reply.receipt.startswith("DocumentReference/")
    assert peer.of("PUT") == []
    own.close()
    without = to(peer.base, retract="hold")
    assert sender.send(parcel(going(_corrected(), without, 1)), "").fate is Fate.DELIVERED


@pytest.mark.parametrize("kind", ["addendum", "late-entry", "disagreement", "co-signature"])
def test_what_adds_to_a_note_changes_no_answers(kind: str) -> None:
    made = added(talk(), kind)
    asks = asks_in(parcel(going(made, to(**EVERYTHING), 1)).body)
    assert [one.kind for one in asks] == ["DocumentReference"]
