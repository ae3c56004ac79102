"""A note that is copied from the list of held ones has left, and its visit says so."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from bedside.cli.desk import Desk
from bedside.core.events import Delivered
from bedside.store.paths import find_places
from bedside.tui.screens.held import HeldSheet
from bedside.words import sending as said
from tests.deliver.peers import Peer
from tests.tui.driving import Walk, opened
from tests.tui.sending import ENGINE, signed


@pytest.fixture
def refusing() -> Iterator[None]:
    """A site whose only receiver refuses everything."""
    path = find_places(os.environ).site_settings
    path.parent.mkdir(parents=True, exist_ok=True)
    with Peer("AE") as peer:
        path.write_text(ENGINE.format(port=peer.port), encoding="utf-8")
        yield


@pytest.fixture(autouse=True)
def delivering(desk: Desk) -> Iterator[None]:
    """Stop delivering before the desk's store is closed."""
    yield
    desk.stop_delivering()


async def copy(walk: Walk) -> None:
    """Copy the first note of the list."""
    await walk.until(lambda: isinstance(walk.app.screen, HeldSheet), "the list")
    await walk.do("sheet.choose")
    await walk.row(2)
    await walk.see("The note: ")
    assert walk.written, "nothing was given to the terminal"


def receipts(desk: Desk, visit: str) -> list[tuple[str, int]]:
    """Return how the note of a visit has left, as its events say, and how many letters."""
    events = desk.store.read(visit, None).events
    return [(one.how, one.characters) for one in events if isinstance(one, Delivered)]


@pytest.mark.usefixtures("refusing")
async def test_the_visit_says_so_whether_it_is_open_or_was_closed(desk: Desk) -> None:
    async with signed(desk) as walk:
        visit = walk.visit.id
        await walk.see("HELD, not in the record of Engine")
        await walk.do("signed.send")
        await copy(walk)
        await walk.until(lambda: len(walk.visit.receipts) == 1, "the receipt in the visit")
        await walk.do("sheet.close")
        await walk.see("Sent to the terminal: ")
        await walk.do("signed.finish")
    async with opened(desk) as walk:
        await walk.see(said.HELD_ONE)
        await walk.do("library.outbox")
        await copy(walk)
        await walk.until(lambda: len(receipts(desk, visit)) == 2, "the second receipt")
    assert {how for how, _ in receipts(desk, visit)} == {"terminal"}
