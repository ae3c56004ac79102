"""Fit on the screen: 24 lines of 80 columns, seven keys for answers, a head line of 40 columns.

A step is measured by the rules its page is drawn by; tests hold the measure against the drawing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bedside.content.places import Here, Places
from bedside.core.answers import OUTCOMES, RELATIONS, is_question
from bedside.core.checklist import Checklist, Choice, Scale, Step, TeachBack
from bedside.core.problems import Finding
from bedside.core.text import cells, wrap

COLUMNS, LINES = 80, 24
AROUND = 3
"""Lines of a page beside the step itself: two of the head, and the key bar."""

ROOM = COLUMNS - 3
"""The cells of a line that a step may take: the cursor and the edge have the others."""

KEYS = 7
"""Answers that have a key of their own."""

LABEL = 60
"""The most cells of a label, or of a step's title, that is read at a glance."""

TITLE = 38
"""The most cells of a title that stands whole in the head line of a narrow window."""

ROWS_OF_A_SCALE = 11
_HANGING = 6
_PHRASE = 4
_DONE_WHEN = len("Done when: ")
_REQUIRED = len("required")
_DAYS = 6
_MARKS = 3

KIND_CELLS: Mapping[str, int] = {
    "say": 3,
    "do": 2,
    "choose": 3,
    "choose-many": 15,
    "yes-no": 3,
    "words": 6,
    "text": 5,
    "people": 6,
    "scale": 13,
    "date": 11,
    "pause": 5,
    "teach-back": 9,
    "read-back": 9,
}
"""The cells of the word that stands before a title."""


class _Rows(NamedTuple):
    """The rows of a step: lines that can be chosen, those above them, those below."""

    points: int
    offered: int
    standing: int


def steps_fit(here: Here, step: Step) -> Iterator[Finding]:
    """Return what of a step does not fit on its page."""
    if len(step.title) > LABEL and (size := cells(step.title)) > LABEL:
        message = f"This title is {size} letters long; {LABEL} can be read at a glance."
        help_ = "say it in a few words, and the rest under aim or tips"
        yield here.finding("F805", message, help_, here.value("title"))
    if step.kind == "section":
        return
    if isinstance(step, Choice):
        yield from _labels(here, "options", {one.id: one.label for one in step.options})
        yield from _keys(here, step)
    elif isinstance(step, Scale):
        yield from _labels(here, "labels", step.labels)
    if _roughly(step) > LINES and (lines := AROUND + height(step)) > LINES:
        message = f"This step takes {lines} lines; a window has {LINES}, so some are out of sight."
        help_ = "shorten the aim or the longest phrase, or make two steps of it"
        yield here.finding("F801", message, help_, here.value("title"))


def title_fits(checklist: Checklist, places: Places) -> Iterator[Finding]:
    """Return that the title is cut in the head line of a narrow window."""
    size = cells(checklist.title)
    if size > TITLE:
        message = f"The title is {size} letters long; a narrow window shows {TITLE}."
        spot = places.head.value("title")
        yield places.head.finding("F804", message, "say it in three or four words", spot)


def _labels(here: Here, key: str, labels: Mapping[str, str]) -> Iterator[Finding]:
    for name, label in labels.items():
        if len(label) > LABEL // 2 and cells(label) > LABEL:
            message = f"This label is {cells(label)} letters long; {LABEL} are read at a glance."
            help_ = "keep what tells it from the others"
            yield here.finding("F802", message, help_, here.value(key, name))


def _keys(here: Here, step: Choice) -> Iterator[Finding]:
    count = len(step.options) + step.other
    if count > KEYS:
        message = f"{count} answers are offered, and only {KEYS} have a key."
        at = min(KEYS, len(step.options) - 1)
        spot = here.key("options", step.options[at].id)
        help_ = "join some, leave some out, or ask in two steps"
        yield here.finding("F803", message, help_, spot)


def _roughly(step: Step) -> int:
    """Return at least as many lines as a page takes, quickly: most steps are far below."""
    longest = max([len(phrase.text) for phrase in step.say], default=0)
    texts = len(step.title) + len(step.aim) + longest
    rows = len(RELATIONS)
    if isinstance(step, Choice):
        rows = len(step.options) + 1
        texts += sum([len(option.label) for option in step.options])
    elif isinstance(step, Scale | TeachBack):
        return LINES + 1
    elif step.kind in ("say", "do", "words", "text"):
        rows = _MARKS
    return AROUND + rows + (2 * step.sensitive) + 10 + texts // 50


def height(step: Step) -> int:
    """Return how many lines a step takes on its page before anything is answered."""
    total = _title(step)
    is_read = step.kind == "read-back"  # its lines of the note need the room of its aim
    total += _wrapped(step.aim, ROOM, _DONE_WHEN) if step.aim and not is_read else 0
    if step.say:
        # a quotation mark takes a cell and breaks no line, as a letter does, which is quicker
        phrases = (_wrapped(f"x{phrase.text}x", ROOM - _PHRASE) for phrase in step.say)
        total += 1 + max(phrases) + (len(step.say) > 1)
    total += 2 * step.sensitive
    total += 2 * (step.kind == "pause")
    total += 2 * isinstance(step, Scale)
    rows = _rows(step)
    total += sum(1 + part for part in rows if part)
    total += 2 * (step.kind in ("words", "text", "people"))
    return total


def _title(step: Step) -> int:
    size = KIND_CELLS[step.kind] + 2 + cells(step.title)
    ending = _REQUIRED if step.required else 0
    if size + ending + 2 <= ROOM:
        return 1
    return _wrapped(
        step.title + (" (required)" if step.required else ""), ROOM, KIND_CELLS[step.kind] + 2
    )


def _rows(step: Step) -> _Rows:
    standing = 1 if is_question(step) else 0
    if isinstance(step, Choice):
        labels = [option.label for option in step.options]
        offered = sum(_wrapped(label, ROOM - _HANGING) for label in labels) + step.other
        return _Rows(0, offered, standing)
    if isinstance(step, TeachBack):
        points = sum(_wrapped(point, ROOM - _HANGING) for point in step.points)
        first = _wrapped(step.points[0], ROOM, len(": how did it go?")) if step.points else 0
        return _Rows(points, first + len(OUTCOMES), standing)
    if isinstance(step, Scale):
        every = step.max - step.min + 1
        return _Rows(0, every if every <= ROWS_OF_A_SCALE else len(step.labels), standing)
    fixed = {
        **dict.fromkeys(("say", "do"), _MARKS),
        "yes-no": 2,
        "people": len(RELATIONS),
        "date": _DAYS,
        "read-back": 1,
    }
    return _Rows(0, fixed.get(step.kind, 0), standing)


def _wrapped(text: str, width: int, lead: int = 0) -> int:
    """Return how many lines a text takes after so many cells of other words."""
    if lead + len(text) <= width and text.isascii():
        return 1
    return len(wrap("x" * max(0, lead - 1) + (" " if lead else "") + text, width))
