"""The pocket card: phases, the first words to say, what not to say; four cards to a page.

What does not fit on one card goes on to the next. How much fits is reckoned in lines; a card that
holds more than was reckoned grows, and loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from math import ceil
from typing import NamedTuple

from bedside.content.paper.conditions import condition_words
from bedside.content.paper.page import Written, identity, own
from bedside.core.checklist import Checklist, Step

LINES = 37
"""So many lines of text one card holds."""
_WIDTH = 58
"""So many characters stand in a line of a card, on average and with room to spare."""


class Piece(NamedTuple):
    """A part of a card that stays in one: its HTML, and how many lines it takes."""

    html: str
    lines: int


class Phase(NamedTuple):
    """A section with its steps; steps before any section stand in one without a title."""

    head: Piece | None
    title: str
    steps: list[Piece]


def card(checklist: Checklist) -> Written:
    """Return the checklist as pocket cards."""
    cards = list(packed(phases(checklist)))
    shown = "\n".join(
        _card(checklist, pieces, f"{at} / {len(cards)}") for at, pieces in enumerate(cards, 1)
    )
    return Written("card", "pocket card", f'<div class="cards">\n{shown}\n</div>')


def phases(checklist: Checklist) -> list[Phase]:
    """Return the sections with what a card says of their steps; what is always at hand is last."""
    found = [Phase(None, "", [])]
    for step in checklist.steps:
        if step.kind == "section":
            head = _lines(step.title, condition_words(step, checklist))
            found.append(Phase(Piece(_head(step, checklist), head + 1), step.title, []))
        else:
            found[-1].steps.append(_step(step, checklist))
    extras = [_step(step, checklist) for step in checklist.extras]
    if extras:
        title = f"<h2>{own('At any time')}</h2>"
        found.append(Phase(Piece(title, 2), "", extras))
    return [phase for phase in found if phase.steps or phase.head]


def packed(phases: Iterable[Phase]) -> Iterator[list[Piece]]:
    """Yield what stands on each card; a heading never stands at the end of one."""
    now: list[Piece] = []
    for phase in phases:
        pieces = list(phase.steps)
        if phase.head:
            first = pieces.pop(0) if pieces else Piece("", 0)
            pieces.insert(0, Piece(phase.head.html + first.html, phase.head.lines + first.lines))
        for piece in pieces:
            if now and sum(one.lines for one in now) + piece.lines > LINES:
                yield now
                now = []
            now.append(piece)
    if now:
        yield now


def _card(checklist: Checklist, pieces: Iterable[Piece], number: str) -> str:
    content = "\n".join(piece.html for piece in pieces)
    foot = (
        f"<span>{escape(checklist.title)}, {own(identity(checklist))}</span><span>{number}</span>"
    )
    return f'<section class="card">\n{content}\n<p class="foot">{foot}</p>\n</section>'


def _head(step: Step, checklist: Checklist) -> str:
    when = condition_words(step, checklist)
    return f"<h2>{escape(step.title)}</h2>" + (f'<p class="only">{_only(when)}</p>' if when else "")


def _step(step: Step, checklist: Checklist) -> Piece:
    """Return what a card says of a step: title, when it comes, first words, what not to say."""
    when = condition_words(step, checklist)
    must = f" {own('(required)')}" if step.required else ""
    parts = [f"<h3>{escape(step.title)}{must}</h3>"]
    lines = 1.2 + _lines(step.title + " (required)" * step.required)
    if when:
        parts.append(f'<p class="only">{_only(when)}</p>')
        lines += _lines(when)
    if step.say:
        parts.append(f"<p>“{escape(step.say[0].text)}”</p>")
        lines += _lines(step.say[0].text)
    for slip in step.instead:
        parts.append(f"<p><b>{own('Not:')}</b> “{escape(slip)}”</p>")
        lines += _lines(f"Not: {slip}")
    return Piece("\n".join(parts), ceil(lines - 0.8))


def _only(when: str) -> str:
    return escape(when[:1].upper() + when[1:])


def _lines(*texts: str) -> int:
    return sum(ceil((len(text) + 2) / _WIDTH) for text in texts if text)
