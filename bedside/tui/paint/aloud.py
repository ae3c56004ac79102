"""Paints reading back: the note's few lines to say aloud, and what the patient puts in place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from bedside.core.view import StepView
from bedside.tui.lines import BLANK, Line, hung, ink, para
from bedside.tui.paint.step import Slots
from bedside.words import screen

LINE = "line:"
"""What the target of a line begins with; its number follows, from 0."""

KEYS = "4567890"
"""The slots of the first lines: those before are the answers' own."""


class Aloud(NamedTuple):
    """The lines to read out, and those that are not as they were when they were read out."""

    lines: Sequence[str]
    unread: Collection[str] = ()


def aloud_lines(view: StepView, aloud: Aloud, width: int, slots: Slots) -> list[Line]:
    """Return the lines to read out, each with its key and, below it, what was put in its place."""
    put = {one.line: one.words for one in view.answer.corrections}
    asked = _asked(aloud, width)
    lines = [BLANK, *asked] if asked else []
    for number, text in enumerate(aloud.lines):
        target = f"{LINE}{number}"
        slot = KEYS[number : number + 1]
        lead = (ink(f"{slots.get(slot, ''):<2}", "key", target),)
        lines += hung(lead, text, width, "say", target)
        if text in aloud.unread:
            lines += hung((ink("  * ", "mark", target),), screen.NEW_LINE, width, "warn", target)
        if text in put:
            lines += _put_right(put[text], width, target)
    for gone in aloud.unread:
        if gone not in aloud.lines:
            lines += hung((ink("  * ", "mark"),), screen.DROPPED.format(line=gone), width, "warn")
    for gone in _gone(view, aloud.lines):
        lines += [*para(screen.LINE_GONE.format(line=gone), width, "soft")]
        lines += _put_right(put[gone], width)
    return lines


def _asked(aloud: Aloud, width: int) -> list[Line]:
    """Return what to do with the lines: read them out, or those that are new."""
    if aloud.unread:
        return para(screen.READ_AGAIN, width, "warn")
    return para(screen.READ_ALOUD, width, "soft") if aloud.lines else []


def _put_right(text: str, width: int, target: str = "") -> list[Line]:
    """Return what the patient put in a line's place, with its mark."""
    lead = (ink("  * ", "mark", target), ink(f"{screen.PUT_RIGHT}: ", "soft", target))
    return hung(lead, text, width, "title", target)


def _gone(view: StepView, aloud: Sequence[str]) -> Iterator[str]:
    """Yield the lines that were put right and are not in the note as it stands."""
    return (one.line for one in view.answer.corrections if one.line not in aloud)
