"""Who somebody is in the record, from typed lines: what was looked up stays as long as it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bedside.core.answers import Known, Patient
from bedside.core.identity import Lacking, typed

TODAY = date(2031, 3, 4)
FOUND = Known(
    number="000-TEST",
    family="Test",
    authority="urn:oid:2.999.7",
    encounter="V-7",
    reference="https://here.example/Patient/1",
    stay="https://here.example/Encounter/2",
)


def known(number: str = "000-TEST", visit: str = "V-7", before: Known | None = FOUND) -> Known:
    """Return whom a number and a visit mean, with what was looked up before."""
    made = typed([number, "Test", "", "", "", visit, ""], TODAY, before)
    assert isinstance(made, Patient)
    assert made.known is not None
    return made.known


def test_the_same_number_and_visit_keep_all_that_was_looked_up() -> None:
    assert known() == FOUND


def test_another_visit_of_the_same_patient_has_no_place_that_is_known() -> None:
    assert known(visit="V-8") == replace(FOUND, encounter="V-8", stay="")
    assert known(visit="") == replace(FOUND, encounter="", stay="")


def test_another_number_keeps_nothing_but_what_was_typed() -> None:
    assert known(number="9") == Known(number="9", family="Test", encounter="V-7")


def test_a_visit_alone_is_nobody() -> None:
    assert typed(["", "", "", "", "", "V-7", ""], TODAY) == Lacking(0)
