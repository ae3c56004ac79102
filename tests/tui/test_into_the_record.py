"""Into the record: a note goes by itself, how it stands is seen, and what is held is helped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.deliveries import Delivery
from bedside.core.later import LATER_KINDS
from bedside.core.refusals import Refusal
from bedside.core.visit import CHECK
from bedside.session import Session
from bedside.tui.screens.form import Form
from bedside.tui.screens.held import HeldSheet
from bedside.tui.screens.library import LibraryPage
from bedside.words import sending as said
from tests.clinics import COLLEAGUE, KEEPER, SharedSite
from tests.deliver.peers import Peer
from tests.deliver.posting import AVERY
from tests.people import CLINICIAN
from tests.tui.driving import SIZE, begun, opened, walking
from tests.tui.sending import ENGINE, FOLDER, signed
from tests.tui.sharing import at_the_door, sign_in_to_library
from tests.tui.talks import add_entry, read_back, sign, talk_to, to_step

pytestmark = pytest.mark.usefixtures("delivering")


@pytest.fixture
def folder(tmp_path: Path, site_file: Callable[[str], None]) -> Path:
    """A folder that an importer looks into."""
    path = tmp_path / "notes"
    path.mkdir()
    site_file(FOLDER.format(path=path.as_posix()))
    return path


async def test_a_signed_note_goes_by_itself_and_the_page_says_where_it_is(
    desk: Desk, folder: Path
) -> None:
    async with signed(desk) as walk:
        await walk.see("In the folder of Import, ")
        note = next(folder.glob("*.txt"))
        assert note.name in walk.text.replace("\n", "").replace(" ", "")
        await walk.until(lambda: len(walk.visit.receipts) == 1, "the receipt in the visit")
        assert walk.flat.count("In the folder of Import") == 1
        assert "Sent to the terminal" not in walk.flat
        await walk.do("signed.send")
        await walk.see(said.EVERYWHERE)


async def test_in_a_small_window_the_note_is_in_sight_below_where_it_went(
    desk: Desk, folder: Path
) -> None:
    async with signed(desk, size=(40, 12)) as walk:
        await walk.see("+ In the folder of Import")
        assert "id" not in walk.text.split()
        assert "CONVERSATION:" in walk.text


async def test_a_refused_note_is_told_on_the_first_page_and_helped_from_its_list(
    desk: Desk, site_file: Callable[[str], None]
) -> None:
    with Peer("AE", "AA") as peer:
        site_file(ENGINE.format(port=peer.port))
        async with signed(desk) as walk:
            await walk.see("HELD, not in the record of Engine")
            await walk.see("no such patient")
            await walk.do("signed.finish")
        async with opened(desk) as walk:
            assert isinstance(walk.app.screen, LibraryPage)
            await walk.see("1 note is held")
            await walk.do("library.outbox")
            await walk.see(said.TITLE)
            assert AVERY.name in walk.text
            assert "It says: “no such patient" in walk.flat
            await walk.do("sheet.choose")
            assert "destination engine, 127.0.0.1:" in walk.flat
            assert "bedside destination test engine" in walk.flat
            await walk.row(1)
            await walk.see(said.DONE_RETRY)
            await walk.see(said.NONE)
            await walk.do("sheet.close")
            await walk.until(lambda: "is held" not in walk.text, "the line gone")
        assert len(peer.received) == 2
        assert peer.received[0] == peer.received[1]


async def test_a_retraction_says_before_what_it_does_and_after_that_it_has(
    desk: Desk, site_file: Callable[[str], None], tmp_path: Path
) -> None:
    (tmp_path / "notes").mkdir()
    with Peer("AA") as peer:
        lacking = 'takes = ["original"]\n'
        site_file(
            ENGINE.format(port=peer.port)
            + FOLDER.format(path=(tmp_path / "notes").as_posix())
            + lacking
        )
        async with signed(desk) as walk:
            await walk.see("In the record of Engine, ")
            await walk.see("In the folder of Import, ")
            await walk.do("signed.add")
            await walk.row(LATER_KINDS.index("retraction") + 1)
            assert said.CANCELS.format(title="Engine") in walk.flat
            assert said.PERSON.format(title="Import") in walk.flat
            await walk.do("form.cancel")
            await add_entry(walk, "retraction", "it is about somebody else")
            await walk.see("Taken back in the record of Engine, ")
            assert "+ In the record of Engine" not in walk.flat
            await walk.see("HELD, Import may still show this note: ")
            await walk.see("tell somebody there")
        assert b"MDM^T11" in peer.received[1]


@pytest.mark.parametrize("reads_on", ["sheet.down", "sheet.choose"])
async def test_in_a_small_window_what_a_retraction_does_is_read_before_and_the_form_fits(
    desk: Desk, site_file: Callable[[str], None], tmp_path: Path, reads_on: str
) -> None:
    (tmp_path / "notes").mkdir()
    with Peer("AA") as peer:
        path = (tmp_path / "notes").as_posix()
        site_file(ENGINE.format(port=peer.port) + FOLDER.format(path=path))
        async with signed(desk, size=(40, 12)) as walk:
            await walk.until(lambda: len(walk.visit.receipts) == 2, "both receipts")
            await walk.do("signed.add")
            await walk.row(LATER_KINDS.index("retraction") + 1)
            assert "Esc" in walk.bar
            seen = walk.lines[:-1]
            for key in ("w", "1"):
                await walk.press(key)
                assert "First read to the end" in walk.bar
            while not walk.board().cursor:
                await walk.do(reads_on)
                seen += [line for line in walk.lines[:-1] if line not in seen]
            told = " ".join(" ".join(seen).replace("▲", "").replace("▼", "").split())
            assert said.CANCELS.format(title="Engine") in told
            assert said.CANCELS_FOLDER.format(title="Import") in told
            await walk.do("sheet.choose")
            assert isinstance(walk.app.screen, Form)
            for value in (*CLINICIAN, "it is about somebody else"):
                assert "Enter" in walk.bar
                await walk.type(value)
                assert value[-12:] in walk.flat
                await walk.do("form.submit")
            await walk.until(lambda: bool(walk.visit.later), "the retraction")


async def test_a_destination_that_is_only_asked_for_gets_it_by_the_key(
    desk: Desk, site_file: Callable[[str], None]
) -> None:
    with Peer("AA") as peer:
        site_file(ENGINE.format(port=peer.port) + 'when = "asked"\n')
        async with signed(desk) as walk:
            await walk.see("Not sent to Engine. r sends it there.")
            assert peer.received == []
            await walk.do("signed.send")
            await walk.see("In the record of Engine, ")


async def test_an_offline_receiver_leaves_it_waiting_and_the_keys_quick(
    desk: Desk, site_file: Callable[[str], None]
) -> None:
    with Peer("AA") as peer:
        port = peer.port
    site_file(ENGINE.format(port=port))
    async with signed(desk) as walk:
        await walk.see("Waits for Engine")
        await walk.do("signed.text")
        assert "Waits for Engine" in walk.flat


async def test_without_destinations_nothing_is_there_of_all_this(desk: Desk) -> None:
    async with walking(desk, size=(80, 60)) as walk:
        assert not walk.app.keys.key_of("signed.send")
        assert not walk.app.keys.key_of("library.outbox")
        await to_step(walk, CHECK)
        await sign(walk)
        await walk.saved()
        before = walk.text
        await walk.press("r")
        assert walk.text == before
        await walk.do("app.palette")
        await walk.type("record")
        assert "To the record" not in walk.text


@pytest.mark.parametrize("size", [(40, 12), SIZE])
async def test_it_can_be_read_in_a_small_window(
    desk: Desk, site_file: Callable[[str], None], size: tuple[int, int]
) -> None:
    with Peer("AE") as peer:
        site_file(ENGINE.format(port=peer.port))
        async with signed(desk, size=size) as walk:
            await walk.see("HELD, not in the record of")
            await walk.do("signed.send")
            await walk.until(lambda: isinstance(walk.app.screen, HeldSheet), "the list")
            await walk.settle()
            assert all(len(line) <= size[0] for line in walk.lines)
            await walk.do("sheet.choose")
            assert "HELD, not in" in walk.flat
            assert f"1 {said.RETRY}" in walk.flat
            await walk.done("sheet.close", "sheet.close", "signed.finish")
        async with opened(desk, size=size) as walk:
            await walk.see("1 note is held")


async def test_on_a_shared_workstation_nobody_is_told_whose_note_a_colleague_has_held(
    desk: Desk, site: SharedSite, site_file: Callable[[str], None]
) -> None:
    with Peer("AE") as peer:
        site_file(ENGINE.format(port=peer.port))
        async with at_the_door(desk) as walk:
            await sign_in_to_library(walk, KEEPER)
            session = begun(desk)
            note(session)
            assert session.close()
            await walk.until(lambda: bool(waiting(desk)), "something held")
            desk.stop_delivering()
        other = Desk()
        async with at_the_door(other) as walk:
            await sign_in_to_library(walk, COLLEAGUE)
            await walk.see("1 note is held")
            await walk.do("library.outbox")
            await walk.see(said.OTHERS.format(count=1))
            assert AVERY.name not in walk.text
            other.stop_delivering()


def waiting(desk: Desk) -> list[Delivery]:
    """Return what is held."""
    assert desk.outbox is not None
    return desk.outbox.held()


def note(session: Session) -> None:
    """Sign a note of this patient, as who is signed in."""
    session.do(m.Identify(AVERY))
    talk_to(session, CHECK)
    read_back(session)
    for found in session.concerns():
        session.do(m.Overrule(found.name, "needed"))
    made = session.do(m.Sign(KEEPER, "nurse", 9, AVERY))
    assert not isinstance(made, Refusal), made


async def test_an_emergency_is_asked_for_no_number(
    desk: Desk, site: SharedSite, site_file: Callable[[str], None]
) -> None:
    site_file('[destinations.importer]\nkind = "folder"\npath = "/srv/notes"\n')
    async with at_the_door(desk) as walk:
        await walk.do("signin.emergency")
        await walk.row(1)
        await walk.see("Enter twice leaves it out.")
        assert "number in the record" not in walk.flat
