"""Short forms and words of the trade: what is offered, what is asked, what everybody knows."""

from __future__ import annotations

import pytest

from bedside.core import moves as m
from bedside.core.answers import Patient, Person
from bedside.core.clinic import ClinicWords
from bedside.core.concerns import Check
from bedside.core.visit import Visit
from tests.note.checks.drafts import abouts, found, rewritten, said, typed
from tests.worlds import checklist, do, opened, step

SPELLED_OUT = {
    "Pt has hx of a stroke.": "Patient has history of a stroke.",
    "The pt's bed.": "The patient's bed.",
    "c/o pain, f/u tomorrow": "tells of pain, follow-up tomorrow.",
    "Very SOB, e.g. pt asleep.": "Very short of breath, e.g. patient asleep.",
    "C/o pain. F/u soon.": "Tells of pain. Follow-up soon.",
    "Comes w/ a friend, w/o a coat.": "Comes with a friend, without a coat.",
    "Has SOB.": "Has shortness of breath.",
    "Is SOB, and was NPO.": "Is short of breath, and was to have nothing by mouth.",
    "Back to the ICU.": "Back to the intensive care unit.",
    "A DNR is in place.": "A do not resuscitate is in place.",
    "DNR/DNI in place.": "Do not resuscitate/do not intubate in place.",
    "An MRI, a CT scan and a UTI.": (
        "A magnetic resonance scan, a computed tomography scan and a urinary tract infection."
    ),
    "An IV line, p.r.n. tablets.": "An intravenous line, when needed tablets.",
    "IV fluids. ICU bed.": "Intravenous fluids. Intensive care unit bed.",
    "The appt. is set.": "The appointment is set.",
    "Seen in A&E; SpO2 low.": "Seen in emergency department; oxygen level low.",
}
ASKED = {
    "PT comes at ten.": "PT",
    "For the MDTs.": "MDTs",
    "The XYZQ is on.": "XYZQ",
    "A PE was found.": "PE",
}
KNOWN = (
    "Is OK, watched TV.",
    "Dr Roe and R.T. were there; J.D. too.",
    "Stage IV, class II, and XII.",
    "In the intensive care unit (ICU); the ICU is full.",
    "In the ICU (intensive care unit), then home.",
    "At 9 a.m., e.g. tea.",
    "and/or he/she",
    "Covid, COVID-19 and HIV.",
    "x-ray and T-cells, B12 and H1N1",
    "a@ICU.org",
    "NOT NOW, AND NOT HERE",
)


@pytest.mark.parametrize("text", SPELLED_OUT)
def test_a_short_form_is_offered_as_what_it_stands_for(text: str) -> None:
    assert rewritten(typed(text), Check.ABBREVIATION) == SPELLED_OUT[text]
    assert abouts(typed(SPELLED_OUT[text]), Check.ABBREVIATION) == []


@pytest.mark.parametrize("text", ASKED)
def test_letters_that_stand_for_several_things_or_for_nothing_known_are_asked(text: str) -> None:
    (first, *_) = found(typed(text), Check.ABBREVIATION)
    assert (first.about, first.rewrite) == (ASKED[text], "")


@pytest.mark.parametrize("text", KNOWN)
def test_what_everybody_knows_or_the_note_explains_is_let_be(text: str) -> None:
    assert abouts(typed(text), Check.ABBREVIATION) == []


def test_a_sentence_in_capitals_is_no_list_of_letters() -> None:
    assert abouts(typed("SHE WANTS TO SIT BY THE WINDOW"), Check.ABBREVIATION) == []
    assert abouts(typed("SHE WANTS TO LEAVE THE ICU TODAY"), Check.ABBREVIATION) == ["ICU"]


def test_names_of_people_are_no_short_forms() -> None:
    """Of those who take part, of the patient, of whoever does a follow-up."""
    text = "ROE spoke, QRS wrote."
    who = step("who", "people", place="present")
    asked = step("typed", "text", place="shared", note={"": "{answer}"})
    visit = do(opened(checklist(who, asked)), m.Write("typed", text))
    assert abouts(visit, Check.ABBREVIATION) == ["ROE, QRS"]
    visit = do(visit, m.Add("who", Person(who="Dr ROE", relation="physician")))
    visit = do(visit, m.Identify(Patient(name="QRS, A.", second="000-TEST")))
    assert abouts(visit, Check.ABBREVIATION) == []


def test_the_frame_of_the_note_is_not_looked_at() -> None:
    """Identifiers in the head are what they are."""
    visit = do(typed("All is well."), m.Identify(Patient(name="ABCD, E.", second="NHSX-1")))
    assert abouts(visit, Check.ABBREVIATION) == []


def test_own_words_keep_their_short_forms() -> None:
    assert abouts(said("the ICU scared me, no more DNR talk"), Check.ABBREVIATION) == []


def test_the_handover_is_among_colleagues() -> None:
    told = step("told", "text", place="decides", note={"": "Told."}, handover={"": "{answer}"})
    assert abouts(do(opened(checklist(told)), m.Write("told", "ICU")), Check.ABBREVIATION) == []


def patient_reads(text: str) -> Visit:
    """Return a visit in which only the patient page says this."""
    told = step("told", "text", place="shared", note={"": "Told."}, patient={"": "{answer}"})
    return do(opened(checklist(told)), m.Write("told", text))


def test_words_of_the_trade_are_looked_for_on_the_patient_page() -> None:
    visit = patient_reads("You have oedema and sepsis.")
    assert abouts(visit, Check.JARGON) == ["oedema", "sepsis"]
    ready, asked = found(visit, Check.JARGON)
    assert ready.rewrite == "You have swelling and sepsis."
    assert "infection" in asked.advice
    assert abouts(typed("Oedema is seen."), Check.JARGON) == ["Oedema"]
    note_only = step("told", "text", place="decides", note={"": "{answer}"})
    assert abouts(do(opened(checklist(note_only)), m.Write("told", "Oedema")), Check.JARGON) == []


def test_letters_that_are_jargon_too_are_told_once() -> None:
    visit = patient_reads("Tablets prn, and NPO.")
    assert abouts(visit, Check.ABBREVIATION) == ["prn, NPO"]
    assert abouts(visit, Check.JARGON) == []


OURS = ClinicWords(
    allowed=("PICC", "frequent flyer", "oedema"),
    abbreviations={"CHW": "community health worker", "XQ": "", "ICU": "ward seven"},
    judging={"Poor Old Dear": "person"},
    jargon={"bladder scan": "picture of the bladder"},
)


def test_a_clinic_allows_its_own_and_adds_its_own() -> None:
    text = "The PICC line; a frequent flyer; CHW and XQ to the ICU."
    assert abouts(typed(text), Check.ABBREVIATION, OURS) == ["CHW, ICU", "XQ"]
    assert abouts(typed(text), Check.JUDGING, OURS) == []
    assert rewritten(typed(text), Check.ABBREVIATION, OURS) == (
        "The PICC line; a frequent flyer; community health worker and XQ to the ward seven."
    )
    assert rewritten(typed("A poor old dear."), Check.JUDGING, OURS) == "A person."
    visit = patient_reads("A bladder scan for oedema.")
    assert abouts(visit, Check.JARGON, OURS) == ["bladder scan"]
