"""Practice patients: made-up people who walk a checklist, so that a change of it is noticed.

Each replies to the steps as a person would; what they come to is compared with what the educator
wrote down: the steps shown, the tasks that come up, and the note.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import cast

from bedside.content.digests import OPEN
from bedside.content.explain import quoted
from bedside.content.fixes import instead_of, items_instead, renamed, written
from bedside.content.outcomes import Compose, PracticePatient, Walked, compared
from bedside.content.places import START, Here, Origin, Spot
from bedside.content.replies import Wrong, moves_of
from bedside.content.several import advice, by_themselves, nearest_one, several
from bedside.content.shape import Table
from bedside.core import events as e
from bedside.core import moves as m
from bedside.core.answers import unanswered
from bedside.core.checklist import Checklist, Step
from bedside.core.decide import decide
from bedside.core.problems import Finding, nearest
from bedside.core.refusals import Refusal
from bedside.core.visit import CHECK, Visit
from bedside.core.walk import apply, start

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
_FEW = 3
"""So many steps are named that another may have become."""
_LEFT_OPEN = {"shown", "tasks"}
"""The lists that may be left for bedside to write."""


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
        wrong = list(compared(patient, at, walked, compose))
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
    given |= {key: (OPEN,) for key in _LEFT_OPEN & raw.keys() if raw[key] == OPEN}
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
        if key in _LEFT_OPEN and given == OPEN:
            continue
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
            help_, near = _meant(name, patient, steps)
            message = f"{quoted(name)} is no step that anybody replies to."
            fix = renamed(at, ("replies", name), near) if near else None
            yield at.finding("X920", message, help_, at.key("replies", name), fix)
            continue
        made = moves_of(step, reply, NOON)
        if isinstance(made, Wrong):
            yield _wrong_reply(made, at, step)


def _meant(name: str, patient: PracticePatient, steps: Mapping[str, Step]) -> tuple[str, str]:
    """Return the way out for a reply to a step that is not there, and the step that is meant.

    A step that has a reply already, or could not take this one, is not meant.
    """
    reply = patient.replies[name]
    free = [
        one
        for one, step in steps.items()
        if step.kind not in ("section", "pause") and one not in patient.replies
        if not isinstance(moves_of(step, reply, NOON), Wrong)
    ]
    if near := nearest(name, free):
        return f"did you mean {near}?", near
    if name in steps:
        return "look up the step's id", ""
    open_ = [one for one in free if "/" not in one and one not in (patient.shown or (one,))]
    asked = f" ({', '.join(open_[:_FEW])})" if open_ else ""
    return f"it is gone from the checklist: was it renamed{asked}? else take the line out", ""


def _wrong_reply(wrong: Wrong, at: Here, step: Step) -> Finding:
    place = ("replies", step.id, *wrong.place)
    near = nearest_one(wrong.given, wrong.known)
    spot = at.value(*place)
    help_ = f"did you mean {near}? {wrong.help}" if near else wrong.help
    is_key = wrong.place and isinstance(wrong.place[-1], str) and wrong.given == wrong.place[-1]
    fix = renamed(at, place, near) if near and is_key else None
    if near and not is_key:
        fix = instead_of(spot, written(near))
    takes_several = step.kind == "choose-many" and not is_key and "left" not in wrong.place
    if names := several(wrong.given, by_themselves(wrong.known)) if takes_several else []:
        whole = place[:-1] if isinstance(place[-1], int) else place
        help_, fix = advice(names, "answers"), items_instead(at, whole, spot, names)
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
        if visit.plan.is_read_back(step):
            visit = _with_extras(visit, patient)
        if step in patient.replies:
            visit = _after(visit, _moves(visit, patient, step))
        elif visit.plan.steps[step].kind != "pause" and visit.is_in_scope(step):
            silent.append(step)
        before, visit = visit, _after(visit, [m.Next()])
        if visit is before:
            break
    return Walked(_with_extras(visit, patient), tuple(shown), tuple(silent))


def _with_extras(visit: Visit, patient: PracticePatient) -> Visit:
    """Return the visit with what is replied off the path: before the note is read back, or last."""
    for extra in patient.replies:
        if visit.plan.is_extra(extra) and extra not in visit.record.entries:
            visit = _after(visit, _moves(visit, patient, extra))
    return visit


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
