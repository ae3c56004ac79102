"""What the three texts are made of: recorded steps, passages, follow-ups, who signed, the frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from bedside.core.answers import Answer
from bedside.core.checklist import PLACES, Checklist, Step
from bedside.core.events import Moment, Opened, Signed
from bedside.core.followups import FollowUp
from bedside.core.note import Group, Note, Passage, Reader, Sentence
from bedside.core.visit import Entry, State, Visit
from bedside.note import wording as w
from bedside.note.voices import Voice

GROUPS: Mapping[str, Group] = {
    **dict.fromkeys(PLACES, "talked"),
    "present": "present",
    "decided": "decided",
    "checked": "decided",
    "next": "next",
    "told": "next",
}
"""The line of the four-line core that each place belongs to."""


def opening(visit: Visit) -> Opened:
    """Return how the visit began; ValueError for one that never did."""
    if visit.opened is None:
        raise ValueError("a visit that was never opened leaves no text")
    return visit.opened


def talk_day(visit: Visit) -> date:
    """Return the day of the talk: that of the visit, or the one it was written down after."""
    afterwards = visit.record.afterwards
    return afterwards.day if afterwards else opening(visit).at.day()


def note_of(
    visit: Visit, checklist: Checklist, reader: Reader, passages: Iterable[Passage]
) -> Note:
    """Return a text of a visit made of these passages; a draft until the visit is signed."""
    return Note(
        visit=visit.id,
        checklist=checklist.id,
        version=opening(visit).version,
        wording=checklist.review.seal[:8] if checklist.status == "published" else "",
        draft=visit.state is not State.SIGNED,
        passages=tuple(passages),
        reader=reader,
        language=checklist.note.language or checklist.language,
        anchor=visit.signed.anchor if visit.signed and reader != "patient" else "",
    )


def recorded(visit: Visit, checklist: Checklist) -> Iterator[tuple[Step, Entry]]:
    """Return the recorded steps that still apply, in the checklist's order, banks' last."""
    for step in (*checklist.steps, *checklist.extras):
        entry = visit.record.entries.get(step.id)
        if entry and step.id not in visit.hidden:
            yield step, entry


def may_stand(step: Step, answer: Answer) -> bool:
    """Whether an answer may be written down: a sensitive one only with the patient's leave."""
    return not step.sensitive or bool(answer.may_write)


def passage(
    group: Group, place: str, sentences: Iterable[Sentence], label: str = ""
) -> list[Passage]:
    """Return the passage, or none where it would be empty: empty places vanish."""
    kept = tuple(sentences)
    return [Passage(group=group, place=place, label=label, sentences=kept)] if kept else []


def said(text: str, *events: int) -> Sentence:
    """Return one sentence, ending like one, with the events it rests on."""
    return _resting(w.ended(text), events)


def titled(text: str, *events: int) -> Sentence:
    """Return a line that is no sentence, such as a heading, with the events it rests on."""
    return _resting(text, events)


def _resting(text: str, events: Iterable[int]) -> Sentence:
    return Sentence(text=text, events=tuple(sorted({seq for seq in events if seq})))


def task_sentence(task: FollowUp, voice: Voice) -> Sentence:
    """Return a follow-up with its owner and day."""
    owner = [task.who, f"by {voice.due(task.day)}" if task.day else ""]
    text = w.with_aside(w.ended(task.text), ", ".join(part for part in owner if part))
    return said(text, *task.events)


def named(author: str, role: str) -> str:
    """Return who wrote something, with their role where it is known."""
    return ", ".join(part for part in (author, role) if part)


def by_line(author: str, role: str, at: Moment) -> str:
    """Return who wrote something, with their role, and when."""
    when = w.time_text(at.local())
    return w.fill(w.SIGNED, {"author": named(author, role), "when": when})


def signature(signed: Signed) -> Sentence:
    """Return who signed, and when."""
    return titled(by_line(signed.author, signed.role, signed.at), signed.seq)


def afterwards(visit: Visit) -> list[Passage]:
    """Return that the visit was written down after the talk, where it was."""
    given = visit.record.afterwards
    if given is None:
        return []
    text = w.fill(w.AFTERWARDS, {"day": w.day_text(given.day)})
    return passage("head", "afterwards", [said(text, opening(visit).seq, given.seq)])


def hands(visit: Visit) -> list[Passage]:
    """Return who began the visit and who took it on, where that was more than one, or nobody."""
    opened = opening(visit)
    if not (visit.taken or opened.emergency):
        return []
    begun = w.fill(w.BEGUN_BY, {"who": named(opened.by, opened.role)})
    told = [w.IN_EMERGENCY if opened.emergency else begun]
    had = {opened.by}
    for taken in visit.taken:
        again = w.BACK_WITH if taken.by in had else w.HANDED_ON
        wording = again if taken.giver else w.CLAIMED
        had.add(taken.by)
        when = _since_opening(opened, taken.at)
        told.append(w.fill(wording, {"who": named(taken.by, taken.role), "when": when}))
    told += [w.UNCLAIMED] if visit.is_unclaimed else []
    line = said("; ".join(told), opened.seq, *(taken.seq for taken in visit.taken))
    return passage("head", "hands", [line], w.LABELS["hands"])


def _since_opening(opened: Opened, at: Moment) -> str:
    """Return when something was: the time alone, on the day on which the visit began."""
    blanks = {"time": f"{at.local():%H:%M}", "day": w.day_text(at.day())}
    return w.fill(w.AT_TIME if at.day() == opened.at.day() else w.ON_DAY, blanks)


def frame_blanks(visit: Visit, checklist: Checklist) -> Mapping[str, str]:
    """Return what fills the blanks of the lines around a note."""
    today = w.day_text(talk_day(visit))
    return {"title": checklist.title, "version": opening(visit).version, "today": today}
