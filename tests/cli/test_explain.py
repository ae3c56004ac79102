"""`explain`: the page of a code, the list of all, and the nearest of one there is not."""

from __future__ import annotations

import pytest

from bedside.cli.exits import Exit
from bedside.cli.explain import shown
from bedside.content.codes.catalogue import FAMILIES, Page, pages
from bedside.core.text import cells
from tests.cli.conftest import Run


@pytest.mark.parametrize("code", ["K104", "k104"])
def test_a_page_says_what_why_and_shows_an_example(run: Run, code: str) -> None:
    ran = run("explain", code)
    assert (ran.code, ran.err) == (Exit.FINE, "")
    assert ran.out == (
        "error K104: There is no such setting\n\n"
        "A name that bedside does not know would be passed over, and you would believe\n"
        "that it works. So it is told.\n\n"
        "`bedside where` lists every setting there is.\n\n"
        "before, in settings.toml:\n\n    curtain = 60\n\n"
        "after, in settings.toml:\n\n    curtain_after = 60\n"
    )


def test_several_pages_stand_one_after_another(run: Run) -> None:
    ran = run("explain", "K101", "K102")
    assert ran.out.index("error K101") < ran.out.index("error K102")


@pytest.mark.parametrize(("code", "near"), [("K1044", "K104"), ("kk201", "K201")])
def test_a_code_there_is_not_offers_the_nearest(run: Run, code: str, near: str) -> None:
    ran = run("explain", code)
    assert (ran.code, ran.out) == (Exit.NOT_FOUND, "")
    assert ran.err == f"bedside: there is no code {code!r}. Did you mean {near}?\n"


def test_of_a_word_that_is_no_code_the_way_to_the_list_is_told(run: Run) -> None:
    assert "bedside explain lists every code." in run("explain", "mistake").err


def test_without_a_code_every_one_is_listed_by_family(run: Run) -> None:
    ran = run("explain")
    assert (ran.code, ran.err) == (Exit.FINE, "")
    rows = ran.out.splitlines()
    listed = [row.split()[0] for row in rows if row.startswith("   ") and row[3] != " "]
    order = sorted(pages(), key=lambda code: (list(FAMILIES).index(code[0]), code))
    assert listed == order
    assert max(map(cells, rows)) <= 80


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_what_is_said_is_wrapped_and_what_is_shown_is_not(width: int) -> None:
    for page in pages().values():
        *said, _ = "\n".join(shown(page, width)).partition("\nbefore")
        assert max(map(cells, "".join(said[:1]).splitlines())) <= width


def test_a_page_shows_the_files_beside_the_example() -> None:
    page = Page("T100", "t", "s", before="a = 1", beside={"banks/x.toml": "b = 2\n"})
    assert "\n".join(shown(page, 80)).endswith("beside it, banks/x.toml:\n\n    b = 2")
