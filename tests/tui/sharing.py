"""A shared workstation on the screen: somebody signs in, as a person does it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bedside.cli.desk import Desk
from bedside.launch.link import Link, Seat, Start
from bedside.tui.app import BedsideApp
from bedside.tui.screens.library import LibraryPage
from tests.clinics import KEEPER, PHRASE
from tests.tui.driving import SIZE, Walk

FRESH = Start()
PIN = "739164"


class Heard:
    """A launcher's end of the link that remembers what it was told."""

    def __init__(self, start: Start = FRESH) -> None:
        """Be told by a visit process that starts so."""
        self._read, write = os.pipe()
        never, self._open = os.pipe()
        self._link = Link(self._read, self._open)
        self.seat = Seat(Link(never, write), start)
        self.messages: list[dict[str, object]] = []

    def told(self, name: str) -> list[object]:
        """Return everything it was told under a name, in order."""
        os.set_blocking(self._read, False)
        self.messages += self._link.hear() or []
        return [message[name] for message in self.messages if name in message]

    def next_start(self, why: str) -> Start:
        """Return what a fresh visit process would be told now."""
        at = str((self.told("at") or [""])[-1])
        quick: Any = (self.told("quick") or [None])[-1]
        return Start(at, why, hidden=True, quick=quick)


@asynccontextmanager
async def at_the_door(
    desk: Desk, size: tuple[int, int] = SIZE, seat: Seat | None = None
) -> AsyncIterator[Walk]:
    """Open the face where nobody has signed in yet."""
    app = BedsideApp(desk, None, seat, is_alone=False)
    async with app.run_test(size=size) as pilot:
        walk = Walk(app, pilot)
        await walk.settle()
        yield walk
        await walk.settle()
        page = app.visit_page
        if page is not None and not page.is_closing:
            page.session.close()
        if "store" in vars(desk):
            desk.store.close()


async def sign_in(walk: Walk, name: str = KEEPER, phrase: str = PHRASE) -> None:
    """Type a name and a passphrase, and wait until it was tried."""
    await walk.type(name)
    await walk.do("form.submit")
    await walk.type(phrase)
    await tried(walk)


async def tried(walk: Walk) -> None:
    """Send the form, and wait until what was typed has been tried."""
    form = walk.app.screen
    await walk.do("form.submit")
    await walk.until(lambda: walk.app.screen is not form or not form.is_busy)  # type: ignore[attr-defined]
    await walk.settle()


async def sign_in_to_library(walk: Walk, name: str = KEEPER) -> None:
    """Sign in, and wait for the library."""
    await sign_in(walk, name)
    await walk.until(lambda: isinstance(walk.app.screen, LibraryPage), "the library")
    await walk.settle()


async def pin_set(walk: Walk, pin: str = PIN) -> None:
    """Sign in, and answer the question for a PIN."""
    await sign_in(walk)
    await walk.see("A PIN for this sitting?")
    await walk.type(pin)
    await walk.do("form.submit")
    await walk.type(pin)
    await tried(walk)
    await walk.until(lambda: isinstance(walk.app.screen, LibraryPage))
    await walk.settle()
