"""Where everything stands in a TOML text: the slice of a value, parsed again, is that value."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from bedside.core.problems import Point
from bedside.core.spans import Path as Place
from bedside.core.spans import SpanMap

HARD = '''
# a comment with = and [brackets]
a.b."c d" = "x"   # after a value
a.'e.f' = [1, 2, # in a list
 [3, "]"], {x = 1, y.z = """q"""" }]
"" = "an empty name"
"é\\u00e9" = 1
d = 1979-05-27 07:32:32Z
e = 1979-05-27T00:32:00.5-07:00
f = ''
g = """
a line
and "" \\" two\\
  joined"""
h = \'\'\'it''s\'\'\'
[t]
k = { a.b = 1, "x.y" = [ ] }
[ s . deep ]
n = -1.5e3
[[r]]
id = 'a'
[r.sub]
q = inf
[[r.list]]
z = true
[[r]]
id = "b"
'''

SHIPPED = sorted((Path(__file__).parents[2] / "checklists").rglob("*.toml"))


def leaves(value: object, path: Place = ()) -> Iterator[tuple[Place, object]]:
    """Return every value that was written as one, with its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))
    else:
        yield path, value
        if isinstance(value, list):
            for index, inner in enumerate(value):
                yield from leaves(inner, (*path, index))


def check(text: str) -> None:
    """Every value's slice, parsed again, is that value."""
    spans = SpanMap(text)
    for path, value in leaves(tomllib.loads(text)):
        mark = spans.marks[path]
        again = tomllib.loads("v = " + text[slice(*mark.value)])["v"]
        assert repr(again) == repr(value), path


def test_the_hard_parts_of_the_language() -> None:
    """Quotes in keys, dotted keys, nested lists, four quotes in a row, dates with a space."""
    check(HARD)
    check(HARD.replace("\n", "\r\n"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_shipped_checklist(path: Path) -> None:
    """With line feeds and with the line ends of Windows."""
    text = path.read_text(encoding="utf-8")
    check(text)
    check(text.replace("\n", "\r\n"))


keys = st.text(min_size=1, max_size=6)
scalars = (
    st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.booleans()
    | st.text(max_size=20)
    | st.dates(min_value=date(1900, 1, 1))
    | st.datetimes(min_value=datetime(1900, 1, 1))  # noqa: DTZ001  # TOML has local times
    | st.times()
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(keys, values, max_size=5))
def test_every_document_that_can_be_written(document: dict[str, object]) -> None:
    """Whatever the standard writer writes is found again."""
    check(tomli_w.dumps(document))


def test_a_place_is_a_line_and_a_column_from_one() -> None:
    """Columns count characters; a byte-order mark is none of the text."""
    spans = SpanMap('a = 1\noptions.Everything = "x"\n')
    key = spans.key(("options", "Everything"))
    assert key is not None
    assert (key.start, key.end) == (Point(2, 9), Point(2, 19))
    assert spans.nearest(("options", "Nothing")) == spans.key(("options",))
    assert spans.key(("b",)) is None
