"""Answers to tick and lines to write on: what a form offers at each kind of step."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from bedside.content.paper.conditions import ANSWERS
from bedside.content.paper.page import own
from bedside.core.answers import OUTCOMES, STANDING, is_question, offered
from bedside.core.checklist import Choice, Scale, Step, TeachBack

_LONG = 60
"""Labels longer than this may be broken over lines."""
_BOXED = 21
"""A scale of more numbers than this gets a line to write on."""

_RELATE = "names or initials, and how they relate:"


_SHORTER = {"after-another-try": "after another try", "partly": "in part"}
"""What stands beside other answers of its kind needs fewer words."""


class Ticks(NamedTuple):
    """A group of answers as HTML, their words for reckoning, and how many lines to write on.

    One that stands alone shares its lines with no other.
    """

    html: str
    words: str
    writing: int = 0
    alone: bool = False


def ticks(step: Step) -> list[Ticks]:
    """Return what a form offers at a step: its own answers, then those every question has."""
    if step.kind == "pause":
        return [Ticks(own("Wait. Nothing is written down here."), "Wait. Nothing is written")]
    groups = _own_answers(step)
    if is_question(step):
        standing = STANDING[:2] if isinstance(step, TeachBack) else STANDING
        groups.append(_group(standing, step.required))
    elif step.required:
        groups[-1] = _group(offered(step), True)
    return groups


def tick(label: str, *, is_own: bool, one: bool = True) -> str:
    """Return a box and its label; round where only one of them can be ticked."""
    words = escape(label) if is_own else own(label)
    long = " long" if len(label) > _LONG else ""
    return f'<span class="tick{long}">{_box(one)}{words}</span>'


def _own_answers(step: Step) -> list[Ticks]:
    if isinstance(step, Choice):
        return [_options(step)]
    if isinstance(step, Scale):
        return [_scale(step)]
    if isinstance(step, TeachBack):
        return [_point(point) for point in step.points]
    if step.kind in ("words", "text"):
        return [Ticks("", "", 2, alone=True)]
    if step.kind == "people":
        return [Ticks(own(_RELATE), _RELATE, 1, alone=True)]
    if step.kind == "date":
        return [Ticks(f"{own('day, month, year:')} {_gap()}", "day, month, year:" + " " * 20)]
    return [_group(offered(step), False)]


def _options(step: Choice) -> Ticks:
    one = step.kind == "choose"
    parts = [tick(option.label, is_own=True, one=one) for option in step.options]
    words = [option.label for option in step.options]
    if step.other:
        parts.append(tick("something else:", is_own=False, one=one) + _gap())
        words.append("something else:" + " " * 18)
    return Ticks("".join(parts), "     ".join(words))


def _scale(step: Scale) -> Ticks:
    numbers = range(step.min, step.max + 1)
    labels = ", ".join(f"{number} {label}" for number, label in step.labels.items())
    if len(numbers) > _BOXED:
        text = f"{step.min}–{step.max}:"
        return Ticks(f"{own(text)} {_gap()} {escape(labels)}", f"{text}{' ' * 18}{labels}")
    row = "".join(tick(str(number), is_own=True) for number in numbers)
    words = "      ".join(map(str, numbers))
    below = f'<br><span class="small">{escape(labels)}</span>' if labels else ""
    return Ticks(row + below, words + " " * 40 + labels if labels else words)


def _point(point: str) -> Ticks:
    group = _group(OUTCOMES, False)
    return Ticks(f"{escape(point)}: {group.html}", f"{point}: {group.words}", alone=True)


def _group(answers: Sequence[str], asks_why: bool) -> Ticks:
    words = [_SHORTER.get(word) or ANSWERS.get(word, word) for word in answers]
    html = "".join(tick(word, is_own=False) for word in words)
    if asks_why:
        html += f"{own('if left, why:')} {_gap()}"
    return Ticks(html, "     ".join((*words, *(["if left, why:" + " " * 18] if asks_why else []))))


def _box(one: bool) -> str:
    return f'<span class="box{" one" if one else ""}" aria-hidden="true"></span>'


def _gap() -> str:
    return '<span class="gap"></span>'
