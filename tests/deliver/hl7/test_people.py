"""Whose a document is, in a message: its patient as this receiver knows them, and who wrote it."""

from __future__ import annotations

from dataclasses import replace

import hl7  # type: ignore[import-untyped]
import pytest

from bedside.core import moves as m
from bedside.core.destinations import Hl7, Practitioner
from bedside.core.parcels import Unmade
from bedside.deliver.hl7.message import message
from tests.deliver.hl7.reading import PLAIN, at, engine, parsed
from tests.deliver.hl7.test_judged import judged
from tests.deliver.outgoing import (
    KNOWN,
    TURNS,
    note_of,
    outgoing,
    patient,
    with_entry,
)
from tests.note.signing import Signing, signed
from tests.worlds import checklist, opened, step

MRN = "https://hospital.example.org/mrn"
DOE = Practitioner(number="C-1", family="Doe", given="J.")
ROE = Practitioner(number="C-2", family="Roe")
LISTED = replace(PLAIN, clinicians={"J. Doe": DOE, "Dr  ROE": ROE})


def assigned(by: str, **fields: str) -> str:
    """Return who gave a patient's number out, as PID-3 says it."""
    told = parsed(outgoing(note_of(who=patient(replace(KNOWN, authority=by))), engine(**fields)))
    return str(told.segment("PID")[3])


def written(kind: str, destination: Hl7 = PLAIN) -> hl7.Message:
    """Return the message of a colleague's later entry, of the note itself where that is ""."""
    signing = note_of()
    return parsed(outgoing(with_entry(signing, kind) if kind else signing, destination))


def test_this_receivers_own_name_for_who_gives_numbers_out_goes_before_a_look_ups() -> None:
    assert assigned(MRN, authority="HOSP") == "000-TEST^^^HOSP^MR"
    assert assigned("CLINIC", authority="HOSP") == "000-TEST^^^HOSP^MR"
    assert assigned("CLINIC") == "000-TEST^^^CLINIC^MR"


def test_an_address_is_never_a_name_of_who_gives_numbers_out() -> None:
    assert assigned(MRN) == f"000-TEST^^^&{MRN}&URI^MR"
    assert assigned("urn:oid:2.999.7") == "000-TEST^^^&2.999.7&ISO^MR"


@pytest.mark.parametrize("kind", ["co-signature", "correction", "retraction"])
@pytest.mark.parametrize("correction", ["T08", "T10"])
def test_a_document_stays_its_authors_whoever_answers_for_a_turn_of_it(
    kind: str, correction: str
) -> None:
    told = written(kind, engine(correction=correction, co_signature="T04"))
    assert [at(told, "TXA", field, 2) for field in (5, 9, 22)] == ["J. Doe", "J. Doe", "Dr Roe"]


def test_what_is_added_is_a_document_of_whoever_adds_it() -> None:
    told = written("addendum")
    assert [at(told, "TXA", field, 2) for field in (5, 9, 22)] == ["Dr Roe"] * 3


def test_a_result_put_right_stays_its_authors() -> None:
    assert at(written("correction", engine(message="oru")), "OBR", 16, 2) == "J. Doe"


def test_each_clinician_stands_under_their_own_number_and_family_name() -> None:
    told = written("correction", LISTED)
    assert str(told.segment("TXA")[5]) == "C-1^Doe^J."
    assert str(told.segment("TXA")[9]) == "C-1^Doe^J."
    assert str(told.segment("TXA")[22]).startswith("C-2^Roe^^^")
    assert at(told, "TXA", 22, 15)


def test_a_number_says_who_gave_it_out_where_the_settings_do() -> None:
    to = replace(LISTED, hl7=replace(LISTED.hl7, author_authority="NPI"))
    assert str(written("", to).segment("TXA")[5]) == "C-1^Doe^J.^^^^^^NPI"
    assert str(written("addendum", replace(to, clinicians={})).segment("TXA")[5]) == "^Dr Roe"


def test_whoever_is_not_listed_stands_under_nobody_elses_number() -> None:
    to = replace(LISTED, clinicians={"J. Doe": DOE}, hl7=replace(LISTED.hl7, author="ALL"))
    assert str(written("addendum", to).segment("TXA")[5]) == "^Dr Roe"
    assert at(written("addendum", replace(to, clinicians={})), "TXA", 5) == "ALL"


@pytest.mark.parametrize("kind", ["", *TURNS])
def test_a_clinician_without_a_number_is_refused_only_where_one_is_wanted(kind: str) -> None:
    signing = note_of()
    out = outgoing(
        with_entry(signing, kind) if kind else signing,
        replace(PLAIN, clinicians={"J. Doe": DOE}, numbered=True),
    )
    found = message(out)
    if kind:
        assert found == Unmade(
            "this receiver wants a number of whoever signs, and has none for Dr Roe"
        )
    else:
        assert not isinstance(found, Unmade)
    assert not isinstance(message(replace(out, destination=LISTED)), Unmade)
    assert not isinstance(message(replace(out, destination=PLAIN)), Unmade)


@pytest.mark.parametrize("kind", ["", *TURNS])
@pytest.mark.parametrize("version", ["2.4", "2.5.1"])
def test_others_find_nothing_wrong_with_it(kind: str, version: str) -> None:
    fields = replace(LISTED.hl7, version=version, author_authority="NPI", edit_parent=True)  # type: ignore[arg-type]
    to = replace(LISTED, hl7=replace(fields, correction="T08", co_signature="T04"))
    signing = note_of(who=patient(replace(KNOWN, authority=MRN)))
    made = outgoing(with_entry(signing, kind) if kind else signing, to)
    assert judged(str(parsed(made)))


def test_an_edit_names_its_document_as_its_parent_where_that_is_wanted() -> None:
    told = written("correction", engine(correction="T08"))
    assert at(told, "TXA", 13) == ""
    to = engine(correction="T08")
    named = written("correction", replace(to, hl7=replace(to.hl7, edit_parent=True)))
    assert at(named, "TXA", 13) == at(named, "TXA", 12) == at(told, "TXA", 12)


def test_a_long_reason_is_cut_in_its_field_and_whole_in_the_text() -> None:
    why = "The medicine was named wrongly, and so was its day"
    signing = note_of().do(m.Append("correction", "Dr Roe", "physician", "It was Tuesday", why))
    told = parsed(outgoing(signing, PLAIN))
    assert at(told, "TXA", 21) == "The medicine was named wron..."
    assert len(at(told, "TXA", 21)) == 30
    assert "so was its day" in " ".join(str(one[5]) for one in told.segments("OBX"))


def confided(may_write: bool) -> Signing:
    """Return a signed note with a sensitive step, which may be written down or not."""
    visit = opened(checklist(step("a", kind="words", place="matters", sensitive=True)))
    return signed(visit, m.Identify(patient()), m.Write("a", "x"), m.Allow("a", may_write))


@pytest.mark.parametrize(("may_write", "letter"), [(True, "R"), (False, "U")])
def test_what_was_confided_is_restricted_where_the_settings_say_so(
    may_write: bool, letter: str
) -> None:
    signing = confided(may_write)
    assert at(parsed(outgoing(signing, engine(confided="R"))), "TXA", 18) == letter
    assert at(parsed(outgoing(signing, PLAIN)), "TXA", 18) == "U"
