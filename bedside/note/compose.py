"""From a visit and its checklist to the note. Pure: the same visit always gives the same note.

Every sentence carries the events it rests on; a sentence without an event cannot be made here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from bedside.core.answers import is_left
from bedside.core.checklist import PLACES, Checklist, Step
from bedside.core.followups import FollowUp, followups
from bedside.core.note import Group, Note, Passage, Sentence
from bedside.core.text import listed
from bedside.core.visit import Entry, State, Visit
from bedside.note import wording as w
from bedside.note.sentences import reason_text, sentences_of

_GROUPS: Mapping[str, Group] = {
    **dict.fromkeys(PLACES, "talked"),
    "present": "present",
    "decided": "decided",
    "checked": "decided",
    "next": "next",
    "told": "next",
}
_CORE = ("present", "decided", "next")


def compose(visit: Visit, checklist: Checklist) -> Note:
    """Return the note of a visit, in the wording of this checklist.

    The checklist is the visit's own frozen copy, or the same one in the language of the note.
    """
    if visit.opened is None:
        raise ValueError("a visit that was never opened has no note")
    steps = {step.id: step for step in (*checklist.steps, *checklist.extras)}
    told = _told(visit, steps)
    places = {place: told.get(place, []) for place in PLACES}
    tasks = [_task_sentence(task, visit.opened.at.day()) for task in followups(visit)]
    places["next"] = [*places["next"], *tasks]
    passages = [
        *_head(visit, checklist),
        *_core("present", places),
        *_talked(places, _heard(visit, steps)),
        *_core("decided", places),
        *_core("next", places),
        *_foot(visit, checklist, steps, told.get("", [])),
    ]
    return Note(
        visit=visit.id,
        checklist=checklist.id,
        version=visit.opened.version,
        wording=_seal(checklist),
        draft=visit.state is not State.SIGNED,
        passages=tuple(passages),
    )


def aloud(note: Note, visit: Visit) -> tuple[str, ...]:
    """Return the few lines to read back: what was said, decided and is next.

    What reading back itself came to is not among them.
    """
    steps, entries = visit.plan.steps, visit.record.entries
    own = {entry.seq for id_, entry in entries.items() if steps[id_].kind == "read-back"}
    return tuple(
        sentence.text
        for passage in note.passages
        if passage.group in ("talked", "decided", "next") and passage.place != "talked"
        for sentence in passage.sentences
        if not own.intersection(sentence.events)
    )


def _entries(visit: Visit, steps: Mapping[str, Step]) -> Iterable[tuple[Step, Entry]]:
    """Return the recorded steps that still apply, in the checklist's order."""
    for step in steps.values():
        entry = visit.record.entries.get(step.id)
        if entry and step.id not in visit.hidden:
            yield step, entry


def _told(visit: Visit, steps: Mapping[str, Step]) -> dict[str, list[Sentence]]:
    """Return the sentences of every place; those of no place under ""."""
    today = visit.opened.at.day() if visit.opened else None
    told: dict[str, list[Sentence]] = {}
    for step, entry in _entries(visit, steps):
        place = visit.plan.place(step.id)
        for text in sentences_of(step, entry.answer, place, today or entry.at.day()):
            told.setdefault(place, []).append(Sentence(text=text, events=(entry.seq,)))
    return told


def _passage(group: Group, place: str, sentences: Iterable[Sentence]) -> list[Passage]:
    """Return the passage, or none where it would be empty: empty places vanish."""
    kept = tuple(sentences)
    label = w.LABELS.get(place, "")
    return [Passage(group=group, place=place, label=label, sentences=kept)] if kept else []


def _core(core: Group, places: Mapping[str, list[Sentence]]) -> list[Passage]:
    """Return a line of the four-line core and what hangs below it."""
    passages = _passage(core, core, places[core])
    for place in PLACES:
        if _GROUPS[place] == core and place != core:
            passages += _passage(core, place, places[place])
    return passages


def _heard(visit: Visit, steps: Mapping[str, Step]) -> dict[str, set[int]]:
    """Return for each place the events by which something was talked about, not left out.

    One event may leave several steps, and not all of them wholly.
    """
    heard: dict[str, set[int]] = {}
    for step, entry in _entries(visit, steps):
        if not is_left(entry.answer) and "declined" not in entry.answer.picks:
            heard.setdefault(visit.plan.place(step.id), set()).add(entry.seq)
    return heard


def _talked(places: Mapping[str, list[Sentence]], heard: Mapping[str, set[int]]) -> list[Passage]:
    """Return what was talked about in one line, then each place of it."""
    told = {place: {e for s in places[place] for e in s.events} for place in w.TOPICS}
    found = {place: told[place] & heard.get(place, set()) for place in w.TOPICS}
    topics = [place for place in w.TOPICS if found[place]]
    events = {event for place in topics for event in found[place]}
    text = ", ".join(w.TOPICS[place] for place in topics)
    line = Sentence(text=w.ended(text[:1].upper() + text[1:]), events=tuple(sorted(events)))
    passages = _passage("talked", "talked", [line] if topics else [])
    for place in PLACES:
        if _GROUPS[place] == "talked":
            passages += _passage("talked", place, places[place])
    return passages


