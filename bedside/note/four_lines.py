"""The four-line core of the chart note: present, talked about, decided, next; and what is below.

What is read back to the patient is taken from it, so that nothing is read that the note lacks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bedside.core.checklist import PLACES, Checklist
from bedside.core.followups import followups
from bedside.core.note import Group, Passage, Sentence
from bedside.core.visit import Visit
from bedside.note import wording as w
from bedside.note.decided import reworded
from bedside.note.parts import GROUPS, passage, said, talk_day, task_sentence
from bedside.note.told import Told, told_by
from bedside.note.voices import Voice


def aloud(visit: Visit, checklist: Checklist) -> tuple[str, ...]:
    """Return the few lines to read back: what was said, decided and is next.

    What reading back itself came to is not among them, nor what was put right then.
    """
    return tuple(now.text for _, now in lines_aloud(visit, checklist))


def lines_aloud(visit: Visit, checklist: Checklist) -> tuple[tuple[Sentence, Sentence], ...]:
    """Return each line to read back as it was recorded, and as it is put now."""
    told = [one for one in told_by(visit, checklist) if one.step.kind != "read-back"]
    recorded = core_lines(visit, told)
    return tuple(
        (first, now)
        for part, put in zip(recorded, reworded(recorded, visit), strict=True)
        if part.group != "present" and part.place != "talked"
        for first, now in zip(part.sentences, put.sentences, strict=True)
    )


def core_lines(
    visit: Visit, told: Sequence[Told], put_right: Iterable[Sentence] = ()
) -> list[Passage]:
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
        *labelled("talked", "talked", _topics(told)),
        *_line("talked", places),
        *_line("decided", places),
        *_line("next", places),
    ]


def _read_back_last(told: Sequence[Told]) -> list[Told]:
    return sorted(told, key=lambda one: one.step.kind == "read-back")


def labelled(group: Group, place: str, sentences: Iterable[Sentence]) -> list[Passage]:
    """Return a passage under the label of its place; none without sentences."""
    return passage(group, place, sentences, w.LABELS.get(place, ""))


def _line(core: Group, places: Mapping[str, list[Sentence]]) -> list[Passage]:
    """Return a line of the four-line core and what hangs below it, in the order of places."""
    own = [core] if core in places else []
    below = [place for place in PLACES if GROUPS[place] == core and place != core]
    return [part for place in (*own, *below) for part in labelled(core, place, places[place])]


def _topics(told: Sequence[Told]) -> list[Sentence]:
    """Return what was talked about in one line: each place that was not left or declined."""
    heard = [one for one in told if one.is_heard and one.sentences and one.place in w.TOPICS]
    topics = [w.TOPICS[place] for place in w.TOPICS if any(one.place == place for one in heard)]
    text = ", ".join(topics)
    line = said(text[:1].upper() + text[1:], *(one.entry.seq for one in heard))
    return [line] if topics else []
