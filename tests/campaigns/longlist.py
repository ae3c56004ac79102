"""A checklist of ten thousand steps: taken in, opened and walked without a wait."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

from bedside.cli.desk import Desk
from bedside.core.checklist import Checklist
from bedside.core.view import view_of
from bedside.session import Session
from bedside.tui.screens.visit import VisitPage
from tests.campaigns import commands
from tests.tui.driving import Walk, opened

WHAT = "a checklist of 10,000 steps is taken in in 1 s and opened in 1 s; 95 of 100 keys take 50 ms"
STEPS = 10_000
SECONDS, KEY_SECONDS = 1.0, 0.05
"""Of the processor, so that another program's work does not count."""
KEYS = 40
_HEAD = 'format = 1\nid = "endless"\ntitle = "Endless"\nversion = "1.0"\nstatus = "review"\n'
_KINDS = (
    *('kind = "do"\n', 'kind = "yes-no"\nnote.yes = "Yes."\nnote.no = "No."\n'),
    *('kind = "words"\n', 'kind = "choose"\noptions.a = "One"\noptions.b = "Other"\n'),
)


def told(number: int) -> str:
    """Return which of the times is too long for the list of this number."""
    with tempfile.TemporaryDirectory() as folder, commands.home(Path(folder)):
        return "; ".join(asyncio.run(_walked(text(number))))


def twin(number: int) -> str:
    """Return the same where a page looks at every step when it is drawn, as a widget each would."""
    paint = VisitPage.paint

    def all_of_them(page: VisitPage) -> None:
        visit = page.session.visit
        for step in visit.plan.stops[:-1]:
            view_of(visit, step, page.session.today())
        paint(page)

    with mock.patch.object(VisitPage, "paint", all_of_them):
        return told(number)


def text(number: int, steps: int = STEPS) -> str:
    """Return the checklist of this number: its steps all of a kind, or of all kinds in turn."""
    return _HEAD + "".join(_steps(number, steps))


def _steps(number: int, count: int) -> Iterator[str]:
    for at in range(count):
        kind = _KINDS[(at if number % 5 == 4 else number) % len(_KINDS)]
        first = "" if at % 100 else f'[[steps]]\nid = "p{at}"\nkind = "section"\ntitle = "P {at}"\n'
        if at < count - count // 100:  # sections are steps too
            yield f'{first}[[steps]]\nid = "s{at}"\ntitle = "Step {at}"\n{kind}'


async def _walked(made: str) -> list[str]:
    desk = Desk()
    path = desk.places.checklists / "endless.toml"
    path.parent.mkdir(parents=True)
    path.write_text(made, encoding="utf-8")
    slow: list[str] = []
    try:
        taken = _timed(lambda: desk.library.open(path), Checklist)
        again = Desk()
        session: list[Session] = []
        opening = _timed(lambda: session.append(_begun(again)), type(None))
        async with opened(again, session[0]) as walk:
            await walk.press("enter", "enter")
            keys = sorted([await _pressed(walk, key) for key in ["enter", "1"] * (KEYS // 2)])
        again.store.close()
    finally:
        desk.store.close()
    if taken > SECONDS:
        slow.append(f"taking it in took {taken:.2f} s")
    if opening > SECONDS:
        slow.append(f"opening it took {opening:.2f} s")
    if (late := keys[len(keys) * 95 // 100]) > KEY_SECONDS:
        slow.append(f"a key took {late * 1000:.0f} ms")
    return slow


def _begun(desk: Desk) -> Session:
    begun = desk.begin("endless")
    assert isinstance(begun, Session), begun
    return begun


def _timed(act: Callable[[], object], kind: type) -> float:
    """Return the seconds of the processor that an act takes; it must give one of a kind."""
    began = time.process_time()
    made = act()
    took = time.process_time() - began
    assert isinstance(made, kind), made
    return took


async def _pressed(walk: Walk, key: str) -> float:
    began = time.process_time()
    await walk.press(key)
    walk.lines  # noqa: B018  # drawn, as the terminal would have it
    return time.process_time() - began
