"""The first page: checklists found by typing, opened by Enter, and broken ones named."""

from __future__ import annotations

from pathlib import Path

from bedside.cli.desk import Desk
from tests.tui.driving import begun, left, opened

TALL = (80, 120)
"""A window in which every shipped checklist fits on the first page."""


async def test_every_shipped_checklist_stands_on_the_first_page(desk: Desk) -> None:
    async with opened(desk, size=TALL) as walk:
        for listing in desk.listings():
            assert listing.title in walk.text
            assert listing.summary in walk.flat


async def test_typing_leaves_only_what_matches_and_enter_opens_it(desk: Desk) -> None:
    async with opened(desk) as walk:
        await walk.type("trust")
        assert "Search: trust_" in walk.text
        assert "First trust" in walk.text
        assert "Confirming preferences" not in walk.text
        await walk.do("find.open")
        assert walk.visit.checklist.id == "first-trust"
        await walk.done("form.submit", "form.submit")
        assert walk.lines[0].startswith(" First trust")


async def test_after_a_visit_the_search_is_empty_again(desk: Desk) -> None:
    async with opened(desk) as walk:
        await walk.type("trust")
        await walk.done("find.open", "form.submit", "form.submit")
        await walk.leave()
        assert "type a few letters" in walk.text
        assert "Acknowledging uncertainty" in walk.text
        assert "trust_" not in walk.text


async def test_the_curtain_empties_the_search(desk: Desk) -> None:
    async with opened(desk) as walk:
        await walk.type("avery")
        await walk.done("app.curtain", "app.curtain")
        assert "type a few letters" in walk.text
        assert "avery" not in walk.text


async def test_a_sheet_over_the_list_leaves_the_search(desk: Desk) -> None:
    async with opened(desk) as walk:
        await walk.type("trust")
        await walk.do("app.help")
        await walk.do("sheet.close")
        assert "Search: trust_" in walk.text


async def test_a_talk_so_called_comes_before_those_that_only_tell_of_it(desk: Desk) -> None:
    async with opened(desk, size=TALL) as walk:
        await walk.type("uncert")
        assert "> Acknowledging uncertainty" in walk.text
        assert "A treatment, tried for a time" in walk.text
        await walk.do("find.open")
        assert walk.visit.checklist.id == "acknowledging-uncertainty"


async def test_backspace_takes_one_letter_away_and_escape_the_whole_search(desk: Desk) -> None:
    async with opened(desk) as walk:
        await walk.type("trustt")
        assert "Nothing matches. Esc clears the search." in walk.text
        await walk.press("backspace")
        assert "Search: trust_" in walk.text
        assert "First trust" in walk.text
        await walk.do("find.close")
        assert "type a few letters" in walk.text
        assert "Confirming preferences" in walk.text


async def test_escape_with_nothing_typed_leaves(desk: Desk) -> None:
    async with opened(desk) as walk:
        await walk.do("find.close")
        await walk.until(lambda: walk.app.return_code is not None)
        assert walk.app.return_code == 0


async def test_the_cursor_walks_the_list_and_enter_opens_where_it_stands(desk: Desk) -> None:
    async with opened(desk) as walk:
        second = desk.listings()[1]
        await walk.done("find.down", "find.down", "find.up")
        assert f"> {second.title}" in walk.text
        assert walk.text.count("> ") == 1
        await walk.do("find.open")
        assert walk.visit.checklist.id == second.id


async def test_a_letter_of_an_action_only_searches_here(desk: Desk) -> None:
    """Letters type on this page: q must not leave it and e must not stop anything."""
    async with opened(desk) as walk:
        await walk.type("qe")
        assert "Search: qe_" in walk.text
        assert walk.app.return_code is None


async def test_a_broken_checklist_says_what_to_mend_and_stops_nothing_else(
    desk: Desk, home: Path
) -> None:
    folder = desk.places.checklists
    folder.mkdir(parents=True)
    (folder / "halfway.toml").write_text('format = 1\nid = "halfway"\ntitel = "x"\n')
    async with opened(desk) as walk:
        await walk.type("halfway")
        assert "cannot be used" in walk.text
        await walk.do("find.open")
        assert "halfway cannot be used until it is mended" in walk.text
        assert "line 3" in walk.text
        assert "Did you mean" in walk.text or "did you mean" in walk.text
        await walk.done("sheet.close", "find.close")
        await walk.type("first trust")
        assert "> First trust" in walk.text


async def test_a_checklist_mended_meanwhile_is_read_again(desk: Desk, home: Path) -> None:
    folder = desk.places.checklists
    folder.mkdir(parents=True)
    own = folder / "first-trust.toml"
    own.write_text("this is no checklist")
    async with opened(desk) as walk:
        await walk.type("first-")
        await walk.do("find.open")
        assert "first-trust" in walk.text
        assert walk.app.visit_page is None
        own.unlink()
        await walk.do("sheet.close")
        await walk.see("A first meeting, or one that has to mend something")


async def test_open_visits_are_counted_in_the_head(desk: Desk) -> None:
    left(desk)
    left(desk)
    begun(desk).close()  # nothing was recorded in it: nobody would miss it
    async with opened(desk) as walk:
        assert "F2: 2 open" in walk.lines[0]
