"""What a practice patient replies at a step, as the moves a clinician would make for it.

A reply is an answer, a list of them, words, a number, a date, or a table: `words` beside an
`answer`, `left` with the reason a step was left, `because` in words, `may_write`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, cast

from bedside.core import moves as m
from bedside.core.answers import (
    OUTCOMES,
    REASONS,
    RELATIONS,
    STANDING,
    Person,
    is_question,
    possible,
)
from bedside.core.checklist import Choice, Scale, Step, TeachBack
from bedside.core.events import Moment
from bedside.core.followups import due_day, is_due

TABLE_KEYS = ("answer", "words", "left", "because", "may_write")


class Wrong(NamedTuple):
    """Why a reply cannot be given: what is said, where in the reply, and what could be."""

    message: str
    help: str
    place: tuple[str | int, ...] = ()
    known: tuple[str, ...] = ()
    given: str = ""


Moves = list[m.Move] | Wrong


def moves_of(step: Step, reply: object, at: Moment) -> Moves:
    """Return the moves that give a reply at this step, or why it cannot be given."""
    if not isinstance(reply, dict):
        made = _given(step, reply, at)
        return made if isinstance(made, Wrong) else [*made, *_allowed(step, made, True)]
    table = cast("Mapping[str, object]", reply)
    for key in table:
        if key not in TABLE_KEYS:
            listed = f"use one of: {', '.join(TABLE_KEYS)}"
            return Wrong(f"A reply has no place for {key!r}.", listed, (key,), TABLE_KEYS, key)
    if "left" in table:
        return _left(step, table)
    return _both(step, table, at)


def _left(step: Step, table: Mapping[str, object]) -> Moves:
    reason, because = table["left"], str(table.get("because", ""))
    if reason not in REASONS:
        message = f"{reason!r} is no reason to leave a step."
        return Wrong(
            message, f"it is one of: {', '.join(REASONS)}", ("left",), REASONS, str(reason)
        )
    if reason == "other" and not because:
        return Wrong('The reason "other" needs words.', 'add because = "…"', ("left",))
    return [m.Skip(step.id, str(reason), because)]


def _both(step: Step, table: Mapping[str, object], at: Moment) -> Moves:
    made: list[m.Move] = []
    if "answer" in table:
        found = _given(step, table["answer"], at)
        if isinstance(found, Wrong):
            return found._replace(place=("answer", *found.place))
        made += found
    words = table.get("words", "")
    if words:
        made.append(m.Write(step.id, str(words)))
    if not made:
        return Wrong("This reply says nothing.", "write an answer, or take the line out")
    may_write = table.get("may_write", True)
    if not isinstance(may_write, bool):
        return Wrong(
            "may_write is true or false.", "write it without quotation marks", ("may_write",)
        )
    return [*made, *_allowed(step, made, may_write)]


def _allowed(step: Step, made: Sequence[m.Move], may_write: bool) -> list[m.Move]:
    """Return the patient's word on a sensitive answer, where something was answered."""
    is_told = step.sensitive and not any(
        isinstance(one, m.Pick) and one.pick in STANDING for one in made
    )
    return [m.Allow(step.id, may_write)] if is_told else []


def _given(step: Step, reply: object, at: Moment) -> Moves:
    """Return the moves of a plain reply."""
    if (isinstance(reply, str) and not reply.strip()) or reply == []:
        return Wrong("This reply is empty.", "write an answer, or take the line out")
    if isinstance(reply, str) and reply in STANDING and is_question(step):
        return [m.Pick(step.id, reply)]
    if step.kind in ("words", "text"):
        is_text = isinstance(reply, str)
        return [m.Write(step.id, str(reply))] if is_text else _unfit(step, reply, "words")
    if isinstance(step, Scale):
        return _rated(step, reply)
    if step.kind == "date":
        return _dated(step, reply, at)
    if step.kind == "people":
        return _joined(step, reply)
    if isinstance(step, TeachBack):
        return _said_back(step, reply)
    return _picked(step, reply)


def _unfit(step: Step, reply: object, wanted: str) -> Wrong:
    return Wrong(f"The reply to {step.id!r} cannot be {reply!r}.", f"it is {wanted}")


def _rated(step: Scale, reply: object) -> Moves:
    fits = type(reply) is int and step.min <= reply <= step.max
    wanted = f"a whole number from {step.min} to {step.max}"
    return [m.Rate(step.id, cast("int", reply))] if fits else _unfit(step, reply, wanted)


def _dated(step: Step, reply: object, at: Moment) -> Moves:
    if type(reply) is date:
        return [m.Schedule(step.id, reply)]
    day = due_day(reply, at) if isinstance(reply, str) and is_due(reply) else None
    return [m.Schedule(step.id, day)] if day else _unfit(step, reply, '"today", "2 days" or a date')


def _joined(step: Step, reply: object) -> Moves:
    """Return who joined: "alone", "partner", or a name, a comma and how they relate."""
    made: list[m.Move] = []
    for one in reply if isinstance(reply, list) else [reply]:
        if not isinstance(one, str):
            return _unfit(step, one, 'like "alone", "partner" or "R.T., daughter"')
        who, comma, relation = (part.strip() for part in one.partition(","))
        is_known = not comma and who in RELATIONS
        person = Person(who="" if is_known else who, relation=who if is_known else relation)
        made.append(m.Pick(step.id, who) if who == "alone" else m.Add(step.id, person))
    return made


def _said_back(step: TeachBack, reply: object) -> Moves:
    outcomes = reply if isinstance(reply, list) else [reply] * len(step.points)
    if len(outcomes) != len(step.points):
        message = f"{step.id!r} has {len(step.points)} points, and {len(outcomes)} are replied to."
        return Wrong(message, "give each point its outcome, in order; or one outcome for all")
    made: list[m.Move] = []
    for point, outcome in enumerate(outcomes):
        if outcome not in OUTCOMES:
            place = (point,) if isinstance(reply, list) else ()
            return _unknown(step, outcome, OUTCOMES, place)
        made.append(m.CheckPoint(step.id, point, outcome))
    return made


def _picked(step: Step, reply: object) -> Moves:
    known = tuple(one for one in possible(step) if one != "answered")
    made: list[m.Move] = []
    for at, one in enumerate(reply if isinstance(reply, list) else [reply]):
        place = (at,) if isinstance(reply, list) else ()
        if isinstance(one, bool):
            meant = "yes" if one else "no"
            return _unknown(step, one, known, place)._replace(given=meant)
        if one not in known:
            return _unknown(step, one, known, place)
        if at and step.kind != "choose-many":
            return Wrong(f"{step.id!r} takes one answer.", "write one of them, without brackets")
        made.append(m.Pick(step.id, str(one)))
    return made


def _unknown(
    step: Step, given: object, known: tuple[str, ...], place: tuple[str | int, ...]
) -> Wrong:
    labels = {o.label: o.id for o in step.options} if isinstance(step, Choice) else {}
    meant = labels.get(str(given), str(given))
    listed = f"it is one of: {', '.join(known)}"
    return Wrong(f"{step.id!r} has no answer called {given!r}.", listed, place, known, meant)
