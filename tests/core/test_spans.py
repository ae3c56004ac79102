"""Where everything stands in a TOML text: the slice of a value, parsed again, is that value."""

from __future__ import annotations

import re
import time
import tomllib
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.content.opening import Opening, open_table
from bedside.core.problems import Point, Span
from bedside.core.spans import SpanMap
from tests.campaigns import spans as spans_campaign
from tests.campaigns.running import outcome
from tests.campaigns.spans import astray

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


VALID = Path(__file__).parent / "valid"
CASES = {
    f"{file.stem}: {name}": text
    for file in sorted(VALID.glob("*.txt"))
    for part in re.split(r"(?m)^=== ", file.read_text(encoding="utf-8"))[1:]
    for name, _, text in [part.partition("\n")]
}
"""Documents that TOML 1.0 allows, by what each is for; `=== name` begins one in a file."""


def check(text: str) -> None:
    """Every value's slice, parsed again, is that value; every key's is its name."""
    assert not astray(text)


def test_there_is_a_document_for_every_corner_of_the_language() -> None:
    assert len(CASES) >= 150


@pytest.mark.parametrize("name", CASES, ids=lambda name: name.replace(" ", "-"))
def test_every_corner_of_the_language(name: str) -> None:
    """With line feeds, with the line ends of Windows, and without the last one."""
    text = CASES[name]
    for each in (text, text.replace("\n", "\r\n"), text.removesuffix("\n")):
        check(each)


def test_a_byte_order_mark_shifts_no_place() -> None:
    opened = open_table(b"\xef\xbb\xbf" + b'a = "x"\r\nb = 2\r\n')
    assert isinstance(opened, Opening)
    assert opened.spans.value(("a",)) == Span(Point(1, 5), Point(1, 8))
    assert opened.spans.value(("b",)) == Span(Point(2, 5), Point(2, 6))


@settings(max_examples=300)
@given(st.integers(0, 2**32))
def test_every_document_made_by_chance(seed: int) -> None:
    assert not spans_campaign.told(seed)


def test_a_map_that_misreads_one_kind_of_text_is_found_out() -> None:
    assert outcome(spans_campaign.twin, range(100)).failures


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


def test_a_table_that_is_only_named_in_headers_has_a_place() -> None:
    spans = SpanMap('[[steps]]\nid = "a"\n[[steps]]\n[steps.note]\ndone = "x"\n[x.y]\n')
    assert spans.key(("steps",)) == Span(Point(1, 3), Point(1, 8))
    assert spans.key(("steps", 1, "note")) == Span(Point(4, 8), Point(4, 12))
    assert spans.key(("x",)) == Span(Point(6, 2), Point(6, 3))


BLOCK = """
[[steps]]
id = "step-{}"
kind = "choose"
title = "A title of some length"
options.a = "one answer"
options.b = "two answers"
why = "Because somebody says why, in a sentence of some length."
tips = ["one tip", "two tips"]
"""


def quickest(work: Callable[[], object]) -> float:
    """Return the seconds that some work takes when nothing gets in its way."""
    times = []
    for _ in range(9):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def test_a_map_costs_little_more_than_the_reading() -> None:
    """Sixty steps take under three milliseconds where reading them takes under one."""
    text = "".join(BLOCK.format(number) for number in range(60))
    assert quickest(lambda: SpanMap(text).marks) < 5 * quickest(lambda: tomllib.loads(text))


def test_a_place_costs_the_same_at_the_end_of_a_long_text() -> None:
    """Asked of every value; counting lines anew for each would cost a hundred times as much."""
    short, long = (SpanMap("".join(BLOCK.format(n) for n in range(steps))) for steps in (20, 2_000))

    def ask(spans: SpanMap) -> Callable[[], object]:
        return lambda: [spans.value(path) for path in asked[id(spans)]]

    asked = {id(spans): list(spans.marks) for spans in (short, long)}
    few, many = len(asked[id(short)]), len(asked[id(long)])
    assert quickest(ask(long)) / many < 20 * quickest(ask(short)) / few
