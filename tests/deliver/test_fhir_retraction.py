"""Taking a note back: all that went for it, in the version that is there, and never by guess."""

from __future__ import annotations

import json

from bedside.core.parcels import Fate, Parcel, Reply, Unmade
from bedside.deliver.fhir.asks import made_of
from bedside.deliver.fhir.document import words_of
from bedside.deliver.fhir.sender import FhirSender
from tests.deliver.fhir_peer import Fault, Peer
from tests.deliver.going import added, going, parcel, talk, to
from tests.note.signing import Signing


def _gone(*kinds: str) -> tuple[Signing, Parcel]:
    """Return a visit with these entries and a retraction, and that on its way."""
    made = talk()
    for kind in (*kinds, "retraction"):
        added(made, kind)
    return made, parcel(going(made, to(preferences=True)))


def _send(sender: FhirSender, made: Signing, count: int) -> str:
    """Send the first so many of a visit's documents; return the receipt of the latest."""
    receipt = ""
    for number in range(count):
        reply = sender.send(parcel(going(made, to(preferences=True), number)), receipt)
        assert reply.fate is Fate.DELIVERED
        receipt = reply.receipt
    return receipt


def test_a_note_and_all_that_followed_it_are_marked_as_never_meant(
    peer: Peer, sender: FhirSender
) -> None:
    made, retraction = _gone("addendum", "correction")
    receipt = _send(sender, made, 3)
    assert sender.find(retraction) == Reply(
        fate=Fate.AGAIN, receipt="DocumentReference/1/_history/1"
    )
    reply = sender.send(retraction, receipt)
    assert (reply.fate, reply.receipt) == (Fate.DELIVERED, "DocumentReference/1/_history/2")
    assert reply.compared is True
    states = {one["status"] for one in [*peer.now("DocumentReference"), *peer.now("Observation")]}
    assert states == {"entered-in-error"}
    assert len(peer.kept) == 5
    first = peer.kept["DocumentReference/1"][-1]
    assert words_of(first).decode().startswith("RETRACTED")
    assert all(one.headers["if-match"] == 'W/"1"' for one in peer.of("PUT"))


def test_who_took_it_back_and_why_is_told_last_and_once_where_that_is_taken(
    peer: Peer, sender: FhirSender
) -> None:
    made, receipt = talk(), ""
    for kind in ("addendum", "retraction"):
        added(made, kind)
    for number in range(3):
        one = parcel(going(made, to(provenance=True), number))
        for _ in range(2):
            reply = sender.send(one, receipt)
            assert reply.fate is Fate.DELIVERED
        found = sender.find(one)
        assert found is not None
        assert found.fate is Fate.DELIVERED
        receipt = reply.receipt
    told = peer.now("Provenance")
    assert len(told) == 3
    back = told[-1]
    assert back["activity"]["coding"][0]["code"] == "UPDATE"
    assert [one["identifier"]["value"] for one in back["target"]] == [
        one["masterIdentifier"]["value"] for one in peer.now("DocumentReference")
    ]
    assert back["reason"] == [{"text": "it was known only then"}]
    assert back["occurredDateTime"] == back["recorded"]
    assert "occurredPeriod" not in back
    assert peer.seen[-1].method != "PUT"
    assert (peer.of("POST")[-1].path, len(peer.of("PUT"))) == ("/fhir/Provenance", 2)


def test_a_note_is_taken_back_first_even_where_nothing_else_is_taken(
    peer: Peer, sender: FhirSender
) -> None:
    made = added(talk(), "retraction")
    receipt = sender.send(parcel(going(made, to(), 0)), "").receipt
    peer.takes = ("DocumentReference",)
    reply = sender.send(parcel(going(made, to(provenance=True))), receipt)
    assert (reply.fate, reply.receipt) == (Fate.HELD, "DocumentReference/1/_history/2")
    assert peer.now("DocumentReference")[0]["status"] == "entered-in-error"


def test_a_server_where_a_person_takes_notes_back_is_told_of_none(sender: FhirSender) -> None:
    made = added(talk(), "retraction")
    way = to(provenance=True, retract="hold")
    assert isinstance(made_of(going(made, way)), Unmade)


