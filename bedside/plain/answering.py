"""From a typed line to the moves that answer the step in hand."""

from __future__ import annotations

import re

from bedside import words
from bedside.core import moves as m
from bedside.core.answers import Person
from bedside.core.checklist import Choice, Scale
from bedside.core.days import parse_day, parse_person
from bedside.core.gaps import Lack, lack
from bedside.core.rows import Field, Row
from bedside.core.view import StepView
from bedside.plain.dialogue import Dialogue
from bedside.plain.show import keyed
from bedside.words import plain

_WORDED = ("words", "text")
_DIGITS = 9
"""Digits of the longest number that is read as one."""

_LINE = re.compile(r"(\d{1,3})[.:)]? +(.+)")
"""The number of a line that was read out, and what it should say."""


def answer(dialogue: Dialogue, view: StepView, line: str) -> bool:
    """Answer the step with a line; say whether the step is finished with."""
    rows = keyed(view)
    typed = line.casefold().replace(",", " ").split() if view.many else [line.casefold()]
    if typed and all(key in rows for key in typed):
        chosen = [choose(dialogue, view, rows[key]) for key in typed]
        return all(chosen) and _is_finished(dialogue, view)
    if view.asks is Lack.REASON and any(map(str.isalpha, line)):
        return dialogue.do(m.Skip(view.step.id, "other", line))
    if view.aloud and not view.asks and (meant := _LINE.match(line)):
        put_right(dialogue, view, int(meant[1]), meant[2])
        return False
    made, stays = (None, False) if view.asks else _typed(dialogue, view, line)
    if made is None:
        dialogue.talk.say(_offer(view, rows))
        return False
    if stays and dialogue.do(made):
        given = words.answer(view.step, dialogue.view().answer, view.today)
        dialogue.talk.say(plain.ENTER_GOES_ON.format(answer=given))
        return False
    return not stays and dialogue.do(made) and _is_finished(dialogue, view)


def put_right(dialogue: Dialogue, view: StepView, number: int, said: str) -> bool:
    """Record what the patient puts in the place of a line that was read out; "-" takes it back."""
    lines = dialogue.session.read_back()
    if not 0 < number <= len(lines):
        dialogue.talk.say(plain.NO_LINE.format(number=number, count=len(lines)))
        return False
    line, now = lines[number - 1], "" if said == "-" else said
    done = dialogue.do(m.Correct(view.step.id, line, now)) if now else _taken_back(dialogue, line)
    told = plain.LINE_PUT_RIGHT if now else plain.LINE_AS_IT_WAS
    if done:
        dialogue.talk.say(told.format(number=number, words=now))
    return done


def _taken_back(dialogue: Dialogue, line: str) -> bool:
    """Take back what was put in a line's place; with the last of it, reading back is open again.

    Nobody has confirmed a note by taking a correction back.
    """
    view = dialogue.view()
    answer, step = view.answer, view.step.id
    others = [one for one in answer.corrections if one.line != line]
    if len(others) == len(answer.corrections):
        return True
    return dialogue.do(m.Correct(step, line, "") if others or answer.words else m.Clear(step))


def whole_number(line: str) -> int | None:
    """Return the whole number that was typed; nothing where it is none, or too long to be one."""
    digits = line.removeprefix("-")
    return int(line) if digits.isdecimal() and len(digits) <= _DIGITS else None


def choose(dialogue: Dialogue, view: StepView, row: Row) -> bool:
    """Choose a row, asking for what must be typed with it; say whether it was recorded."""
    if row.move is not None and not (row.on and row.opens) and not dialogue.do(row.move):
        return False
    if view.answer.corrections and not dialogue.view(view.step.id).answer.corrections:
        dialogue.talk.say(plain.LINES_GIVEN_UP)
    if row.opens is Field.NONE:
        return row.move is not None
    typed = dialogue.talk.ask(plain.WHICH_LINE if view.aloud else words.FIELDS[row.opens])
    if view.aloud and (meant := _LINE.match(typed)):
        put_right(dialogue, view, int(meant[1]), meant[2])
        return False
    if row.opens is Field.REASON:
        return dialogue.do(m.Skip(view.step.id, "other", typed))
    if row.opens is Field.DAY:
        day = parse_day(typed, dialogue.session.today())
        if day is None:
            dialogue.talk.say(words.FIELDS[Field.DAY])
            return False
        return dialogue.do(m.Schedule(view.step.id, day))
    return not typed or dialogue.do(m.Write(view.step.id, typed))


def _typed(dialogue: Dialogue, view: StepView, line: str) -> tuple[m.Move | None, bool]:
    """Return the move that free words make at this step, and whether more may follow."""
    step = view.step
    if isinstance(step, Scale):
        number = whole_number(line)
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
    numbers = all(part.isdecimal() for part in line.replace(",", " ").split())
    return (m.Write(step.id, line) if worded and not numbers else None), False


def _is_finished(dialogue: Dialogue, view: StepView) -> bool:
    return lack(dialogue.visit, view.step.id) is None


def _offer(view: StepView, rows: dict[str, Row]) -> str:
    """Return what could be typed instead."""
    step, keys = view.step, ", ".join(rows)
    if isinstance(step, Scale) and view.asks is None:
        return plain.OFFER_NUMBER.format(low=step.min, high=step.max, keys=keys)
    if step.kind == "date" and view.asks is None:
        return plain.OFFER_DAY.format(day=words.FIELDS[Field.DAY], keys=keys)
    if view.aloud and rows and view.asks is None:
        return plain.LINE_WRONG
    if not rows:
        return plain.OFFER_NOTHING
    return (plain.OFFER_REASONS if view.asks else plain.OFFER).format(keys=keys)
