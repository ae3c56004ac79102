"""The handover: what the next team needs within a minute, and what they say back.

Where a checklist words nothing for it at a place, the chart note's own sentences stand in: on who
decides, what matters, what worries, what was decided and what is next. Elements after Starmer AJ
et al., Pediatrics 2012;129:201: a summary, what is to do and by whom, and that the receiver says
it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bedside.core.checklist import PLACES, Checklist
from bedside.core.followups import followups
from bedside.core.note import Group, Note, Passage, Sentence
from bedside.core.visit import Visit
from bedside.note import wording as w
from bedside.note.decided import COLLEAGUES, decided
from bedside.note.parts import (
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
from bedside.note.read_back import as_read
from bedside.note.sentences import worded
from bedside.note.told import Told, lines, since, told_by
from bedside.note.voices import Voice

_CARRIED = ("decides", "matters", "worries", "decided", "next")
"""Places whose chart sentences stand in where a checklist has no wording for the handover."""

_OPEN_TOO = ("decides", "decided", "next")
"""Those of them where it counts for the next team that something was left open."""


_PARTS: Mapping[str, Group] = {"talk": "talked", "plan": "next"}
"""The parts that tell of the talk, and the line of the core each belongs to."""

_PLANNED = ("decided", "next", "told")
"""The places of what was agreed on."""


def handover(visit: Visit, checklist: Checklist) -> Note:
    """Return the text for the next team, in the wording of this checklist."""
    voice, told = Voice(talk_day(visit)), tuple(told_by(visit, checklist))
    places = _told(visit, checklist, told)
    tasks = [task_sentence(task, voice) for task in followups(visit)]

    def whole(put_right: Iterable[Sentence]) -> list[Passage]:
        labels = w.HANDOVER_LABELS
        talk = [
            part
            for name, group in _PARTS.items()
            for part in passage(group, name, _gathered(places, name), labels[name])
        ]
        return [
            *_head(visit, checklist),
            *talk,
            *passage("next", "right", put_right),
            *passage("next", "do", tasks, labels["do"]),
            *_foot(visit),
        ]

    return note_of(visit, checklist, "handover", decided(whole, visit, COLLEAGUES, lines(told)))


def _gathered(places: Mapping[str, list[Sentence]], name: str) -> list[Sentence]:
    """Return what stands in a part of the handover, in the order of places."""
    return [
        sentence
        for place in (*PLACES, "")
        if _part(place) == name
        for sentence in places.get(place, [])
    ]


def _part(place: str) -> str:
    return "plan" if place in _PLANNED else "talk"


def _told(visit: Visit, checklist: Checklist, every: Iterable[Told]) -> dict[str, list[Sentence]]:
    """Return the sentences of each place, from handover wording or else from the chart's."""
    steps = (*checklist.steps, *checklist.extras)
    own = {visit.plan.place(step.id) for step in steps if step.handover}
    told: dict[str, list[Sentence]] = {}
    for one in every:
        if one.place in own:
            sentences = _worded(visit, one)
        else:
            sentences = list(one.sentences) if _is_carried(one) else []
        read = as_read(visit, one.step, one.entry, sentences)
        told.setdefault(one.place, []).extend(read)
    return told


def _worded(visit: Visit, one: Told) -> list[Sentence]:
    """Return what an answer says in the handover wording, with the day of words only confirmed."""
    answer = one.entry.answer
    if not may_stand(one.step, answer):
        return []
    texts = worded(one.step, answer, one.step.handover, Voice(talk_day(visit)))
    day = since(visit, answer)
    if day is None:
        return [said(text, one.entry.seq) for text in texts]
    aside = w.fill(w.UNCHANGED, {"day": w.day_text(day)})
    return [said(w.with_aside(text, aside), one.entry.seq, visit.record.recalled) for text in texts]


def _is_carried(one: Told) -> bool:
    is_open = not one.is_answered
    return may_stand(one.step, one.entry.answer) and one.place in (
        _OPEN_TOO if is_open else _CARRIED
    )


def _head(visit: Visit, checklist: Checklist) -> Iterator[Passage]:
    opened, patient, stop = opening(visit), visit.record.patient, visit.stopped
    heading = w.fill(w.HANDOVER_HEADING, frame_blanks(visit, checklist))
    yield from passage("head", "heading", [titled(heading, opened.seq)])
    yield from passage("head", "when", [titled(w.time_text(opened.at.local()), opened.seq)])
    yield from afterwards(visit)
    if patient:
        name = [titled(patient.text(), visit.record.identified)]
        yield from passage("head", "patient", name, w.LABELS["patient"])
    yield from hands(visit)
    if stop:
        why = said(stop.because or w.STOPS.get(stop.reason, w.CUT_SHORT), stop.seq)
        yield from passage("head", "stopped", [why], w.LABELS["stopped"])


def _foot(visit: Visit) -> Iterator[Passage]:
    signed = visit.signed
    blank = titled(w.HANDOVER_BLANK, opening(visit).seq)
    yield from passage("foot", "back", [blank], w.HANDOVER_LABELS["back"])
    if signed is not None:
        yield from passage("foot", "signed", [signature(signed)], w.LABELS["signed"])