def test_taking_it_back_again_changes_nothing_more(peer: Peer, sender: FhirSender) -> None:
    made, retraction = _gone()
    receipt = _send(sender, made, 1)
    for _ in range(3):
        assert sender.send(retraction, receipt).fate is Fate.DELIVERED
    assert len(peer.of("PUT")) == 2
    found = sender.find(retraction)
    assert found is not None
    assert found.fate is Fate.DELIVERED


def test_a_retraction_that_was_cut_half_way_goes_on_where_it_was(
    peer: Peer, sender: FhirSender
) -> None:
    made, retraction = _gone("addendum")
    receipt = _send(sender, made, 2)
    peer.faults = [Fault("PUT", is_done=True)]
    assert sender.send(retraction, receipt).fate is Fate.UNKNOWN
    found = sender.find(retraction)
    assert found is not None
    assert found.fate is Fate.AGAIN
    assert sender.send(retraction, receipt).fate is Fate.DELIVERED
    assert {len(versions) for versions in peer.kept.values()} == {2}


def test_a_note_that_was_changed_meanwhile_is_taken_back_in_its_latest_version(
    peer: Peer, sender: FhirSender
) -> None:
    made, retraction = _gone()
    receipt = _send(sender, made, 1)
    peer.faults = [Fault("PUT", 412), Fault("PUT", 409)]
    for code in ("412", "409"):
        reply = sender.send(retraction, receipt)
        assert (reply.fate, reply.code) == (Fate.AGAIN, code)
    versions = peer.kept["DocumentReference/1"]
    versions.append(versions[-1] | {"meta": {"versionId": "2"}})
    assert sender.send(retraction, receipt).fate is Fate.DELIVERED
    assert len(versions) == 3


def test_a_note_that_is_not_there_cannot_be_taken_back(sender: FhirSender) -> None:
    _, retraction = _gone()
    reply = sender.send(retraction, "")
    assert (reply.fate, "no such note" in reply.said) == (Fate.HELD, True)


def test_a_server_that_hides_a_note_from_searches_is_asked_at_its_place(
    peer: Peer, sender: FhirSender
) -> None:
    made, retraction = _gone()
    receipt = _send(sender, made, 1)
    empty = json.dumps({"resourceType": "Bundle", "type": "searchset"}).encode()
    peer.faults = [Fault("GET", 200, {}, empty)]
    reply = sender.send(retraction, receipt)
    assert (reply.fate, reply.receipt) == (Fate.DELIVERED, "DocumentReference/1/_history/2")


def test_where_a_server_cannot_be_asked_a_person_takes_back_what_else_went(
    peer: Peer, sender: FhirSender
) -> None:
    made, retraction = _gone("addendum")
    _send(sender, made, 2)
    receipt = "DocumentReference/1/_history/1"
    peer.is_deaf = True
    peer.kept = {one: peer.kept[one] for one in peer.kept if one != "DocumentReference/3"}
    reply = sender.send(retraction, receipt)
    assert (reply.fate, "by hand" in reply.said) == (Fate.HELD, True)


def test_what_stands_at_that_place_under_another_name_is_left_alone(
    peer: Peer, sender: FhirSender
) -> None:
    place = peer.put({"resourceType": "DocumentReference", "status": "current"})
    _, retraction = _gone()
    reply = sender.send(retraction, f"{place}/_history/1")
    assert reply.fate is Fate.HELD
    assert peer.of("PUT") == []


def test_a_note_that_is_there_twice_is_not_taken_back_by_guess(
    peer: Peer, sender: FhirSender
) -> None:
    made, retraction = _gone()
    for _ in range(2):
        peer.put(json.loads(parcel(going(made, to(), 0)).body)[0]["resource"])
    reply = sender.send(retraction, "")
    assert (reply.fate, "more than once" in reply.said) == (Fate.HELD, True)
    assert peer.of("PUT") == []


def test_a_search_that_fails_takes_nothing_back(peer: Peer, sender: FhirSender) -> None:
    made, retraction = _gone()
    receipt = _send(sender, made, 1)
    peer.faults = [Fault("GET", 503)]
    assert sender.send(retraction, receipt).fate is Fate.AGAIN
    assert peer.of("PUT") == []
