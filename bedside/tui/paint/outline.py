"""Paints the outline: every section and step that appears, with what is done and what is next."""

from __future__ import annotations

from bedside.core.answers import is_left, is_recorded
from bedside.core.text import cut
from bedside.core.visit import Visit
from bedside.tui.lines import Line, ink, line


def outline_lines(visit: Visit, width: int) -> list[Line]:
    """Return a line for each section and step; the state is a mark before it is a colour."""
    lines: list[Line] = []
    section = ""
    for step in visit.visible():
        of = visit.plan.section[step]
        if of is not None and of.id != section:
            section = of.id
            lines.append(line(ink(cut(of.title, width), "title")))
        target = f"go:{step}"
        title = cut(visit.plan.steps[step].title, max(1, width - 4))
        here = step == visit.step
        style = "title" if here else "text"
        lines.append(line(ink(f"{_mark(visit, step)} ", "mark", target), ink(title, style, target)))
    return lines


def _mark(visit: Visit, step: str) -> str:
    """Return "x" for answered, "-" for left, "!" for a required one still open, else a blank."""
    answer = visit.answer(step)
    if answer is not None and answer.picks:
        return "[-]" if is_left(answer) else "[x]"
    if not is_recorded(visit.plan.steps[step]):
        return "   "
    return "[!]" if visit.plan.steps[step].required else "[ ]"
