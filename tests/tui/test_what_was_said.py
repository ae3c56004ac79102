"""What a receiver said is told apart from what we say, and what needs somebody is in sight."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bedside.cli.desk import Desk
from bedside.words import sending as said
from tests.deliver.peers import Peer
from tests.tui.sending import ENGINE, signed
from tests.tui.talks import add_entry
from tests.worlds import site_settings


@pytest.fixture(autouse=True)
def delivering(desk: Desk) -> Iterator[None]:
    """Stop delivering before the desk's store is closed."""
    yield
    desk.stop_delivering()


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_what_is_held_stands_in_sight_after_something_was_added(
    desk: Desk, size: tuple[int, int]
) -> None:
    with Peer("AA", "AE") as peer:
        site_settings(ENGINE.format(port=peer.port))
        async with signed(desk, size=size) as walk:
            await walk.see("In the record of Engine")
            await walk.see(said.CONFIRMED)
            await add_entry(walk, "addendum", "She rang again", "it came later")
            await walk.see("HELD, not in the record")
            await walk.see("It says: “no such")


async def test_what_went_marked_as_a_test_is_not_said_to_be_in_the_record(desk: Desk) -> None:
    with Peer("AA") as peer:
        site_settings(ENGINE.format(port=peer.port).replace('"P"', '"T"'))
        async with signed(desk) as walk:
            await walk.see("Sent as a test to Engine")
            assert "In the record" not in walk.flat


async def test_a_receiver_that_cannot_be_reached_is_not_said_to_have_said_so(desk: Desk) -> None:
    site_settings(ENGINE.format(port=9))
    async with signed(desk) as walk:
        await walk.see("Waits for Engine")
        await walk.see("What happened: Connection refused.")
        assert "It says" not in walk.flat
