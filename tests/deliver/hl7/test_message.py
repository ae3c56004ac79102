"""Messages: what stands in which field, for each thing that can be signed, and what is refused."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.core.answers import Known, Patient
from bedside.core.destinations import Charset, Destination, Folder, Hl7, Hl7Fields, Instead, Media
from bedside.core.parcels import Made, Unmade
from bedside.deliver.attachment import attached, attachment
from bedside.deliver.hl7.message import message
from bedside.deliver.turns import told as text_of
from bedside.note.render.text import render_text
from bedside.note.shown import shown
from tests.deliver.hl7.reading import PLAIN, at, engine, lines, made, parsed, text
from tests.deliver.outgoing import CONTROL, KNOWN, TURNS, note_of, outgoing, patient, with_entry
from tests.note.signing import LATER_WHY, LATER_WORDS
from tests.people import ROWAN, WORDS

NUMBER = "0" * 19 + "1"
TRIGGERS = {
    "addendum": "T06",
    "late-entry": "T06",
    "disagreement": "T06",
    "co-signature": "T06",
    "correction": "T10",
    "retraction": "T11",
}


def why(destination: Destination, kind: str = "", who: Patient | None = None) -> str:
    """Return why no message can be made."""
    signing = note_of(who=who)
    found = message(outgoing(with_entry(signing, kind) if kind else signing, destination))
    assert isinstance(found, Unmade)
    return found.why


def test_a_note_goes_as_an_original_with_every_line_of_it() -> None:
    out = outgoing(note_of(), PLAIN)
    told = parsed(out)
    assert made(out).endswith(b"\r")
    assert [str(one[0]) for one in told][:5] == ["MSH", "EVN", "PID", "PV1", "TXA"]
    assert at(told, "MSH", 9, 2) == "T02"
    assert at(told, "MSH", 9, 3) == "MDM_T02"
    assert at(told, "MSH", 10) == CONTROL
    assert at(told, "MSH", 11) == "T"
    assert at(told, "MSH", 12) == "2.5.1"
    assert at(told, "MSH", 18) == "UNICODE UTF-8"
    assert at(told, "TXA", 2) == "PR"
    assert at(told, "TXA", 3) == "TEXT"
    assert (at(told, "TXA", 12), at(told, "TXA", 12, 2)) == (NUMBER, "BEDSIDE")
    assert (at(told, "TXA", 17), at(told, "TXA", 19)) == ("LA", "AV")
    assert at(told, "TXA", 22, 2) == "J. Doe"
    assert at(told, "TXA", 22, 15) == "20310304130028+0100"
    assert {str(one[11]) for one in told.segments("OBX")} == {"F"}
    assert text(told) == render_text(shown(out.visit))


def test_the_patient_stands_as_the_record_knows_them() -> None:
    told = parsed(outgoing(note_of(), engine(authority="WARD")))
    assert (at(told, "PID", 3), at(told, "PID", 3, 4), at(told, "PID", 3, 5)) == (
        "000-TEST",
        "WARD",
        "MR",
    )
    assert (at(told, "PID", 5), at(told, "PID", 5, 2)) == ("Test", "Avery")
    assert at(told, "PID", 8) == "O"
    assert at(told, "PV1", 19) == "V-1"
    given_out = replace(KNOWN, authority="CLINIC")
    assert at(parsed(outgoing(note_of(who=patient(given_out)), PLAIN)), "PID", 3, 4) == "CLINIC"


@pytest.mark.parametrize("kind", TURNS)
def test_each_later_entry_has_its_event_and_names_its_note(kind: str) -> None:
    told = parsed(outgoing(with_entry(note_of(), kind), PLAIN))
    assert at(told, "EVN", 1) == at(told, "MSH", 9, 2) == TRIGGERS[kind]
    if kind == "retraction":
        assert at(told, "TXA", 12) == NUMBER
        assert at(told, "TXA", 19) == "CA"
        assert "OBX" not in {str(one[0]) for one in told}
        assert at(told, "MSH", 9, 3) == "MDM_T01"
    else:
        assert at(told, "TXA", 12) == f"{NUMBER}.1"
        assert at(told, "TXA", 13) == NUMBER
    if kind in ("correction", "retraction"):
        assert at(told, "TXA", 21) == LATER_WHY


def test_an_addendum_carries_what_was_added_alone_and_says_to_what() -> None:
    said = text(parsed(outgoing(with_entry(note_of(), "addendum"), PLAIN)))
    assert LATER_WORDS in said
    assert f"Added to: Note {NUMBER}, signed 4 Mar 2031, 13:00." in said
    assert "Patient: Test, Avery, 000-TEST" in said
    assert WORDS not in said


def test_a_correction_is_the_whole_note_as_it_reads_now() -> None:
    out = outgoing(with_entry(note_of(), "correction"), PLAIN)
    said = text(parsed(out))
    assert said == render_text(shown(out.visit))
    assert WORDS in said
    assert LATER_WORDS in said
    assert {str(one[11]) for one in parsed(out).segments("OBX")} == {"C"}


def test_an_edit_and_a_change_of_status_are_about_the_document_itself() -> None:
    edit = parsed(outgoing(with_entry(note_of(), "correction"), engine(correction="T08")))
    assert (at(edit, "EVN", 1), at(edit, "TXA", 12), at(edit, "TXA", 13)) == ("T08", NUMBER, "")
    assert at(edit, "TXA", 8)
    signed = parsed(outgoing(with_entry(note_of(), "co-signature"), engine(co_signature="T04")))
    assert (at(signed, "EVN", 1), at(signed, "TXA", 12)) == ("T04", NUMBER)
    assert at(signed, "TXA", 17) == "AU"
    assert at(signed, "TXA", 22, 2) == "Dr Roe"
    assert WORDS in text(signed)


@pytest.mark.parametrize(("correction", "number"), [("T10", f"{NUMBER}.1"), ("T08", NUMBER)])
def test_what_follows_a_correction_is_about_the_document_that_stands(
    correction: str, number: str
) -> None:
    """A replacement is a document of its own; an edit leaves the first one in its place."""
    for kind, field in (("retraction", 12), ("addendum", 13)):
        out = outgoing(with_entry(note_of(), kind), engine(correction=correction))
        told = parsed(replace(out, document=f"{NUMBER}.2", parent=f"{NUMBER}.1"))
        assert at(told, "TXA", field) == number


def test_what_a_receiver_lacks_waits_for_a_person_or_goes_as_an_addendum() -> None:
    few = replace(PLAIN, takes=("original", "addendum"))
    assert "takes no correction" in why(few, "correction")
    told = parsed(outgoing(with_entry(note_of(), "correction"), replace(few, instead=_ADDED)))
    assert at(told, "EVN", 1) == "T06"
    assert WORDS not in text(told)


_ADDED: dict[str, Instead] = {"correction": "addendum", "retraction": "addendum"}


def test_no_note_is_filed_as_an_advance_directive() -> None:
    assert "advance directive" in why(engine(code="42348-3"))


def test_a_retraction_never_goes_as_anything_else() -> None:
    """Whoever reads an addendum can still use the note."""
    few = replace(PLAIN, takes=("original", "addendum"), instead=_ADDED)
    assert "takes no retraction" in why(few, "retraction")


def test_a_retraction_goes_however_long_its_note_is() -> None:
    assert made(outgoing(with_entry(note_of(), "retraction"), replace(PLAIN, max_chars=10)))


def test_a_note_for_nobody_is_refused() -> None:
    named = replace(PLAIN, identity="label")
    assert "not known by a number" in why(PLAIN, who=patient(None))
    assert "not known by a number" in why(PLAIN, who=Patient(known=replace(KNOWN, number="")))
    assert "nobody is named" in why(named, who=Patient(known=Known(number="", family="")))


def test_a_label_will_do_where_the_receiver_says_so() -> None:
    told = parsed(outgoing(note_of(who=ROWAN), replace(PLAIN, identity="label")))
    assert (at(told, "PID", 3), at(told, "PID", 3, 5)) == (ROWAN.label, "U")
    assert at(told, "PID", 5) == ROWAN.label


def test_a_note_never_goes_under_another_patient() -> None:
    """What was signed names one patient, and the visit another: that must never leave."""
    out = outgoing(note_of(), PLAIN)
    record = replace(out.visit.record, patient=replace(patient(), name="R.T."))
    found = message(replace(out, visit=replace(out.visit, record=record)))
    assert found == Unmade(why=OTHER)


def test_a_note_never_goes_under_a_number_of_somebody_else() -> None:
    """What the record was asked for has to be whom the note names: by name, or by number."""
    other = Known(number="999-TEST", family="Poe", given="Dr")
    assert why(PLAIN, who=patient(other)) == OTHER
    assert made(outgoing(note_of(who=patient(replace(other, family="TEST"))), PLAIN))
    assert made(outgoing(note_of(who=patient(replace(other, number="000-TEST"))), PLAIN))
    assert made(outgoing(note_of(who=replace(ROWAN, known=other)), PLAIN))


OTHER = "the note names another patient than the one it would be filed under"


@pytest.mark.parametrize(
    ("charset", "words", "named"),
    [("iso-8859-1", "Żółć", "U+017B"), ("ascii", "ïê", "U+00EF"), ("utf-8", "中 𝄞", "")],
)
def test_a_letter_that_does_not_fit_is_named_and_nothing_is_sent(
    charset: Charset, words: str, named: str
) -> None:
    who = Patient(name=words, second="000-TEST", known=replace(KNOWN, family=words))
    found = message(outgoing(note_of("x", who), replace(PLAIN, charset=charset, media="ascii")))
    assert isinstance(found, Unmade if named else Made)
    if isinstance(found, Unmade):
        assert f"“{words[0]}” ({named})" in found.why


def test_a_name_is_never_spelled_another_way_though_the_text_may_be() -> None:
    """`ascii` is agreed on for the text; a name has to be the record's own."""
    out = outgoing(note_of("Żółć"), replace(PLAIN, charset="ascii", media="ascii"))
    assert "Z.o'l/c'" in text(parsed(out))


