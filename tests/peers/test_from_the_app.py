"""The whole way from the screen: one signature reaches a peer of each kind, and all follows it."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bedside.cli.desk import Desk
from bedside.store.paths import find_places
from tests.peers import test_fhir_server as servers
from tests.peers import test_hl7 as receivers
from tests.tui.sending import ENGINE, FOLDER, signed
from tests.tui.talks import add_entry

pytestmark = pytest.mark.peer

RECORD = (
    '[destinations.record]\nkind = "fhir"\ntitle = "Record"\nidentity = "label"\n'
    'subject = "contained"\nauth = "none"\nbase = "{base}"\n'
)


@pytest.fixture(autouse=True)
def delivering(desk: Desk) -> Iterator[None]:
    """Stop delivering before the desk's store is closed."""
    yield
    desk.stop_delivering()


def test_a_note_reaches_each_kind_of_receiver_and_what_comes_later_follows_it(
    desk: Desk, tmp_path: Path
) -> None:
    asyncio.run(_reached(desk, tmp_path))


async def _reached(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    with receivers.running("medplum") as engine, servers.running() as record:
        receivers.listening(engine)
        path = find_places(os.environ).site_settings
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            FOLDER.format(path=(tmp_path / "notes").as_posix())
            + ENGINE.format(port=engine.port)
            + RECORD.format(base=record.fhir),
            encoding="utf-8",
        )
        async with signed(desk) as walk:
            await walk.see("In the folder of Import, ")
            await walk.see("In the record of Engine, ")
            await walk.see("In the record of Record, ")
            assert "word for word" in walk.flat
            await walk.until(lambda: len(walk.visit.receipts) == 3, "the receipts in the visit")
            await add_entry(walk, "addendum", "The daughter was called.", "it came later")
            await walk.until(lambda: len(walk.visit.receipts) == 6, "the addendum everywhere")
            await add_entry(walk, "retraction", "it is about somebody else")
            await walk.see("Taken back in the record of Engine, ")
            await walk.see("Taken back in the record of Record, ")
            await walk.until(lambda: len(walk.visit.receipts) == 9, "the retraction everywhere")
        taken = [str(engine.told()["raw"]) for _ in range(3)]
        kept = httpx.get(f"{record.fhir}/DocumentReference").json()["entry"]
    assert [raw.split("|")[8].split("^")[1] for raw in taken] == ["T02", "T06", "T11"]
    assert [one["resource"]["status"] for one in kept] == ["entered-in-error"] * 2
    sidecars = [json.loads(one.read_text()) for one in (tmp_path / "notes").glob("*.json")]
    assert {one["turn"] for one in sidecars} == {"original", "addendum", "retraction"}
