"""Into the record: a note goes by itself, how it stands is seen, and what is held is helped."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event

import pytest

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.answers import Patient
from bedside.core.deliveries import Delivery
from bedside.core.later import LATER_KINDS
from bedside.core.refusals import Refusal
from bedside.core.visit import CHECK
from bedside.session import Session
from bedside.store.paths import find_places
from bedside.tui.screens import held
from bedside.tui.screens.held import Held, HeldSheet
from bedside.tui.screens.library import LibraryPage
from bedside.words import sending as said
from tests.clinics import COLLEAGUE, KEEPER, SharedSite
from tests.deliver.peers import Peer
from tests.deliver.posting import AVERY
from tests.people import CLINICIAN
from tests.tui.driving import PATIENCE, SIZE, Walk, begun, opened, walking
from tests.tui.sharing import at_the_door, sign_in_to_library
from tests.tui.talks import add_entry, fill, read_back, sign, talk_to, to_step

FOLDER = (
    '[destinations.importer]\nkind = "folder"\ntitle = "Import"\nidentity = "none"\n'
    'path = "{path}"\n'
)
ENGINE = (
    '[destinations.engine]\nkind = "hl7"\ntitle = "Engine"\nidentity = "none"\ntls = false\n'
    "port = {port}\ntimeout = 2\n"
)


@pytest.fixture
def site_file() -> Callable[[str], None]:
    """Write the site's settings."""

    def write(text: str) -> None:
        path = find_places(os.environ).site_settings
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return write


@pytest.fixture
def folder(tmp_path: Path, site_file: Callable[[str], None]) -> Path:
    """A folder that an importer looks into."""
    path = tmp_path / "notes"
    path.mkdir()
    site_file(FOLDER.format(path=path.as_posix()))
    return path


@pytest.fixture(autouse=True)
def delivering(desk: Desk) -> Iterator[None]:
    """Stop delivering before the desk's store is closed."""
    yield
    desk.stop_delivering()


@asynccontextmanager
async def signed(
    desk: Desk, size: tuple[int, int] = (80, 60), patient: Patient = AVERY
) -> AsyncIterator[Walk]:
    """Open a visit that has just been signed, with a dispatcher at work."""
    desk.store  # noqa: B018  # opened
    desk.look_after()
    async with walking(desk, size=size) as walk:
        walk.session.do(m.Identify(patient))
        await to_step(walk, CHECK)
        await sign(walk, patient.name, patient.second)
        assert walk.visit.signed is not None, walk.text
        yield walk


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
