"""What is told of a delivery: in quotation marks a receiver's own words; receipts plainly."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bedside.core.deliveries import Cause, Delivery
from bedside.core.parcels import Standing
from bedside.words import sending as said

HELD = Delivery(control="1", destination="engine", standing=Standing.HELD, kind="hl7")
THERE = replace(HELD, standing=Standing.DELIVERED)
DOCUMENT = "DocumentReference/0190b0a2-6f1c-7b1e-8f6e-5d3f0c9a7b11"


def first(one: Delivery) -> str:
    """Return what stands first below a delivery."""
    return said.beside(one)[0]


def test_only_a_receivers_own_words_stand_in_quotation_marks() -> None:
    assert first(replace(HELD, said="no such patient", theirs=True)) == (
        "It says: “no such patient”"
    )
    assert first(replace(HELD, said="timed out")) == "What happened: timed out."
    assert first(replace(HELD, said="no room", kind="folder")) == "There: no room."


def test_what_went_marked_as_a_test_is_not_said_to_be_in_the_record() -> None:
    one = replace(THERE, title="Engine", as_test=True, code="AA", receipt="AA 7")
    for turn in ("original", "addendum", "correction", "retraction"):
        told = said.stands(replace(one, turn=turn), datetime.now(UTC))
        assert "as a test" in told
        assert "In the record" not in told


@pytest.mark.parametrize(
    ("kind", "code", "receipt", "told"),
    [
        ("hl7", "AA", "AA 1796020434071", "Its receiver has confirmed it."),
        ("hl7", "CA", "CA 7", said.ARRIVED),
        ("hl7", "AE", "AE 7", "Its receiver says that it has had it already."),
        ("fhir", "201", f"{DOCUMENT}/_history/1", "It is a document of its own there."),
        ("fhir", "200", DOCUMENT, "It is a document of its own there."),
        ("fhir", "200", f"{DOCUMENT}/_history/3", said.DOCUMENT_AGAIN.format(version=3)),
        ("folder", "", r"C:\notes\a.txt", "Its file there: a.txt"),
        ("hl7", "AA", "", ""),
    ],
)
def test_a_receipt_is_told_in_plain_words(kind: str, code: str, receipt: str, told: str) -> None:
    one = replace(THERE, kind=kind, code=code, receipt=receipt)
    assert said.receipt(one) == told
    assert len(told) <= 76, "one line of 80 columns"
    assert said.receipt(replace(one, standing=Standing.QUEUED)) == ""
    assert said.receipt(replace(one, why=Cause.BY_HAND)) == ""
