"""Upgrading: one way, by splice, told in words; proved with formats that do not exist."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bedside.content.edit.change import Change, Put, Remove
from bedside.content.edit.text import Refused
from bedside.content.shape import Table
from bedside.content.upgrade import MIGRATIONS, Migration, Upgraded, upgraded
from bedside.core.checklist import FORMAT
from tests.worlds import SHIPPED

CHECKLISTS = Path(__file__).parents[2] / "checklists"
OLD = """# our own notes
format = 1   # the first
id = "a"
length = 12  # minutes

[[steps]]
id = "b"  # a step
"""


def renamed(table: Table) -> list[Change]:
    """Change an invented format 1 into an invented format 2: `length` is called `minutes`."""
    return [Put(("minutes",), table["length"]), Remove(("length",))] if "length" in table else []


MADE_UP = {
    1: Migration("length is called minutes", renamed),
    2: Migration("everything has a tag", lambda table: [Put(("tags",), [table["id"]])]),
}


@pytest.mark.parametrize("id_", SHIPPED)
def test_what_is_in_this_format_stays_as_it_is(id_: str) -> None:
    text = (CHECKLISTS / f"{id_}.toml").read_text(encoding="utf-8")
    assert upgraded(text) == Upgraded(text, FORMAT, [])


def test_there_is_a_way_from_every_older_format() -> None:
    assert set(MIGRATIONS) == set(range(1, FORMAT))


def test_an_older_format_is_brought_up_step_by_step_and_comments_stay() -> None:
    new = upgraded(OLD, MADE_UP, 3)
    assert isinstance(new, Upgraded)
    assert (new.was, new.says) == (1, ["length is called minutes", "everything has a tag"])
    assert tomllib.loads(new.text) == {
        "format": 3,
        "id": "a",
        "minutes": 12,
        "tags": ["a"],
        "steps": [{"id": "b"}],
    }
    for comment in ("# our own notes\n", "# the first\n", '\n[[steps]]\nid = "b"  # a step\n'):
        assert comment in new.text
    assert upgraded(new.text, MADE_UP, 3) == Upgraded(new.text, 3, [])


def test_line_ends_and_a_mark_stay() -> None:
    new = upgraded("\ufeff" + OLD.replace("\n", "\r\n"), MADE_UP, 2)
    assert isinstance(new, Upgraded)
    assert new.text.startswith("\ufeff#")
    assert new.text.count("\r\n") == new.text.count("\n")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("format = 4\n", "knows formats up to 3"),
        ("format = 0\n", "no way leads from format 0"),
        ("format = true\n", "write format = 1"),
        ('format = "1"\n', "write format = 1"),
        ("", "write format = 1"),
        ("format = = 1\n", "bedside check"),
        (f"format = {'[' * 3000}", "bedside check"),
    ],
)
def test_what_cannot_be_upgraded_says_why(text: str, says: str) -> None:
    found = upgraded(text, MADE_UP, 3)
    assert isinstance(found, Refused)
    assert says in found.reason


def test_a_way_that_cannot_be_gone_leaves_everything_as_it_is() -> None:
    impossible = {1: Migration("", lambda _: [Remove(("nothing", "like", "it"))])}
    assert isinstance(upgraded(OLD, impossible, 2), Refused)
