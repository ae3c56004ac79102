"""Follow-ups as a calendar file: read back as RFC 5545 says, whatever stands in them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.core.listing import Due, VisitListing
from bedside.core.text import safe
from bedside.deliver.ics import Entry, calendar, escaped, folded
from tests.deliver.calendars import text_of, todos, unfolded
from tests.people import AVERY, DAUGHTER, ROWAN
from tests.worlds import NOON

VISIT = "0" * 19 + "1"

_ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)


def entry(patient: str = AVERY.text(), **task: Any) -> Entry:
    """Return a follow-up of a visit with this patient."""
    visit = VisitListing(
        id=VISIT,
        checklist="made-up",
        title="Made up",
        version="1.0",
        state="signed",
        patient=patient,
        opened=NOON,
        touched=NOON,
    )
    return Entry(visit, Due(**{"task": "call", "text": "Call with any news", **task}))


def test_a_follow_up_has_all_that_a_to_do_needs() -> None:
    (told,) = todos(calendar([entry(who="Dr Roe", day=date(2031, 3, 6))]))
    assert told == {
        "UID": f"{VISIT}-call@bedside",
        "DTSTAMP": "20310304T120000Z",
        "DUE;VALUE=DATE": "20310306",
        "SUMMARY": "Call with any news",
        "DESCRIPTION": f"Visit {VISIT}. For: Dr Roe.",
        "CLASS": "PRIVATE",
        "STATUS": "NEEDS-ACTION",
    }


def test_one_that_is_done_and_has_no_day_says_so() -> None:
    (told,) = todos(calendar([entry(done="Dr Poe")]))
    assert told["STATUS"] == "COMPLETED"
    assert told["DESCRIPTION"] == f"Visit {VISIT}. Done by: Dr Poe."
    assert not any(name.startswith("DUE") for name in told)


def test_the_same_follow_ups_make_the_same_bytes() -> None:
    entries = [entry(), entry(task="paper", day=date(2031, 3, 4))]
    assert calendar(entries) == calendar(entries)
    assert len(todos(calendar(entries))) == 2


@pytest.mark.parametrize("patient", [AVERY.text(), ROWAN.text()])
@pytest.mark.parametrize("who", ["Avery", "TEST, AVERY", "Bed-side label R", "Dr Roe", DAUGHTER])
def test_who_the_patient_is_stands_in_it_only_where_that_is_asked_for(
    patient: str, who: str
) -> None:
    without = calendar([entry(patient, who=who, done=who)])
    assert patient not in without
    names = {"avery", "bed-side"} if who.casefold() in patient.casefold() else set()
    assert not any(name in without.casefold() for name in names)
    (told,) = todos(calendar([entry(patient, who=who)], with_patient=True))
    assert told["SUMMARY"] == f"{patient}: Call with any news"
    assert told["DESCRIPTION"].endswith(f"For: {who}.")


def test_a_patient_who_does_it_themselves_is_not_named() -> None:
    (told,) = todos(calendar([entry(who="Test, Avery", done="Avery")]))
    assert told["DESCRIPTION"] == f"Visit {VISIT}. For: the patient. Done by: the patient."


def test_initials_that_stand_in_a_label_too_do_not_hide_who_does_it() -> None:
    (told,) = todos(calendar([entry("Bed R", who="R. Poe")]))
    assert told["DESCRIPTION"].endswith("For: R. Poe.")


@given(_ANY_TEXT)
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    """But for what could act on a terminal, which no text keeps."""
    kept = "\n".join(safe(line) for line in text.replace("\r\n", "\n").split("\n"))
    assert text_of(escaped(text)) == kept
    assert "\n" not in escaped(text)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_any_line_is_folded_within_its_octets_and_unfolds_to_itself(line: str) -> None:
    whole = f"SUMMARY:{line}"
    assert unfolded(f"{folded(whole)}\r\n") == [whole]


@given(size=st.integers(60, 90), letter=st.sampled_from(["a", "é", "語", "🙂"]))
def test_no_letter_is_cut_in_two_at_the_fold(size: int, letter: str) -> None:
    parts = folded(letter * size).split("\r\n")
    assert all(len(part.encode()) <= 75 for part in parts)
    assert all(part.startswith(" ") for part in parts[1:])
    assert "".join(part.removeprefix(" ") for part in parts) == letter * size


@given(text=_ANY_TEXT, who=_ANY_TEXT, task=_ANY_TEXT, patient=_ANY_TEXT)
def test_whatever_stands_in_a_follow_up_the_calendar_is_one(
    text: str, who: str, task: str, patient: str
) -> None:
    for with_patient in (False, True):
        made = calendar([entry(patient, text=text, who=who, task=task)], with_patient)
        (told,) = todos(made)
        assert told["UID"].startswith(VISIT)
        assert told["UID"].endswith("@bedside")
