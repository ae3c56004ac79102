"""What one step or task holds: answers to choose from, limits in order, a day that can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bedside.content import fixes
from bedside.content.dates import day_meant, no_such_day
from bedside.content.entries import Entry
from bedside.content.misplaced import quoted, short
from bedside.content.places import Here
from bedside.core.checklist import Choice, Scale, Task, TeachBack
from bedside.core.followups import is_due
from bedside.core.problems import Finding, Fix

_USUAL_ENDS = (0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 100)
"""Numbers at which scales begin or end; from 0 to 11 there is hardly one."""
_NUMBERS = ("a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SPAN = re.compile(
    r"(?:in |within |after )?(?P<n>\d{1,4}|[a-z]+)[ -]?"
    r"(?P<unit>hours?|h|hrs?|days?|d|weeks?|w|wks?)\Z"
)
_SOON = {
    **dict.fromkeys(("now", "at once", "immediately", "asap", "same day", "tonight"), "today"),
    "tomorrow": "1 day",
    "next day": "1 day",
    "next week": "1 week",
}


def misfilled(entry: Entry) -> Iterator[Finding]:
    """Return what is wrong with what a step or task holds."""
    made, here = entry.made, entry.here
    if isinstance(made, Task) and made.due and not is_due(made.due):
        yield _due(made.due, here)
    if isinstance(made, Choice) and not made.options and not made.other:
        message = "This question offers no answers."
        help_ = 'add a line for each answer: options.yes = "Yes"'
        yield here.finding("C210", message, help_, here.key("options"))
    if isinstance(made, Scale):
        yield from _scale(made, here)
    if isinstance(made, TeachBack) and not made.points:
        message = "There is no point to say back."
        yield here.finding("C212", message, 'write points = ["…"]', here.key("points"))


def _due(due: str, here: Here) -> Finding:
    plain = due.strip().lower().rstrip(".")
    meant = _SOON.get(plain) or _spelled(plain) or day_meant(plain)
    spot, written = here.value("due"), 'write "today", "2 days" or "2027-03-02"'
    help_ = f'did you mean "{meant}"?' if meant else written
    if not meant:
        way, meant = no_such_day(plain)
        help_ = way or written
    fix = fixes.instead_of(spot, fixes.written(meant)) if meant else None
    return here.finding("C213", f"due cannot be {quoted(due)}.", help_, spot, fix)


def _spelled(due: str) -> str:
    """Return a stretch of time as a task has it: a number and hours, days or weeks."""
    found = _SPAN.match(due.replace("an hour", "a hour"))
    if not found or not (found["n"].isdigit() or found["n"] in _NUMBERS):
        return ""
    number = int(found["n"]) if found["n"].isdigit() else max(1, _NUMBERS.index(found["n"]))
    unit = {"h": "hour", "d": "day", "w": "week"}[found["unit"][0]]
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _scale(made: Scale, here: Here) -> Iterator[Finding]:
    if made.min >= made.max:
        message = f"The scale ends at {made.max}, before it begins at {made.min}."
        help_ = "make max larger than min"
        yield here.finding("C211", message, help_, here.value("max"), _swapped(made, here))
        return
    beyond = [
        label
        for label in made.labels
        if not re.fullmatch(r"-?\d{1,9}", label) or not made.min <= int(label) <= made.max
    ]
    if beyond:
        first, *others = beyond
        message = f"labels.{short(first)} is not on the scale from {made.min} to {made.max}."
        help_, end = _way_of_label(first, made)
        fix = fixes.renamed(here, ("labels", first), end) if end and not others else None
        found = here.finding("C223", message, help_, here.key("labels", first), fix)
        more = [here.related("nor is this one", "labels", label) for label in others]
        yield replace(found, related=tuple(more))


def _way_of_label(label: str, made: Scale) -> tuple[str, str]:
    """Return the way out for a label that is not on the scale, and the end that it is for.

    "" stands for an end where nobody can tell: the scale may be meant to go on to the label.
    """
    if not re.fullmatch(r"-?\d{1,9}", label):
        return "label only whole numbers that can be chosen", ""
    number = int(label)
    end, word = (made.max, "max") if number > made.max else (made.min, "min")
    if str(end) in made.labels:
        return f"take it out, or write {word} = {number}", ""
    if number in _USUAL_ENDS:
        return f"write labels.{end}, or {word} = {number}", ""
    return f"did you mean labels.{end}?", str(end)


def _swapped(made: Scale, here: Here) -> Fix | None:
    low, high = here.value("min"), here.value("max")
    if made.min == made.max or low.file != high.file:
        return None
    both = [fixes.instead_of(low, str(made.max)), fixes.instead_of(high, str(made.min))]
    return fixes.together("swap min and max", low.file, both)
