"""What can be used as it stands, and is hardly meant so: said twice, in vain, out of order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import product
from pathlib import PurePath

from bedside.content import fixes
from bedside.content.lookalikes import looked_alike
from bedside.content.lost_letters import lost_letters
from bedside.content.misplaced import quoted
from bedside.content.places import Here, Places
from bedside.content.several import named_apart, points_apart
from bedside.core.answers import is_recorded
from bedside.core.checklist import Checklist, Choice, Condition, Step, Task, TeachBack
from bedside.core.languages import is_tag, tag_near
from bedside.core.problems import Finding, Level

_VERSION = re.compile(r"(?:0|[1-9]\d{0,4})\.(?:0|[1-9]\d{0,4})\Z")
_LEADING = re.compile(r"v?(\d{1,5})(?:\.(\d{1,5}))?(?:\.\d+)*\Z")
_LONGEST = 600
MANY = 2000
"""A checklist of more steps or tasks than these is used all the same."""
_GRADES = range(1, 19)
_WITHOUT_EFFECT = ("required", "sensitive", "record_as", "note", "patient", "handover")


def doubted(checklist: Checklist, places: Places, found: Iterable[Finding]) -> Iterator[Finding]:
    """Return what a checklist says that can be used, and that nobody is likely to mean.

    Nothing more is said of a step in which an error has been found.
    """
    broken = {one.step for one in found if one.level is Level.ERROR}
    yield from lost_letters(places, broken)
    yield from looked_alike(checklist, places, broken)
    yield from _many(checklist, places.head)
    if "" not in broken:
        yield from _head(checklist, places.head)
    for here, step in zip(places.steps, checklist.steps, strict=True):
        if here.name in broken:
            continue
        if not is_recorded(step):
            yield from _without_effect(step, here)
        yield from _as_one(here, "roles", step.roles)
        if isinstance(step, Choice):
            labels = {option.id: option.label for option in step.options}
            rows = [(("options", name), label) for name, label in labels.items()]
            yield from _twice(here, rows, "Two answers read", "change one of the two texts")
        if isinstance(step, TeachBack):
            points = [(("points", at), point) for at, point in enumerate(step.points)]
            yield from _twice(here, points, "Two points say", "say each point once")
            yield from _one_point(here, step.points)
    if not checklist.bank:
        yield from _twins(list(zip(places.steps, checklist.steps, strict=True)), broken)
        yield from _twins(list(zip(places.tasks, checklist.tasks, strict=True)), broken)


def _many(checklist: Checklist, here: Here) -> Iterator[Finding]:
    """Return that nobody comes to the end of so many steps or tasks."""
    for key, rows in (("steps", checklist.steps), ("tasks", checklist.tasks)):
        if len(rows) > MANY:
            message = f"{len(rows):,} {key} are more than anybody gets through."
            yield here.finding("C237", message, "split it into several checklists", here.key(key))


def _twins(rows: Sequence[tuple[Here, Step | Task]], broken: Set[str]) -> Iterator[Finding]:
    """Return each step or task that reads like one above it, unless only one of them can come."""
    first: dict[tuple[bool, str], tuple[Here, Step | Task]] = {}
    for here, one in rows:
        key, text = ("text", one.text) if isinstance(one, Task) else ("title", one.title)
        plain = " ".join(text.casefold().split())
        is_section = isinstance(one, Step) and one.kind == "section"
        origin = here.origins[0]
        if here.name in broken or (*origin.path, key) not in origin.spans.marks:
            continue
        there, other = first.setdefault((is_section, plain), (here, one))
        if other is one or _is_either(one, other):
            continue
        what = "tasks" if key == "text" else "sections" if is_section else "steps"
        help_ = f"say in each {key} what makes it another one, or take one of them out"
        found = here.finding("C224", f"Two {what} read {quoted(text)}.", help_, here.value(key))
        yield replace(found, related=(there.related("the first stands here", key),))


def _is_either(one: Step | Task, other: Step | Task) -> bool:
    """Whether two steps stand for each other, as different answers lead to them."""
    pairs = product(one.when, other.when)
    is_step = not isinstance(one, Task)
    return is_step and any(_excludes(a, b) or _excludes(b, a) for a, b in pairs)


def _excludes(one: Condition, other: Condition) -> bool:
    """Whether no answer that the one wants fits the other; limits of scales are mostly apart."""
    if one.step != other.step or one == other:
        return False
    wanted = set(one.any_of)
    is_left = wanted - set(other.none_of)
    return not is_left or (bool(other.any_of) and is_left.isdisjoint(other.any_of))


def _head(checklist: Checklist, here: Here) -> Iterator[Finding]:
    yield from _numbers(checklist, here)
    if not _VERSION.match(checklist.version):
        yield _version(checklist.version, here)
    tags = ((("language",), checklist.language), (("note", "language"), checklist.note.language))
    for place, tag in tags:
        if tag and not is_tag(tag):
            near = tag_near(tag)
            help_ = f'did you mean "{near}"?' if near else 'write it like "en" or "pt-BR"'
            spot = here.value(*place)
            fix = fixes.instead_of(spot, fixes.written(near)) if near else None
            yield here.finding("C228", f"{quoted(tag)} names no language.", help_, spot, fix)
    yield from _order(checklist, here)
    yield from _company(checklist, here)


def _order(checklist: Checklist, here: Here) -> Iterator[Finding]:
    review = checklist.review
    if review.reviewed and review.next_review and review.next_review <= review.reviewed:
        message = (
            f"The next review, {review.next_review}, is not after the last, {review.reviewed}."
        )
        spot, help_ = here.value("review", "next_review"), "put the later day in next_review"
        found = here.finding("C226", message, help_, spot)
        related = here.related("the last review stands here", "review", "reviewed")
        yield replace(found, related=(related,))


def _company(checklist: Checklist, here: Here) -> Iterator[Finding]:
    """Return what is odd among a checklist's lists, and where its file stands."""
    lists: tuple[tuple[str, Sequence[str]], ...] = (
        ("tags", checklist.tags),
        ("roles", checklist.roles),
        ("next", checklist.next),
    )
    for key, texts in lists:
        rows = [((key, at), text) for at, text in enumerate(texts)]
        yield from _twice(here, rows, f"{key} says", "take one of the two out")
        if key != "next":
            yield from _as_one(here, key, texts)
    if checklist.id in checklist.next:
        spot = fixes.item_spot(here, "next", checklist.id)
        help_ = "name talks that often follow, or take it out"
        yield here.finding("C232", "next names this checklist itself.", help_, spot)
    folder = PurePath(here.origins[0].file.replace("\\", "/")).parent.name
    if checklist.bank and folder not in ("", "banks"):
        message = "A bank is found only in the folder banks; this file stands in another."
        help_ = "move the file into the folder banks, or take out bank = true"
        yield here.finding("C234", message, help_, here.key("bank"))


