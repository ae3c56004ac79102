"""What was read back to the patient, and what is not as it was read any more.

A reading counts only for the lines that were read. A line that was only put another way since, as
a check of the note offered it, says no more than was read, and stands as read. Earlier versions did
not keep which lines were read: such a reading counts for all that was recorded before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bedside.core import events as e
from bedside.core.answers import is_left
from bedside.core.checklist import Step
from bedside.core.concerns import Check, Concern
from bedside.core.gaps import READ_BACK, read_back_step
from bedside.core.note import Sentence
from bedside.core.visit import Entry, Visit
from bedside.note import wording as w
from bedside.note.four_lines import aloud, lines_aloud


def with_lines(visit: Visit, event: e.Event) -> e.Event:
    """Return an event of reading the note back with the lines as they were read; others as is."""
    if not isinstance(event, e.Answered) or event.answer is None or is_left(event.answer):
        return event
    if not visit.plan.is_read_back(event.step):
        return event
    return replace(event, answer=replace(event.answer, heard=aloud(visit, visit.checklist)))


def unread(visit: Visit) -> tuple[str, ...]:
    """Return the lines that were changed, added or dropped since the note was read back.

    Nothing where it was not read back. What a checklist asks only after its own reading back is no
    part of that.
    """
    readings = _readings(visit)
    if not readings:
        return ()
    entries = visit.record.entries
    heard = {line for step in readings for line in entries[step].answer.heard}
    silent = (entries[step].seq for step in readings if not entries[step].answer.heard)
    before = max(silent, default=0)
    after = _asked_after(visit, readings)
    stand, fresh = set[str](), list[str]()
    for first, now in lines_aloud(visit, visit.checklist):
        texts = {first.text, now.text}
        stand |= texts
        is_read = bool(heard & texts) or max(first.events, default=0) < before
        if not is_read and not after.intersection(now.events):
            fresh.append(now.text)
    last = entries[readings[-1]].answer.heard
    return (*fresh, *(line for line in last if line not in stand))


def not_read_again(visit: Visit) -> Iterator[Concern]:
    """Yield that lines are not as they were read, each named, and where they are read again."""
    if changed := unread(visit):
        target = read_back_step(visit)
        yield Concern(check=Check.NOT_READ_AGAIN, target=target, about="\n".join(changed))


def as_read(
    visit: Visit, step: Step, entry: Entry, said: Iterable[Sentence]
) -> tuple[Sentence, ...]:
    """Return what a step says, with a reading only for what was read."""
    told = tuple(said)
    if step.kind != "read-back" or not told or is_left(entry.answer) or not unread(visit):
        return told
    return (replace(told[0], text=w.with_aside(told[0].text, w.CHANGED_SINCE)), *told[1:])


def _readings(visit: Visit) -> list[str]:
    """Return the steps of every reading that stands, the checklist's own and the bank's, by time.

    One that says why the note was not read back is none.
    """
    entries = visit.record.entries
    found = [
        step
        for step, entry in entries.items()
        if visit.plan.is_read_back(step) and not is_left(entry.answer)
    ]
    there = [step for step in found if step == READ_BACK or visit.shows(step)]
    return sorted(there, key=lambda step: entries[step].seq)


def _asked_after(visit: Visit, readings: Iterable[str]) -> set[int]:
    """Return the events of the answers to what the checklist asks after the last of its readings.

    None after one of a bank: it can be reached at any time.
    """
    order, entries = visit.plan.order, visit.record.entries
    last = max(order.get(step, len(order)) for step in readings)
    return {entries[step].seq for step in entries if order.get(step, -1) > last}
