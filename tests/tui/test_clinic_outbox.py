"""Over the clinic's database both faces show how all stood, and how old that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.store.outbox.clinic.moving import KNOWN
from bedside.tui.screens.library import LibraryPage
from bedside.words import sending as said
from tests.databases import LANES, Server
from tests.plain.telling import SIGNED_BY, WHOLE
from tests.plain.test_into_the_record import BED, told
from tests.tui.driving import opened
from tests.tui.sending import FOLDER, signed
from tests.worlds import UNCERTAINTY

SHARED = '[outbox]\ndatabase = "file:{folder}/database"\nlanes = "file:{folder}/lanes"\n'


@pytest.fixture(autouse=True)
def delivering(desk: Desk) -> Iterator[None]:
    """Stop delivering before the desk's store is closed."""
    yield
    desk.stop_delivering()


@pytest.fixture
def share(tmp_path: Path, site_file: Callable[[str], None]) -> Callable[[str], Path]:
    """Have the site share an outbox in the database at an address; return the folder of notes."""

    def write(address: str) -> Path:
        (tmp_path / "notes").mkdir()
        for name, text in (("database", address), ("lanes", LANES)):
            (tmp_path / name).write_text(text)
            (tmp_path / name).chmod(0o600)
        folder = tmp_path.as_posix()
        site_file(SHARED.format(folder=folder) + FOLDER.format(path=f"{folder}/notes"))
        return tmp_path / "notes"

    return write


async def test_a_database_that_is_not_there_keeps_nobody_from_signing_and_the_page_says_so(
    desk: Desk, share: Callable[[str], Path]
) -> None:
    share("host=/nowhere dbname=clinic")
    async with signed(desk) as walk:
        await walk.see("Waits for Import")
        await walk.see(said.NEVER_KNOWN)


async def test_what_went_by_way_of_the_database_is_shown_where_it_is(
    desk: Desk, share: Callable[[str], Path], server: Server
) -> None:
    server.empty()
    folder = share(server.url())
    async with signed(desk) as walk:
        await walk.see("In the folder of Import, ")
        assert list(folder.glob("*.txt"))
        assert "database" not in walk.flat
    assert server.run("SELECT state FROM bedside.outbox") == [("delivered",)]


async def test_the_first_page_and_the_list_say_how_old_it_is_what_they_show(
    desk: Desk, share: Callable[[str], Path]
) -> None:
    share("host=/nowhere dbname=clinic")
    async with signed(desk) as walk:
        await walk.see("Waits for Import")
        await walk.do("signed.finish")
    with desk.store.writing() as connection:
        connection.execute("UPDATE outbox SET state = 'held', why = 'refused'")
        (queued,) = connection.execute("SELECT utc FROM outbox").fetchone()
        connection.execute("INSERT INTO upkeep VALUES (?, ?)", (KNOWN, queued - 12 * 60_000))
    async with opened(desk) as walk:
        assert isinstance(walk.app.screen, LibraryPage)
        await walk.see("1 note is held (known 12 min ago)")
        await walk.do("library.outbox")
        await walk.see("As the clinic's database had it 12 min ago; it has not been reached since.")


def test_line_by_line_it_is_said_too(desk: Desk, share: Callable[[str], Path]) -> None:
    share("host=/nowhere dbname=clinic")
    lines = told(desk, *BED, *WHOLE[UNCERTAINTY], *SIGNED_BY, *BED, "").said
    assert said.NEVER_KNOWN in " ".join(lines.split())
