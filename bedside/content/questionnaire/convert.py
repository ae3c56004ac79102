"""A checklist made into a Questionnaire, and a Questionnaire into the text of a checklist file.

Out: what is written reads back as the same checklist, or nothing is written. In: what cannot be
honoured is told by the item, with why and the way out, and nothing is made; what has no place here
and does no harm is left out and told.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePath

from bedside.content.banks import Banks
from bedside.content.edit.text import Refused, Refusing
from bedside.content.load import open_checklist
from bedside.content.overlays import Original
from bedside.content.questionnaire import heads
from bedside.content.questionnaire.agreeing import disagree
from bedside.content.questionnaire.authored import beside_bank, head_table, step_table
from bedside.content.questionnaire.beside import Beside
from bedside.content.questionnaire.element import Element, Json
from bedside.content.questionnaire.into import BROUGHT, Intake
from bedside.content.questionnaire.out import Form
from bedside.content.questionnaire.told import Told, left_as
from bedside.content.shape import Table
from bedside.content.sheet.convert import Made
from bedside.content.sheet.toml import written
from bedside.core.checklist import Checklist
from bedside.core.form.gates import tangled
from bedside.core.jsontext import json_text
from bedside.core.problems import Finding, Level

ENDS = (".json",)
"""How the names of Questionnaire files end."""

_DRAFT = "It begins as a draft: bedside check says what is still to be added by a person."

Originals = Callable[[str, bytes], Original | None]
"""Finds the file that an overlay changes, by its id and its bytes."""


def questionnaire_of(
    checklist: Checklist, base: str, overlay: str = "", beside: Beside | None = None
) -> bytes | Refused:
    """Return a checklist as the bytes of a Questionnaire, or why it cannot be put into one.

    `overlay` is the text of its file, where that changes another checklist; `beside` are the
    codes that the clinic has verified for its steps, and its texts in other languages.
    """
    if step := tangled(checklist.steps):
        return Refused(f"the rule of {step} has more parts than a form can tell")
    try:
        form = Form(checklist, base, overlay, beside).written()
        whole = [step_table(step) for step in checklist.steps]
    except ValueError as error:
        return Refused(str(error))
    text = json_text(form, indent=2)
    told = Told(text, "")
    read = _taken(form, told, "")
    if told.findings or read is None or read.steps != whole or read.head != head_table(checklist):
        return Refused("a part of it has no place in a form")
    return f"{text}\n".encode()


def checklist_of(
    raw: bytes, name: str, target: str, banks: Banks, originals: Originals | None = None
) -> Made:
    """Return what a Questionnaire says as a checklist; `target` is the file it is to become.

    `name` is what findings call the file.
    """
    text, form = _read(raw)
    told = Told(text, name)
    if not isinstance(form, dict):
        told.refuse("", "T160", form, "save it again as JSON in UTF-8, complete, and at most 1 MB")
        return Made({}, "", tuple(told.findings))
    read = _taken(form, told, target)
    if told.findings or read is None:
        return Made({}, "", tuple(told.findings))
    return _made(read, form, told, target, (banks, originals))


class _Read:
    """What a form says: the head of a checklist, its steps, and the items they were made of."""

    def __init__(self, head: heads.Head, intake: Intake) -> None:
        """Take what was read."""
        self.head, self.steps, self.links = head.table, intake.steps, intake.links
        self.overlay, self.is_ours = head.overlay, head.is_ours


def _read(raw: bytes) -> tuple[str, Json | str]:
    """Return the text and the object in these bytes, or why there is none."""
    if len(raw) > heads.MOST_BYTES:
        return "", "it is larger than any form that could be walked through"
    try:
        text = raw.decode("utf-8-sig")
        found = json.loads(text)
    except UnicodeDecodeError:
        return "", "its letters are not UTF-8"
    except RecursionError:
        return "", "its brackets stand too deep in each other"
    except ValueError:
        is_xml = text.lstrip().startswith("<")
        return text, "it is XML, and only JSON is read" if is_xml else "it is not JSON"
    return text, found if isinstance(found, dict) else "it is not the JSON of a resource"


def _taken(form: Json, told: Told, target: str) -> _Read | None:
    root = Element(form)
    head = heads.head_of(root, told, PurePath(target).stem)
    if head is None:
        return None
    intake = Intake(told, head.title, head.contained)
    intake.items(root)
    for name in root.left():
        told.leave(left_as(name, root.peek(name)), "")
    if not intake.steps and not told.findings:
        told.refuse("", "T161", "it has no items", "convert a form that holds its questions itself")
    if not head.is_ours:
        for step in intake.steps:
            if step["kind"] != "section":
                step["source"] = heads.SOURCE
        pairs = zip(intake.steps, intake.links, strict=True)
        if any(step["id"] != link for step, link in pairs):
            told.change("linkIds, which became names of steps of our own", "")
    return _Read(head, intake)


def _made(
    read: _Read, form: Json, told: Told, target: str, around: tuple[Banks, Originals | None]
) -> Made:
    banks, steps = around[0], []
    told.forget(BROUGHT, {f"/{name}" for name in banks})
    for step in read.steps:
        table, is_here = beside_bank(step, banks)
        steps.append(table)
        if not is_here:
            what = f"what was taken from {step['use']}, which is not here, now written whole"
            told.change(what, str(step["id"]))
    whole: Table = {**read.head, "steps": steps}
    try:
        text = written(whole)
    except Refusing as error:
        told.refuse("", "T168", str(error), "take out what no checklist can hold")
        return Made({}, "", tuple(told.findings))
    file = target or f"{whole['id']}.toml"
    opened = open_checklist(text.encode(), f"banks/{file}" if whole.get("bank") else file, banks)
    errors = [*_by_item(opened.findings, read, told)]
    if opened.checklist is not None and not errors:
        if read.is_ours:
            disagree(opened.checklist, form, told)
            errors += told.findings
        text = _overlay(read, opened.checklist, file, around) or text
        if read.overlay and text != read.overlay:
            told.change("a change of another checklist, which is not here as it was, now whole", "")
    notes = (told.told(), "" if read.is_ours else _DRAFT)
    return Made(whole, "" if errors else text, tuple(errors), "\n".join(filter(None, notes)))


def _by_item(findings: tuple[Finding, ...], read: _Read, told: Told) -> Iterator[Finding]:
    """Yield errors of the checklist that was made as errors of the form, at its items."""
    links = {str(step["id"]): link for step, link in zip(read.steps, read.links, strict=True)}
    for one in findings:
        if one.level is not Level.ERROR:
            continue
        link = links.get(one.step, "")
        where = f"{told.item(link)}: " if link else ""
        yield replace(
            one,
            message=f"{where}{one.message}",
            file=told.name,
            span=told.span(link),
            fix=None,
            related=(),
        )


def _overlay(
    read: _Read, whole: Checklist, file: str, around: tuple[Banks, Originals | None]
) -> str:
    """Return the text of the overlay that a form carries, where it comes to the same here."""
    banks, originals = around
    raw = read.overlay.encode()
    original = originals(whole.id, raw) if raw and originals else None
    if original is None:
        return ""
    opened = open_checklist(raw, file, banks, original)
    made = opened.checklist
    is_well = made is not None and not any(one.level is Level.ERROR for one in opened.findings)
    same = made is not None and replace(made, extends="") == replace(whole, extends="")
    return read.overlay if is_well and same else ""
