"""A storm of window sizes over pages with content and a field that stands open."""

from __future__ import annotations

import asyncio
import random
import tempfile
from pathlib import Path
from unittest import mock

from textual.geometry import Size

from bedside.cli.desk import Desk
from bedside.core.visit import CHECK
from bedside.tui.app import BedsideApp
from bedside.tui.widgets.words_field import WordsField
from tests.campaigns import commands
from tests.tui.driving import Walk, begun, opened
from tests.tui.talks import talk_to

WHAT = (
    "a window of any size, from 1 by 1 to 400 by 150, in any order, stops nothing and keeps words"
)
RESIZES = 20
"""So many in one walk, which is one input."""
WIDEST, HIGHEST = 400, 150
WORDS = "what is still being typed"
_SMALL = ((1, 1), (1, 150), (400, 1), (6, 3), (39, 10), (40, 9), (40, 10), (41, 11), (109, 24))
_OPENS = ("", "visit.outline", "visit.feelings", "app.help", "visit.patient", "app.curtain")


def told(number: int) -> str:
    """Return what a storm of sizes did to the walk of this number."""
    with tempfile.TemporaryDirectory() as folder, commands.home(Path(folder)):
        return asyncio.run(_stormed(random.Random(number)))


def twin(number: int) -> str:
    """Return the same where a page is made anew for each size, its field with it."""
    fit = BedsideApp._fit

    def anew(app: BedsideApp, size: Size) -> None:
        fit(app, size)
        page = app.visit_page
        for field in page.query(WordsField) if page is not None else ():
            field.load_text("")

    with mock.patch.object(BedsideApp, "_fit", anew):
        return told(number)


async def _stormed(chance: random.Random) -> str:
    desk = Desk()
    session = begun(desk)
    step = chance.choice(("their-view", "known", "worst", "easier", CHECK))
    talk_to(session, step)
    is_writing = step != CHECK
    try:
        async with opened(desk, session, _size(chance)) as walk:
            await walk.resize(80, 24)
            if session.visit.opened is not None and walk.app.screen.is_modal:
                await walk.press("escape")
            await walk.do("walk.words" if is_writing else "visit.note")
            await walk.type(WORDS)
            for _ in range(RESIZES):
                await walk.resize(*(size := _size(chance)))
                if wrong := _wrong(walk, size):
                    return wrong
                if chance.random() < 0.2:
                    walk.strike(chance.choice(("f12", "up", "end", "f1")))
            await walk.resize(100, 40)
            return await _kept(walk)
    finally:
        desk.store.close()


def _size(chance: random.Random) -> tuple[int, int]:
    if chance.random() < 0.3:
        return chance.choice(_SMALL)
    return chance.randint(1, chance.choice((12, 80, WIDEST))), chance.randint(1, HIGHEST)


def _wrong(walk: Walk, size: tuple[int, int]) -> str:
    if walk.app.fault is not None:
        return f"{size}: {walk.app.fault!r}"
    lines = walk.lines
    if len(lines) > size[1] or any(len(line) > size[0] for line in lines):
        return f"{size}: drawn over its edge"
    return ""


async def _kept(walk: Walk) -> str:
    """Return what is gone of the words, once whatever was opened over them is closed again."""
    for _ in range(4):
        field = next(iter(walk.page.query(WordsField)), None)
        if field is not None and field.text == WORDS:
            return ""
        if any(WORDS in note.words for note in walk.visit.record.jottings):
            return ""
        await walk.press("escape")
    return f"{WORDS!r} is gone:\n{walk.text}"