def test_d10_a_family_name_that_is_only_a_part_of_another_is_another_patients() -> None:
    who = Patient(name="Avery Tester", second="1950-02-03", known=KNOWN)
    assert isinstance(message(outgoing(note_of("x", who), PLAIN)), Unmade)


def test_quotation_marks_are_no_letters() -> None:
    """A note quotes the patient, so that no receiver of Latin-1 could have any otherwise."""
    told = parsed(outgoing(note_of("ïê — über"), replace(PLAIN, charset="iso-8859-1")))
    assert 'Matters: In the patient\'s words: "ïê -- über".' in text(told)
    assert at(told, "MSH", 18) == "8859/1"
    assert "“Ż” (U+017B)" in why_words("Ż", "iso-8859-1")


def why_words(words: str, charset: Charset) -> str:
    """Return why a note in which the patient says this cannot be sent."""
    found = message(outgoing(note_of(words), replace(PLAIN, charset=charset)))
    assert isinstance(found, Unmade)
    return found.why


def test_a_note_that_is_too_long_is_never_cut() -> None:
    assert "this receiver takes 100" in why(replace(PLAIN, max_chars=100))


@pytest.mark.parametrize("version", ["2.3", "2.4", "2.5", "2.5.1"])
def test_older_versions_name_no_structure_they_do_not_know(version: str) -> None:
    told = parsed(outgoing(note_of(), engine(version=version)))
    assert at(told, "MSH", 12) == version
    assert at(told, "MSH", 9, 3) == ("" if version == "2.3" else "MDM_T02")


