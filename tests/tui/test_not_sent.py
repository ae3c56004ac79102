"""What keeps notes from being sent is seen: on the first page, in the list, after signing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.deliver.dispatcher import Dispatcher
from bedside.store.locks import StoreError
from bedside.words import sending as said
from bedside.words.outbox import IN_TROUBLE
from tests.tui.driving import opened
from tests.tui.sending import FOLDER, signed
from tests.worlds import site_settings


@pytest.fixture(autouse=True)
def delivering(desk: Desk) -> Iterator[None]:
    """Stop delivering before the desk's store is closed."""
    yield
    desk.stop_delivering()


async def test_a_destination_with_a_mistake_is_told_on_the_first_page_and_after_signing(
    desk: Desk,
) -> None:
    site_settings('[destinations.importer]\nkind = "folder"\n')
    async with opened(desk, size=(40, 12)) as walk:
        await walk.see("nothing goes to importer: a mistake")
    async with opened(desk) as walk:
        await walk.see(said.LEFT_OUT.format(names="importer"))
        await walk.do("library.outbox")
        await walk.see("Nothing goes to importer now: a mistake in ")
        assert said.NONE not in walk.flat
    async with signed(desk) as walk:
        await walk.see("What is signed meanwhile goes there once that is mended")
        await walk.do("signed.send")
        await walk.until(lambda: said.EVERYWHERE not in walk.flat, "no false word")


async def test_what_keeps_notes_from_being_sent_is_told_on_the_first_page(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site_settings(FOLDER.format(path=tmp_path.as_posix()))
    full = "the disk is full"

    def fails(_: Dispatcher) -> None:
        raise StoreError(full)

    monkeypatch.setattr(Dispatcher, "round", fails)
    desk.store  # noqa: B018  # opened
    desk.look_after()
    async with opened(desk) as walk:
        await walk.see(said.IN_TROUBLE.format(why=full))
        await walk.do("library.outbox")
        await walk.see(IN_TROUBLE.format(why=full))
