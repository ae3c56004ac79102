"""What a text means: the quicker parser agrees with tomllib, which reads where it might not."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from bedside.content.toml import has_comments, may_be_newer, meaning
from tests.campaigns.documents import document
from tests.content.texts import EXAMPLE, WHOLE
from tests.core.test_spans import CASES

NEWEST = (
    "a = {b = 1,}",
    "a = {b = 1,\n c = 2}",
    "a = {\n b = 1}",
    'a = "\\e[0m"',
    'a = "\\x41"',
    "a = 10:30",
    "a = 2031-03-04T10:30",
    "a = [{b = 1, # one\n }]",
)
"""What only TOML 1.1 allows."""

PIECES = ("", '"', "'", "[", "}", ",", "=", "\\e", "\\x41", "=10:00", ",}", "{\n", "\n")

_REFUSED = (tomllib.TOMLDecodeError, ValueError, RecursionError)


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("# one\na = 1", True),
        ("a = 1 # one", True),
        ('a = "# none"', False),
        ('a = "\\" # none"', False),
        ("a = '# none'", False),
        ('a = """\n# none "" \\""" #\n"""', False),
        ("a = '''\n# none\n''' # one", True),
    ],
)
def test_a_comment_is_told_from_what_only_looks_like_one(text: str, has: bool) -> None:
    assert has_comments(text) is has


def told(text: str) -> object:
    """Return what tomllib says of a text: its tables, or its error."""
    try:
        return repr(tomllib.loads(text))
    except _REFUSED as error:
        return type(error), str(error)


def read(text: str) -> object:
    """Return what is read of it here, in the same form."""
    try:
        return repr(meaning(text))
    except _REFUSED as error:
        return type(error), str(error)


@pytest.mark.parametrize("name", CASES)
def test_every_corner_of_the_language_means_the_same(name: str) -> None:
    assert read(CASES[name]) == told(CASES[name])


@given(st.integers(0, 10**9))
def test_any_document_means_the_same(seed: int) -> None:
    assert read(document(seed)) == told(document(seed))


@given(st.data())
def test_a_checklist_cut_or_garbled_anywhere_is_read_or_refused_as_tomllib_does(
    data: st.DataObject,
) -> None:
    text = data.draw(st.sampled_from((EXAMPLE, WHOLE)))
    at = data.draw(st.integers(0, len(text)))
    piece = data.draw(st.sampled_from(PIECES))
    long = data.draw(st.integers(0, 40))
    garbled = text[:at] + piece + text[at + long :]
    assert read(garbled) == told(garbled)


@pytest.mark.parametrize("text", NEWEST)
def test_what_only_newer_programs_read_is_left_to_tomllib(text: str) -> None:
    assert tomli.loads(text)
    assert may_be_newer(text)
    assert read(text) == told(text)


def test_what_a_checklist_holds_is_read_by_the_quicker_one() -> None:
    for path in sorted((Path(__file__).parents[2] / "checklists").rglob("*.toml")):
        assert not may_be_newer(path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize("text", ["a = " + "[" * 500 + "]" * 500, "a = " + "[" * 100_000])
def test_more_brackets_than_either_follows_end_as_with_tomllib(text: str) -> None:
    assert read(text) == told(text)