def _numbers(checklist: Checklist, here: Here) -> Iterator[Finding]:
    minutes, grade = checklist.minutes, checklist.reading_grade
    if minutes is not None and not 0 < minutes <= _LONGEST:
        message = f"A talk cannot take {minutes} minutes."
        help_ = "write how many minutes it usually takes, or take the line out"
        yield here.finding("C225", message, help_, here.value("minutes"))
    if grade is not None and grade not in _GRADES:
        message = f"There is no school grade {grade}."
        help_ = "write a grade from 1 to 18; 6 is easy for most people"
        yield here.finding("C225", message, help_, here.value("reading_grade"))


def _version(version: str, here: Here) -> Finding:
    leading = _LEADING.match(version.strip().lower())
    near = f"{int(leading[1])}.{int(leading[2] or 0)}" if leading else ""
    help_ = f'write "{near}"' if near else 'write two numbers and a dot: "1.0"'
    spot = here.value("version")
    fix = fixes.instead_of(spot, fixes.written(near)) if near else None
    return here.finding("C227", f"{quoted(version)} is no version.", help_, spot, fix)


def _twice(
    here: Here, rows: Sequence[tuple[tuple[str | int, ...], str]], says: str, help_: str
) -> Iterator[Finding]:
    """Return one finding for each text that stands among these for a second time."""
    first: dict[str, tuple[str | int, ...]] = {}
    for place, text in rows:
        plain = " ".join(text.casefold().split())
        if plain and plain in first:
            message = f"{says} {quoted(text)} twice."
            if says.startswith("Two"):
                message = f"{says} {quoted(text)}."
            found = here.finding("C224", message, help_, here.value(*place))
            before = here.value(*first[plain])
            there = here.related("the first stands here", *first[plain])
            yield replace(found, related=(there._replace(span=before.span),))
        first.setdefault(plain, place)


def _as_one(here: Here, key: str, texts: Sequence[str]) -> Iterator[Finding]:
    """Return each text of a list of names that holds several, so that none of them is found."""
    for text in texts:
        if names := named_apart(text, is_sure_of_two=key == "tags"):
            yield _several(here, key, text, names)


def _one_point(here: Here, points: Sequence[str]) -> Iterator[Finding]:
    """Return that the only point to say back holds several, which would be ticked as one."""
    if len(points) == 1 and (several := points_apart(points[0])):
        yield _several(here, "points", points[0], several)


def _several(here: Here, key: str, text: str, parts: Sequence[str]) -> Finding:
    message = f"{key} holds {quoted(text)} as one; it reads like {len(parts)}."
    help_ = "write each in its own quotation marks, with commas between the marks"
    spot = fixes.item_spot(here, key, text)
    fix = fixes.items_instead(here, (key,), spot, parts)
    return here.finding("C236", message, help_, spot, fix)


def _without_effect(step: Step, here: Here) -> Iterator[Finding]:
    empty = type(step)(id="", kind="", title="")
    keys = [key for key in _WITHOUT_EFFECT if getattr(step, key) != getattr(empty, key)]
    if not keys:
        return
    message = f"{' and '.join(keys)} has no effect: nothing is recorded at a {step.kind}."
    help_ = "take the line out, or put it on a step that asks or says something"
    fixed = [fixes.taken_out(here, (key,)) for key in keys]
    spot = here.key(keys[0])
    fix = fixes.together(f"take out {' and '.join(keys)}", spot.file, fixed)
    found = here.finding("C229", message, help_, spot, fix)
    yield replace(found, related=tuple(here.related("this too", key) for key in keys[1:]))
