"""The plain walk: from the first line to a signed note, through every shipped checklist."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.core.gaps import gaps
from bedside.core.refusals import Refusal, Why
from bedside.core.text import cells
from bedside.core.visit import CHECK, State
from bedside.plain.dialogue import refusal_text
from tests.conftest import Clock
from tests.people import AVERY, CLINICIAN, ROWAN, WORDS
from tests.plain.telling import SIGNED_BY, WHOLE, begun, resumed, talk, tell
from tests.worlds import SHIPPED, UNCERTAINTY, shipped_checklist


@pytest.mark.parametrize("checklist", SHIPPED)
def test_every_shipped_checklist_can_be_answered_line_by_line_to_a_signed_note(
    desk: Desk, checklist: str
) -> None:
    told = talk(desk, checklist, *WHOLE[checklist], *SIGNED_BY)
    assert told.visit.state is State.SIGNED
    assert told.saved
    assert gaps(told.visit) == ()
    assert told.visit.step == CHECK
    note = told.session.text()
    assert note in told.after("Signed. This is the note:\n\n")
    assert "DRAFT" not in note
    assert "Signed: J. Doe, nurse" in note


@pytest.mark.parametrize("checklist", SHIPPED)
def test_the_note_of_a_whole_talk_keeps_to_its_lines_and_columns(
    desk: Desk, checklist: str
) -> None:
    rows = talk(desk, checklist, *WHOLE[checklist], *SIGNED_BY).session.text().splitlines()
    assert 8 <= len(rows) <= 25
    assert max(map(cells, rows)) <= 80


@pytest.mark.parametrize("checklist", SHIPPED)
def test_enter_alone_comes_to_the_permission_and_no_further(desk: Desk, checklist: str) -> None:
    """Or to the end of what has to be sure before anybody may be asked for it."""
    told = talk(desk, checklist, *[""] * 30)
    plan = told.visit.plan
    assert told.visit.record.entries == {}
    if plan.gate in told.visit.visible():
        assert told.visit.step == plan.gate
        assert refusal_text(Refusal(Why.PERMISSION_FIRST)) in told.said
    else:
        before = plan.stops[: plan.stops.index(plan.gate)]
        assert set(told.visit.visible()) < set(before)
        assert told.visit.step == CHECK


def test_the_first_page_names_the_conversation_and_the_way_to_help(desk: Desk) -> None:
    said = talk(desk, UNCERTAINTY).said
    made = shipped_checklist(UNCERTAINTY)
    assert said.startswith(f"{made.title}, version {made.version}, about {made.minutes} minutes.\n")
    assert "Enter to go on, /help for every command." in said
    assert "The wording is in review: not yet approved for use." in said


def test_an_overdue_checklist_says_so_before_anything_is_asked(desk: Desk, clock: Clock) -> None:
    said = talk(desk, UNCERTAINTY).said
    assert "The review of this checklist was due on" in said.partition("Who is this visit with?")[0]


def test_the_end_of_input_names_the_way_back(desk: Desk) -> None:
    told = talk(desk, UNCERTAINTY, "1")
    assert told.said.endswith(f"All is kept. Go on with: bedside resume {told.visit.id}\n")
    assert told.saved


def test_one_line_names_a_label_and_two_name_a_person(desk: Desk) -> None:
    labelled = tell(begun(desk, UNCERTAINTY), (ROWAN.label, ""))
    named = tell(begun(desk, UNCERTAINTY), (AVERY.name, AVERY.second))
    assert labelled.visit.record.patient == ROWAN
    assert named.visit.record.patient == AVERY
    assert "Patient: Test, Avery, 000-TEST" in named.session.text()


def test_signing_asks_once_more_whose_note_it_is(desk: Desk) -> None:
    lines = (*WHOLE[UNCERTAINTY], *SIGNED_BY)
    told = tell(begun(desk, UNCERTAINTY), (AVERY.name, AVERY.second, *lines, ROWAN.label, ""))
    assert told.visit.state is State.OPEN
    assert refusal_text(Refusal(Why.OTHER_PATIENT)) in told.said
    again = tell(resumed(desk, told), (*SIGNED_BY, "test,avery", "000-test"))
    assert again.visit.state is State.SIGNED


def test_the_name_and_role_that_are_set_are_kept_by_enter(desk: Desk) -> None:
    lines = ("", *WHOLE[UNCERTAINTY], "/sign", "", "", "-")
    told = tell(begun(desk, UNCERTAINTY), lines, CLINICIAN)
    assert "(Enter for J. Doe):" in told.said
    assert "Signed: J. Doe, nurse" in told.session.text()


def test_a_note_without_an_author_is_refused_and_can_be_signed_after_all(desk: Desk) -> None:
    told = talk(desk, UNCERTAINTY, *WHOLE[UNCERTAINTY], "/sign", "", "", "-", *SIGNED_BY)
    assert refusal_text(Refusal(Why.NO_AUTHOR)) in told.said
    assert told.visit.state is State.SIGNED


def test_the_minutes_are_offered_and_stand_in_the_note_once_confirmed(
    desk: Desk, clock: Clock
) -> None:
    session = begun(desk, UNCERTAINTY)
    clock.forward(11)
    told = tell(session, ("", *WHOLE[UNCERTAINTY], "/sign", *CLINICIAN, ""))
    assert "a dash leaves them out (Enter for 11):" in told.said
    assert "11 minutes" in told.session.text()


@pytest.mark.parametrize("typed", ["0", "-5", "1440", "twelve", "1.5", "9" * 5000])
def test_minutes_that_cannot_be_are_asked_again(desk: Desk, typed: str) -> None:
    told = talk(desk, UNCERTAINTY, *WHOLE[UNCERTAINTY], "/sign", *CLINICIAN, typed, "7")
    assert "Type whole minutes, or a dash to leave them out." in told.said
    assert told.visit.signed is not None
    assert told.visit.signed.minutes == 7


def test_where_the_site_requires_it_nothing_is_answered_before_the_patient_is_named(
    desk: Desk, settings_file: Callable[[str], Path]
) -> None:
    settings_file('patient = "require"\n')
    told = talk(desk, UNCERTAINTY, "1", "", "/patient", ROWAN.label, "", "1")
    assert told.said.count(refusal_text(Refusal(Why.NOT_IDENTIFIED))) == 2
    assert "/patient" in refusal_text(Refusal(Why.NOT_IDENTIFIED))
    assert list(told.visit.record.entries) == ["one-story"]


def test_where_the_site_never_asks_the_first_line_answers_the_first_step(
    desk: Desk, settings_file: Callable[[str], Path]
) -> None:
    settings_file('patient = "off"\n')
    told = tell(begun(desk, UNCERTAINTY), ("1",))
    assert "Who is this visit with?" not in told.said
    assert told.answer("one-story").picks == ("done",)


def test_a_resumed_visit_stands_where_it_was_and_does_not_ask_again_whom_it_is_with(
    desk: Desk,
) -> None:
    told = tell(begun(desk, UNCERTAINTY), (ROWAN.label, "", "1", "1", WORDS))
    again = tell(resumed(desk, told), ("1",))
    assert "Who is this visit with?" not in again.said
    assert again.said.count("How much they want to hear") == 1
    assert again.answer("detail").picks == ("all",)
