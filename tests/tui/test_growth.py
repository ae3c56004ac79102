"""Nothing grows: a step changes in place, and a long talk costs no more than a short one."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter

from bedside.cli.desk import Desk
from bedside.core import moves as m
from bedside.core.visit import CHECK
from tests.tui.driving import Walk, walking
from tests.tui.talks import to_step


def widgets(walk: Walk) -> list[int]:
    """Return the identity of every widget on the page, top down."""
    return [id(widget) for widget in walk.app.screen.walk_children(with_self=True)]


async def objects(walk: Walk) -> Counter[str]:
    """Count what is there by its type, once all that waited to be saved is saved."""
    for _ in range(2):  # the writer keeps the last batch it saved until there is another
        assert await asyncio.to_thread(walk.session.settle, 10)
        walk.session.do(m.Go(walk.visit.step))
    await walk.settle(6)
    gc.collect()
    return Counter(type(one).__name__ for one in gc.get_objects())


MOST_GROWN = 70
"""35 pages are opened: none of them, nor a line of theirs, is kept."""
PAGES = {"Sheet", "Form", "Curtain", "Board", "Blank", "WordsField"}


async def grown_since(walk: Walk, before: Counter[str]) -> Counter[str]:
    """Count what there is more of now; a page that was just closed is given time to go.

    What is kept for good, one for each time it was opened, is there however long we look.
    """
    for _ in range(20):
        grown = await objects(walk) - before
        if not PAGES & set(grown) and max(grown.values(), default=0) <= MOST_GROWN:
            break
        await asyncio.sleep(0.1)
    return grown


async def test_a_step_changes_in_place(desk: Desk) -> None:
    async with walking(desk) as walk:
        before = widgets(walk)
        for _ in range(3):
            await walk.choose(1)
            await walk.do("walk.next")
            assert widgets(walk) == before
        await walk.do("visit.check")
        assert widgets(walk) == before
        await walk.do("check.back")
        assert widgets(walk) == before


async def test_hundreds_of_steps_leave_no_widget_and_no_object_behind(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, CHECK)

        async def round_() -> None:
            for _ in range(14):
                await walk.do("walk.back")
            for _ in range(14):
                await walk.do("walk.next")

        await round_()
        page, before = widgets(walk), await objects(walk)
        for _ in range(10):
            await round_()
        grown = await objects(walk) - before
        assert widgets(walk) == page
        assert "Board" not in grown
        kept = {name: count for name, count in grown.items() if count > 300}
        assert not kept, kept  # an event for each step, and nothing else


async def test_opening_and_closing_sheets_and_fields_leaves_nothing_behind(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "their-view")

        async def round_() -> None:
            for opens in ("visit.feelings", "app.help", "visit.outline", "walk.why"):
                await walk.do(opens)
                await walk.do("sheet.down")
                await walk.do("sheet.close")
            await walk.do("visit.patient")
            await walk.do("form.cancel")
            await walk.do("walk.words")
            await walk.do("write.finish")
            await walk.done("app.curtain", "app.curtain")

        await round_()
        await round_()
        page, before = widgets(walk), await objects(walk)
        for _ in range(5):
            await round_()
        grown = await grown_since(walk, before)
        assert widgets(walk) == page
        assert len(walk.app.screen_stack) == 1
        assert not PAGES & set(grown), grown
        kept = {name: count for name, count in grown.items() if count > MOST_GROWN}
        assert not kept, kept


async def test_focus_that_comes_and_goes_leaves_nothing_behind(desk: Desk) -> None:
    async with walking(desk) as walk:
        await to_step(walk, "their-view")
        await walk.done("walk.words", "write.finish")
        page, bindings = widgets(walk), len(walk.app.screen.active_bindings)
        for _ in range(30):
            await walk.do("walk.words")
            await walk.do("write.finish")
        assert widgets(walk) == page
        assert len(walk.app.screen.active_bindings) == bindings
