"""From a visit and its checklist to the chart note. Pure: the same visit, the same note.

Every sentence carries the events it rests on; a sentence without an event cannot be made here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bedside.core.answers import is_left
from bedside.core.checklist import Checklist
from bedside.core.note import Note, Passage, Sentence
from bedside.core.visit import Entry, Visit
from bedside.note import wording as w
from bedside.note.decided import COLLEAGUES, decided
from bedside.note.four_lines import core_lines, labelled
from bedside.note.headline import fitted, headline
from bedside.note.parts import (
    afterwards,
    frame_blanks,
    hands,
    may_stand,
    note_of,
    opening,
    said,
    signature,
    titled,
)
from bedside.note.read_back import as_read
from bedside.note.sentences import reason_text
from bedside.note.told import Told, lines, told_by


def compose(visit: Visit, checklist: Checklist) -> Note:
    """Return the chart note of a visit, in the wording of this checklist.

    The checklist is the visit's own frozen copy, or the same one in the language of the note.
    """
    told = tuple(
        one._replace(sentences=as_read(visit, one.step, one.entry, one.sentences))
        for one in told_by(visit, checklist)
    )

    def whole(put_right: Iterable[Sentence]) -> list[Passage]:
        head, foot = _head(visit, checklist), _foot(visit, checklist, told)
        return [*head, *headline(visit, told), *core_lines(visit, told, put_right), *foot]

    passages = decided(whole, visit, COLLEAGUES, lines(told))
    return note_of(visit, checklist, "chart", fitted(passages))


def _head(visit: Visit, checklist: Checklist) -> list[Passage]:
    opened, patient = opening(visit), visit.record.patient
    blanks = frame_blanks(visit, checklist)
    heading = w.fill(checklist.note.heading or "{title}", blanks)
    above = w.fill(checklist.note.opening, blanks)
    when = w.time_text(opened.at.local())
    who = [titled(patient.text(), visit.record.identified)] if patient else []
    return [
        *labelled("head", "heading", [titled(heading, opened.seq)]),
        *labelled("head", "when", [titled(when, opened.seq)]),
        *afterwards(visit),
        *labelled("head", "patient", who),
        *hands(visit),
        *labelled("head", "opening", [titled(above, opened.seq)] if above else []),
    ]


def _foot(visit: Visit, checklist: Checklist, told: Sequence[Told]) -> list[Passage]:
    opened, signed = opening(visit), visit.signed
    closing = checklist.note.closing or "{title}, version {version}."
    guide = w.fill(closing, frame_blanks(visit, checklist))
    placeless = [sentence for one in told if not one.place for sentence in one.sentences]
    minutes = signed.minutes if signed else None
    counted = w.fill(w.MINUTE if minutes == 1 else w.MINUTES, {"answer": str(minutes)})
    time = [titled(counted, signed.seq)] if signed and minutes is not None else []
    return [
        *labelled("foot", "also", [*placeless, *_also(told)]),
        *labelled("foot", "stopped", _stopped(visit)),
        *labelled("foot", "left", _left(told)),
        *labelled("foot", "time", time),
        *labelled("foot", "guide", [titled(guide, opened.seq)]),
        *labelled("foot", "signed", [signature(signed)] if signed else []),
    ]


def _also(told: Sequence[Told]) -> list[Sentence]:
    """Return one sentence that names every marked step the checklist has no wording for."""
    silent = [
        (one.step.title.rstrip("."), one.entry)
        for one in told
        if one.step.kind in ("say", "do")
        and not is_left(one.entry.answer)
        and one.entry.answer.picks
        and may_stand(one.step, one.entry.answer)
        and not (one.step.note.keys() & {"", "done", "partly", "answered"})
    ]
    partly = w.PARTLY.strip(" ()")
    parts = [w.with_aside(title, partly if _partly(entry) else "") for title, entry in silent]
    return [said("; ".join(parts), *(entry.seq for _, entry in silent))] if silent else []


def _partly(entry: Entry) -> bool:
    return "partly" in entry.answer.picks


def _stopped(visit: Visit) -> list[Sentence]:
    """Return why the talk was stopped for today, where it was not taken up again."""
    stop = visit.stopped
    return [said(stop.because or w.STOPS.get(stop.reason, w.CUT_SHORT), stop.seq)] if stop else []


def _left(told: Sequence[Told]) -> list[Sentence]:
    """Return what was not discussed and has no wording of its own: one sentence a reason."""
    groups: dict[str, list[tuple[str, int]]] = {}
    for step, entry, _, _ in told:
        worded = step.note.get("not-asked") or step.note.get("not-done")
        if is_left(entry.answer) and not worded and (step.required or entry.answer.reason):
            reason = reason_text(entry.answer)
            groups.setdefault(reason, []).append((step.title.rstrip("."), entry.seq))
    return [
        said(
            w.with_aside(w.ended("; ".join(title for title, _ in left)), reason),
            *(seq for _, seq in left),
        )
        for reason, left in groups.items()
    ]