def _head(visit: Visit, checklist: Checklist) -> list[Passage]:
    opened = visit.opened
    if opened is None:
        return []
    begun = (opened.seq,)
    blanks = _frame_blanks(visit, checklist)
    heading = w.fill(checklist.note.heading or "{title}", blanks)
    patient = visit.record.patient
    named = [Sentence(text=patient.text(), events=(visit.record.identified,))] if patient else []
    opening = w.fill(checklist.note.opening, blanks)
    return [
        *_passage("head", "heading", [Sentence(text=heading, events=begun)]),
        *_passage("head", "when", [Sentence(text=w.time_text(opened.at.local()), events=begun)]),
        *_passage("head", "patient", named),
        *_passage("head", "opening", [Sentence(text=opening, events=begun)] if opening else []),
    ]


def _foot(
    visit: Visit, checklist: Checklist, steps: Mapping[str, Step], placeless: list[Sentence]
) -> list[Passage]:
    opened, signed = visit.opened, visit.signed
    begun = (opened.seq,) if opened else ()
    closing = checklist.note.closing or "{title}, version {version}."
    guide = w.fill(closing, _frame_blanks(visit, checklist))
    passages = [
        *_passage("foot", "also", [*placeless, *_also(visit, steps)]),
        *_passage("foot", "stopped", _stopped(visit)),
        *_passage("foot", "left", _left(visit, steps)),
    ]
    if signed and signed.minutes is not None:
        counted = w.MINUTE if signed.minutes == 1 else w.MINUTES
        minutes = w.fill(counted, {"answer": str(signed.minutes)})
        passages += _passage("foot", "time", [Sentence(text=minutes, events=(signed.seq,))])
    passages += _passage("foot", "guide", [Sentence(text=guide, events=begun)])
    if signed:
        author = listed([part for part in (signed.author, signed.role) if part], ",").replace(
            " , ", ", "
        )
        when = w.time_text(signed.at.local())
        text = w.fill(w.SIGNED, {"author": author, "when": when})
        passages += _passage("foot", "signed", [Sentence(text=text, events=(signed.seq,))])
    return passages


def _also(visit: Visit, steps: Mapping[str, Step]) -> list[Sentence]:
    """Return one sentence that names every marked step the checklist has no wording for."""
    silent = [
        (step, entry)
        for step, entry in _entries(visit, steps)
        if step.kind in ("say", "do")
        and not is_left(entry.answer)
        and entry.answer.picks
        and not (step.note.keys() & {"", "done", "partly", "answered"})
    ]
    parts = [
        w.with_aside(s.title.rstrip("."), w.PARTLY.strip(" ()") if _partly(e) else "")
        for s, e in silent
    ]
    events = tuple(sorted(entry.seq for _, entry in silent))
    return [Sentence(text=w.ended("; ".join(parts)), events=events)] if silent else []


def _partly(entry: Entry) -> bool:
    return "partly" in entry.answer.picks


def _stopped(visit: Visit) -> list[Sentence]:
    """Return why the talk was stopped for today, where it was not taken up again."""
    stop = visit.stopped
    if stop is None:
        return []
    return [Sentence(text=w.ended(stop.because or w.STOPS[stop.reason]), events=(stop.seq,))]


def _left(visit: Visit, steps: Mapping[str, Step]) -> list[Sentence]:
    """Return what was not discussed and has no wording of its own: one sentence a reason."""
    groups: dict[str, list[tuple[str, int]]] = {}
    for step, entry in _entries(visit, steps):
        told = step.note.get("not-asked") or step.note.get("not-done")
        if is_left(entry.answer) and not told and (step.required or entry.answer.reason):
            reason = reason_text(entry.answer)
            groups.setdefault(reason, []).append((step.title.rstrip("."), entry.seq))
    return [
        Sentence(
            text=w.with_aside(w.ended("; ".join(title for title, _ in left)), reason),
            events=tuple(sorted({seq for _, seq in left})),
        )
        for reason, left in groups.items()
    ]


def _task_sentence(task: FollowUp, today: date) -> Sentence:
    owner = [task.who, f"by {w.day_text(task.day, today)}" if task.day else ""]
    text = w.with_aside(w.ended(task.text), ", ".join(part for part in owner if part))
    return Sentence(text=text, events=task.events)


def _frame_blanks(visit: Visit, checklist: Checklist) -> dict[str, str]:
    opened = visit.opened
    today = w.day_text(opened.at.day()) if opened else ""
    version = opened.version if opened else checklist.version
    return {"title": checklist.title, "version": version, "today": today}


def _seal(checklist: Checklist) -> str:
    """Return the first letters of the published wording's digest; "" for wording in draft."""
    return checklist.review.seal[:8] if checklist.status == "published" else ""
