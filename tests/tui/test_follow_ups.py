"""Follow-ups of every visit on the first page: counted, listed overdue first, and done there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.answers import Patient
from bedside.core.visit import CHECK
from bedside.session import Session
from tests.people import AVERY, CLINICIAN, ROWAN
from tests.tui.driving import begun, opened
from tests.tui.talks import fill, read_back, talk_to

LONG_AGO = date(2020, 3, 4)


def signed(desk: Desk, patient: Patient, due: date) -> Session:
    """Have a signed visit with a patient, a call with news due on a day; its plan is done."""
    session = begun(desk)
    session.do(m.Identify(patient))
    talk_to(session, CHECK)
    session.do(m.Assign("call-with-news", "Dr Roe", due))
    read_back(session)
    session.do(m.Sign(*CLINICIAN, 12, patient))
    assert session.visit.signed
    session.do(m.Finish("plan-on-paper", "R.T."))
    session.close()
    return session


@pytest.fixture
def to_come() -> date:
    """A day that is still to come, whenever the test runs."""
    return date.today() + timedelta(days=9)  # noqa: DTZ011  # as the page reckons it


async def test_nothing_to_do_is_not_counted_and_says_so_when_asked(desk: Desk) -> None:
    async with opened(desk) as walk:
        assert "F3" not in walk.lines[0]
        await walk.do("library.tasks")
        assert "Nothing is left to be done after any visit." in walk.text
        await walk.do("sheet.choose")
        assert not walk.app.screen.is_modal


async def test_the_first_page_counts_what_is_open_and_what_is_overdue(
    desk: Desk, to_come: date
) -> None:
    signed(desk, AVERY, LONG_AGO)
    signed(desk, ROWAN, to_come)
    async with opened(desk) as walk:
        assert "F3: 2 to do, 1 overdue" in walk.lines[0]


async def test_the_list_names_patient_day_and_who_the_overdue_first(
    desk: Desk, to_come: date
) -> None:
    signed(desk, ROWAN, to_come)
    signed(desk, AVERY, LONG_AGO)
    async with opened(desk) as walk:
        await walk.do("library.tasks")
        first = walk.flat.index(f"{AVERY.text()}; Dr Roe; OVERDUE since")
        assert first < walk.flat.index(f"{ROWAN.text()}; Dr Roe; by")
        assert "1 ! Call with any news" in walk.text
        assert "Give the plan on paper" not in walk.text, "it is done"


async def test_choosing_one_asks_who_has_done_it_and_says_so(desk: Desk, to_come: date) -> None:
    signed(desk, ROWAN, to_come)
    session = signed(desk, AVERY, LONG_AGO)
    async with opened(desk) as walk:
        await walk.do("library.tasks")
        await walk.row(1)
        await walk.do("form.submit")
        assert "Type who has done it, or go back." in walk.text
        await fill(walk, "Dr Poe")
        await walk.see("Recorded: “Call with any news” was done by Dr Poe.")
        assert "F3: 1 to do" in walk.text
        assert "overdue" not in walk.lines[0]
    (due, _) = next(one for one in desk.visits() if one.id == session.visit.id).tasks
    assert due.done == "Dr Poe"


async def test_going_back_records_nothing(desk: Desk) -> None:
    signed(desk, AVERY, LONG_AGO)
    async with opened(desk) as walk:
        await walk.done("library.tasks", "sheet.choose", "form.cancel")
        assert "F3: 1 to do, 1 overdue" in walk.text


async def test_a_visit_that_is_open_elsewhere_is_said_and_nothing_recorded(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = signed(desk, AVERY, LONG_AGO)
    held = desk.resume(session.visit.id)
    assert isinstance(held, Session)
    other = Desk(environ=desk.environ)
    monkeypatch.setattr(desk, "finish", other.finish)
    async with opened(desk) as walk:
        await walk.done("library.tasks", "sheet.choose")
        await fill(walk, "Dr Poe")
        await walk.see("Nothing was recorded: that visit is open in another window.")
    held.close()
    other.store.close()


async def test_what_cannot_be_saved_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    signed(desk, AVERY, LONG_AGO)

    def full(*_: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(desk, "finish", full)
    async with opened(desk) as walk:
        await walk.done("library.tasks", "sheet.choose")
        await fill(walk, "Dr Poe")
        await walk.see("It could not be written: No space left on device.")


async def test_the_counts_on_the_first_page_are_ways_to_what_they_count(desk: Desk) -> None:
    signed(desk, AVERY, LONG_AGO)
    begun(desk).close()
    open_ = begun(desk)
    open_.do(m.Pick("one-story", "done"))
    open_.close()
    async with opened(desk) as walk:
        await walk.click("1 to do")
        await walk.click("Call with any news")
        await walk.type("Dr Poe")
        await walk.click("Enter Next field")
        await walk.see("Recorded:")
        await walk.click(" Recorded:")
        await walk.click("1 open")
        assert "Visits" in walk.lines[0]
        assert walk.pressed == list("Dr Poe")
