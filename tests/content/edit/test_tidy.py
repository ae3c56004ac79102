"""Tidying: the house's layout, the author's words, order and comments."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.content.edit.splice import BOM
from bedside.content.edit.text import Refused
from bedside.content.edit.tidy import tidied
from bedside.core.spans import SpanMap
from tests.campaigns.documents import document
from tests.campaigns.ugly import ugly

SHIPPED = sorted((Path(__file__).parents[3] / "checklists").rglob("*.toml"))

UNTIDY = """

\tformat=1
id    =   'made-up'  \n"title" = "Made up"\t# mine
tags = [ "a","b" ,]



[ review ]
owner="us"
next_review = 2031-01-01


# What is asked.
[[ steps ]]  # first

id = "detail"
kind="choose"
title = "How much"
say = { plain = "How 'much'?", gentle = 'So “much”?' } # two
tips = [
      "One.",   \n# about two
\t"Two  ",


  ]
why = \"\"\"
  kept  \n   as it is\"\"\"
when . weight. at_least = 3
# Labels.
[steps.options] # offered
all = "All"
"some-of-it" = "Some"
# not = "Not"
[steps.note]
all = "All."
not-asked = "Not asked."
[[tasks]]
id = "x"
text = "X"
"""

TIDY = """format   = 1
id       = "made-up"
title    = "Made up"  # mine
tags     = ["a", "b"]

[review]
owner       = "us"
next_review = 2031-01-01

# What is asked.
[[steps]]  # first
id    = "detail"
kind  = "choose"
title = "How much"
say.plain  = "How 'much'?"
say.gentle = "So “much”?" # two
tips  = [
  "One.",
  # about two
  "Two  ",

]
why   = \"\"\"
  kept  \n   as it is\"\"\"
when.weight.at_least = 3
# Labels.
# offered
options.all        = "All"
options.some-of-it = "Some"
# not = "Not"
note.all = "All."
note.not-asked = "Not asked."

[[tasks]]
id   = "x"
text = "X"
"""


def comments(text: str) -> Counter[str]:
    """Return every comment of a text, without the spaces at its end."""
    spaces = list(text)
    for path, mark in SpanMap(text).marks.items():
        ends = [*mark.keys, *([mark.value] if _is_text(text, mark.value[0]) else [])]
        assert path
        for start, end in ends:
            spaces[start:end] = "\0" * (end - start)
    return Counter(found.rstrip() for found in re.findall("#[^\n]*", "".join(spaces)))


def _is_text(text: str, at: int) -> bool:
    return text[at] in "\"'"


def check(text: str) -> None:
    """A tidied text means the same, in the same order, has the same comments, and stays."""
    new = tidied(text)
    if isinstance(new, Refused):
        raise AssertionError(new.reason)
    old = text.removeprefix(BOM)
    assert repr(tomllib.loads(new.removeprefix(BOM))) == repr(tomllib.loads(old))
    assert comments(new.removeprefix(BOM)) == comments(old)
    assert tidied(new) == new
    assert new.startswith(BOM) == text.startswith(BOM)
    assert new.count("\r\n") in (0, new.count("\n"))


def test_a_file_is_laid_out_as_the_shipped_ones_are() -> None:
    assert tidied(UNTIDY) == TIDY
    check(UNTIDY)


def test_line_ends_and_the_mark_are_kept() -> None:
    assert tidied(BOM + UNTIDY.replace("\n", "\r\n")) == BOM + TIDY.replace("\n", "\r\n")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_what_is_shipped_is_tidy(path: Path) -> None:
    text = path.read_bytes().decode()
    assert tidied(text) == text


def test_the_order_of_names_is_the_authors() -> None:
    text = 'format   = 1\ntitle    = "A"\nid       = "b"\n'
    assert tidied(text) == text


def test_side_files_keep_their_columns_and_their_blocks() -> None:
    text = '[steps.detail]\nsay.plain = "a"\nof.say.plain = "b"\n\n[steps.detail.note]\nx   = "y"\n'
    assert tidied(text) == text


def test_what_cannot_be_read_is_refused() -> None:
    assert isinstance(tidied("a = \n"), Refused)
    assert isinstance(tidied('a = "\u202e"\n'), Refused)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_a_tidied_checklist_means_the_same_with_the_same_comments(seed: int) -> None:
    check(ugly(seed))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32))
def test_so_does_any_other_file(seed: int) -> None:
    check(document(seed))
