"""What a toolkit takes for markup, on every page: it stands there as it is, and nothing happens."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from rich.segment import Segment
from textual.app import App
from textual.content import Content
from textual.strip import Strip

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.visit import CHECK
from bedside.tui.screens.signin import SignInPage
from bedside.tui.widgets.board import Board
from tests.campaigns import commands, laced, shared
from tests.campaigns.payloads import MARKUP
from tests.campaigns.ward import Laces, ward
from tests.tui.on_terminal import Shown, on_terminal

WHAT = (
    "tags, actions and links in any text are drawn letter for letter; none acts, none stops a page"
)
SIZE = (100, 60)
AT_ONCE = 2
SHARED_EVERY = 6
"""One number of so many goes to the pages of a shared workstation as well."""


class _Seen(NamedTuple):
    """What a tour came to: what should have stood on screen and did not, and what was run."""

    missing: list[str]
    run: list[str]


def told(number: int) -> str:
    """Return what of this lot of markup was not drawn as it is, or acted."""
    is_shared = number % SHARED_EVERY == 2
    return _told(number, _toured) or (_told(number, _signed_in) if is_shared else "")


def twin(number: int) -> str:
    """Return the same where what a board draws is read as markup, as most widgets do.

    Every second number looks where people sign in, and nowhere else.
    """
    drawn = Board.render_line

    def marked(board: Board, y: int) -> Strip:
        plain = Content.from_markup(drawn(board, y).text).plain
        return Strip([Segment(plain)]).adjust_cell_length(board.size.width)

    with mock.patch.object(Board, "render_line", marked):
        return _told(number, _signed_in if number % 2 else _toured)


def _told(number: int, toured: Callable[[laced.Lacing, _Seen], Coroutine[None, None, None]]) -> str:
    seen = _Seen([], [])
    with tempfile.TemporaryDirectory() as folder, commands.home(Path(folder)), _acting(seen):
        asyncio.run(toured(laced.Lacing(MARKUP, number * 31, AT_ONCE), seen))
    if seen.run:
        return f"{seen.run[0]} was run"
    return f"{seen.missing[0]!r} did not stand on screen" if seen.missing else ""


@contextmanager
def _acting(seen: _Seen) -> Iterator[None]:
    """Note every action that a link would run."""

    async def noted(_: App[object], action: str, *__: object, **___: object) -> bool:
        seen.run.append(str(action))
        return True

    with mock.patch.object(App, "run_action", noted):
        yield


async def _toured(lace: laced.Lacing, seen: _Seen) -> None:
    desk = Desk()
    try:
        async with on_terminal(desk, laced.begun(desk, lace), SIZE) as walk:
            await _looked(walk, lace, seen.missing)
            await laced.tour(walk, lace)
            await _click_all(walk)
    finally:
        desk.store.close()


async def _signed_in(lace: laced.Lacing, seen: _Seen) -> None:
    """Tour a shared workstation; the names on it stand there letter for letter."""

    async def look(walk: Shown, names: tuple[str, ...]) -> None:
        seen.missing.extend(await _not_there(walk, *names))
        if isinstance(walk.app.screen, SignInPage):
            for y, row in enumerate(walk.lines):
                if "[@click" in row:
                    await walk.point(row.index("[@click") + 3, y)

    made = laced.laced(lace)
    with (
        mock.patch.object(Desk, "checklist", return_value=made),
        ward(Path.cwd(), Laces(lace, lace, lace), "lamp river cousin oats", "739164") as there,
    ):
        await shared.toured(there, SIZE, look)


async def _looked(walk: Shown, lace: laced.Lacing, missing: list[str]) -> None:
    """Look at some steps, what is written there and who it is with; click all that tempts."""
    name = lace("Test, Avery")
    await walk.paste(name)
    if await _not_there(walk, name[:70]):  # a field shows the beginning or the end
        missing += await _not_there(walk, name[-70:])
    await walk.press("escape")
    for _ in range(12):
        here = walk.visit.step
        if here == CHECK:
            break
        words = lace("in words")
        is_written = not isinstance(walk.session.do(m.Write(here, words)), m.Move) and (
            (answer := walk.visit.answer(here)) is not None and answer.words == words
        )
        walk.page.paint()
        await walk.settle()
        step = walk.visit.plan.steps[here]
        missing += await _not_there(walk, step.title, *([words] if is_written else []))
        await _click_all(walk)
        laced.answer_here(walk.session, lace)
        walk.session.do(m.Next())
        walk.page.paint()
    await walk.press("escape")
    walk.session.do(m.Go(walk.visit.plan.stops[0]))
    walk.page.paint()
    await walk.do("visit.patient")


async def _not_there(walk: Shown, *texts: str) -> list[str]:
    """Return what does not come to stand on screen, wherever its lines are broken."""
    missing: list[str] = []
    for _ in range(20):
        squeezed = "".join(walk.text.split())
        missing = [text for text in texts if "".join(text.split()) not in squeezed]
        if not missing:
            break
        await walk.settle()
    return missing


async def _click_all(walk: Shown) -> None:
    for y, row in enumerate(walk.lines):
        if "[@click" in row:
            await walk.point(row.index("[@click") + 3, y)
            await walk.press("escape")
