"""From events to a visit: start, apply, replay; and the way from one step to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import cast

from bedside.core import events as e
from bedside.core.answers import Answer
from bedside.core.checklist import Checklist
from bedside.core.picks import left
from bedside.core.plan import plan
from bedside.core.rules import decided
from bedside.core.visit import (
    CHECK,
    Afterwards,
    Assignment,
    Change,
    Decision,
    Entries,
    Entry,
    Jotting,
    Record,
    State,
    Visit,
)


def start(checklist: Checklist) -> Visit:
    """Return a visit of this checklist before anything has happened in it."""
    planned = plan(checklist)
    at_first = decided(planned, {})
    return Visit(
        checklist=checklist,
        plan=planned,
        hidden=at_first.hidden,
        ruled_out=at_first.ruled_out,
        step=planned.stops[0] if planned.stops else CHECK,
    )


def apply(visit: Visit, event: e.Event) -> Visit:
    """Return the visit after the event; total and pure, so replaying always gives the same."""
    away = isinstance(event, e.Returned)
    clock = visit.clock if away else visit.clock.at(event.at)
    return _APPLY[type(event)](replace(visit, seq=event.seq, clock=clock), event)


def replay(checklist: Checklist, events: Iterable[e.Event]) -> Visit:
    """Return the visit that these events make, from the first."""
    visit = start(checklist)
    for event in events:
        visit = apply(visit, event)
    return visit


def next_stop(visit: Visit, step: str) -> str:
    """Return the stop after this one that appears; the check page after the last.

    After the last step of a bank comes the stop the detour began at.
    """
    if visit.plan.is_extra(step):
        bank = visit.plan.bank_of(step)
        after = bank[bank.index(step) + 1 :]
        return after[0] if after else visit.origin
    stops, at = visit.plan.stops, visit.plan.order.get(step, len(visit.plan.stops))
    return next((each for each in stops[at + 1 :] if each not in visit.hidden), CHECK)


def previous_stop(visit: Visit, step: str) -> str:
    """Return the stop before this one that appears; "" before the first."""
    if visit.plan.is_extra(step):
        bank = visit.plan.bank_of(step)
        before = bank[: bank.index(step)]
        return before[-1] if before else visit.origin
    stops, at = visit.plan.stops, visit.plan.order.get(step, len(visit.plan.stops))
    return next((each for each in reversed(stops[:at]) if each not in visit.hidden), "")


def _opened(visit: Visit, event: e.Opened) -> Visit:
    return replace(visit, opened=event, state=State.OPEN, clock=visit.clock.started(event.at))


def _taken_on(visit: Visit, event: e.TakenOn) -> Visit:
    return replace(visit, taken=(*visit.taken, event))


def _changed(visit: Visit, record: Record) -> Visit:
    """Return the visit with a record that differs, but not in its entries."""
    before = Change(visit.step, (), replace(visit.record, entries={}))
    return replace(visit, record=record, past=(*visit.past, before), future=())


def _entered(visit: Visit, step: str, changes: Entries) -> Visit:
    """Return the visit with these entries (None takes one away), and its steps decided anew."""
    before = Change(step, _as_they_are(visit.record, changes))
    record = replace(visit.record, entries=_patched(visit.record.entries, changes))
    return _decided(replace(visit, record=record, past=(*visit.past, before), future=()))


def _as_they_are(record: Record, changes: Entries) -> Entries:
    """Return the entries that the changes touch, as they stand in a record."""
    return tuple((step, record.entries.get(step)) for step, _ in changes)


def _patched(entries: Mapping[str, Entry], changes: Entries) -> Mapping[str, Entry]:
    """Return entries with the changes in them; only the changes are looked at one by one."""
    patched = dict(entries)
    for step, entry in changes:
        if entry is None:
            patched.pop(step, None)
        else:
            patched[step] = entry
    return patched


def _decided(visit: Visit) -> Visit:
    if not visit.plan.conditional:
        return visit
    answers = {step: entry.answer for step, entry in visit.record.entries.items()}
    now = decided(visit.plan, answers)
    return replace(visit, hidden=now.hidden, ruled_out=now.ruled_out)


def _identified(visit: Visit, event: e.Identified) -> Visit:
    given = event.patient if event.patient.text() else None
    record = replace(visit.record, patient=given, identified=event.seq, earlier=None, recalled=0)
    return _changed(visit, record)


def _recalled(visit: Visit, event: e.Recalled) -> Visit:
    """Know what was said earlier; that is nothing the clinician changed."""
    record = replace(visit.record, earlier=event.earlier, recalled=event.seq)
    return replace(visit, record=record)


def _reached(visit: Visit, event: e.Reached) -> Visit:
    """Stand at the step; a detour to a bank remembers where it began."""
    if not visit.plan.is_extra(event.step):
        return replace(visit, step=event.step, origin="")
    return replace(visit, step=event.step, origin=visit.origin or visit.step)


def _rephrased(visit: Visit, event: e.Rephrased) -> Visit:
    return replace(visit, phrases={**visit.phrases, event.step: event.phrase})


def _answered(visit: Visit, event: e.Answered) -> Visit:
    if event.answer is None:
        return _entered(visit, event.step, ((event.step, None),))
    entry = Entry(answer=event.answer, seq=event.seq, at=event.at)
    return _entered(visit, event.step, ((event.step, entry),))


def _rest_skipped(visit: Visit, event: e.RestSkipped) -> Visit:
    """Leave the steps for one reason, but for those of which that reason cannot be true."""
    changes: list[tuple[str, Entry | None]] = []
    for step in event.steps:
        if step not in visit.plan.steps:
            continue
        kept = visit.answer(step) or Answer()
        reason = event.reason if event.reason in visit.plan.reasons(step) else ""
        answer = left(visit.plan.steps[step], kept, reason, event.because)
        changes.append((step, Entry(answer=answer, seq=event.seq, at=event.at)))
    return _entered(visit, visit.step, tuple(changes))


def _jotted(visit: Visit, event: e.Jotted) -> Visit:
    jottings = (*visit.record.jottings, Jotting(words=event.words, at=event.at))
    return _changed(visit, replace(visit.record, jottings=jottings))


def _assigned(visit: Visit, event: e.Assigned) -> Visit:
    given = Assignment(who=event.who, day=event.day, seq=event.seq)
    assignments = {**visit.record.assignments, event.task: given}
    return _changed(visit, replace(visit.record, assignments=assignments))


def _reworded(visit: Visit, event: e.Reworded) -> Visit:
    given = Decision(event.text, event.seq)
    rewordings = {**visit.record.rewordings, event.was: given}
    return _changed(visit, replace(visit.record, rewordings=rewordings))


def _overruled(visit: Visit, event: e.Overruled) -> Visit:
    given = Decision(event.because, event.seq)
    overruled = {**visit.record.overruled, event.concern: given}
    return _changed(visit, replace(visit.record, overruled=overruled))


def _recorded_afterwards(visit: Visit, event: e.RecordedAfterwards) -> Visit:
    day = event.day
    afterwards = Afterwards(day, event.seq) if day else None
    return _changed(visit, replace(visit.record, afterwards=afterwards))


def _paused(visit: Visit, event: e.Paused) -> Visit:
    return replace(visit, state=State.PAUSED, clock=visit.clock.stopped(event.at))


def _resumed(visit: Visit, event: e.Event) -> Visit:
    return replace(visit, state=State.OPEN, clock=visit.clock.started(event.at), stopped=None)


def _stopped(visit: Visit, event: e.Stopped) -> Visit:
    return replace(visit, state=State.STOPPED, clock=visit.clock.stopped(event.at), stopped=event)


def _left(visit: Visit, event: e.Left) -> Visit:
    return replace(visit, clock=visit.clock.stopped(event.at))


def _returned(visit: Visit, event: e.Returned) -> Visit:
    """Go on where it was left; time since the last event before it is not counted."""
    if visit.state in (State.SIGNED, State.STOPPED):
        return visit
    return replace(visit, state=State.OPEN, clock=visit.clock.started(event.at))


def _undone(visit: Visit, _: e.Event) -> Visit:
    return _travelled(visit, visit.past, -1) if visit.past else visit


def _redone(visit: Visit, _: e.Event) -> Visit:
    return _travelled(visit, visit.future, 1) if visit.future else visit


def _travelled(visit: Visit, way: tuple[Change, ...], direction: int) -> Visit:
    """Return the visit one change back or on, standing at the step that the change was at."""
    change, record = way[-1], visit.record
    passed = Change(
        change.step,
        _as_they_are(record, change.entries),
        change.rest and replace(record, entries={}),
    )
    past, future = visit.past, visit.future
    if direction < 0:
        past, future = past[:-1], (*future, passed)
    else:
        past, future = (*past, passed), future[:-1]
    restored = replace(change.rest or record, entries=_patched(record.entries, change.entries))
    moved = _decided(replace(visit, record=restored, past=past, future=future))
    stands = change.step == CHECK or moved.shows(change.step)
    return replace(moved, step=change.step) if stands else moved


def _signed(visit: Visit, event: e.Signed) -> Visit:
    return replace(visit, state=State.SIGNED, signed=event, clock=visit.clock.stopped(event.at))


def _appended(visit: Visit, event: e.Appended) -> Visit:
    return replace(visit, later=(*visit.later, event))


def _finished(visit: Visit, event: e.Finished) -> Visit:
    others = {task: done for task, done in visit.finished.items() if task != event.task}
    return replace(visit, finished={**others, event.task: event} if event.by else others)


def _delivered(visit: Visit, event: e.Delivered) -> Visit:
    return replace(visit, receipts=(*visit.receipts, event))


_Apply = Callable[[Visit, e.Event], Visit]
_APPLY: Mapping[type[e.Event], _Apply] = cast(
    "Mapping[type[e.Event], _Apply]",
    {
        e.Opened: _opened,
        e.HandedOn: lambda visit, _: visit,
        e.TakenOn: _taken_on,
        e.Identified: _identified,
        e.Reached: _reached,
        e.Rephrased: _rephrased,
        e.Answered: _answered,
        e.RestSkipped: _rest_skipped,
        e.Jotted: _jotted,
        e.Assigned: _assigned,
        e.Reworded: _reworded,
        e.Overruled: _overruled,
        e.RecordedAfterwards: _recorded_afterwards,
        e.Recalled: _recalled,
        e.Paused: _paused,
        e.Resumed: _resumed,
        e.Stopped: _stopped,
        e.Continued: _resumed,
        e.Left: _left,
        e.Returned: _returned,
        e.Undone: _undone,
        e.Redone: _redone,
        e.Signed: _signed,
        e.Appended: _appended,
        e.Finished: _finished,
        e.Delivered: _delivered,
    },
)
