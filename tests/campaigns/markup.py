"""What a toolkit takes for markup, on every page: it stands there as it is, and nothing happens."""

from __future__ import annotations

import asyncio
import tempfile
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
from bedside.tui.widgets.board import Board
from tests.campaigns import commands, laced
from tests.campaigns.payloads import MARKUP
from tests.tui.on_terminal import Shown, on_terminal

WHAT = (
    "tags, actions and links in any text are drawn letter for letter; none acts, none stops a page"
)
SIZE = (100, 60)
AT_ONCE = 2


class _Seen(NamedTuple):
    """What a tour came to: what should have stood on screen and did not, and what was run."""

    missing: list[str]
    run: list[str]


def told(number: int) -> str:
    """Return what of this lot of markup was not drawn as it is, or acted."""
    lace = laced.Lacing(MARKUP, number * 31, AT_ONCE)
    with tempfile.TemporaryDirectory() as folder, commands.home(Path(folder)):
        seen = asyncio.run(_toured(lace))
    if seen.run:
        return f"{seen.run[0]} was run"
    return f"{seen.missing[0]!r} did not stand on screen" if seen.missing else ""


def twin(number: int) -> str:
    """Return the same where what a board draws is read as markup, as most widgets do."""
    drawn = Board.render_line

    def marked(board: Board, y: int) -> Strip:
        plain = Content.from_markup(drawn(board, y).text).plain
        return Strip([Segment(plain)]).adjust_cell_length(board.size.width)

    with mock.patch.object(Board, "render_line", marked):
        return told(number)


async def _toured(lace: laced.Lacing) -> _Seen:
    desk, run, missing = Desk(), list[str](), list[str]()

    async def recorded(_: App[object], action: str, *__: object, **___: object) -> bool:
        run.append(str(action))
        return True

    with mock.patch.object(App, "run_action", recorded):
        try:
            async with on_terminal(desk, laced.begun(desk, lace), SIZE) as walk:
                await _looked(walk, lace, missing)
                await laced.tour(walk, lace)
                await _click_all(walk)
        finally:
            desk.store.close()
    return _Seen(missing, run)


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
