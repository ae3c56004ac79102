"""The first page's line about the outbox: what is held, and what has waited for long."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bedside import session as seam
from bedside.core.deliveries import Outbox
from bedside.tui.screens.sending import asked, away, watch
from bedside.words import sending as said

if TYPE_CHECKING:
    from bedside.tui.screens.library import LibraryPage


def look(page: LibraryPage, outbox: Outbox) -> None:
    """Read the outbox away from the keys; from now on also whenever a delivery changes."""
    watch(page.home, outbox, page.look_at_outbox)
    away(page, partial(_look, page, outbox), "outbox")


async def _look(page: LibraryPage, outbox: Outbox) -> None:
    found = await asked(partial(_told, outbox))
    page.show_outbox(found[0] if isinstance(found, tuple) else said.TROUBLE.format(why=found))


def _told(outbox: Outbox) -> tuple[str]:
    return (said.home_line(outbox, seam.now().utc),)
