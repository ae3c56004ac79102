"""Paints the check page above the text: what is open, what to look at, every answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bedside import words
from bedside.core.concerns import Concern
from bedside.core.review import Given, Review
from bedside.tui.lines import BLANK, Line, hung, ink, para
from bedside.words import notes, screen

Slots = Mapping[str, str]

CONCERN = "concern:"
"""What the target of a concern begins with; its name follows."""

_UNDER = 4


class Checked(NamedTuple):
    """What is checked before signing: the visit gone over, whose it is, when it is written down.

    `where` names the step of each concern that is about one, by the concern's name.
    """

    review: Review
    patient: str
    written: str
    concerns: Sequence[Concern]
    where: Mapping[str, str]


def check_lines(checked: Checked, width: int, slots: Slots) -> list[Line]:
    """Return what is open, what to look at, and every answer in note order."""
    review = checked.review
    lines = para(screen.CHECK_TITLE, width, "title")
    lines += _named(screen.WITH_PATIENT, checked.patient, "do:visit.patient", width)
    lines += _named(screen.WRITTEN, checked.written, "do:check.afterwards", width)
    if review.gaps:
        lines += [BLANK, *para(screen.STILL_OPEN, width, "warn")]
    for gap in review.gaps:
        required = f", {words.REQUIRED}" if gap.required else ""
        text = f"{gap.title}: {words.LACKS[gap.lack]}{required}"
        lines += _row("[ ]", text, f"gap:{gap.step}", width, "warn" if gap.required else "text")
    if checked.concerns:
        lines += [BLANK, *para(screen.LOOK_AT, width, "warn")]
    for found in sorted(checked.concerns, key=lambda one: bool(one.settled)):
        lines += _concern(found, checked.where.get(found.name, ""), width, slots)
    lines += [BLANK, *para(screen.YOUR_ANSWERS, width, "title")]
    for given in review.given:
        lines += _row("[x]", _given(given), f"given:{given.step.id}", width)
    return [*lines, *_extras(review, width)]


def _named(label: str, text: str, target: str, width: int) -> list[Line]:
    return hung((ink(f"{label}: ", "soft", target),), text, width, target=target)


def _concern(found: Concern, where: str, width: int, slots: Slots) -> list[Line]:
    """Return what was found, where it stands, and the wording offered; a settled one quietly."""
    target, told = f"{CONCERN}{found.name}", notes.concern(found)
    if found.settled:
        kept = screen.KEPT.format(why=found.settled)
        return [
            *_row(" - ", told, target, width, "soft"),
            *para(kept, width, "soft", indent=_UNDER, target=target),
        ]
    lines = _row(" ! ", told, target, width, "alert")
    if found.text:
        place = screen.CONCERN_IN.format(reader=notes.READERS[found.reader], text=found.text)
        lines += para(place, width, "soft", indent=_UNDER, target=target)
    elif where and where not in told:
        place = screen.CONCERN_AT.format(title=where)
        lines += para(place, width, "soft", indent=_UNDER, target=target)
    if found.rewrite:
        lead = (ink(" " * _UNDER, "text", target), ink(f"{slots['take']} ", "key", target))
        return lines + hung(lead, screen.TAKE.format(text=found.rewrite), width, "text", target)
    return lines + para(
        notes.way_out(found, slots["read"]), width, "text", indent=_UNDER, target=target
    )


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
    text = words.answer(given.step, given.answer, given.on)
    kept_out = given.step.sensitive and given.answer.may_write is False
    return f"{given.step.title}: {text}" + (f" ({words.LEFT_OUT})" if kept_out else "")
