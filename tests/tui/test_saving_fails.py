"""A disk that fails: said at once, nothing pretended, and nobody is kept from leaving."""

from __future__ import annotations

import sqlite3
import threading

import pytest
from textual._context import active_app

from bedside import words
from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.acts import Act
from bedside.core.visit import CHECK, State
from bedside.session import Session
from bedside.store.saving import Standing
from bedside.store.writer import Job, Writer
from bedside.words import screen
from tests.people import WORDS
from tests.tui.driving import opened, walking
from tests.tui.talks import sign, title, to_step, write

_REAL_COMMIT = Writer._commit


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


async def test_a_page_that_is_being_left_while_the_disk_is_slow_ends_well(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing can be put on a page any more whose program is ending: the banner is left out."""
    async with walking(desk) as walk:
        page = walk.page
        monkeypatch.setattr(page, "_saving_text", lambda: "Saving is slow.")
        walk.app.exit()
        page.paint_frame()
        assert not page.query("#banner")
    assert walk.app.fault is None


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


@pytest.mark.parametrize("columns", [48, 80, 90, 100])
async def test_what_is_kept_beside_is_said_whole_at_any_width_and_signing_waits(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    """The banner is as high as its text, also when another text takes its place."""
    monkeypatch.setattr("bedside.store.writer.RETRY_SECONDS", 0.05)
    monkeypatch.setattr("bedside.store.writer.BESIDE_AFTER", 0.3)
    async with walking(desk, size=(columns, 30)) as walk:
        await walk.until(lambda: walk.lines[0].endswith("saved"))
        monkeypatch.setattr(Writer, "_commit", full)
        await walk.choose(1)
        await walk.see("Your answers are held here; do not close this window.")
        await walk.see("What you type is kept safe in a second place.")
        await walk.see("only signing has to wait.")
        assert walk.lines[0].endswith("kept beside")
        assert getattr(walk.session.do(m.Sign("J. Doe")), "why", "") == "not-saved"
        monkeypatch.setattr(Writer, "_commit", _REAL_COMMIT)
        await walk.until(lambda: walk.lines[0].endswith(" saved"))
        assert "second place" not in walk.text


async def test_a_disk_that_only_hangs_is_said_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No commit comes back to say anything."""
    goes_on = threading.Event()

    def hang(self: Writer, jobs: list[Job]) -> list[Job]:
        goes_on.wait(60)
        return _REAL_COMMIT(self, jobs)

    monkeypatch.setattr("bedside.store.saving.SLOW_SECONDS", 1.0)
    async with walking(desk) as walk:
        await walk.until(lambda: walk.lines[0].endswith("saved"))
        monkeypatch.setattr(Writer, "_commit", hang)
        await walk.choose(1)
        await walk.see("The disk is slow: the last answers are not saved yet.")
        assert getattr(walk.session.do(m.Sign("J. Doe")), "why", "") == "still-saving"
        goes_on.set()
        await walk.until(lambda: walk.lines[0].endswith(" saved"))
        assert "The disk is slow" not in walk.flat


async def test_a_store_that_is_found_damaged_is_said_while_the_talk_goes_on(desk: Desk) -> None:
    async with walking(desk) as walk:
        await walk.choose(1)
        await walk.until(lambda: walk.lines[0].endswith(" saved"))
        path = desk.store.path
        with path.open("r+b") as file:
            file.seek(4096)
            file.write(b"\xa5" * 4096)
        desk.store._keeper.look()
        await walk.see("The file of the visits is damaged")
        await walk.see("bedside salvage")


async def test_a_log_that_cannot_be_written_is_said_and_keeps_nobody_from_signing(
    desk: Desk,
) -> None:
    """What is answered is saved as ever; the banner goes once the log can be written again."""
    bar = "CREATE TRIGGER bar BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'barred'); END"
    async with walking(desk) as walk:
        with desk.store.writing() as connection:
            connection.execute(bar)
        desk.store.enter(Act.LOCKED)
        await walk.until(lambda: desk.store.log.held == 1)
        await walk.choose(1)
        await walk.see("its entries wait")
        await walk.until(lambda: walk.lines[0].endswith(" saved"))
        await to_step(walk, CHECK)
        await sign(walk)
        assert walk.state() is State.SIGNED
        await walk.see("its entries wait")
        await walk.until(lambda: desk.store.log.held == 2)
        with desk.store.writing() as connection:
            connection.execute("DROP TRIGGER bar")
        desk.store.enter(Act.LOCKED)
        await walk.until(lambda: desk.store.log.held == 0)


def test_every_way_saving_can_stand_has_its_words() -> None:
    silent = {Standing.SAVED, Standing.SAVING}
    assert set(words.SAVINGS) == set(Standing) - silent
    assert set(screen.SAVINGS) == set(Standing)


async def test_what_a_writers_thread_has_drawn_knows_its_app(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A timer first started there would end with a fault where it does not."""
    known: list[object] = []
    async with walking(desk) as walk:
        await walk.saved()
        monkeypatch.setattr(walk.page, "paint_frame", lambda: known.append(active_app.get(None)))
        writer = threading.Thread(target=walk.app.saving_changed)
        writer.start()
        await walk.until(lambda: bool(known))
        writer.join()
        assert known == [walk.app]
