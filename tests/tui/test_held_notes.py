"""Notes that are held: their list stays true, and each is helped, copied, or filed by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from bedside.cli.desk import Desk
from bedside.tui.screens import held
from bedside.tui.screens.held import Held, HeldSheet
from bedside.words import sending as said
from tests.deliver.peers import Peer
from tests.deliver.posting import AVERY
from tests.people import CLINICIAN
from tests.tui.driving import PATIENCE, opened
from tests.tui.sending import ENGINE, FOLDER, signed
from tests.tui.talks import fill

pytestmark = pytest.mark.usefixtures("delivering")


async def test_when_a_held_note_leaves_the_list_the_cursor_goes_to_what_is_left(
    desk: Desk, site_file: Callable[[str], None], tmp_path: Path
) -> None:
    (tmp_path / "notes").mkdir()
    path = (tmp_path / "notes").as_posix()
    with Peer("AE", "AA") as peer:
        taken = FOLDER.format(path=path) + 'receipt = "taken"\n'
        site_file(taken + ENGINE.format(port=peer.port))
        async with signed(desk) as walk:
            await walk.see("HELD, not in the record of Engine")
            await walk.see("In the folder of Import, and not taken from there yet.")
            assert walk.flat.count("It says: ") == 1
            await walk.do("signed.send")
            await walk.until(lambda: isinstance(walk.app.screen, HeldSheet), "the list")
            await walk.do("sheet.choose")
            await walk.row(1)
            await walk.see(said.DONE_RETRY)
            sheet = walk.app.screen
            assert isinstance(sheet, HeldSheet)
            await walk.until(lambda: "for Engine" not in walk.flat, "only the file left")
            (left,) = sheet.found.shown
            await walk.until(lambda: walk.board().cursor == f"held:{left.control}", "the cursor")
            await walk.do("sheet.choose")
            await walk.see("destination importer, ")


async def test_a_list_of_held_notes_read_slowly_does_not_undo_a_later_one(
    desk: Desk, site_file: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Peer("AE") as peer:
        site_file(ENGINE.format(port=peer.port))
        async with signed(desk) as walk:
            await walk.see("HELD, not in the record of Engine")
            await walk.do("signed.send")
            await walk.until(lambda: isinstance(walk.app.screen, HeldSheet), "the list")
            sheet = walk.app.screen
            assert isinstance(sheet, HeldSheet)
            before, later, goes_on = sheet.found, Held(), Event()
            answers = iter((before, later))

            def read(*_: object) -> Held:
                found = next(answers)
                assert found is later or goes_on.wait(PATIENCE)
                return found

            monkeypatch.setattr(held, "read", read)
            slow = asyncio.create_task(sheet.again())
            await asyncio.sleep(0)
            await sheet.again()
            goes_on.set()
            await slow
            assert sheet.found is later
            await walk.see(said.NONE)


async def test_a_held_note_can_be_copied_and_filed_by_hand_and_leaves_only_then(
    desk: Desk, site_file: Callable[[str], None]
) -> None:
    with Peer("AE") as peer:
        site_file(ENGINE.format(port=peer.port))
        async with signed(desk) as walk:
            await walk.see("HELD, not in the record of Engine")
            await walk.do("signed.send")
            await walk.until(lambda: isinstance(walk.app.screen, HeldSheet), "the list")
            await walk.do("sheet.choose")
            await walk.row(2)
            await walk.see("The note: ")
            assert walk.written, "nothing was given to the terminal"
            await walk.do("sheet.choose")
            await walk.row(3)
            await fill(walk, CLINICIAN[0], "")
            assert said.NO_WHO in walk.flat
            await fill(walk, "paper file")
            await walk.see(said.DONE_FILED.format(by=CLINICIAN[0], where="paper file"))
            await walk.do("sheet.close")
            await walk.see(f"Filed by hand by {CLINICIAN[0]}, paper file")


async def test_notes_of_visits_that_open_for_others_are_counted_and_never_named(
    desk: Desk, site_file: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Peer("AE") as peer:
        site_file(ENGINE.format(port=peer.port))
        async with signed(desk) as walk:
            await walk.see("HELD, not in the record of Engine")
            await walk.do("signed.finish")
        monkeypatch.setattr(type(desk), "visits", lambda _: [])
        async with opened(desk) as walk:
            await walk.see("1 note is held")
            await walk.do("library.outbox")
            await walk.see(said.OTHERS.format(count=1))
            assert AVERY.name not in walk.text
