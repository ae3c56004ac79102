"""A lock that cannot end the process yet: what is not saved opens only for whose it is."""

from __future__ import annotations

import asyncio
import sqlite3

import pytest

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended
from bedside.cli.faces import stop_saving
from bedside.core import moves as m
from bedside.launch.launcher import LOCKED
from bedside.session import Session
from bedside.store.keys.book import KeyBook
from bedside.store.locks import StoreError
from bedside.store.safety.spill import Spill
from bedside.store.writer import Writer
from tests.clinics import COLLEAGUE, KEEPER, PHRASE, SharedSite
from tests.conftest import Clock
from tests.people import WORDS
from tests.tui.driving import Walk
from tests.tui.sharing import PIN, Heard, at_the_door, pin_set, sign_in_to_library, tried

TITLE = "Acknowledging"


def full(*_: object) -> None:
    """Fail as a full disk does."""
    raise sqlite3.OperationalError("database or disk is full")


def nowhere(*_: object) -> None:
    """Fail as a second place does that is full as well."""
    raise OSError(28, "No space left on device")


def fail(patch: pytest.MonkeyPatch, beside: bool = False) -> None:
    """From now on the store takes nothing; nor does the second place, unless told so."""
    patch.setattr(Writer, "_commit", full)
    if not beside:
        patch.setattr(Spill, "add", nowhere)


async def unsaved(walk: Walk, patch: pytest.MonkeyPatch, beside: bool = False) -> None:
    """Begin a visit, and have words in it that are not saved."""
    await walk.type("acknowledging")
    await walk.do("find.open")
    await walk.press("enter", "enter")
    await walk.saved()
    fail(patch, beside)
    await walk.do("visit.note")
    await walk.type(WORDS)
    await walk.until(lambda: bool(walk.session.saving.failure), "the failure")


def assert_shut(walk: Walk) -> None:
    """Nothing of the visit is on screen, and nothing has ended."""
    assert WORDS not in walk.flat
    assert TITLE not in walk.flat
    assert walk.app.is_hidden
    assert walk.app.return_code is None


