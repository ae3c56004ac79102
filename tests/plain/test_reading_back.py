"""Reading the note back in lines: confirmed, put right, or not done with a reason."""

from __future__ import annotations

import pytest

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.answers import Correction
from bedside.core.gaps import read_back_step
from bedside.core.visit import CHECK
from bedside.session import Draft
from bedside.words import plain
from tests.people import WORDS
from tests.plain.telling import READ, WHOLE, resumed, talk, tell
from tests.worlds import UNCERTAINTY

HEARD = ("1", "1", WORDS)
"""The lines by which the first steps are answered, the patient's words among them."""


def test_reading_back_says_every_line_under_its_number_and_comes_back(desk: Desk) -> None:
    told = talk(desk, UNCERTAINTY, *HEARD, "/check", *READ)
    lines = told.session.read_back()
    assert len(lines) > 1
    said = "".join(f"Line {at}: {text}\n" for at, text in enumerate(lines, 1))
    assert f"Read these lines aloud:\n{said}Where a line is wrong, type its number" in told.said
    assert told.answer("read-back/the-note").picks == ("confirmed",)
    assert told.visit.step == CHECK


def test_a_line_the_patient_puts_right_is_recorded_by_its_number(desk: Desk) -> None:
    told = talk(desk, UNCERTAINTY, *HEARD, "/read", "2 it is  the dog", "1. yes, now", "")
    lines = told.session.read_back()
    given = told.answer("read-back/the-note")
    assert given.picks == ("corrected",)
    assert given.corrections == (
        Correction(line=lines[1], words="it is the dog"),
        Correction(line=lines[0], words="yes, now"),
    )
    assert "Line 2 is put right: it is the dog. Another line, or Enter to go on." in told.said
    assert "it is the dog" in " ".join(told.session.text().split())
    again = talk(desk, UNCERTAINTY, *HEARD, "/read", "2 it is the dog", "/check", "/read")
    assert f"Line 2: {lines[1]} (put right: it is the dog)\n" in again.said


def test_what_was_put_right_can_be_taken_back(desk: Desk) -> None:
    told = talk(desk, UNCERTAINTY, *HEARD, "/read", "2 it is the dog", "1 yes", "2 -", "")
    assert [one.words for one in told.answer("read-back/the-note").corrections] == ["yes"]
    assert "Line 2 stands as it was." in told.said


def test_taking_the_last_correction_back_is_no_confirmation(desk: Desk) -> None:
    told = talk(desk, UNCERTAINTY, *HEARD, "/read", "2 it is the dog", "2 -", "1 -", "/check")
    assert told.visit.answer("read-back/the-note") is None
    assert "The note, read back: open, required" in told.said
    kept = talk(desk, UNCERTAINTY, *HEARD, "/read", "1", "/read", "1 -")
    assert kept.answer("read-back/the-note").picks == ("confirmed",)


def test_to_say_it_was_put_right_asks_for_the_line(desk: Desk) -> None:
    told = talk(desk, UNCERTAINTY, *HEARD, "/read", "2", "1 yes, now")
    assert told.visit.step == "read-back/the-note", "there may be another line"
    assert "Its number and what it should say; without a number, what is wrong" in told.said
    assert [one.words for one in told.answer("read-back/the-note").corrections] == ["yes, now"]
    whole = talk(desk, UNCERTAINTY, *HEARD, "/read", "2", "it is not like me")
    assert whole.answer("read-back/the-note").words == "it is not like me"
    assert whole.answer("read-back/the-note").corrections == ()


def test_confirming_after_all_says_that_what_was_put_right_is_given_up(desk: Desk) -> None:
    told = talk(desk, UNCERTAINTY, *HEARD, "/read", "2 it is the dog", "1", "/undo")
    assert "What was put right before is in the note no more. /undo takes that back." in told.said
    assert [one.words for one in told.answer("read-back/the-note").corrections] == ["it is the dog"]


def test_not_reading_back_needs_a_reason(desk: Desk) -> None:
    told = talk(desk, UNCERTAINTY, *HEARD, "/read", "3", "2 visitors came")
    given = told.answer("read-back/the-note")
    assert (given.picks, given.reason, given.because) == (("not-done",), "other", "2 visitors came")
    listed = talk(desk, UNCERTAINTY, *HEARD, "/read", "3", "5").answer("read-back/the-note")
    assert listed.reason == "no-time"


@pytest.mark.parametrize("typed", ["99 x", "0 x", "yes", "x 2"])
def test_what_is_no_line_and_no_answer_says_what_can_be_typed(desk: Desk, typed: str) -> None:
    told = talk(desk, UNCERTAINTY, *HEARD, "/read", typed)
    assert told.visit.answer("read-back/the-note") is None
    known = (
        "There is no line " if typed[0].isdecimal() else "Where a line is wrong, type its number"
    )
    assert known in told.after("1 Confirmed\n")


def test_with_nothing_said_there_is_nothing_to_read_back(desk: Desk) -> None:
    told = talk(desk, UNCERTAINTY, "/read", "/check", "/read")
    assert told.said.count("Nothing has been said yet that could be read back.") == 2
    assert told.visit.step == CHECK


def test_where_a_checklist_reads_back_itself_its_own_step_is_gone_to(desk: Desk) -> None:
    told = talk(desk, "confirming-preferences", *WHOLE["confirming-preferences"])
    step = read_back_step(told.visit)
    assert told.visit.step == CHECK
    assert tell(resumed(desk, told), ("/read",)).visit.step == step


def test_a_correction_cut_off_in_the_other_face_is_no_private_note(desk: Desk) -> None:
    first = talk(desk, UNCERTAINTY, *HEARD)
    line = first.session.read_back()[0]
    session = resumed(desk, first)
    session.do(m.Go("read-back/the-note"))
    session.draft(
        Draft(step="read-back/the-note", field="line", words="yes, n", cursor=6, about=line)
    )
    session.close()
    told = tell(resumed(desk, first), ())
    assert told.visit.record.jottings == ()
    assert told.answer("read-back/the-note").corrections == (Correction(line, "yes, n"),)


def test_a_line_changed_after_it_was_read_is_named_and_read_again(desk: Desk) -> None:
    session = talk(desk, UNCERTAINTY, *HEARD, "/check", *READ).session
    session.do(m.Write("meanwhile", "rest and tea"))
    (line,) = session.unread()
    told = tell(session, ("/sign", "/read", "/read", "1", "/check"))
    assert f"Not as it was read back to the patient: {line}" in told.said
    assert "\n/read reads it back once more" in told.said
    assert f": {line} (new since it was read back)\n" in told.said
    assert plain.READ_AGAIN in told.said
    assert session.unread() == ()
    assert "Not as it was read back" not in told.said.rpartition("Check page.")[2]
