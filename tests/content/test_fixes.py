"""Any single slip in a checklist: what is found stands in the file, and every mend mends."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from bedside.content.doubts import doubted
from bedside.content.edit.mend import mended
from bedside.content.layout import laid_out
from bedside.content.library import Library, shipped
from bedside.content.load import open_checklist, read
from bedside.content.mending import Mending
from bedside.content.opening import open_table
from bedside.content.places import Origin
from bedside.content.reader import Reader
from bedside.core.problems import Finding, Level
from tests.content.texts import EXAMPLE, EXAMPLE_NAME, WHOLE
from tests.worlds import SHIPPED, Forgetful

_FILES = [shipped().path / f"{name}.toml" for name in SHIPPED]
TEXTS = {**{file.name: file.read_text(encoding="utf-8") for file in _FILES}, EXAMPLE_NAME: EXAMPLE}
NAMES = sorted(TEXTS)
BANKS, _ = Library([shipped()], Forgetful()).banks()
TAKEN_TWICE = TEXTS["when-care-caused-harm.toml"].replace(
    'id    = "went-wrong"\n', 'id    = "went-wrong"\nuse   = "prepare/yourself"\n'
)
"""A step with answers of its own that is taken from a bank as well, where it has none."""
WITHOUT_ID = TEXTS["hard-news.toml"].replace('id    = "breath"\n', "")
_DEFAULTS: dict[str, Any] = {"version": "0.1", "status": "draft", "language": "en"}
SLIPS = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@st.composite
def slipped(draw: st.DrawFn) -> tuple[str, str]:
    """Draw the name and the text of a checklist in which one thing slipped, still TOML."""
    name = draw(st.sampled_from(NAMES))
    lines = TEXTS[name].split("\n")
    at = draw(st.integers(0, len(lines) - 1))
    slip = draw(st.sampled_from(["out", "twice", "swap", "word", "letter"]))
    if slip == "out":
        del lines[at]
    elif slip == "twice":
        lines.insert(draw(st.integers(0, len(lines) - 1)), lines[at])
    elif slip == "swap":
        other = draw(st.integers(0, len(lines) - 1))
        assume("[[" not in lines[at] + lines[other])
        lines[at], lines[other] = lines[other], lines[at]
    else:
        assume(lines[at].strip() and not lines[at].startswith("#"))
        lines[at] = draw(_misspelt(lines[at], is_word=slip == "word"))
    text = "\n".join(lines)
    assume(_is_toml(text))
    return name, text


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


@st.composite
def _misspelt(draw: st.DrawFn, line: str, is_word: bool) -> str:
    at = draw(st.integers(0, len(line) - 1))
    if is_word:
        other = draw(st.sampled_from(["say", "no", "true", "3", "Title", "note", "done", "x y"]))
        start = max(line.rfind(mark, 0, at) for mark in ' ".') + 1
        ends = [found for mark in ' ".' if (found := line.find(mark, at)) >= 0]
        return line[:start] + other + line[min(ends, default=len(line)) :]
    return (
        line[:at]
        + draw(st.sampled_from(["", "e", line[at] * 2, line[at].upper()]))
        + line[at + 1 :]
    )


def _all(name: str, text: str) -> list[Finding]:
    """Return what the reader finds in a checklist, and what it doubts."""
    checklist, places, found = open_checklist(text.encode(), name, BANKS)
    if checklist is None or places is None:
        return list(found)
    return [*found, *doubted(checklist, places, found)]


def errors(name: str, text: str) -> list[Finding]:
    """Return the errors of a checklist."""
    found = open_checklist(text.encode(), name, BANKS).findings
    return [one for one in found if one.level is Level.ERROR]


@given(slipped())
@SLIPS
def test_what_is_found_stands_in_the_file_and_has_a_way_out(made: tuple[str, str]) -> None:
    name, text = made
    lines = text.split("\n")
    for one in _all(name, text):
        assert one.help
        assert one.span is not None, one
        (first, column), (last, end) = one.span
        assert (first, column) < (last, end), one
        assert 1 <= first <= last <= len(lines), one
        assert 1 <= end <= len(lines[last - 1]) + 1, one
        for other in one.related:
            assert other.span is not None, one


@given(slipped())
@example((EXAMPLE_NAME, f'{EXAMPLE}kind = "do"\n'))
@example(("when-care-caused-harm.toml", TAKEN_TWICE))
@SLIPS
def test_every_mend_takes_its_finding_away_and_leaves_no_more(made: tuple[str, str]) -> None:
    name, text = made
    before = errors(name, text)
    for one in before:
        if one.fix is None:
            continue
        after = errors(name, mended(text, [one]).text)
        assert one not in after
        assert len(after) <= len(before), (one, after)


def _meant(text: str) -> dict[str, object]:
    """Return a text's table with what is meant where nothing is written.

    A step that is taken from a bank has its id from there.
    """
    table = _DEFAULTS | tomllib.loads(text)
    steps = [
        {"id": str(step["use"]).rpartition("/")[2]} | step if "use" in step else step
        for step in table.get("steps", [])
    ]
    return table | {"steps": steps}


@given(slipped())
@example(("hard-news.toml", WITHOUT_ID))
@SLIPS
def test_a_single_slip_is_told_or_means_something_else(made: tuple[str, str]) -> None:
    """What is read without a word differs from the original as its TOML does."""
    name, text = made
    found, original = (read(one.encode(), name, BANKS) for one in (text, TEXTS[name]))
    if found == original:
        assert _meant(text) == _meant(TEXTS[name])


@given(slipped())
@SLIPS
def test_a_single_slip_is_told_few_times(made: tuple[str, str]) -> None:
    """A line may hold what several others rest on; most slips are told once, none as a flood."""
    name, text = made
    assert len(errors(name, text)) <= 6


@given(slipped())
@SLIPS
def test_the_quick_look_passes_nothing_that_the_careful_one_finds(made: tuple[str, str]) -> None:
    name, text = made
    table = open_table(text.encode())
    assert not isinstance(table, Finding)
    layout = laid_out(table.table, Origin(name, table.spans))
    quick = Reader(layout, BANKS)._sound()
    careful = [] if layout.findings else list(Mending(layout, BANKS).findings())
    if quick is not None:
        assert not careful
        assert open_checklist(text.encode(), name, BANKS).checklist == quick


@pytest.mark.parametrize("name", NAMES)
def test_the_quick_look_is_enough_for_a_sound_checklist(name: str) -> None:
    table = open_table(TEXTS[name].encode())
    assert not isinstance(table, Finding)
    layout = laid_out(table.table, Origin(name, table.spans))
    assert Reader(layout, BANKS)._sound() is not None
    assert list(Mending(layout, BANKS).findings()) == []


def test_the_careful_look_finds_nothing_in_a_checklist_that_uses_everything() -> None:
    table = open_table(WHOLE.encode())
    assert not isinstance(table, Finding)
    layout = laid_out(table.table, Origin("made-up.toml", table.spans))
    assert list(Mending(layout, BANKS).findings()) == []
