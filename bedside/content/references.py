"""References within a checklist: names that must exist, be unique, stand above, and be allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bedside.content.explain import quoted, short
from bedside.content.places import Here, Places
from bedside.core.answers import RESERVED, possible
from bedside.core.checklist import Checklist, Choice, Condition, Scale, Step, Task, TeachBack
from bedside.core.followups import is_due
from bedside.core.problems import Finding, nearest

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_BLANK = re.compile(r"\{\{|\{([^{}]*)\}")
_STEP_BLANKS = frozenset(("answer", "today"))
_LISTED = 20
_FRAME_BLANKS = frozenset(("title", "version", "today"))


def checked(checklist: Checklist, places: Places) -> Iterator[Finding]:
    """Return every broken reference of a checklist that has passed validation."""
    head = places.head
    yield from _blank_texts(head, (("id", checklist.id), ("title", checklist.title)))
    above: dict[str, Step] = {}
    later = {step.id for step in checklist.steps}
    for here, step in zip(places.steps, checklist.steps, strict=True):
        yield from _names(step, here, above)
        yield from _conditions(step, here, above, later)
        yield from _contents(step, here, checklist.sources)
        above[step.id] = step
    tasks: set[str] = set()
    for here, task in zip(places.tasks, checklist.tasks, strict=True):
        yield from _task(task, here, tasks | set(above))
        yield from _conditions(task, here, above, later)
        tasks.add(task.id)
    for key, text in (("heading", checklist.note.heading), ("closing", checklist.note.closing)):
        yield from _blanks(text, _FRAME_BLANKS, head, "note", key)


def _names(step: Step, here: Here, above: Mapping[str, Step]) -> Iterator[Finding]:
    yield from _blank_texts(here, (("id", step.id), ("title", step.title)))
    if step.id.strip() and not _ID.match(step.id):
        yield _bad_name(step.id, here, "id")
    if step.id in above:
        yield here.finding(
            "L301",
            f"Two steps are called {quoted(step.id)}.",
            "give one of them another id",
            here.key("id"),
        )
    for option in step.options if isinstance(step, Choice) else ():
        if not (option.id.strip() and option.label.strip()):
            yield _blank(here, "an option", "options", option.id)
        elif not _ID.match(option.id):
            yield _bad_name(option.id, here, "options", option.id)
        elif option.id in RESERVED:
            yield here.finding(
                "C209",
                f"Every step already has an answer called {quoted(option.id)}.",
                "give this option another short name",
                here.key("options", option.id),
            )


def _blank_texts(here: Here, texts: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    for key, text in texts:
        if not text.strip():
            yield _blank(here, key, key)


def _blank(here: Here, what: str, *place: str | int) -> Finding:
    message = f"{what[0].upper()}{what[1:]} has to say something; here it is empty."
    return here.finding(
        "C219", message, "write words between the quotation marks", here.key(*place)
    )


def _bad_name(name: str, here: Here, *place: str) -> Finding:
    better = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "a-name"
    return here.finding(
        "C208",
        f'"{short(name)}" cannot be used as a short name.',
        f'use small letters, digits and hyphens: "{short(better)}"',
        here.key(*place),
    )


def _conditions(
    thing: Step | Task, here: Here, above: Mapping[str, Step], later: set[str]
) -> Iterator[Finding]:
    for key, lines in (("when", thing.when), ("or", thing.or_)):
        for condition in lines:
            yield from _condition(condition, key, here, above, later)


def _condition(
    condition: Condition, key: str, here: Here, above: Mapping[str, Step], later: set[str]
) -> Iterator[Finding]:
    asked = above.get(condition.step)
    if asked is None and condition.step in later:
        message = f"{key}.{short(condition.step)} looks at a step that comes later, or at itself."
        yield here.finding(
            "L304", message, "move that step up, or this one down", here.key(key, condition.step)
        )
    elif asked is None:
        near = nearest(condition.step, above)
        help_ = f"did you mean {near}?" if near else "name the id of a step above this one"
        message = f"There is no step called {quoted(condition.step)}."
        yield here.finding("L302", message, help_, here.key(key, condition.step))
    elif asked.kind == "section":
        message = f"{quoted(condition.step)} is a section; a section has no answer."
        yield here.finding("L305", message, "name a step in it", here.key(key, condition.step))
    else:
        yield from _tests(condition, asked, key, here)


def _tests(condition: Condition, asked: Step, key: str, here: Here) -> Iterator[Finding]:
    limits = condition.at_least is not None or condition.at_most is not None
    if limits and not isinstance(asked, Scale):
        message = (
            f"{quoted(asked.id)} is not a scale, so it cannot be at least or at most anything."
        )
        yield here.finding(
            "L306", message, "test one of its answers", here.key(key, condition.step)
        )
    if not (limits or condition.any_of or condition.none_of):
        message = f"{key}.{short(condition.step)} tests nothing."
        yield here.finding("L307", message, "name an answer", here.key(key, condition.step))
    known = possible(asked)
    valid = frozenset(known)
    by_label = {o.label: o.id for o in asked.options} if isinstance(asked, Choice) else {}
    for answer in (*condition.any_of, *condition.none_of):
        if answer in valid:
            continue
        near = by_label.get(answer) or nearest(answer, known)
        help_ = f"did you mean {near}?" if near else f"it is one of: {_some(known)}"
        message = f"{quoted(asked.id)} has no answer called {quoted(answer)}."
        yield here.finding("L303", message, help_, here.key(key, condition.step))


def _contents(step: Step, here: Here, sources: Mapping[str, str]) -> Iterator[Finding]:
    if step.note or step.patient or step.handover:
        yield from _wordings(step, here)
    if isinstance(step, Choice) and not step.options and not step.other:
        message = "This question offers no answers."
        yield here.finding("C210", message, 'add options.<name> = "…"', here.key())
    if isinstance(step, Scale) and step.min >= step.max:
        message = "The scale ends before it begins."
        yield here.finding("C211", message, "make max larger", here.key("max"))
    if isinstance(step, TeachBack) and not step.points:
        message = "There is no point to say back."
        yield here.finding("C212", message, 'add points = ["…"]', here.key("points"))
    for number, point in enumerate(step.points if isinstance(step, TeachBack) else ()):
        if not point.strip():
            yield _blank(here, "a point", "points", number)
    for source in step.source:
        if source not in sources:
            near = nearest(source, sources)
            help_ = (
                f"did you mean {near}?" if near else f'add sources.{short(source)} = "…" at the top'
            )
            yield here.finding(
                "L308", f"There is no source called {quoted(source)}.", help_, here.key("source")
            )


def _wordings(step: Step, here: Here) -> Iterator[Finding]:
    known = ("", *possible(step), *(("answered",) if isinstance(step, Choice) else ()))
    valid = frozenset(known)
    for key, wordings in (
        ("note", step.note),
        ("patient", step.patient),
        ("handover", step.handover),
    ):
        for answer, text in wordings.items():
            if answer not in valid:
                near = nearest(answer, known)
                help_ = f"did you mean {near}?" if near else f"it is one of: {_some(known[1:])}"
                message = f"{key}.{short(answer)} is wording for an answer this step does not have."
                yield here.finding("N401", message, help_, here.key(key, answer))
            yield from _blanks(text, _STEP_BLANKS, here, key, answer)


def _task(task: Task, here: Here, taken: set[str]) -> Iterator[Finding]:
    yield from _blank_texts(here, (("id", task.id), ("text", task.text)))
    if task.id.strip() and not _ID.match(task.id):
        yield _bad_name(task.id, here, "id")
    if task.id in taken:
        message = f"Two steps or tasks are called {quoted(task.id)}."
        yield here.finding("L301", message, "give one of them another id", here.key("id"))
    if task.due and not is_due(task.due):
        message = f"due cannot be {quoted(task.due)}."
        yield here.finding(
            "C213", message, 'write "today", "2 days" or "2027-03-02"', here.key("due")
        )


def _blanks(text: str, allowed: frozenset[str], here: Here, *place: str) -> Iterator[Finding]:
    for match in _BLANK.finditer(text):
        if match[1] is None or match[1] in allowed:
            continue
        near = nearest(match[1], allowed)
        help_ = f"did you mean {{{near}}}?" if near else f"use one of: {_braced(allowed)}"
        yield here.finding(
            "N402", f"{{{short(match[1])}}} cannot be filled in here.", help_, here.key(*place)
        )


def _some(names: Sequence[str]) -> str:
    """Return names as a list, the first of very many."""
    more = ", …" if len(names) > _LISTED else ""
    return ", ".join(map(short, names[:_LISTED])) + more


def _braced(names: frozenset[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))