def test_receipt_alone_is_asked_for_where_it_ends_the_job() -> None:
    told = parsed(outgoing(note_of(), replace(PLAIN, ends="CA")))
    assert (at(told, "MSH", 15), at(told, "MSH", 16)) == ("AL", "NE")
    assert at(parsed(outgoing(note_of(), PLAIN)), "MSH", 15) == ""


@pytest.mark.parametrize("kind", ["", *TURNS])
def test_a_result_carries_the_same_text(kind: str) -> None:
    """Where only results are taken, what stands in the note's place has the note's number."""
    signing = note_of()
    out = outgoing(with_entry(signing, kind) if kind else signing, engine(message="oru"))
    told = parsed(out)
    assert at(told, "MSH", 9, 3) == "ORU_R01"
    added = out.turn == "addendum"
    assert at(told, "OBR", 3) == (f"{NUMBER}.1" if added else NUMBER)
    assert at(told, "OBR", 25) == ("C" if out.turn in ("correction", "retraction") else "F")
    status = {"correction": "C", "retraction": "W"}.get(out.turn, "F")
    assert {str(one[11]) for one in told.segments("OBX")} == {status}
    assert text(told) == render_text(text_of(out, out.turn))
    if added:
        assert NUMBER in at(told, "OBR", 29, 2)


