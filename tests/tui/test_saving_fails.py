"""A disk that fails: said at once, nothing pretended, and nobody is kept from leaving."""

from __future__ import annotations

import sqlite3

import pytest

from bedside.cli.desk import Desk
from bedside.core.visit import CHECK, State
from bedside.session import Session
from bedside.store.writer import Writer
from tests.people import WORDS
from tests.tui.driving import opened, walking
from tests.tui.talks import sign, title, to_step, write


def full(*_: object) -> None:
    """Fail as a full disk does."""
    raise sqlite3.OperationalError("database or disk is full")


async def test_a_full_disk_is_said_at_once_and_stays_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with walking(desk) as walk:
        await walk.choose(1)
        await walk.until(lambda: walk.lines[0].endswith("saved"))
        monkeypatch.setattr(Writer, "_commit", full)
        await walk.choose(2)
        await walk.see("database or disk is full")
        assert walk.lines[0].endswith("NOT SAVED")
        await walk.do("walk.next")
        assert "database or disk is full" in walk.flat
        assert "A good time to talk" in walk.text
        monkeypatch.undo()
        await walk.until(lambda: walk.lines[0].endswith(" saved"))
        assert "disk is full" not in walk.text


async def test_the_banner_covers_no_line_of_the_step(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with walking(desk, size=(60, 24)) as walk:
        monkeypatch.setattr(Writer, "_commit", full)
        await walk.choose(1)
        await walk.see("database or disk is full")
        await walk.settle()
        assert title("one-story") in walk.text
        assert "1 (x) Done" in walk.text
        assert "2 ( ) Partly" in walk.text
        monkeypatch.undo()


async def test_nothing_is_signed_that_is_not_saved(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with walking(desk) as walk:
        await to_step(walk, CHECK)
        monkeypatch.setattr(Writer, "_commit", full)
        await walk.do("check.back")
        await walk.see("database or disk is full")
        await walk.do("visit.check")
        await sign(walk)
        assert walk.state() is State.OPEN
        assert "Not everything is saved yet" in walk.flat
        monkeypatch.undo()
        await walk.do("form.cancel")
        await walk.until(lambda: walk.lines[0].endswith(" saved"))
        await sign(walk)
        assert walk.state() is State.SIGNED


async def test_leaving_what_is_not_saved_has_to_be_meant(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.tui.app.CLOSING_SECONDS", 0.1)
    monkeypatch.setattr("bedside.session.CLOSING_SECONDS", 0.1)
    async with opened(desk) as walk:
        await walk.do("find.open")
        await walk.done("form.submit", "form.submit")
        monkeypatch.setattr(Writer, "_commit", full)
        await walk.choose(1)
        await walk.do("visit.leave")
        await walk.see("Not everything is saved yet")
        assert walk.app.visit_page is not None
        await walk.do("visit.leave")
        await walk.see("Which conversation?")
        monkeypatch.undo()


async def test_words_typed_while_the_disk_fails_are_saved_once_it_works_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "worst")
        monkeypatch.setattr(Writer, "_commit", full)
        await write(walk, WORDS)
        await walk.see("database or disk is full")
        monkeypatch.undo()
        await walk.until(lambda: walk.lines[0].endswith(" saved"))
        visit = walk.visit.id
        await walk.leave()
    resumed = desk.resume(visit)
    assert isinstance(resumed, Session)
    answer = resumed.visit.answer("worst")
    assert answer is not None
    assert answer.words == WORDS
    resumed.close()
