"""Where a signed note goes: read away from the keys, drawn in place as the dispatcher works."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from bedside import session as seam
from bedside.core.deliveries import Delivery, Outbox, unrecorded
from bedside.core.events import Delivered
from bedside.core.parcels import DISPATCHED, Standing
from bedside.tui.lines import Line
from bedside.tui.paint.deliveries import Sent, delivery_lines
from bedside.words import sending as said

if TYPE_CHECKING:
    from textual.worker import WorkType

    from bedside.tui.app import BedsideApp
    from bedside.tui.page import Page
    from bedside.tui.screens.visit import VisitPage

SETTLING_SECONDS = 5.0
"""How long what was just signed has to become durable before its rows are looked for."""

Found = TypeVar("Found")


def watch(app: BedsideApp, outbox: Outbox, look: Callable[[], None]) -> None:
    """Have something looked at again, on the event loop, whenever a delivery stands differently.

    The latest to ask is told: a page that lies under another looks when it comes back.
    """
    loop = asyncio.get_running_loop()

    def changed() -> None:
        with suppress(RuntimeError):  # the loop may close at this moment: nobody looks any more
            if app.is_running:
                loop.call_soon_threadsafe(look)

    outbox.watch(changed)


def now() -> datetime:
    """Return the moment by the clock of this machine."""
    return datetime.fromtimestamp(seam.now().utc / 1000).astimezone()


class Sending:
    """What is known of where one signed note went."""

    def __init__(self, page: VisitPage) -> None:
        """Know nothing yet."""
        self._page = page
        self._sent: Sent | None = None
        self._is_looking = self._looks_again = False

    @property
    def outbox(self) -> Outbox | None:
        """What lies in the outbox; nothing where the site sends notes nowhere."""
        return self._page.home.desk.outbox

    @property
    def sent(self) -> Sent:
        """What was found the last time."""
        return self._sent or Sent()

    def lines(self, width: int) -> list[Line]:
        """Return how each delivery stands; the first time that is only being looked for."""
        if self.outbox is None:
            return []
        if self._sent is None and not self._is_looking:
            self.look()
        return delivery_lines(self.sent, now(), self._page.slots["send"], width)

    def covers(self, receipt: Delivered) -> bool:
        """Whether a receipt is told better by the delivery it is of."""
        return receipt.how in DISPATCHED and bool(self.sent.there)

    def look(self) -> None:
        """Look again, away from the keys; once more where somebody asks meanwhile."""
        if self._is_looking:
            self._looks_again = True
        elif self.outbox is not None and self._page.is_attached:
            self._is_looking = True
            watch(self._page.home, self.outbox, self.look)
            away(self._page, partial(self._look, self.outbox))

    def send(self, outbox: Outbox) -> None:
        """Send it where it has not gone, and try what waits; what is held is shown."""
        away(self._page, partial(self._send, outbox))

    def retracting(self) -> str:
        """Return what a retraction does at each destination; "" where it never went anywhere."""
        outbox, there = self.outbox, self.sent.there
        if outbox is None or not there:
            return ""
        backs = [one.destination for one in there if outbox.takes_back(one.destination)]
        return " ".join((said.RETRACTING, *said.retracting(there, backs)))

    async def _look(self, outbox: Outbox) -> None:
        session = self._page.session
        await asyncio.to_thread(session.settle, SETTLING_SECONDS)
        self._looks_again = False
        found = await asked(partial(_read, outbox, session.visit.id))
        before = _held(self.sent)
        self._sent = self.sent._replace(trouble=found) if isinstance(found, str) else found
        self._is_looking = False
        if not self._page.is_attached or self._page.is_closing:
            return
        if not isinstance(found, str):
            await self._tell(outbox)
        if self._page.query("#board"):
            self._page.paint(top=bool(_held(self.sent) - before))
        if self._looks_again:
            self.look()

    async def _tell(self, outbox: Outbox) -> None:
        """Tell the visit what was delivered of it, each once."""
        session = self._page.session
        receipts = await asked(partial(outbox.receipts, session.visit.id))
        if isinstance(receipts, str) or not receipts.untold or self._page.is_closing:
            return
        for one in unrecorded(receipts, session.visit.receipts):
            session.do(one)
        if await asyncio.to_thread(session.settle, SETTLING_SECONDS):
            await asked(partial(outbox.told, session.visit.id))

    async def _send(self, outbox: Outbox) -> None:
        visit, sent = self._page.session.visit.id, self.sent
        done = await asked(partial(_sent, outbox, visit, sent.there))
        if not self._page.is_attached:
            return
        self.look()
        if isinstance(done, str):
            self._page.say(said.TROUBLE.format(why=done))
            return
        held = [one for one in sent.there if one.standing is Standing.HELD]
        if done[0] and sent.asked:
            self._page.say(said.SENT_NOW.format(titles=", ".join(sent.asked)))
        elif any(done):
            self._page.say(said.TRIED_NOW)
        elif not (held or sent.still.left_out):
            self._page.say(said.EVERYWHERE)
        if held and not done[0]:
            from bedside.tui.screens.held import open_held

            open_held(self._page, self.look, visit)


def away(page: Page[Any], does: Callable[[], Coroutine[Any, Any, None]], group: str = "") -> None:
    """Have a page do something away from the keys; of a group only the latest goes on."""
    work = cast("WorkType[None]", does)
    page.run_worker(work, group=group or "default", exclusive=bool(group))


async def asked(ask: Callable[[], Found]) -> Found | str:
    """Return what a thread of its own is told, or why it cannot be known now."""
    try:
        return await asyncio.to_thread(ask)
    except OSError as error:
        return error.strerror or str(error)
    except seam.StoreError as error:
        return str(error)


def _held(sent: Sent) -> set[str]:
    """Return which deliveries need somebody: one that did not before is brought into sight."""
    return {one.control for one in sent.there if one.standing is Standing.HELD}


def _read(outbox: Outbox, visit: str) -> Sent:
    there, asked_for, closed = outbox.of_visit(visit), outbox.asked(visit), outbox.closed()
    still, known = outbox.standstill(), said.known(outbox.known())
    return Sent(there, asked_for, closed, still=still, known=known)


def _sent(outbox: Outbox, visit: str, there: Sequence[Delivery]) -> tuple[int, int]:
    """Queue what is missing, and have what waits tried at once; return how many of each."""
    made = outbox.send(visit)
    waits = (Standing.QUEUED, Standing.UNKNOWN)
    tried = [one for one in there if one.standing in waits and outbox.retry(one.control)]
    return made, len(tried)
