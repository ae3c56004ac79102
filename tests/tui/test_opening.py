"""Opening a visit from the list: what cannot be opened is said, and the list goes on."""

from __future__ import annotations

import pytest

from bedside.cli.desk import Desk
from bedside.session import NotYours, StoreError
from bedside.words import screen
from tests.tui.driving import opened

GONE = "visit:00000000000000000009"


async def test_a_visit_that_is_gone_by_then_is_said_and_the_list_goes_on(desk: Desk) -> None:
    async with opened(desk) as walk:
        walk.app.resume_chosen(GONE)
        await walk.see(screen.NOT_KEPT)
        await walk.type("uncert")
        await walk.do("find.open")
        await walk.see("Who is this visit with?")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (NotYours(), screen.NOT_YOURS),
        (StoreError("another window keeps it busy"), "now: another window keeps it busy."),
    ],
)
async def test_why_a_visit_does_not_open_is_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, fault: Exception, said: str
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise fault

    async with opened(desk) as walk:
        monkeypatch.setattr(desk, "resume", fails)
        walk.app.resume_chosen(GONE)
        await walk.see(said)
        assert not walk.app.is_opening