def test_formatted_text_is_one_value() -> None:
    out = outgoing(note_of("a|b"), engine(lines="FT"))
    (only,) = lines(parsed(out))
    assert only.replace("\r", "\n") + "\n" == render_text(shown(out.visit))


@pytest.mark.parametrize("media", ["rtf", "xhtml", "pdf"])
def test_a_document_goes_whole_in_one_value(media: Media) -> None:
    out = outgoing(note_of(), replace(PLAIN, media=media))
    told = parsed(out)
    whole = attachment(shown(out.visit), out.destination)
    assert isinstance(whole, Made)
    assert at(told, "OBX", 2) == "ED"
    assert at(told, "TXA", 3) == ("AP" if media == "pdf" else "TEXT")
    assert at(told, "OBX", 5, 4) == "Base64"
    assert b64decode(at(told, "OBX", 5, 5)) == whole.body
    assert attached(out) == whole


def test_the_same_thing_gives_the_same_bytes() -> None:
    assert made(outgoing(note_of(), PLAIN)) == made(outgoing(note_of(), PLAIN))


def test_a_folder_of_messages_holds_the_same_ones() -> None:
    folder = Folder(name="engine", form="hl7", hl7=Hl7Fields())
    assert made(outgoing(note_of(), folder)) == made(outgoing(note_of(), PLAIN))
    assert made(outgoing(note_of(), replace(folder, hl7=None)))


anything = st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda one: one.strip())


@given(anything, anything, anything)
def test_whatever_was_typed_arrives_and_changes_no_other_field(
    words: str, family: str, setting: str
) -> None:
    """Separators, escapes and line ends included: python-hl7 reads back what ours wrote."""
    known = replace(KNOWN, family=family, given=words)
    destination = engine(receiving_facility=setting)
    out = outgoing(note_of(words, patient(known)), destination)
    told = parsed(out)
    plain = parsed(outgoing(note_of("x"), destination))
    assert [str(one[0]) for one in told if str(one[0]) != "OBX"] == [
        str(one[0]) for one in plain if str(one[0]) != "OBX"
    ]
    assert at(told, "PID", 5) == family
    assert at(told, "PID", 5, 2) == words
    assert at(told, "MSH", 6) == setting
    assert text(told) == render_text(shown(out.visit))


@given(anything)
def test_whatever_was_typed_stays_one_value_of_formatted_text(words: str) -> None:
    out = outgoing(note_of(words), engine(lines="FT", message="oru"))
    (only,) = parsed(out).segments("OBX")
    assert len(only) == 15
    assert parsed(out).unescape(str(only[5])).replace("\r", "\n") + "\n" == render_text(
        shown(out.visit)
    )


def test_the_settings_reach_their_fields() -> None:
    fields = Hl7Fields(
        sending_application="A",
        sending_facility="B",
        receiving_application="C",
        receiving_facility="D",
        processing="P",
        patient_class="I",
        document_type="CN",
        presentation="TX",
        code="11488-4",
        code_text="Consultation",
        completion="DO",
        author="C-1",
        charset_name="UTF8",
    )
    told = parsed(outgoing(note_of(), Hl7(name="engine", hl7=fields)))
    assert [at(told, "MSH", number) for number in (3, 4, 5, 6, 11, 18)] == [*"ABCDP", "UTF8"]
    assert at(told, "PV1", 2) == "I"
    assert " ".join(at(told, "TXA", number) for number in (2, 3, 5, 17, 22)) == "CN TX C-1 DO "
    assert (at(told, "OBX", 3), at(told, "OBX", 3, 2)) == ("11488-4", "Consultation")