async def test_no_key_lifts_a_lock_while_something_is_saved_nowhere(
    desk: Desk, site: SharedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_the_door(desk) as walk:
        await sign_in_to_library(walk)
        await unsaved(walk, monkeypatch)
        await walk.do("app.lock")
        await walk.see("Not everything is saved")
        for key in ("x", "escape", "f12", "ctrl+l", "ctrl+p", "f2", "f4", "tab", "ctrl+u", "enter"):
            await walk.press(key)
            assert_shut(walk)
        await walk.press("escape")
        await walk.do("app.help")
        await walk.see("What is not saved yet is held here")
        for key in ("f12", "ctrl+l", "ctrl+p", "escape", "escape"):
            await walk.press(key)
            assert_shut(walk)
        await walk.see("Not everything is saved")
        await walk.click("Not everything")
        assert_shut(walk)
        await walk.press("ctrl+u")
        await walk.type("not this one")
        await tried(walk)
        await walk.see("That is not the passphrase")
        assert_shut(walk)
        await walk.type(PHRASE)
        await tried(walk)
        await walk.see(WORDS)
        assert not walk.app.is_hidden
        assert walk.app.return_code is None
        assert walk.page.writing.typed == WORDS
        monkeypatch.undo()


async def test_a_lock_ends_it_as_soon_as_all_is_saved_after_all(
    desk: Desk, site: SharedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_the_door(desk) as walk:
        await sign_in_to_library(walk)
        with monkeypatch.context() as patched:
            await unsaved(walk, patched)
            await walk.do("app.lock")
            await walk.settle(9)
            assert_shut(walk)
        await walk.until(lambda: walk.app.return_code == LOCKED, "the lock")


async def test_what_is_safe_in_the_second_place_locks_for_good(
    desk: Desk, site: SharedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next process saves it, and whoever signs in goes on at the same word."""
    heard = Heard()
    async with at_the_door(desk, seat=heard.seat) as walk:
        await pin_set(walk)
        with monkeypatch.context() as patched:
            await unsaved(walk, patched, beside=True)
            visit = walk.visit.id
            await walk.do("app.lock")
            await walk.until(lambda: walk.app.return_code == LOCKED, "the lock")
            await asyncio.to_thread(stop_saving, desk, locks=True)  # ends nobody's workstation
            with pytest.raises(Ended):
                stop_saving(desk)
    again = Desk()
    again.admit(site.ring(KEEPER))
    resumed = again.resume(visit)
    assert isinstance(resumed, Session)
    assert resumed.recovered is not None
    assert resumed.recovered.words == WORDS
    resumed.close()
    again.store.close()


async def test_a_pin_lifts_it_and_runs_out_as_ever(
    desk: Desk, site: SharedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = Heard()
    async with at_the_door(desk, seat=heard.seat) as walk:
        await pin_set(walk)
        await unsaved(walk, monkeypatch)
        await walk.do("app.lock")
        await walk.see("Your PIN or your passphrase")
        for _ in range(4):
            await walk.type("111222")
            await tried(walk)
            await walk.do("app.lock")  # which gives no try back
        await walk.see("Tries left: 1")
        await walk.type(PIN)
        await tried(walk)
        await walk.see(WORDS)
        await walk.do("write.finish")
        await walk.do("app.lock")
        for _ in range(5):
            await walk.type("111222")
            await tried(walk)
        await walk.see("The PIN has run out")
        await walk.type(PIN)
        await tried(walk)
        assert_shut(walk)
        await walk.type(PHRASE)
        await tried(walk)
        await walk.until(lambda: not walk.app.is_hidden)
        monkeypatch.undo()


async def test_it_opens_though_no_try_can_be_written_down(
    desk: Desk, site: SharedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk keeps no count, and must not keep the words from whose they are."""

    def refuses(*_: object) -> None:
        raise StoreError("the disk is full")

    async with at_the_door(desk) as walk:
        await sign_in_to_library(walk)
        await unsaved(walk, monkeypatch)
        monkeypatch.setattr(KeyBook, "changing", refuses)
        await walk.do("app.lock")
        await walk.type("not this one")
        await tried(walk)
        await walk.see("Tries left before each one waits: 2")
        assert_shut(walk)
        await walk.type(PHRASE)
        await tried(walk)
        await walk.see(WORDS)
        monkeypatch.undo()


async def test_what_nobody_signed_in_for_opens_for_whoever_can_sign_in(
    desk: Desk, site: SharedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_the_door(desk) as walk:
        await walk.done("signin.emergency", "sheet.choose")
        await walk.until(lambda: walk.app.visit_page is not None)
        await walk.press("enter", "enter")
        fail(monkeypatch)
        walk.session.do(m.Jot(WORDS))
        await walk.until(lambda: bool(walk.session.saving.failure), "the failure")
        await walk.do("app.lock")
        await walk.see("Your name, or scan your badge")
        await walk.press("x", "ctrl+u")
        assert_shut(walk)
        await walk.type(COLLEAGUE)
        await walk.do("form.submit")
        await walk.type(PHRASE)
        await tried(walk)
        await walk.see("EMERGENCY, NOBODY")
        monkeypatch.undo()


async def test_the_curtain_under_it_and_a_small_window_over_it_open_nothing(
    desk: Desk, site: SharedSite, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_the_door(desk) as walk:
        await sign_in_to_library(walk)
        await unsaved(walk, monkeypatch)
        await walk.do("app.curtain")
        await walk.wait(121)
        await walk.see("Not everything is saved")
        for size in ((30, 8), (80, 24)):
            await walk.resize(*size)
            await walk.press("x", "f12")
            assert_shut(walk)
        await walk.press("ctrl+u")
        await walk.type(PHRASE)
        await tried(walk)
        await walk.see(WORDS)
        await walk.resize(30, 8)
        walk.app.lock()
        await walk.resize(80, 24)
        assert_shut(walk)
        await walk.type(PHRASE)
        await tried(walk)
        await walk.see(WORDS)
        monkeypatch.undo()
