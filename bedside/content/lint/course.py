"""The course of a talk: leave is asked, understanding checked, a next step named, no long haul."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bedside.content.lint.texts import line_after
from bedside.content.places import Here, Places
from bedside.core.answers import is_recorded
from bedside.core.checklist import Checklist, Step
from bedside.core.problems import Finding, Fix

IN_A_ROW = 9
"""The most steps between two sections: more are worked through without being read."""

TONES = 2
"""So many ways of saying it a required step offers, so that one can be chosen for the person."""

_CHECKING = frozenset(("teach-back", "read-back"))


def stations(checklist: Checklist, places: Places) -> Iterator[Finding]:
    """Return what every talk needs and this one lacks; a bank is no talk."""
    if checklist.bank or not any(map(is_recorded, checklist.steps)):
        return
    placed = list(_placed(checklist.steps))
    head = places.head
    yield from _permission(placed, places)
    if not any(
        step.kind in _CHECKING or place == "checked" for step, place in placed if is_recorded(step)
    ):
        message = "Nothing in this checklist checks what the patient understood."
        help_ = 'end with a step of kind "teach-back" or "read-back", or one placed in "checked"'
        yield head.finding("S606", message, help_, head.value("title"))
    if not checklist.tasks and not any(place == "next" for _, place in placed):
        message = "This checklist ends without a next step."
        help_ = 'add a step placed in "next" (when you talk again, whom to call) or a task'
        yield head.finding("S607", message, help_, head.value("title"))


def _another(step: Step) -> str:
    """Return the name of a manner that a step does not have yet."""
    return "plain" if any(phrase.tone == "gentle" for phrase in step.say) else "gentle"


def _placed(steps: Sequence[Step]) -> Iterator[tuple[Step, str]]:
    """Return each step that is no section, with its own place or its section's."""
    section = ""
    for step in steps:
        if step.kind == "section":
            section = step.place
        else:
            yield step, step.place or section


def _permission(placed: Sequence[tuple[Step, str]], places: Places) -> Iterator[Finding]:
    asked = [step for step, place in placed if place == "agreed" and is_recorded(step)]
    if any(step.required for step in asked):
        return
    if not asked:
        head = places.head
        message = "Nothing in this checklist asks whether the patient wants to talk now."
        help_ = 'begin with a required step placed in "agreed" that asks for leave'
        yield head.finding("S605", message, help_, head.value("title"))
        return
    here = next(here for here in places.steps if here.name == asked[-1].id)
    message = f'"{asked[-1].title}" asks for leave to talk, and can be passed over.'
    edit = line_after(here, "required = true", ("title",), ("kind",))
    fix = Fix("Make it required", (edit,)) if edit else None
    yield here.finding("S605", message, "write required = true", here.value("place"), fix)


def in_a_row(checklist: Checklist, places: Places) -> Iterator[Finding]:
    """Return each stretch of steps that is too long to be kept in mind."""
    start = places.head
    row: list[Step] = []
    for here, step in (*zip(places.steps, checklist.steps, strict=True), (places.head, None)):
        if step is not None and step.kind != "section":
            row.append(step)
            continue
        if len(row) > IN_A_ROW:
            message = f"{len(row)} steps follow each other here; more than {IN_A_ROW} are skimmed."
            help_ = f'put a section among them, such as one before "{row[len(row) // 2].title}"'
            yield start.finding("S610", message, help_, start.value("title"))
        start, row = here, []


def tones(here: Here, step: Step) -> Iterator[Finding]:
    """Return that a required step has too few ways of being said."""
    if not step.required or len(step.say) >= TONES or not (step.say or step.kind == "say"):
        return
    if step.say:
        message = "This step is required and offers only one way of saying it."
        help_ = f'add another way of saying it: say.{_another(step)} = "…"'
    else:
        message = "This step is required and offers nothing to say."
        help_ = 'add two manners: say.plain = "…" and say.gentle = "…"'
    yield here.finding("S608", message, help_, here.key("say") if step.say else here.key("id"))
