"""A sheet put into a file that is there: only what differs is touched, and comments live."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from bedside.content.edit.text import Refused
from bedside.content.shape import Table
from bedside.content.sheet.merge import merged
from bedside.content.sheet.same import meaning
from bedside.content.sheet.toml import written
from tests.content.sheet.made import checklists
from tests.content.sheet.test_round_trip import ROOT
from tests.content.texts import EXAMPLE
from tests.worlds import UNCERTAINTY

SHIPPED = (ROOT / f"{UNCERTAINTY}.toml").read_text(encoding="utf-8")


def steps(table: Table) -> list[Table]:
    """Return the steps of a table, to be changed."""
    return cast("list[Table]", table["steps"])


def put(text: str, table: Table) -> str:
    """Return a text changed to say what the table says; it is not refused."""
    new = merged(text, table)
    assert isinstance(new, str), new
    assert meaning(tomllib.loads(new)) == meaning(table)
    return new


@given(checklists, checklists)
def test_a_file_says_what_the_sheet_says_or_stays_as_it_is(one: Table, other: Table) -> None:
    text = "# kept\n" + written(one)
    new = merged(text, other)
    if isinstance(new, str):
        assert meaning(tomllib.loads(new)) == meaning(other)
        assert new.startswith("# kept\n")


@given(st.data())
def test_every_comment_of_a_shipped_checklist_outlives_a_change(data: st.DataObject) -> None:
    table = tomllib.loads(SHIPPED)
    rows = steps(table)
    at = data.draw(st.integers(0, len(rows) - 1))
    rows[at]["title"] = "Another title"
    rows[at]["tips"] = ["One", "Two"]
    new = put(SHIPPED, table)
    comments = [line for line in SHIPPED.splitlines() if line.startswith("#")]
    assert [line for line in new.splitlines() if line.startswith("#")] == comments
    changed = {line for line in SHIPPED.splitlines() if line not in new.splitlines()}
    assert len(changed) <= 2


def test_one_change_touches_one_line() -> None:
    table = tomllib.loads(EXAMPLE)
    old = str(steps(table)[1]["aim"])
    steps(table)[1]["aim"] = "Something else."
    assert put(EXAMPLE, table) == EXAMPLE.replace(old, "Something else.")


def test_steps_are_put_in_taken_out_and_moved() -> None:
    table = tomllib.loads(SHIPPED)
    rows = steps(table)
    rows.insert(3, {"id": "new", "kind": "do", "title": "New"})
    rows.append(rows.pop(7))
    del rows[9]
    assert 'id    = "new"' in put(SHIPPED, table)


def test_options_in_another_order_are_written_in_that_order() -> None:
    table = tomllib.loads(SHIPPED)
    step = next(step for step in steps(table) if step["id"] == "good-time")
    options = cast("dict[str, str]", step["options"])
    step["options"] = dict(reversed(list(options.items())))
    assert put(SHIPPED, table).index("options.no ") < SHIPPED.index("options.later")


def test_words_written_in_another_shape_are_no_change() -> None:
    table = tomllib.loads(SHIPPED)
    same = deepcopy(table)
    for step in steps(same):
        if isinstance(step.get("source"), str):
            step["source"] = [step["source"]]
    assert merged(SHIPPED, same) == SHIPPED


def test_a_file_that_cannot_be_read_is_left_alone() -> None:
    assert isinstance(merged("title = ", tomllib.loads(EXAMPLE)), Refused)
