"""Practice patients: made-up people who walk a checklist, so that a change of it is noticed.

Each replies to the steps as a person would; what they come to is compared with what the educator
wrote down: the steps shown, the tasks that come up, and the note.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import UTC, datetime
from typing import NamedTuple, cast

from bedside.content.explain import quoted
from bedside.content.fixes import instead_of, looked_at, renamed, taken_out, written
from bedside.content.places import START, Here, Origin, Spot
from bedside.content.replies import Wrong, moves_of
from bedside.content.several import advice, as_list, by_themselves, several
from bedside.content.shape import Table
from bedside.core import events as e
from bedside.core import moves as m
from bedside.core.answers import unanswered
from bedside.core.checklist import Checklist, Step
from bedside.core.decide import decide
from bedside.core.followups import followups
from bedside.core.problems import Finding, nearest
from bedside.core.refusals import Refusal
from bedside.core.value import Value, value
from bedside.core.visit import CHECK, Visit
from bedside.core.walk import apply, start

Compose = Callable[[Visit], str]
NOON = e.Moment(utc=int(datetime(2031, 3, 4, 12, tzinfo=UTC).timestamp() * 1000), zone="UTC")
"""When every practice visit takes place: a Tuesday."""


_WORDS = (str, "put the words in quotation marks")
_LIST = (list, 'write it like ["first", "second"]')
_FORMS: Mapping[str, tuple[type, str]] = {
    **dict.fromkeys(("id", "name", "story", "role", "note"), _WORDS),
    **dict.fromkeys(("shown", "tasks"), _LIST),
    "replies": (dict, 'write each like replies.<step> = "…"'),
}
"""What may be said of a practice patient, how, and what to do where it is not."""

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


def practised(
    table: Table, origin: Origin, checklist: Checklist, compose: Compose | None
) -> Iterator[Finding]:
    """Return what walking every patient of a file finds."""
    reached: set[str] = set()
    here, broken = Here((origin,)), False
    for found in _patients(table, origin):
        if isinstance(found, Finding):
            broken = True
            yield found
            continue
        patient, at = found
        wrong = list(_replies(patient, at, checklist))
        yield from wrong
        if wrong:
            broken = True
            continue
        walked = walk(checklist, patient)
        reached.update(walked.shown)
        wrong = list(_compared(patient, at, walked, compose))
        yield from wrong
        broken = broken or bool(wrong)
    unmet = [] if broken else [s for s in start(checklist).plan.stops if s not in reached]
    if unmet:
        message = f"No practice patient is ever shown: {', '.join(unmet)}."
        help_ = "let one of them reply so that it comes up, or add another"
        yield here.finding("X926", message, help_, Spot(origin.file, START))


def _patients(table: Table, origin: Origin) -> Iterator[tuple[PracticePatient, Here] | Finding]:
    """Return every patient that can be read, and findings for what cannot."""
    here, rows = Here((origin,)), table.get("patients", [])
    for key in table.keys() - {"format", "patients"}:
        near = nearest(key, ("patients", "format"))
        message = f"There is no place for {quoted(key)} in a file of practice patients."
        fix = renamed(here, (key,), near) if near else None
        yield here.finding("X929", message, "begin each with [[patients]]", here.key(key), fix)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        message = "patients has to be a list of blocks."
        help_ = "begin each with [[patients]], in two brackets"
        yield here.finding("X929", message, help_, here.key("patients"))
        return
    known: set[str] = set()
    for number, raw in enumerate(cast("list[Table]", rows)):
        name = str(raw.get("id", ""))
        at = Here((origin._replace(path=("patients", number)),))
        made = _patient(raw, at)
        if isinstance(made, PracticePatient) and name in known:
            free = next(f"{name}-{n}" for n in range(2, 999) if f"{name}-{n}" not in known)
            message, spot = f"Two patients are called {quoted(name)}.", at.value("id")
            fix = instead_of(spot, written(free))
            yield at.finding("X927", message, f'write another id, "{free}"', spot, fix)
        elif isinstance(made, PracticePatient):
            known.add(name)
            yield made, at
        else:
            yield from made


def _patient(raw: Table, at: Here) -> PracticePatient | list[Finding]:
    """Return one patient, or what is wrong with how they are written down."""
    wrong = [*_lacking(raw, at), *_misfits(raw, at)]
    given = {key: tuple(one) if isinstance(one, list) else one for key, one in raw.items()}
    return wrong or PracticePatient(**given)  # type: ignore[arg-type]  # each is as _FORMS says


def _lacking(raw: Table, at: Here) -> Iterator[Finding]:
    for key in ("id", "name"):
        if key not in raw and not nearest(key, raw.keys() - _FORMS.keys()):
            message = f"This practice patient has no {key}."
            help_ = f'add a line: {key} = "…"'
            yield at.finding("X929", message, help_, at.key())


def _misfits(raw: Table, at: Here) -> Iterator[Finding]:
    for key, given in raw.items():
        if key not in _FORMS:
            near = nearest(key, _FORMS)
            message = f"A practice patient has no place for {quoted(key)}."
            help_ = f"did you mean {near}?" if near else f"use one of: {', '.join(_FORMS)}"
            fix = renamed(at, (key,), near) if near and near not in raw else None
            yield at.finding("X929", message, help_, at.key(key), fix)
            continue
        kind, help_ = _FORMS[key]
        texts = not isinstance(given, list) or all(isinstance(one, str) for one in given)
        if not (isinstance(given, kind) and texts):
            message = f"{key} is not written so that it can be read."
            yield at.finding("X929", message, help_, at.value(key))


def _replies(patient: PracticePatient, at: Here, checklist: Checklist) -> Iterator[Finding]:
    """Return every reply that no step could take."""
    steps = start(checklist).plan.steps
    for name, reply in patient.replies.items():
        step = steps.get(name)
        if step is None or step.kind in ("section", "pause"):
            near = nearest(name, [s for s in steps if steps[s].kind not in ("section", "pause")])
            message = f"{quoted(name)} is no step that anybody replies to."
            help_ = f"did you mean {near}?" if near and near != name else "look up the step's id"
            fix = renamed(at, ("replies", name), near) if near and near != name else None
            yield at.finding("X920", message, help_, at.key("replies", name), fix)
            continue
        made = moves_of(step, reply, NOON)
        if isinstance(made, Wrong):
            yield _wrong_reply(made, at, step)


def _wrong_reply(wrong: Wrong, at: Here, step: Step) -> Finding:
    place = ("replies", step.id, *wrong.place)
    near = nearest(wrong.given, wrong.known)
    spot = at.value(*place)
    help_ = f"did you mean {near}? {wrong.help}" if near else wrong.help
    is_key = wrong.place and isinstance(wrong.place[-1], str) and wrong.given == wrong.place[-1]
    fix = renamed(at, place, near) if near and is_key else None
    if near and not is_key:
        fix = instead_of(spot, written(near))
    names = several(wrong.given, by_themselves(wrong.known)) if step.kind == "choose-many" else []
    if names:
        help_, fix = advice(names, "answers"), instead_of(spot, as_list(names))
    is_empty = not wrong.known and wrong.message.endswith(("is empty.", "says nothing."))
    if is_empty:
        fix = instead_of(spot, written(unanswered(step)))
    return at.finding("X928" if is_empty else "X921", wrong.message, help_, spot, fix)


def walk(checklist: Checklist, patient: PracticePatient) -> Walked:
    """Return the visit of a patient who replies where they are asked, from the first step on."""
    opened = e.Opened(
        seq=1,
        at=NOON,
        visit=patient.id,
        checklist=checklist.id,
        version=checklist.version,
        digest="",
        role=patient.role,
        identity="off",
    )
    visit, shown, silent = apply(start(checklist), opened), [], []
    while visit.step != CHECK:
        step = visit.step
        shown.append(step)
        if step in patient.replies:
            visit = _after(visit, _moves(visit, patient, step))
        elif visit.plan.steps[step].kind != "pause" and visit.is_in_scope(step):
            silent.append(step)
        before, visit = visit, _after(visit, [m.Next()])
        if visit is before:
            break
    for extra in patient.replies:
        if visit.plan.is_extra(extra):
            visit = _after(visit, _moves(visit, patient, extra))
    return Walked(visit, tuple(shown), tuple(silent))


def _moves(visit: Visit, patient: PracticePatient, step: str) -> Sequence[m.Move]:
    made = moves_of(visit.plan.steps[step], patient.replies[step], NOON)
    return [] if isinstance(made, Wrong) else made


def _after(visit: Visit, moves: Sequence[m.Move]) -> Visit:
    """Return the visit after these moves; one that is refused leaves it as it was."""
    for move in moves:
        decided = decide(visit, move, NOON)
        if not isinstance(decided, Refusal):
            visit = apply(visit, decided)
    return visit


def _compared(
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
    yield from _listed("shown", (patient.shown, walked.shown), patient, at)


def _tasked(patient: PracticePatient, at: Here, walked: Walked) -> Iterator[Finding]:
    tasks = tuple(task.id for task in followups(walked.visit))
    yield from _listed("tasks", (patient.tasks, tasks), patient, at)


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
    patient: PracticePatient,
    at: Here,
) -> Iterator[Finding]:
    """Return what a patient reaches otherwise than was written down, as one question."""
    wanted, now = steps
    if wanted is None or list(wanted) == list(now):
        return
    lost = [one for one in wanted if one not in now]
    new = [one for one in now if one not in wanted]
    verb, noun = {"shown": ("reaches", "step"), "tasks": ("leads to", "task")}[key]
    parts = [f"no longer {verb} {', '.join(map(quoted, lost))}"] if lost else []
    parts += [f"now {verb} {', '.join(map(quoted, new))}"] if new else []
    parts = parts or [f"{verb} every {noun} in another order"]
    message = f"{patient.name} {' and '.join(parts)}. Was that meant?"
    help_ = "if it was, write down what is shown now; else mend the checklist"
    spot = at.value(key)
    yield at.finding("X924", message, help_, spot, looked_at(spot, _list(now), "it was meant"))


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
    pairs = zip([*wanted, ""], [*now, ""], strict=False)
    first = next((pair for pair in pairs if pair[0] != pair[1]), ("", ""))
    was, is_ = (quoted(line) if line else "nothing more" for line in first)
    message = f"The note of {patient.name} says {is_} where {was} was written down."
    spot = at.value("note")
    closing = "'''" if "'''" not in text else '"""'
    fix = looked_at(spot, f"{closing}\n" + "\n".join(now) + f"\n{closing}", "it was meant")
    help_ = "if it was meant, write the note as it is now; else mend the checklist"
    yield at.finding("X925", message, help_, spot, fix if closing == "'''" else None)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]
