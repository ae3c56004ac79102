"""Paints reading back: the note's few lines to say aloud, and what the patient puts in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bedside.core.view import StepView
from bedside.tui.lines import BLANK, Line, hung, ink, para
from bedside.tui.paint.step import Slots
from bedside.words import screen

LINE = "line:"
"""What the target of a line begins with; its number follows, from 0."""

KEYS = "4567890"
"""The slots of the first lines: those before are the answers' own."""


def aloud_lines(view: StepView, aloud: Sequence[str], width: int, slots: Slots) -> list[Line]:
    """Return the lines to read out, each with its key and, below it, what was put in its place."""
    put = {one.line: one.words for one in view.answer.corrections}
    lines = [BLANK, *para(screen.READ_ALOUD, width, "soft")] if aloud else []
    for number, text in enumerate(aloud):
        target = f"{LINE}{number}"
        slot = KEYS[number : number + 1]
        lead = (ink(f"{slots.get(slot, ''):<2}", "key", target),)
        lines += hung(lead, text, width, "say", target)
        if text in put:
            lines += _put_right(put[text], width, target)
    for gone in _gone(view, aloud):
        lines += [*para(screen.LINE_GONE.format(line=gone), width, "soft")]
        lines += _put_right(put[gone], width)
    return lines


def _put_right(text: str, width: int, target: str = "") -> list[Line]:
    """Return what the patient put in a line's place, with its mark."""
    lead = (ink("  * ", "mark", target), ink(f"{screen.PUT_RIGHT}: ", "soft", target))
    return hung(lead, text, width, "title", target)


def _gone(view: StepView, aloud: Sequence[str]) -> Iterator[str]:
    """Yield the lines that were put right and are not in the note as it stands."""
    return (one.line for one in view.answer.corrections if one.line not in aloud)
