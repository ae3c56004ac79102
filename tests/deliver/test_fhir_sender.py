"""Notes sent to a FHIR server that works, fails, lies or is silent: what came of each try."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from bedside.core import moves as m
from bedside.core.parcels import Fate, Parcel, Reply
from bedside.deliver.fhir.document import words_of
from bedside.deliver.fhir.sender import FhirSender
from tests.deliver.fhir_peer import Fault, Peer, outcome, serving
from tests.deliver.going import added, going, parcel, talk, to
from tests.note.signing import Signing


def _note(made: Signing | None = None, number: int = -1, **more: object) -> Parcel:
    return parcel(going(made or talk(), to(**more), number))  # type: ignore[arg-type]


def test_a_note_is_made_by_one_request_and_reads_back_word_for_word(
    peer: Peer, sender: FhirSender
) -> None:
    reply = sender.send(_note(), "")
    place = "DocumentReference/1/_history/1"
    assert reply == Reply(fate=Fate.DELIVERED, receipt=place, code="201", compared=True)
    (made,) = peer.of("POST")
    assert made.path == "/fhir/DocumentReference"
    assert made.headers["content-type"] == "application/fhir+json"
    assert made.headers["if-none-exist"].startswith(
        "identifier=urn%3Aietf%3Arfc%3A3986%7Curn%3Auuid%3A"
    )
    assert json.loads(made.body) == json.loads(_sent(peer, 0))


def _sent(peer: Peer, number: int) -> bytes:
    return peer.of("POST")[number].body


def test_every_try_sends_the_same_bytes(peer: Peer, sender: FhirSender) -> None:
    note = _note()
    for _ in range(3):
        assert sender.send(note, "").fate is Fate.DELIVERED
    assert len({one.body for one in peer.of("POST")}) == 1
    assert len(peer.now("DocumentReference")) == 1


def test_all_of_a_parcel_goes_in_order_and_none_of_it_twice(peer: Peer, sender: FhirSender) -> None:
    made = talk(m.Write("stay", "a window"))
    note = _note(made, provenance=True, preferences=True, response=True)
    for _ in range(2):
        reply = sender.send(note, "")
        assert (reply.fate, reply.receipt) == (Fate.DELIVERED, "DocumentReference/1/_history/1")
    assert sender.find(note) == Reply(fate=Fate.DELIVERED, receipt=reply.receipt, compared=True)
    kinds = [one.split("/")[0] for one in peer.kept]
    assert kinds[:3] == ["DocumentReference", "Provenance", "QuestionnaireResponse"]
    assert kinds[3:] == ["Observation", "Observation"]


def test_what_is_not_taken_beside_a_note_says_that_the_note_is_there(
    peer: Peer, sender: FhirSender
) -> None:
    peer.takes = ("DocumentReference",)
    reply = sender.send(_note(provenance=True), "")
    assert (reply.fate, reply.code) == (Fate.HELD, "404")
    assert reply.receipt == "DocumentReference/1/_history/1"
    assert reply.said.startswith("DocumentReference/1/_history/1 is there, but not all")
    assert "Unknown resource type Provenance" in reply.said


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_server_that_says_later_is_asked_again_when_it_says(
    peer: Peer, sender: FhirSender, status: int
) -> None:
    told = json.dumps(outcome("throttled", "Too many at once")).encode()
    peer.faults = [Fault("POST", status, {"Retry-After": "7"}, told)]
    reply = sender.send(_note(), "")
    said = Reply(fate=Fate.AGAIN, said="Too many at once", code=str(status), after=7.0)
    assert reply == replace(said, theirs=True)
    assert peer.kept == {}
    assert sender.send(_note(), "").fate is Fate.DELIVERED


def test_a_wait_until_a_time_is_counted_in_seconds_and_nonsense_is_none(
    peer: Peer, sender: FhirSender
) -> None:
    waits = ("Fri, 31 Dec 2100 23:59:59 GMT", "soon", "-3", "99999999999999")
    peer.faults = [Fault("POST", 503, {"Retry-After": one}) for one in waits]
    after = [sender.send(_note(), "").after for _ in waits]
    assert after == [86_400.0, 0.0, 0.0, 86_400.0]


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 415, 422])
def test_what_a_server_refuses_is_held_in_its_own_words(
    peer: Peer, sender: FhirSender, status: int
) -> None:
    told = outcome("required", "type is required")
    told["issue"][0] |= {"diagnostics": "rule us-core-1", "expression": ["DocumentReference"]}
    peer.faults = [Fault("POST", status, {}, json.dumps(told).encode())]
    reply = sender.send(_note(), "")
    assert (reply.fate, reply.code) == (Fate.HELD, str(status))
    assert reply.said == "type is required: rule us-core-1 (DocumentReference)"


def test_a_page_for_people_is_no_ones_own_words(peer: Peer, sender: FhirSender) -> None:
    peer.faults = [Fault("POST", 403, {"Content-Type": "text/html"}, b"<html>Sign in</html>")]
    assert sender.send(_note(), "").said == "HTTP 403"
    long = json.dumps(outcome("x", "y" * 9000)).encode()
    peer.faults = [Fault("POST", 422, {}, long)]
    assert len(sender.send(_note(), "").said) == 500


def test_what_was_kept_before_the_line_was_cut_is_found_and_not_sent_again(
    peer: Peer, sender: FhirSender
) -> None:
    note = _note()
    peer.faults = [Fault("POST", is_done=True)]
    assert sender.send(note, "").fate is Fate.UNKNOWN
    found = sender.find(note)
    assert found is not None
    assert (found.fate, found.receipt) == (Fate.DELIVERED, "DocumentReference/1/_history/1")
    assert found.compared is True
    assert len(peer.of("POST")) == 1


def test_what_was_not_kept_before_the_line_was_cut_is_surely_not_there(
    peer: Peer, sender: FhirSender
) -> None:
    note = _note()
    peer.faults = [Fault("POST")]
    assert sender.send(note, "").fate is Fate.UNKNOWN
    assert sender.find(note) == Reply(fate=Fate.AGAIN)
    assert sender.send(note, "").fate is Fate.DELIVERED
    assert len(peer.now("DocumentReference")) == 1


def test_a_gate_that_fails_before_the_server_leaves_it_open(peer: Peer, sender: FhirSender) -> None:
    peer.faults = [Fault("POST", 504, is_done=True), Fault("POST", 502)]
    assert sender.send(_note(), "").fate is Fate.UNKNOWN
    assert sender.send(_note(), "").fate is Fate.UNKNOWN


def test_a_slow_server_is_not_waited_for_and_what_it_did_is_found(
    peer: Peer, made_sender: Callable[..., FhirSender]
) -> None:
    sender = made_sender(peer.base, timeout=1)
    note = _note()
    peer.faults = [Fault("POST", 201, is_done=True, seconds=2)]
    reply = sender.send(note, "")
    assert (reply.fate, reply.said) == (Fate.UNKNOWN, "ReadTimeout")
    found = sender.find(note)
    assert found is not None
    assert found.fate is Fate.DELIVERED


def test_nobody_there_is_no_try_at_all(made_sender: Callable[..., FhirSender]) -> None:
    reply = made_sender("http://127.0.0.1:1/fhir").send(_note(), "")
    assert (reply.fate, reply.code) == (Fate.AGAIN, "")
    assert reply.said


def test_success_without_a_place_is_not_believed(peer: Peer, sender: FhirSender) -> None:
    page = b"<html>Welcome. Please sign in.</html>"
    peer.faults = [Fault("POST", 200, {}, page), Fault("POST", 202), Fault("POST", 204)]
    for code in ("200", "202", "204"):
        reply = sender.send(_note(), "")
        assert (reply.fate, reply.code) == (Fate.UNKNOWN, code)
    found = sender.find(_note())
    assert found is not None
    assert found.fate is Fate.AGAIN


def test_a_place_of_something_else_is_not_believed(peer: Peer, sender: FhirSender) -> None:
    for body, headers in (
        (b'{"resourceType": "Patient", "id": "1"}', {}),
        (b'{"resourceType": "DocumentReference", "id": "../9"}', {}),
        (b"", {"Location": f"{peer.base}/Patient/1"}),
    ):
        peer.faults = [Fault("POST", 201, headers, body)]
        assert sender.send(_note(), "").fate is Fate.UNKNOWN


def test_what_is_there_twice_is_held(peer: Peer, sender: FhirSender) -> None:
    note = _note()
    for _ in range(2):
        peer.put(json.loads(note.body)[0]["resource"])
    found = sender.find(note)
    assert found is not None
    assert (found.fate, "more than once" in found.said) == (Fate.HELD, True)
    assert (sender.send(note, "").fate, sender.send(note, "").code) == (Fate.HELD, "412")


def test_a_server_that_hears_no_search_is_not_believed(peer: Peer, sender: FhirSender) -> None:
    peer.is_deaf = True
    peer.put({"resourceType": "DocumentReference", "identifier": [{"value": "another's"}]})
    assert sender.find(_note()) is None
    note = _note()
    peer.put(json.loads(note.body)[0]["resource"])
    found = sender.find(note)
    assert found is not None
    assert (found.fate, found.receipt) == (Fate.DELIVERED, "DocumentReference/2/_history/1")


def test_a_search_that_is_not_let_cannot_be_asked_and_one_that_fails_says_nothing(
    peer: Peer, sender: FhirSender
) -> None:
    peer.faults = [Fault("GET", 403), Fault("GET", 503, {"Retry-After": "9"}), Fault("GET")]
    assert sender.find(_note()) is None
    found = sender.find(_note())
    assert found == Reply(fate=Fate.UNKNOWN, said="HTTP 503", code="503", after=9.0)
    found = sender.find(_note())
    assert found is not None
    assert found.fate is Fate.UNKNOWN


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nothing_is_sent_on_to_another_place(peer: Peer, sender: FhirSender, status: int) -> None:
    with serving() as other:
        away = {"Location": f"{other.base}/DocumentReference"}
        peer.faults = [Fault("POST", status, away)]
        reply = sender.send(_note(), "")
        assert (reply.fate, other.seen) == (Fate.CLOSED, [])
        assert "not followed" in reply.said


@pytest.mark.parametrize("where", ["http://[", "\\\\x", "mailto:a@b.example"])
def test_a_move_to_no_address_is_not_followed(peer: Peer, sender: FhirSender, where: str) -> None:
    peer.faults = [Fault("POST", 307, {"Location": where})]
    reply = sender.send(_note(), "")
    assert reply.fate in (Fate.CLOSED, Fate.HELD)
    assert peer.kept == {}


def test_a_move_within_the_same_place_is_followed_as_it_was_sent(
    peer: Peer, sender: FhirSender
) -> None:
    peer.faults = [Fault("POST", 308, {"Location": f"{peer.base}/DocumentReference"})]
    assert sender.send(_note(), "").fate is Fate.DELIVERED
    first, second = peer.of("POST")
    assert first.body == second.body
    round_ = Fault("POST", 307, {"Location": f"{peer.base}/DocumentReference"})
    peer.faults = [round_] * 9
    assert sender.send(_note(), "").fate is Fate.CLOSED


def test_an_answer_without_end_is_not_read_to_its_end(peer: Peer, sender: FhirSender) -> None:
    peer.faults = [Fault("POST", 422, {}, b"x" * 3_000_000)]
    assert sender.send(_note(), "").said == "HTTP 422"
    place = {"Location": f"{peer.base}/DocumentReference/5/_history/1"}
    peer.faults = [Fault("POST", 201, place, b"x" * 3_000_000)]
    reply = sender.send(_note(), "")
    assert (reply.fate, reply.receipt) == (Fate.DELIVERED, "DocumentReference/5/_history/1")
    assert reply.compared is None


def test_a_note_that_reads_back_otherwise_is_delivered_and_said_to_differ(
    peer: Peer, sender: FhirSender
) -> None:
    note = _note()
    changed = json.loads(note.body)[0]["resource"]
    text = base64.b64encode(b"Something else.").decode()
    changed["content"][0]["attachment"]["data"] = text
    peer.put(changed)
    reply = sender.send(note, "")
    assert (reply.fate, reply.compared) == (Fate.DELIVERED, False)
    changed = json.loads(note.body)[0]["resource"] | {"subject": {"reference": "Patient/2"}}
    peer.kept.clear()
    peer.put(changed)
    assert sender.send(note, "").compared is False


def test_a_text_kept_beside_the_document_is_read_there_and_nowhere_else(
    peer: Peer, sender: FhirSender
) -> None:
    note = _note()
    kept = json.loads(note.body)[0]["resource"]
    data = kept["content"][0]["attachment"].pop("data")
    place = peer.put({"resourceType": "Binary", "data": data})
    kept["content"][0]["attachment"]["url"] = f"{peer.base}/{place}"
    peer.put(kept)
    assert sender.send(note, "").compared is True
    with serving() as other:
        peer.kept.clear()
        kept["content"][0]["attachment"]["url"] = f"{other.base}/{place}"
        peer.put(kept)
        assert sender.send(note, "").compared is None
        assert other.seen == []


def test_line_ends_that_a_server_changes_are_no_other_words(peer: Peer, sender: FhirSender) -> None:
    note = _note()
    kept = json.loads(note.body)[0]["resource"]
    text = words_of(kept).replace(b"\n", b"\r\n")
    kept["content"][0]["attachment"]["data"] = base64.b64encode(text).decode()
    peer.put(kept)
    assert sender.send(note, "").compared is True


def test_nothing_of_the_patient_stands_in_an_address(peer: Peer, sender: FhirSender) -> None:
    made = added(talk(), "retraction")
    for number in (0, 1):
        note = _note(made, number, provenance=True, preferences=True, response=True)
        assert sender.send(note, "DocumentReference/1/_history/1").fate is Fate.DELIVERED
        sender.find(note)
    for seen in peer.seen:
        told = " ".join((seen.path, *seen.headers.values()))
        assert not {one for one in ("Avery", "Test", "000-TEST", "Patient") if one in told}
