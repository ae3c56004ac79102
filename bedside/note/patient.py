"""The patient page: what was talked about, in words for the person it is about, to take home.

What the checklist words for the patient stands here. Where it is silent there are still the
patient's own words, what was told, decided or promised in the clinician's words, the day agreed on,
who was there and what others will do. A title or label made for clinicians never stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bedside.core.answers import is_left
from bedside.core.checklist import Checklist, Step
from bedside.core.followups import followups
from bedside.core.note import Group, Note, Passage, Sentence
from bedside.core.visit import Entry, Visit
from bedside.note import patient_wording as p
from bedside.note import wording as w
from bedside.note.decided import PATIENT, decided
from bedside.note.parts import (
    may_stand,
    named,
    note_of,
    opening,
    passage,
    recorded,
    said,
    talk_day,
    task_sentence,
    titled,
)
from bedside.note.read_back import as_read
from bedside.note.sentences import CLINICIANS_WORDS, answer_text, worded
from bedside.note.told import lines, since, told_by
from bedside.note.voices import Voice

_PARTS: Mapping[str, str] = {
    "": "talk",
    "agreed": "talk",
    "decides": "talk",
    "understanding": "told",
    "matters": "told",
    "worries": "told",
    "feelings": "told",
    "told": "next",
}
"""The part of the page that tells what stands at a place of the chart note, if another."""

_ORDER: Mapping[str, Group] = {
    "present": "present",
    "talk": "talked",
    "told": "talked",
    "shared": "talked",
    "decided": "decided",
    "checked": "decided",
    "next": "next",
    "do": "next",
}
"""The parts in their order, and the line of the core each belongs to."""

_OURS = ("shared", "decided", "next")
"""The parts in which a clinician's own words are what the patient was told or promised."""

_TOLD = ("decided", "next")
"""The parts in which a day is one that was agreed on."""


def patient_page(visit: Visit, checklist: Checklist) -> Note:
    """Return the page for the patient, in the wording of this checklist."""

    def whole(put_right: Iterable[Sentence]) -> list[Passage]:
        parts: dict[str, list[Sentence]] = {part: [] for part in _ORDER}
        for step, entry in recorded(visit, checklist):
            parts[_part(visit, step)] += _sentences(visit, step, entry)
        parts["talk"] += _stopped(visit)
        parts["checked"] += put_right
        parts["do"] += _tasks(visit)
        body = [
            one
            for part, group in _ORDER.items()
            for one in passage(group, part, parts[part], p.LABELS[part])
        ]
        return [*_head(visit), *body, *_foot(visit)]

    behind = lines(told_by(visit, checklist))
    return note_of(visit, checklist, "patient", decided(whole, visit, PATIENT, behind))


def _part(visit: Visit, step: Step) -> str:
    place = visit.plan.place(step.id)
    return _PARTS.get(place, place)


def _sentences(visit: Visit, step: Step, entry: Entry) -> Iterator[Sentence]:
    """Return what an answer says to the patient, and the words it was said in."""
    answer, voice = entry.answer, Voice(talk_day(visit), is_patient=True)
    if not may_stand(step, answer):
        return
    texts = worded(step, answer, step.patient, voice)
    told = not (is_left(answer) or {"declined", "unsure"}.intersection(answer.picks))
    if told and not texts:
        texts = _unworded(_part(visit, step), step, entry, voice)
    own = step.kind not in CLINICIANS_WORDS and answer.words
    if told and own and not any(w.within(answer.words) in w.within(text) for text in texts):
        texts = [*texts, w.fill(p.OWN_WORDS, {"answer": answer.words})]
    if step.kind == "read-back" and answer.words and "corrected" in answer.picks:
        texts = [*texts, w.fill(p.PUT_RIGHT, {"words": answer.words})]
    yield from as_read(visit, step, entry, (_dated(visit, text, entry) for text in texts))


def _unworded(part: str, step: Step, entry: Entry, voice: Voice) -> list[str]:
    """Return what an answer says where the checklist has no words to the patient for it."""
    answer = entry.answer
    if step.kind == "people" and part == "present" and answer.people:
        return [w.capital(answer_text(step, answer, "answered", voice))]
    if step.kind == "text" and part in _OURS and answer.words:
        return [w.capital(answer.words)]
    if answer.day is not None and part in _TOLD:
        return [w.fill(p.AGREED_DAY, {"day": voice.day(answer.day)})]
    return []


def _dated(visit: Visit, text: str, entry: Entry) -> Sentence:
    """Return a sentence with the day from which its words are, where they were only confirmed."""
    day = since(visit, entry.answer)
    if day is None:
        return said(text, entry.seq)
    aside = w.fill(w.UNCHANGED, {"day": w.full_day(day)})
    return said(w.with_aside(w.ended(text), aside), entry.seq, visit.record.recalled)


def _stopped(visit: Visit) -> list[Sentence]:
    """Return that the talk was stopped for today; a reason in words is the clinician's own."""
    stop = visit.stopped
    if stop is None:
        return []
    told = p.STOPPED if stop.because else p.STOPS.get(stop.reason, p.STOPPED)
    return [said(told, stop.seq)]


def _tasks(visit: Visit) -> list[Sentence]:
    """Return what others will do; a step that is another role's is no sentence to a patient."""
    voice = Voice(talk_day(visit), is_patient=True)
    theirs: dict[str, list[int]] = {}
    tasks = []
    for task in followups(visit):
        if task.id in visit.plan.steps:
            theirs.setdefault(task.who, []).extend(task.events)
        else:
            tasks.append(task_sentence(task, voice))
    to_come = [said(w.fill(p.ROLE, {"who": who}), *seqs) for who, seqs in theirs.items()]
    return [*tasks, *to_come]


def _head(visit: Visit) -> Iterator[Passage]:
    """Return the heading and whose page it is: never by a label of the clinician's own."""
    opened, patient = opening(visit), visit.record.patient
    days = (opened.seq, visit.record.afterwards.seq if visit.record.afterwards else 0)
    heading = w.fill(p.HEADING, {"day": w.full_day(talk_day(visit))})
    yield from passage("head", "heading", [titled(heading, *days)])
    if patient and patient.name:
        name = ", ".join(part for part in (patient.name, patient.second) if part)
        line = [titled(name, visit.record.identified)]
        yield from passage("head", "patient", line, p.LABELS["patient"])


def _foot(visit: Visit) -> Iterator[Passage]:
    signed = visit.signed
    yield from passage("foot", "wrong", [said(p.WRONG, opening(visit).seq)])
    if signed is not None:
        givers = [(named(one.giver, one.giver_role), one.seq) for one in visit.taken if one.giver]
        met = dict((*givers, (named(signed.author, signed.role), signed.seq)))
        together = said("; ".join(met), *met.values())
        yield from passage("foot", "signed", [together], p.LABELS["signed"])
