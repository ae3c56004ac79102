"""From a visit and its checklist to the chart note. Pure: the same visit, the same note.

Every sentence carries the events it rests on; a sentence without an event cannot be made here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bedside.core.answers import is_left
from bedside.core.checklist import PLACES, Checklist
from bedside.core.followups import followups
from bedside.core.note import Group, Note, Passage, Sentence
from bedside.core.visit import Entry, Visit
from bedside.note import wording as w
from bedside.note.decided import COLLEAGUES, decided, reworded
from bedside.note.headline import fitted, headline
from bedside.note.parts import (
    GROUPS,
    afterwards,
    frame_blanks,
    hands,
    may_stand,
    note_of,
    opening,
    passage,
    said,
    signature,
    talk_day,
    task_sentence,
    titled,
)
from bedside.note.sentences import reason_text
from bedside.note.told import Told, lines, told_by
from bedside.note.voices import Voice


def compose(visit: Visit, checklist: Checklist) -> Note:
    """Return the chart note of a visit, in the wording of this checklist.

    The checklist is the visit's own frozen copy, or the same one in the language of the note.
    """
    told = tuple(told_by(visit, checklist))

    def whole(put_right: Iterable[Sentence]) -> list[Passage]:
        head, foot = _head(visit, checklist), _foot(visit, checklist, told)
        return [*head, *headline(visit, told), *_core(visit, told, put_right), *foot]

    passages = decided(whole, visit, COLLEAGUES, lines(told))
    return note_of(visit, checklist, "chart", fitted(passages))


def aloud(visit: Visit, checklist: Checklist) -> tuple[str, ...]:
    """Return the few lines to read back: what was said, decided and is next.

    What reading back itself came to is not among them, nor what was put right then.
    """
    told = [one for one in told_by(visit, checklist) if one.step.kind != "read-back"]
    return tuple(
        sentence.text
        for part in reworded(_core(visit, told), visit)
        if part.group != "present" and part.place != "talked"
        for sentence in part.sentences
    )


def _core(visit: Visit, told: Sequence[Told], put_right: Iterable[Sentence] = ()) -> list[Passage]:
    """Return the four-line core with what hangs below each line; corrections under checked."""
    voice = Voice(talk_day(visit))
    places: dict[str, list[Sentence]] = {place: [] for place in PLACES}
    for one in _read_back_last(told):
        if one.place:
            places[one.place] += one.sentences
    places["checked"] += put_right
    places["next"] += [task_sentence(task, voice) for task in followups(visit)]
    return [
        *_line("present", places),
        *_labelled("talked", "talked", _topics(told)),
        *_line("talked", places),
        *_line("decided", places),
        *_line("next", places),
    ]


def _read_back_last(told: Sequence[Told]) -> list[Told]:
    return sorted(told, key=lambda one: one.step.kind == "read-back")


def _labelled(group: Group, place: str, sentences: Iterable[Sentence]) -> list[Passage]:
    return passage(group, place, sentences, w.LABELS.get(place, ""))


def _line(core: Group, places: Mapping[str, list[Sentence]]) -> list[Passage]:
    """Return a line of the four-line core and what hangs below it, in the order of places."""
    own = [core] if core in places else []
    below = [place for place in PLACES if GROUPS[place] == core and place != core]
    return [part for place in (*own, *below) for part in _labelled(core, place, places[place])]


def _topics(told: Sequence[Told]) -> list[Sentence]:
    """Return what was talked about in one line: each place that was not left or declined."""
    heard = [one for one in told if one.is_heard and one.sentences and one.place in w.TOPICS]
    topics = [w.TOPICS[place] for place in w.TOPICS if any(one.place == place for one in heard)]
    text = ", ".join(topics)
    line = said(text[:1].upper() + text[1:], *(one.entry.seq for one in heard))
    return [line] if topics else []


def _head(visit: Visit, checklist: Checklist) -> list[Passage]:
    opened, patient = opening(visit), visit.record.patient
    blanks = frame_blanks(visit, checklist)
    heading = w.fill(checklist.note.heading or "{title}", blanks)
    above = w.fill(checklist.note.opening, blanks)
    when = w.time_text(opened.at.local())
    who = [titled(patient.text(), visit.record.identified)] if patient else []
    return [
        *_labelled("head", "heading", [titled(heading, opened.seq)]),
        *_labelled("head", "when", [titled(when, opened.seq)]),
        *afterwards(visit),
        *_labelled("head", "patient", who),
        *hands(visit),
        *_labelled("head", "opening", [titled(above, opened.seq)] if above else []),
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
        *_labelled("foot", "also", [*placeless, *_also(told)]),
        *_labelled("foot", "stopped", _stopped(visit)),
        *_labelled("foot", "left", _left(told)),
        *_labelled("foot", "time", time),
        *_labelled("foot", "guide", [titled(guide, opened.seq)]),
        *_labelled("foot", "signed", [signature(signed)] if signed else []),
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
