"""Where the sentences of a note come from: the events behind each, when, and at which step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bedside.core import events as e
from bedside.core.note import Note
from bedside.core.plan import Plan
from bedside.core.value import Value, placed


@placed
class Source(Value):
    """One event behind a sentence: its kind as it is stored, when, and the title of its step."""

    kind: str
    at: e.Moment
    title: str = ""


@placed
class Trace(Value):
    """A sentence of the note and what it rests on, in the order it happened."""

    text: str
    sources: tuple[Source, ...]


def traced(note: Note, events: Iterable[e.Event], plan: Plan) -> tuple[Trace, ...]:
    """Return every sentence of the note, in order, with where it comes from."""
    known = {event.seq: event for event in events}
    return tuple(
        Trace(sentence.text, tuple(_source(known, seq, plan) for seq in sentence.events))
        for passage in note.passages
        for sentence in passage.sentences
    )


def _source(known: Mapping[int, e.Event], seq: int, plan: Plan) -> Source:
    event = known[seq]
    title = plan.steps[event.step].title if isinstance(event, e.Answered) else ""
    return Source(type(event).__name__.lower(), event.at, title)
