"""Fit on the screen: the measure of a step is the height of its real page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bedside import words
from bedside.content.lint import fit
from bedside.core.checklist import KINDS, Choice, Option, Phrase, Scale, Step, TeachBack
from bedside.core.rows import DIGITS
from bedside.core.view import view_of
from bedside.tui.keys import KeyTable, slots
from bedside.tui.paint.step import step_lines
from bedside.tui.screens.walk import ROOMY
from tests.content.lint.judged import codes, only
from tests.house.source import ROOT
from tests.worlds import SHIPPED, TODAY, UNCERTAINTY, checklist, opened, shipped_checklist

SLOTS: Mapping[str, str] = slots(KeyTable({}))
_WORDS = st.lists(st.text(alphabet="abcdefgh", min_size=1, max_size=12), min_size=1, max_size=60)
TEXT = _WORDS.map(" ".join)
LABEL = st.text(alphabet="abcdefgh ", min_size=1, max_size=90).filter(str.strip).map(str.strip)


def drawn(step: Step) -> int:
    """Return how many lines the page of a step takes, with the longest of its phrases."""
    visit = opened(checklist(step))
    heights = []
    for at in range(max(1, len(step.say))):
        view = view_of(replace(visit, phrases={step.id: at}), step.id, TODAY)
        heights.append(len(step_lines(view, fit.ROOM, SLOTS, roomy=True)))
    return max(heights)


@st.composite
def steps(draw: st.DrawFn) -> Step:
    """Return a step of any kind, with texts of any length."""
    kind = draw(st.sampled_from(sorted(set(KINDS) - {"section"})))
    shared: dict[str, Any] = {
        "id": "made",
        "kind": kind,
        "title": draw(TEXT),
        "aim": draw(st.just("") | TEXT),
        "required": draw(st.booleans()),
        "sensitive": draw(st.booleans()),
        "say": tuple(Phrase(text=text) for text in draw(st.lists(TEXT, max_size=3))),
    }
    if KINDS[kind] is Choice:
        labels = draw(st.lists(LABEL, min_size=1, max_size=9))
        options = tuple(Option(id=f"o{at}", label=text) for at, text in enumerate(labels))
        return Choice(**shared, options=options, other=draw(st.booleans()))
    if KINDS[kind] is Scale:
        return Scale(**shared, min=0, max=draw(st.integers(1, 30)), labels={"0": "none"})
    if KINDS[kind] is TeachBack:
        return TeachBack(**shared, points=tuple(draw(st.lists(LABEL, min_size=1, max_size=5))))
    return Step(**shared)


_SIZES = (1, 1, 1, 1, 1, 3, 3, 3, 3, 4, 5, 6, 9, 9, 9, 10, 11, 12, 12, 12, 1)
AT_THE_EDGE = " ".join("a" * size for size in _SIZES)
"""A phrase whose last word stands at the edge of the page once it is in quotation marks."""
FULL = (
    "aaaaaa aaaaaaaaaa aaaaaaaaaaa aaaaaaa aaaaaaaaaaaa aaaaaaaa aaaaaaaaaaaa aaaaaaaaaa aaa "
    "aaaaaaaaa aaaaaa aa a aa aaaaaaaaa aaaaaaaaaaa"
)
"""Words that fill their lines, so that the mark before them decides where these break."""


@given(steps())
@example(Step(id="made", kind="date", title="a", say=(Phrase(text=AT_THE_EDGE),)))
@example(Step(id="made", kind="date", title="a", say=(Phrase(text=FULL),)))
def test_the_measure_of_a_step_is_the_height_of_its_page(step: Step) -> None:
    assert fit.height(step) == drawn(step)


@given(steps())
def test_a_quick_look_never_takes_a_tall_step_for_a_low_one(step: Step) -> None:
    assert fit._roughly(step) > fit.LINES or fit.AROUND + fit.height(step) <= fit.LINES


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_step_is_measured_right_and_fits(name: str) -> None:
    for step in shipped_checklist(name).steps:
        if step.kind != "section":
            assert fit.height(step) == drawn(step)
            assert fit.AROUND + fit.height(step) <= fit.LINES


def test_a_kept_frame_of_a_tall_step_is_as_tall_as_measured() -> None:
    frame = ROOT / "tests" / "tui" / "frames" / "step-scale-80x24.txt"
    lines = frame.read_text(encoding="utf-8").splitlines()
    assert len(lines) == fit.LINES
    step = next(one for one in shipped_checklist(UNCERTAINTY).steps if one.id == "weight")
    assert fit.AROUND + fit.height(step) == len(lines)
    assert all(line.strip() for line in lines[-2:])


def test_the_measure_rests_on_what_the_screen_says() -> None:
    assert {kind: len(word) for kind, word in words.KINDS.items()} == dict(fit.KIND_CELLS)
    assert len(DIGITS) == fit.KEYS
    assert fit.LINES - fit.AROUND >= ROOMY


@pytest.mark.parametrize(("letters", "found"), [(60, []), (61, ["F802"])])
def test_a_label_may_have_sixty_letters(letters: int, found: list[str]) -> None:
    label = ("tea " * 30)[: letters - 1] + "x"
    step = '\n[[steps]]\nid = "extra"\nkind = "choose"\ntitle = "Tea"\n'
    assert codes(f'{step}options.tea = "{label}"\n') == found


@pytest.mark.parametrize(("answers", "other", "found"), [(7, "", []), (6, "other = true", []),
                                                         (7, "other = true", ["F803"]),
                                                         (8, "", ["F803"])])  # fmt: skip
def test_seven_answers_have_a_key(answers: int, other: str, found: list[str]) -> None:
    step = '\n[[steps]]\nid = "extra"\nkind = "choose"\ntitle = "Tea"\n'
    options = "".join(f'options.o{at} = "Cup {at}"\n' for at in range(answers))
    assert codes(step + options + other + "\n") == found


@pytest.mark.parametrize(("letters", "found"), [(38, []), (39, ["F804"])])
def test_a_title_fits_a_narrow_window(letters: int, found: list[str]) -> None:
    assert codes(f'title = "{("bed " * 12)[: letters - 1]}x"\n') == found


def test_letters_of_two_cells_count_twice() -> None:
    assert codes(f'language = "ja"\ntitle = "{"床" * 20}"\n') == ["F804"]


def test_a_step_that_is_too_tall_is_told_with_its_lines() -> None:
    phrase = "Tell me more. " * 90
    finding = only(f'\n[[steps]]\nid = "extra"\nkind = "text"\ntitle = "Tea"\nsay = "{phrase}"\n')
    assert finding.code == "F801"
    assert "lines" in finding.message
