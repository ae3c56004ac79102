"""Whatever is leaned on, held down, clicked or handed on late: no crash and nothing lost."""

from __future__ import annotations

import asyncio
from random import Random

import pytest
from textual.events import MouseDown, MouseUp

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.actions import ACTIONS
from bedside.core.events import Undone
from bedside.core.note import READERS
from bedside.core.refusals import Refusal, Why
from bedside.core.visit import CHECK, Visit
from bedside.core.walk import apply
from bedside.launch.launcher import LOCKED
from bedside.session import Session
from bedside.store.hold import Hold
from bedside.tui.widgets.board import Board
from tests.tui.driving import Walk, opened, walking
from tests.tui.talks import leave_doubts, sign, to_step

KEYS = [key for action in ACTIONS.values() for key in action.keys]
KEYS += [*"abc XYZ[]", "tab", "f9", "delete"]


async def lean(walk: Walk, chance: Random) -> None:
    """Press, click and resize at random, sometimes without letting anything have its effect."""
    walk.strike(*chance.choices(KEYS, k=chance.randrange(1, 25)))
    for _ in range(chance.randrange(3)):
        kind = chance.choice((MouseDown, MouseUp))
        walk.mouse(kind, chance.randrange(80), chance.randrange(24))
    await walk.settle(chance.randrange(1, 4))
    if chance.random() < 0.1:
        await walk.resize(chance.randrange(1, 220), chance.randrange(1, 60))


@pytest.mark.parametrize("seed", [*range(8), 25, 37])
async def test_keys_clicks_and_sizes_at_random_never_stop_the_program(
    desk: Desk, seed: int
) -> None:
    """Textual raises again at the end whatever went wrong inside."""
    chance = Random(seed)
    async with opened(desk) as walk:
        await walk.do("find.open")
        for _ in range(40):
            await lean(walk, chance)
            assert walk.app.fault is None
            if walk.app.return_code is not None:
                break
        assert walk.app.return_code in (None, 0, LOCKED)
    for visit in desk.visits():  # and whatever came of it can be read and gone on with
        if not visit.is_signed:
            resumed = desk.resume(visit.id, take_over=True)
            assert isinstance(resumed, Session)
            resumed.close()


def slow_disk(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Let leaving wait until the event that is returned is set."""
    ready = asyncio.Event()
    loop = asyncio.get_running_loop()
    settle = Hold.settle

    def slow(hold: Hold, seconds: float) -> bool:
        asyncio.run_coroutine_threadsafe(ready.wait(), loop).result(5)
        return settle(hold, seconds)

    monkeypatch.setattr(Hold, "settle", slow)
    return ready


async def test_what_is_pressed_while_a_visit_is_being_left_opens_and_records_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Leaving waits for the disk; what is pressed meanwhile is not recorded behind its back."""
    ready = slow_disk(monkeypatch)
    async with opened(desk) as walk:
        await walk.do("find.open")
        await walk.done("form.submit", "form.submit")
        session = walk.session
        await walk.do("visit.leave")
        before = session.visit
        await walk.choose(1)
        assert session.visit is before
        await walk.done("visit.leave", "visit.feelings", "visit.hand", "visit.stop")
        assert not walk.app.screen.is_modal
        await walk.do("visit.patient")
        await walk.type("Bay 2e")
        assert walk.app.screen is walk.page
        await walk.do("app.help")
        assert walk.app.screen.is_modal
        ready.set()
        await walk.see("Which conversation?")
        assert walk.app.visit_page is None
        assert not walk.app.screen.is_modal
        assert session.visit.answer("one-story") is None


@pytest.mark.parametrize("cover", ["curtain", "small"])
async def test_a_cover_stays_while_the_visit_under_it_is_put_away(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, cover: str
) -> None:
    ready = slow_disk(monkeypatch)
    async with opened(desk) as walk:
        await walk.do("find.open")
        await walk.done("form.submit", "form.submit")
        await walk.do("visit.leave")
        if cover == "curtain":
            await walk.do("app.curtain")
        else:
            await walk.resize(30, 8)
        shown = walk.flat
        ready.set()
        await walk.until(lambda: walk.app.visit_page is None)
        await walk.settle()
        assert walk.flat == shown
        if cover == "curtain":
            await walk.do("app.curtain")
        else:
            await walk.resize(80, 24)
        assert "Which conversation?" in walk.text


FROM: dict[str, tuple[str, ...]] = {
    "check": (),
    "concern": ("check.sign", "check.keep"),
    "read-back": ("check.read",),
    "other-text": ("check.text",),
}
"""The pages a note goes through before it is signed: the keys that lead there."""


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("page", FROM)
async def test_leaning_on_the_pages_before_signing_loses_nothing_that_cannot_be_brought_back(
    desk: Desk, page: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was struck, undoing every change gives the record back as it stood before."""
    chance, do = Random(f"{page}{seed}"), Session.do

    def only_forward(self: Session, move: m.Move) -> Visit | Refusal:
        back = isinstance(move, m.Undo | m.Redo)
        return Refusal(Why.NOTHING_TO_UNDO) if back else do(self, move)

    async with walking(desk) as walk:
        await to_step(walk, CHECK)
        leave_doubts(walk.session)
        walk.page.paint()
        await walk.done(*FROM[page])
        session, before, changes = walk.session, walk.visit.record, len(walk.visit.past)
        monkeypatch.setattr(Session, "do", only_forward)
        for _ in range(12):
            await lean(walk, chance)
            if walk.app.return_code is not None or session.visit.signed:
                break
        visit = session.visit
        assert len(visit.past) >= changes
        while len(visit.past) > changes:
            visit = apply(visit, Undone(seq=visit.seq + 1))
        assert visit.record.entries == before.entries
        assert visit.record.overruled == before.overruled


@pytest.mark.parametrize("seed", range(6))
async def test_leaning_on_a_signed_note_changes_nothing_that_was_signed(
    desk: Desk, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = Random(seed)
    monkeypatch.setattr(desk, "print", lambda one, reader: desk.save(one, reader, "text"))
    async with walking(desk) as walk:
        await to_step(walk, CHECK)
        await sign(walk)
        session, record = walk.session, walk.visit.record
        texts = [session.text("text", reader, original=True) for reader in READERS]
        for _ in range(15):
            await lean(walk, chance)
            if walk.app.visit_page is None or walk.app.return_code is not None:
                break
        assert session.visit.record is record
        assert [session.text("text", one, original=True) for one in READERS] == texts
    again = desk.resume(session.visit.id, take_over=True)
    assert isinstance(again, Session)
    assert again.is_intact
    again.close()


async def test_a_click_that_comes_late_does_nothing_on_the_page_that_came_instead(
    desk: Desk,
) -> None:
    async with walking(desk) as walk:
        before = walk.visit
        for target in ("do:check.afterwards", "do:signed.text", "said:3", "concern:x", "line:0"):
            walk.board().post_message(Board.Chosen(walk.board(), target))
            await walk.settle()
        assert walk.visit is before
        assert not walk.app.screen.is_modal
        assert not walk.page.writing.is_open
