"""Interrupted talks: pause, stop, leave, resume, take over; who it is before what it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.refusals import Ok
from bedside.core.visit import CHECK, State
from bedside.session import Holder, Session
from bedside.words import screen
from tests.conftest import Clock
from tests.people import AVERY, WORDS
from tests.tui.driving import PATIENCE, Walk, begun, left, opened, walking
from tests.tui.talks import to_step


async def test_a_pause_stops_the_clock_and_shows_nothing_of_the_talk(
    desk: Desk, settings_file: Callable[[str], Path], clock: Clock
) -> None:
    settings_file("curtain_after = 0\n")  # somebody is there all the time
    async with walking(desk) as walk:
        await to_step(walk, "known")
        clock.forward(4)
        await walk.do("visit.pause")
        assert walk.state() is State.PAUSED
        assert "The clock stands still." in walk.text
        assert "What is known" not in walk.text
        clock.forward(60)
        await walk.do("sheet.choose")
        assert walk.state() is State.OPEN
        assert "Write: What is known" in walk.text
        clock.forward(2)
        assert walk.session.minutes() == 6


async def test_a_talk_stopped_for_today_goes_to_the_check_page_and_can_be_taken_up(
    desk: Desk,
) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "known")
        await walk.do("visit.stop")
        assert "Stop for today. Why?" in walk.text
        await walk.row(1)
        assert walk.state() is State.STOPPED
        assert walk.visit.step == CHECK
        await walk.do("check.back")
        await walk.choose(1)
        assert "The talk was stopped for today" in walk.bar
        await walk.do("visit.stop")
        assert walk.state() is State.OPEN


async def test_a_talk_is_stopped_for_a_reason_in_words(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "known")
        await walk.do("visit.stop")
        await walk.row(4)
        await walk.type("the fire alarm")
        await walk.do("write.finish")
        assert walk.state() is State.STOPPED


async def test_closing_the_question_why_stops_nothing(desk: Desk) -> None:
    async with walking(desk) as walk:
        await walk.done("visit.stop", "sheet.close")
        assert walk.state() is State.OPEN


async def test_leaving_and_resuming_lands_on_the_same_step(desk: Desk) -> None:
    async with opened(desk) as walk:
        await walk.type("uncert")
        await walk.do("find.open")
        await walk.type(AVERY.name)
        await walk.do("form.submit")
        await walk.type(AVERY.second)
        await walk.do("form.submit")
        await to_step(walk, "meanwhile")
        answered = walk.visit.record
        await walk.leave()
        await walk.see("F2: 1 open")
        await walk.do("library.visits")
        assert AVERY.text() in walk.text
        assert "left just now" in walk.text
        await walk.row(1)
        await walk.until(lambda: walk.app.visit_page is not None)
        await walk.settle()
        assert walk.visit.step == "meanwhile"
        assert walk.visit.record == answered


async def test_resuming_says_whose_and_when_before_any_content(desk: Desk, clock: Clock) -> None:
    session = begun(desk)
    session.do(m.Identify(AVERY))
    session.do(m.Pick("one-story", "done"))
    session.do(m.Next())
    session.do(m.Pick("good-time", "now"))
    session.do(m.Next())
    session.do(m.Write("their-view", WORDS))
    session.close()
    async with opened(desk, desk.visit("last")) as walk:
        assert walk.lines[0].strip() == "Is this the visit you mean?"
        assert f"Visit with: {AVERY.text()}" in walk.text
        assert "left" in walk.text
        assert WORDS not in walk.text
        assert "How they see things" not in walk.text
        await walk.do("sheet.choose")
        await walk.see(WORDS)
        assert walk.visit.step == "their-view"


async def test_the_wrong_visit_is_left_closed(desk: Desk) -> None:
    left(desk)
    async with opened(desk, desk.visit("last")) as walk:
        await walk.do("sheet.close")
        assert "Which conversation?" in walk.text
        assert walk.app.visit_page is None


async def test_a_visit_open_in_another_window_is_said_before_it_is_taken(desk: Desk) -> None:
    other = begun(desk)
    other.do(m.Pick("one-story", "done"))
    other.settle(5)
    async with opened(desk, desk.visit("last")) as walk:
        await walk.do("sheet.choose")
        await walk.see("This visit is open elsewhere")
        await walk.row(2)
        assert walk.app.visit_page is None
        await walk.do("library.visits")
        await walk.row(1)
        await walk.see("Another window has it")
        await walk.row(1)
        await walk.until(lambda: walk.app.visit_page is not None)
        await walk.settle()
        assert "1 (x) Done" in walk.text
        refused = other.do(m.Next())
        assert other.settle(5) is False or not isinstance(refused, Ok)


async def test_a_window_whose_visit_was_taken_says_that_nothing_is_saved_any_more(
    desk: Desk,
) -> None:
    async with walking(desk) as walk:
        await walk.choose(1)
        assert walk.session.settle(5)
        taken = desk.resume(walk.visit.id, take_over=True)
        assert isinstance(taken, Session)
        await walk.choose(2)
        await walk.see("Another window has this visit now.")
        assert "NOT SAVED" in walk.lines[0]
        await walk.choose(3)
        assert "Another window has taken this visit over." in walk.flat
        taken.close()


async def test_no_open_visit_is_said_plainly(desk: Desk) -> None:
    async with opened(desk) as walk:
        await walk.do("library.visits")
        assert "There is no visit yet." in walk.text
        await walk.do("sheet.close")
        assert "Which conversation?" in walk.text


async def test_a_visit_can_be_begun_without_saying_who_it_is_with(desk: Desk) -> None:
    async with opened(desk, begun(desk)) as walk:
        assert "Who is this visit with? Enter twice leaves it out." in walk.text
        await walk.done("form.submit", "form.submit")
        assert walk.visit.record.patient is None
        await walk.choose(1)
        assert "1 (x) Done" in walk.text


async def test_where_the_site_requires_it_no_answer_comes_before_the_patient(
    desk: Desk, settings_file: Callable[[str], Path]
) -> None:
    settings_file('patient = "require"\n')
    async with opened(desk, begun(desk)) as walk:
        await walk.done("form.submit", "form.submit")
        await walk.choose(1)
        assert "Say first who this visit is with" in walk.bar
        assert walk.visit.answer("one-story") is None
        await walk.do("visit.patient")
        await walk.type("Bed-side label R")
        await walk.done("form.submit", "form.submit")
        await walk.choose(1)
        assert "1 (x) Done" in walk.text


async def test_where_the_site_wants_no_patient_nobody_is_asked(
    desk: Desk, settings_file: Callable[[str], Path]
) -> None:
    settings_file('patient = "off"\n')
    async with opened(desk, begun(desk)) as walk:
        assert not walk.app.screen.is_modal
        assert "Who is this visit with?" not in walk.text
        await walk.choose(1)
        assert "1 (x) Done" in walk.text


async def test_the_patient_is_not_asked_again_when_a_visit_is_resumed(desk: Desk) -> None:
    session = begun(desk)
    session.do(m.Pick("one-story", "done"))
    session.close()
    async with opened(desk, desk.visit("last")) as walk:
        await walk.do("sheet.choose")
        assert not walk.app.screen.is_modal


async def test_leaving_saves_and_the_visit_can_be_held_again(desk: Desk) -> None:
    async with walking(desk) as walk:
        await walk.choose(1)
        visit = walk.visit.id
        await walk.leave()
    again = desk.resume(visit)
    assert isinstance(again, Session)
    assert again.visit.answer("one-story") is not None
    again.close()


def slowly(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Event:
    """Have visits taken up only once this is set, as on a disk that is slow."""
    goes_on, resume = Event(), desk.resume

    def resumed(visit: str, take_over: bool = False) -> Session | Holder:
        assert goes_on.wait(PATIENCE)
        return resume(visit, take_over)

    monkeypatch.setattr(desk, "resume", resumed)
    return goes_on


async def opening(walk: Walk) -> None:
    """Choose the visit that was left, and see that it is being opened."""
    await walk.do("library.visits")
    walk.strike("enter")
    await walk.until(lambda: walk.app.is_opening, "opening")
    await walk.pilot.pause(0)
    assert screen.OPENING in walk.text


async def test_a_visit_that_opens_slowly_gets_what_was_pressed_meanwhile(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    left(desk)
    goes_on = slowly(desk, monkeypatch)
    async with opened(desk) as walk:
        await opening(walk)
        walk.strike("enter", "1", "enter")  # goes on, answers, and goes on
        await walk.pilot.pause(0.05)
        assert walk.app.visit_page is None
        goes_on.set()
        await walk.until(lambda: walk.app.visit_page is not None, "the visit")
        await walk.until(lambda: bool(walk.visit.answer("good-time")), "the answer")
        assert "Search" not in walk.text


async def test_the_curtain_is_drawn_while_a_visit_opens_and_the_visit_stays_under_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    left(desk)
    goes_on = slowly(desk, monkeypatch)
    async with opened(desk) as walk:
        await opening(walk)
        walk.strike("f12")
        await walk.until(lambda: walk.app.is_hidden, "the curtain")
        goes_on.set()
        await walk.settle()
        assert walk.app.is_hidden
        assert walk.app.visit_page is None
        await walk.do("app.curtain")
        await walk.do("library.visits")
        await walk.do("sheet.choose")
        assert walk.visit.answer("one-story")
