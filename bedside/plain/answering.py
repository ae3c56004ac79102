"""From a typed line to the moves that answer the step in hand."""

from __future__ import annotations

from bedside import words
from bedside.core import moves as m
from bedside.core.answers import Person
from bedside.core.checklist import Choice, Scale
from bedside.core.days import parse_day, parse_person
from bedside.core.gaps import Lack, lack
from bedside.core.rows import Field, Group, Row
from bedside.core.view import StepView
from bedside.plain.dialogue import Dialogue

_WORDED = ("words", "text")


def answer(dialogue: Dialogue, view: StepView, line: str) -> bool:
    """Answer the step with a line; say whether the step is finished with."""
    rows = {row.key: row for row in view.rows if row.key and row.group is not Group.POINT}
    typed = line.replace(",", " ").split() if view.many else [line]
    if typed and all(key in rows for key in typed):
        chosen = [choose(dialogue, view, rows[key]) for key in typed]
        return all(chosen) and _is_finished(dialogue, view)
    if view.asks is Lack.REASON and any(map(str.isalpha, line)):
        return dialogue.do(m.Skip(view.step.id, "other", line))
    made, stays = _typed(dialogue, view, line)
    if made is None:
        dialogue.talk.say(_offer(view, rows))
        return False
    return dialogue.do(made) and not stays and _is_finished(dialogue, view)


def choose(dialogue: Dialogue, view: StepView, row: Row) -> bool:
    """Choose a row, asking for what must be typed with it; say whether it was recorded."""
    if row.opens is Field.NONE:
        return row.move is not None and dialogue.do(row.move)
    typed = dialogue.talk.ask(words.FIELDS[row.opens])
    if row.opens is Field.REASON:
        return dialogue.do(m.Skip(view.step.id, "other", typed))
    if row.opens is Field.DAY:
        day = parse_day(typed, dialogue.session.today())
        if day is None:
            dialogue.talk.say(words.FIELDS[Field.DAY])
            return False
        return dialogue.do(m.Schedule(view.step.id, day))
    picked = row.move is not None and (row.on or dialogue.do(row.move))
    return picked and (not typed or dialogue.do(m.Write(view.step.id, typed)))


def _typed(dialogue: Dialogue, view: StepView, line: str) -> tuple[m.Move | None, bool]:
    """Return the move that free words make at this step, and whether more may follow."""
    step = view.step
    if isinstance(step, Scale):
        number = int(line) if line.removeprefix("-").isdecimal() else None
        return (None if number is None else m.Rate(step.id, number)), False
    if step.kind == "date":
        day = parse_day(line, dialogue.session.today())
        return (m.Schedule(step.id, day) if day else None), False
    if step.kind == "people":
        who, relation = parse_person(line)
        return (
            None if line.isdecimal() else m.Add(step.id, Person(who=who, relation=relation))
        ), True
    worded = step.kind in _WORDED or (isinstance(step, Choice) and step.other)
    return (m.Write(step.id, line) if worded and not line.isdecimal() else None), False


def _is_finished(dialogue: Dialogue, view: StepView) -> bool:
    return lack(dialogue.visit, view.step.id) is None


def _offer(view: StepView, rows: dict[str, Row]) -> str:
    """Return what could be typed instead."""
    step = view.step
    if isinstance(step, Scale):
        return f"Type a number from {step.min} to {step.max}, or Enter to go on."
    if step.kind == "date":
        return f"{words.FIELDS[Field.DAY]} Or type {', '.join(rows)}, or Enter to go on."
    if not rows:
        return "Press Enter to go on. /words writes something down."
    return f"Type {', '.join(rows)}, or Enter to go on. /words writes words down; /help lists more."
