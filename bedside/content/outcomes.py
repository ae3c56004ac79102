"""What a practice patient comes to, held against what the educator wrote down of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import NamedTuple

from bedside.content.digests import OPEN, WRITES_IT
from bedside.content.explain import quoted
from bedside.content.fixes import instead_of, item_spot, looked_at, taken_out, written
from bedside.content.places import Here
from bedside.core.answers import unanswered
from bedside.core.followups import followups
from bedside.core.problems import Finding, nearest
from bedside.core.value import Value, value
from bedside.core.visit import CHECK, Visit

Compose = Callable[[Visit], str]
_LINE = 80


@value
class PracticePatient(Value):
    """A made-up person: who they are, what they reply, and what that is to come to.

    `shown` are the steps they are to reach, in order; `tasks` the ids of what is to be done after
    it. What is not written down is not compared.
    """

    id: str
    name: str
    story: str = ""
    role: str = ""
    replies: Mapping[str, object] = field(default_factory=dict)
    shown: tuple[str, ...] | None = None
    tasks: tuple[str, ...] | None = None
    note: str = ""


class Walked(NamedTuple):
    """A patient's visit, the steps shown in it, and those of them that got no reply."""

    visit: Visit
    shown: tuple[str, ...]
    silent: tuple[str, ...]

    def visit_left(self) -> str:
        """Return the answer that says the first of the silent steps did not happen."""
        return unanswered(self.visit.plan.steps[self.silent[0]])


def compared(
    patient: PracticePatient, at: Here, walked: Walked, compose: Compose | None
) -> Iterator[Finding]:
    """Return where a patient's visit is not what was written down of it: the first thing first.

    A way that has changed shows in all that comes after it, which is told once it is settled.
    """
    is_stuck = walked.visit.step != CHECK
    for look in (_silent,) if is_stuck else (_reached, _unasked, _silent, _tasked):
        found = list(look(patient, at, walked))
        if found:
            yield from found
            return
    if compose and patient.note:
        yield from _note(patient, at, compose(walked.visit))


def _reached(patient: PracticePatient, at: Here, walked: Walked) -> Iterator[Finding]:
    yield from _listed("shown", (patient.shown, walked.shown), (patient, walked), at)


def _tasked(patient: PracticePatient, at: Here, walked: Walked) -> Iterator[Finding]:
    tasks = tuple(task.id for task in followups(walked.visit))
    yield from _listed("tasks", (patient.tasks, tasks), (patient, walked), at)


def _unasked(patient: PracticePatient, at: Here, walked: Walked) -> Iterator[Finding]:
    """Return every reply to a step that this patient is never shown."""
    for step in patient.replies:
        if step in walked.visit.plan.order and step not in walked.shown:
            message = f"{patient.name} is never shown {quoted(step)}, and has a reply to it."
            help_ = "take the line out, or change what leads there"
            fix = taken_out(at, ("replies", step))
            yield at.finding("X922", message, help_, at.key("replies", step), fix)


def _silent(patient: PracticePatient, at: Here, walked: Walked) -> Iterator[Finding]:
    """Return that steps are shown to which this patient has no reply."""
    if walked.silent:
        message = f"{patient.name} is shown, and has no reply to: {', '.join(walked.silent)}."
        line = f'replies.{walked.silent[0]} = "{walked.visit_left()}"'
        help_ = f"write what they reply; for a step that was not talked about: {line}"
        yield at.finding("X923", message, help_, at.key("id"))


def _listed(
    key: str,
    steps: tuple[Sequence[str] | None, Sequence[str]],
    whose: tuple[PracticePatient, Walked],
    at: Here,
) -> Iterator[Finding]:
    """Return what a patient reaches otherwise than was written down, as one question."""
    (wanted, now), (patient, walked) = steps, whose
    if wanted is None or list(wanted) == list(now):
        return
    spot = at.value(key)
    if tuple(wanted) == (OPEN,):
        of = {"shown": "The steps", "tasks": "The follow-ups"}[key]
        message = f"{of} that {patient.name} comes to are not written down yet."
        yield at.finding("X924", message, WRITES_IT, spot, instead_of(spot, _list(now)))
        return
    lost = [one for one in wanted if one not in _known(key, walked.visit)]
    meant = {one: nearest(one, [name for name in now if name not in wanted]) for one in lost}
    if any(meant.values()):
        yield from (_misspelt(key, one, near, at) for one, near in meant.items() if near)
        return
    lost = [one for one in wanted if one not in now]
    new = [one for one in now if one not in wanted]
    verb, noun = {"shown": ("reaches", "step"), "tasks": ("leads to", "task")}[key]
    parts = [f"no longer {verb} {', '.join(map(quoted, lost))}"] if lost else []
    parts += [f"now {verb} {', '.join(map(quoted, new))}"] if new else []
    parts = parts or [f"{verb} every {noun} in another order"]
    message = f"{patient.name} {' and '.join(parts)}. Was that meant?"
    help_ = "if it was, write down what is shown now; else mend the checklist"
    yield at.finding("X924", message, help_, spot, looked_at(spot, _list(now), "it was meant"))


def _known(key: str, visit: Visit) -> Sequence[str]:
    """Return every name that can stand in a list: of the steps, or of the tasks."""
    return [one.id for one in visit.checklist.tasks] if key == "tasks" else [*visit.plan.steps]


def _misspelt(key: str, name: str, near: str, at: Here) -> Finding:
    """Return that a list names what is not there, and that it comes to something much like it."""
    noun = {"shown": "step", "tasks": "task"}[key]
    spot = item_spot(at, key, name)
    fix = instead_of(spot, written(near)) if spot != at.key(key) else None
    message = f"The checklist has no {noun} called {quoted(name)}."
    return at.finding("X920", message, f"did you mean {near}?", spot, fix)


def _list(names: Sequence[str]) -> str:
    """Return names as a list, on several lines where one would be long."""
    from textwrap import wrap

    items = [written(one) for one in names]
    line = f"[{', '.join(items)}]"
    rows = wrap(", ".join(items), _LINE, break_long_words=False, break_on_hyphens=False)
    return line if len(line) <= _LINE else "\n".join(("[", *(f"  {row}" for row in rows), "]"))


def _note(patient: PracticePatient, at: Here, text: str) -> Iterator[Finding]:
    """Return where the note made is not the one written down: the first line that differs."""
    wanted, now = _lines(patient.note), _lines(text)
    if wanted == now:
        return
    spot, whole = at.value("note"), "'''\n" + "\n".join(now) + "\n'''"
    can_be = "'''" not in text
    if wanted == [OPEN]:
        message = f"The note of {patient.name} is not written down yet."
        fix = instead_of(spot, whole, "write it") if can_be else None
        yield at.finding("X925", message, WRITES_IT, spot, fix)
        return
    pairs = zip([*wanted, ""], [*now, ""], strict=False)
    first = next((pair for pair in pairs if pair[0] != pair[1]), ("", ""))
    was, is_ = (quoted(line) if line else "nothing more" for line in first)
    message = f"The note of {patient.name} says {is_} where {was} was written down."
    fix = looked_at(spot, whole, "it was meant") if can_be else None
    help_ = "if it was meant, write the note as it is now; else mend the checklist"
    yield at.finding("X925", message, help_, spot, fix)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]
