"""Where the sentences of a note come from: the events behind each, when, by whom, at which step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bedside.core import events as e
from bedside.core.checklist import Step
from bedside.core.note import Note
from bedside.core.plan import Plan
from bedside.core.value import Value, placed
from bedside.core.visit import CHECK


@placed
class Source(Value):
    """One event behind a sentence: its kind as it is stored, when, and the title of its step.

    `step` is where a face can go to see it or change it: a step, or the check page; "" where
    there is no such place. `by` is who signed or added it, "" where nobody put a name to it.
    """

    kind: str
    at: e.Moment
    title: str = ""
    step: str = ""
    by: str = ""


@placed
class Trace(Value):
    """A sentence of the note and what it rests on, in the order it happened."""

    text: str
    sources: tuple[Source, ...]


def traced(note: Note, events: Iterable[e.Event], plan: Plan) -> tuple[Trace, ...]:
    """Return every sentence of the note, in order, with where it comes from.

    An event that is not there, as in a visit that was damaged, is passed over.
    """
    known = {event.seq: event for event in events}
    return tuple(
        Trace(sentence.text, _sources(sentence.text, _behind(known, sentence.events), plan))
        for passage in note.passages
        for sentence in passage.sentences
    )


def _behind(known: Mapping[int, e.Event], seqs: Iterable[int]) -> list[e.Event]:
    return [known[seq] for seq in seqs if seq in known]


def _sources(text: str, behind: Iterable[e.Event], plan: Plan) -> tuple[Source, ...]:
    """Return the sources of a sentence; a rewording leads to the step of what it rewords."""
    found = [one for event in behind for one in _source(text, event, plan)]
    answered = next((one.step for one in found if one.kind in ("answered", "restskipped")), "")
    borrowed = {"reworded": answered or CHECK, "recalled": answered}
    return tuple(
        Source(one.kind, one.at, one.title, one.step or borrowed.get(one.kind, ""), one.by)
        for one in found
    )


def _source(text: str, event: e.Event, plan: Plan) -> Iterator[Source]:
    """Return an event as a source; a skip of many steps once for each step the sentence names."""
    kind, at = type(event).__name__.lower(), event.at
    if isinstance(event, e.RestSkipped):
        for step in _named(text, event, plan):
            yield Source(kind, at, step.title, step.id)
    elif isinstance(event, e.Answered) and event.step in plan.steps:
        yield Source(kind, at, plan.steps[event.step].title, event.step)
    elif isinstance(event, e.Assigned):
        title = plan.steps[event.task].title if event.task in plan.steps else ""
        yield Source(kind, at, title, CHECK)
    elif isinstance(event, (e.Signed, e.Appended)):
        yield Source(kind, at, by=_by(event.author, event.role))
    elif isinstance(event, (e.Opened, e.TakenOn)):
        yield Source(kind, at, by=_by(event.by, event.role if event.by else ""))
    else:
        yield Source(kind, at)


def _by(name: str, role: str) -> str:
    return ", ".join(part for part in (name, role) if part)


def _named(text: str, event: e.RestSkipped, plan: Plan) -> list[Step]:
    """Return the skipped steps that a sentence speaks of: by their title, or in their wording."""
    skipped = [plan.steps[step] for step in event.steps if step in plan.steps]
    named = [step for step in skipped if any(words in text for words in _wordings(step))]
    return named or skipped


def _wordings(step: Step) -> list[str]:
    """Return what a sentence says of a step that was left, whatever the reason."""
    tables = (step.note, step.patient, step.handover)
    told = [table.get(left, "") for table in tables for left in ("not-asked", "not-done")]
    return [words.rstrip(". ") for words in (step.title, *told) if words.strip(". ")]
