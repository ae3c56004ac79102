"""A signed note as a DocumentReference: what stands in it, what never does, when there is none."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.core import moves as m
from bedside.core.answers import Patient
from bedside.core.destinations import Fhir
from bedside.core.directives import CODES
from bedside.core.parcels import Made, Outgoing, Unmade
from bedside.core.text import clean
from bedside.deliver.attachment import UNWRAPPED
from bedside.deliver.fhir.asks import asks_in, made_of
from bedside.deliver.fhir.document import words_of
from bedside.deliver.fhir.sender import FhirSender
from bedside.note.render.text import render_text
from bedside.note.shown import shown
from bedside.store.moments import new_id, uuid_text
from tests.deliver.going import KNOWN, NUMBERS, SECRET, added, going, known, talk, to
from tests.people import AVERY, CLINICIAN, ROWAN

Json = dict[str, Any]


def _document(outgoing: Outgoing) -> Json:
    made = made_of(outgoing)
    assert isinstance(made, Made), made
    return cast("Json", asks_in(made.body)[0].resource)


def _original(destination: Fhir | None = None, **more: Any) -> Json:
    return _document(going(talk(**more), destination or to()))


def _why(destination: Fhir, **more: Any) -> str:
    made = made_of(going(talk(**more), destination))
    assert isinstance(made, Unmade), made
    return made.why


def test_what_us_core_asks_of_a_note_is_there() -> None:
    made = _original()
    assert made["status"] == "current"
    assert made["type"]["coding"][0] == {
        "system": "http://loinc.org",
        "code": "11506-3",
        "display": "Progress note",
    }
    assert made["category"][0]["coding"][0]["code"] == "clinical-note"
    assert made["category"][0]["coding"][0]["system"].endswith("us-core-documentreference-category")
    assert made["subject"]["reference"] == "Patient/1"
    assert made["content"][0]["attachment"]["contentType"] == "text/plain; charset=utf-8"


def test_the_five_rules_of_us_core_hold_for_every_turn_and_way_to_say_who() -> None:
    whole = talk()
    for kind in ("addendum", "late-entry", "disagreement", "co-signature", "correction"):
        added(whole, kind)
    added(whole, "retraction")
    count = 1 + len(whole.visit.later)
    assert count == 7
    for subject in ("reference", "identifier", "contained"):
        for number in range(count):
            made = _document(going(whole, to(subject=subject), number))
            assert made["status"] in ("current", "entered-in-error")
            assert made["type"]["coding"][0]["code"]
            assert made["category"][0]["coding"][0]["code"] == "clinical-note"
            assert made["subject"].get("reference") or made["subject"]["identifier"]["value"]
            assert len(made["content"]) == 1
            assert made["content"][0]["attachment"]["data"]


def test_the_attachment_is_the_frozen_note_with_its_size_and_digest() -> None:
    whole = talk()
    attachment = _document(going(whole, to()))["content"][0]["attachment"]
    text = base64.b64decode(attachment["data"])
    assert text.decode() == render_text(shown(whole.visit))
    assert attachment["size"] == len(text)
    assert base64.b64decode(attachment["hash"]) == hashlib.sha1(text).digest()
    assert attachment["language"] == "en"
    assert attachment["creation"] == "2031-03-04T13:00:56.000+01:00"


def test_who_wrote_it_and_when_the_talk_was_stand_in_it_with_the_zone() -> None:
    made = _original()
    assert made["date"] == "2031-03-04T13:00:56.000+01:00"
    assert made["context"]["period"]["start"] == "2031-03-04T13:00:00.000+01:00"
    assert made["context"]["period"]["end"] == made["date"]
    assert made["context"]["encounter"] == [{"type": "Encounter", "identifier": {"value": "V-1"}}]
    assert made["author"] == [{"reference": "#author", "display": ", ".join(CLINICIAN)}]
    assert made["authenticator"] == made["author"][0]
    assert {one["id"] for one in made["contained"]} == {"author"}
    plain = _original(to(author="display", authenticator=False))
    assert plain["author"] == [{"display": ", ".join(CLINICIAN)}]
    assert "contained" not in plain
    assert "authenticator" not in plain


def test_a_talk_written_down_afterwards_was_at_some_time_of_its_day() -> None:
    from datetime import date

    whole = talk(m.RecordAfterwards(date(2031, 3, 3)))
    period = _document(going(whole, to()))["context"]["period"]
    assert period == {"start": "2031-03-03T00:00:00+01:00", "end": "2031-03-03T23:59:59+01:00"}


def test_a_document_goes_by_the_uuid_that_its_visit_is_the_beginning_of() -> None:
    whole = talk()
    added(whole, "addendum")
    first, second = (_document(going(whole, to(), number)) for number in (0, 1))
    assert first["masterIdentifier"] == first["identifier"][0]
    assert first["masterIdentifier"]["system"] == "urn:ietf:rfc:3986"
    assert first["identifier"][1]["value"] == whole.visit.id
    assert second["identifier"][1]["value"] == f"{whole.visit.id}.1"
    assert first["masterIdentifier"] != second["masterIdentifier"]


@given(st.integers(1, 2**48 - 1), st.integers(0, 2**28 - 1))
def test_every_id_is_the_beginning_of_a_uuid_of_version_7(utc: int, number: int) -> None:
    from uuid import UUID

    made = UUID(uuid_text(new_id(utc), number))
    assert (made.version, made.int >> 80, made.int & (2**28 - 1)) == (7, utc, number)


def test_an_id_made_elsewhere_has_a_uuid_of_its_own() -> None:
    from uuid import UUID

    first, second = UUID(uuid_text("elsewhere", 2)), UUID(uuid_text("elsewhere ", 2))
    assert (first.version, first.variant) == (8, "specified in RFC 4122")
    assert first != second
    assert first == UUID(uuid_text("elsewhere", 2))


def test_what_comes_later_says_by_name_what_it_is_to_the_note() -> None:
    whole = talk()
    for kind in ("addendum", "correction", "late-entry"):
        added(whole, kind)
    made = [_document(going(whole, to(), number)) for number in range(4)]
    relations = [one.get("relatesTo", [{}])[0] for one in made]
    assert [one.get("code") for one in relations] == [None, "appends", "replaces", "appends"]
    targets = [one["target"]["identifier"] for one in relations[1:]]
    names = [one["masterIdentifier"] for one in made]
    assert targets == [names[0], names[0], names[2]]
    assert [one["docStatus"] for one in made] == ["final", "final", "amended", "final"]


def test_an_addendum_carries_what_was_added_and_a_correction_the_whole_note() -> None:
    whole = talk()
    added(whole, "addendum", "Rang the next day")
    added(whole, "correction", "It was her cat")
    addendum, correction = (words_of(_document(going(whole, to(), n))).decode() for n in (1, 2))
    assert "Rang the next day" in addendum
    assert "Żółw" not in addendum
    assert whole.visit.id in addendum
    assert "Żółw" in correction
    assert "It was her cat" in correction


def test_a_retraction_takes_back_all_that_went_and_says_why_above_the_note() -> None:
    whole = talk(m.Write("stay", "a window"))
    added(added(whole, "addendum"), "correction")
    added(whole, "retraction")
    made = made_of(going(whole, to(preferences=True, response=True, provenance=True)))
    assert isinstance(made, Made)
    *asks, told = asks_in(made.body)
    assert (told.kind, told.does) == ("Provenance", "POST")
    kinds = [one.kind for one in asks]
    assert kinds.count("DocumentReference") == 3
    assert kinds.count("Observation") == 4
    assert kinds.count("QuestionnaireResponse") == 2
    assert len(kinds) == 9
    assert {one.does for one in asks} == {"PUT"}
    assert {one.resource["status"] for one in asks} == {"entered-in-error"}
    assert [one.needed for one in asks] == [True] + [False] * 8
    assert words_of(asks[0].resource).decode().startswith("RETRACTED")


def test_each_document_taken_back_is_the_one_that_went() -> None:
    whole, destination = talk(), to()
    added(added(added(whole, "addendum"), "correction"), "late-entry")
    went = [_document(going(whole, destination, number)) for number in range(4)]
    made = made_of(going(added(whole, "retraction"), destination))
    assert isinstance(made, Made)
    taken = [one.resource for one in asks_in(made.body)]
    error = {"status": "entered-in-error", "docStatus": "entered-in-error"}
    assert taken[1:] == [one | error for one in went[1:]]
    without = [
        {k: v for k, v in one.items() if k != "content"} for one in (taken[0], went[0] | error)
    ]
    assert without[0] == without[1]


@pytest.mark.parametrize("turn", ["addendum", "correction", "retraction"])
def test_a_turn_that_the_server_lacks_is_held_with_the_reason(turn: str) -> None:
    whole = added(talk(), turn)
    made = made_of(going(whole, to(takes=("original",))))
    assert isinstance(made, Unmade)
    assert turn in made.why
    if turn == "retraction":
        held = made_of(going(whole, to(retract="hold")))
        assert isinstance(held, Unmade)
        assert "by hand" in held.why


def test_a_note_is_sent_for_nobody_but_the_patient_whom_it_names() -> None:
    assert "no patient" in _why(to(), patient=Patient())
    assert "number" in _why(to(), patient=AVERY)
    for other in (
        replace(KNOWN, number="999", family="Roe"),
        replace(KNOWN, number="999", given="Somebody"),
    ):
        assert "not the one" in _why(to(), patient=known(other))
    whole = talk()
    outgoing = going(whole, to())
    changed = replace(outgoing.visit.record, patient=replace(known(), name="Dr Poe"))
    made = made_of(replace(outgoing, visit=replace(outgoing.visit, record=changed)))
    assert isinstance(made, Unmade)
    assert "not the one" in made.why


def test_a_place_on_another_server_is_nobodys_place_on_this_one() -> None:
    there = replace(KNOWN, reference="https://elsewhere.example/fhir/Patient/1")
    assert "not looked up on this server" in _why(to(), patient=known(there))
    here = replace(KNOWN, reference="https://here.example/r4/Patient/7")
    made = _original(to("https://here.example/r4/"), patient=known(here))
    assert made["subject"]["reference"] == "Patient/7"
    assert "not looked up" in _why(to(), patient=known(replace(KNOWN, reference="")))


def test_a_patient_stands_by_number_or_inside_where_the_server_wants_that() -> None:
    number = {"system": NUMBERS, "value": "000-TEST"}
    named = _original(to(subject="identifier"))["subject"]
    assert named == {"type": "Patient", "identifier": number, "display": "Test, Avery"}
    made = _original(to(subject="contained"))
    inside = next(one for one in made["contained"] if one["id"] == "patient")
    assert inside["name"] == [{"family": "Test", "given": ["Avery"]}]
    assert (inside["gender"], inside["birthDate"]) == ("female", "1950-02-03")
    assert inside["identifier"] == [number]
    assert made["subject"]["reference"] == "#patient"


@pytest.mark.parametrize("subject", ["identifier", "contained"])
def test_a_number_of_another_system_is_never_said_to_be_one_of_this_servers(subject: str) -> None:
    """The same number is somebody else there."""
    elsewhere = known(replace(KNOWN, authority="urn:oid:2.999.7"))
    made = json.dumps(_original(to(subject=subject), patient=elsewhere))
    assert '"system": "urn:oid:2.999.7", "value": "000-TEST"' in made
    assert f'"system": "{NUMBERS}", "value": "000-TEST"' not in made
    by_hand = known(replace(KNOWN, authority="CLINIC"))
    told = json.dumps(_original(to(subject=subject), patient=by_hand))
    assert f'"system": "{NUMBERS}", "value": "000-TEST"' in told


def test_a_label_is_enough_only_where_the_destination_says_so() -> None:
    made = _original(to(subject="contained", identity="label"), patient=ROWAN)
    assert made["contained"][0]["name"] == [{"text": ROWAN.label}]
    assert "not looked up" in _why(to(identity="label"), patient=ROWAN)
    named = _original(to(subject="identifier", identity="label"), patient=AVERY)["subject"]
    assert named["identifier"] == {"value": AVERY.second}


def test_no_talk_is_filed_as_an_advance_directive() -> None:
    for code in (*CODES, "92664-0", "42348"):
        assert "advance directive" in _why(to(type_code=code))
    inside = '[{"coding": [{"code": "42348-3"}]}]'
    assert "advance directive" in _why(to(extra={"category": inside}))
    for code in ("34109-9", "11506-3", "142348-3"):
        assert _original(to(type_code=code))


def test_what_a_server_asks_for_beside_ours_is_added_and_never_put_in_place_of_ours() -> None:
    extra = {
        "extension": '[{"url": "urn:x", "valueCode": "y"}]',
        "context.facilityType": '{"text": "Ward"}',
        "contained": '[{"resourceType": "Device", "id": "more"}]',
    }
    made = _original(to(extra=extra))
    assert made["extension"] == [{"url": "urn:x", "valueCode": "y"}]
    assert made["context"]["facilityType"] == {"text": "Ward"}
    assert made["context"]["period"]
    assert [one["id"] for one in made["contained"]] == ["author", "more"]
    assert "in place of" in _why(to(extra={"subject.reference": '"Patient/9"'}))
    assert "in place of" in _why(to(extra={"status.very": '"current"'}))
    assert "not JSON" in _why(to(extra={"extension": "[{]"}))


def test_a_note_that_is_too_long_or_has_a_letter_too_many_is_refused_never_cut() -> None:
    assert "characters" in _why(to(max_chars=10))
    assert "cannot be written" in _why(to(charset="iso-8859-1"), words="Żółw")
    ascii_ = _original(to(media="ascii", charset="ascii"))
    assert ascii_["content"][0]["attachment"]["contentType"] == "text/plain; charset=us-ascii"
    assert words_of(ascii_).isascii()


@pytest.mark.parametrize(
    ("media", "kind", "begins"),
    [
        ("rtf", "application/rtf", b"{\\rtf"),
        ("xhtml", "application/xhtml+xml; charset=utf-8", b"<"),
        ("pdf", "application/pdf", b"%PDF-"),
    ],
)
def test_a_note_goes_as_what_its_receiver_reads(media: str, kind: str, begins: bytes) -> None:
    made = _original(to(media=media))
    attachment = made["content"][0]["attachment"]
    assert attachment["contentType"] == kind
    assert words_of(made).startswith(begins)
    assert attachment["size"] == len(words_of(made))


def test_nothing_private_is_anywhere_in_the_bytes() -> None:
    whole = talk()
    destination = to(provenance=True, preferences=True, response=True)
    for kind in ("addendum", "correction", "retraction"):
        added(whole, kind)
    for number in range(4):
        made = made_of(going(whole, destination, number))
        assert isinstance(made, Made)
        inside = json.loads(made.body)
        texts = [words_of(one["resource"]).decode() for one in inside]
        assert SECRET not in "\n".join((json.dumps(inside), *texts))


def test_the_same_thing_has_the_same_bytes_every_time() -> None:
    whole = added(talk(), "correction")
    for number in (0, 1):
        outgoing = going(whole, to(provenance=True, preferences=True, response=True), number)
        first, second = (FhirSender(to()).make(outgoing) for _ in range(2))
        assert first == second


@given(st.text(min_size=1, max_size=200).map(clean).filter(bool))
def test_any_words_come_out_of_the_document_as_the_note_has_them(words: str) -> None:
    whole = talk(words=words)
    made = made_of(going(whole, to(width=0)))
    assert isinstance(made, Made)
    text = words_of(json.loads(made.body)[0]["resource"]).decode()
    assert text == render_text(shown(whole.visit), UNWRAPPED)
    marks = str.maketrans("", "", "\"'“”‘’")
    assert words.translate(marks) in text.translate(marks)
