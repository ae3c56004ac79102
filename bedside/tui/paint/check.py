"""Paints the check page and the signed note."""

from __future__ import annotations

from collections.abc import Sequence

from bedside import words
from bedside.core.review import Given, Review
from bedside.core.text import cells
from bedside.tui.lines import BLANK, Line, hung, ink, line, para
from bedside.words import screen


def check_lines(
    review: Review, patient: str, warnings: Sequence[str], note: str, width: int
) -> list[Line]:
    """Return what is open, what clashes, every answer in note order, and the exact note."""
    lines = para(screen.CHECK_TITLE, width, "title")
    lines += hung((ink(f"{screen.WITH_PATIENT}: ", "soft", "do:visit.patient"),), patient, width)
    if review.gaps:
        lines += [BLANK, *para(screen.STILL_OPEN, width, "warn")]
        for gap in review.gaps:
            required = f", {words.REQUIRED}" if gap.required else ""
            text = f"{gap.title}: {words.LACKS[gap.lack]}{required}"
            lines += _row("[ ]", text, f"gap:{gap.step}", width, "warn" if gap.required else "text")
    for found in review.contradictions:
        target = f"clash:{found.target}"
        lines += _row(" ! ", words.contradiction(found), target, width, "alert")
    for warning in warnings:
        lines += para(f"  ! {warning}", width, "warn")
    lines += [BLANK, *para(screen.YOUR_ANSWERS, width, "title")]
    for given in review.given:
        lines += _row("[x]", _given(given), f"given:{given.step.id}", width)
    lines += _extras(review, width)
    lines += [BLANK, *para(screen.NOTE_SO_FAR, width, "title"), *note_lines(note, width)]
    return lines


def note_lines(note: str, width: int) -> list[Line]:
    """Return the exact text of the note; where it is too wide, its lines are wrapped once more."""
    lines: list[Line] = []
    for row in note.splitlines():
        indent = len(row) - len(row.lstrip())
        fits = cells(row) <= width
        lines += (
            [line(ink(row, "say"))] if fits else para(row, width, "say", min(indent, width // 4))
        )
    return lines


def _extras(review: Review, width: int) -> list[Line]:
    lines: list[Line] = []
    for task in review.followups:
        owner = ", ".join(
            part for part in (task.who, words.day(task.day) if task.day else "") if part
        )
        lines += _row("-> ", f"{task.text} ({owner})", f"task:{task.id}", width)
    for given in review.fallen:
        lines += para(f"      {words.FALLEN}: {_given(given)}", width, "soft")
    for jotting in review.jottings:
        lines += para(f"      {words.PRIVATE}: {jotting.words}", width, "soft")
    return lines


def _row(mark: str, text: str, target: str, width: int, style: str = "text") -> list[Line]:
    return hung((ink(f"{mark} ", "mark", target),), text, width, style, target)


def _given(given: Given) -> str:
    text = words.answer(given.step, given.answer)
    kept_out = given.step.sensitive and given.answer.may_write is False
    return f"{given.step.title}: {text}" + (f" ({words.LEFT_OUT})" if kept_out else "")
