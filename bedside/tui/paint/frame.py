"""Paints what is around a page: the head with the phase map, and the key bar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

from bedside import words
from bedside.core.actions import Action
from bedside.core.answers import is_recorded
from bedside.core.text import cells, cut
from bedside.core.visit import CHECK, Visit
from bedside.tui.lines import Line, Span, ink, line, spread
from bedside.words import screen

_SHOWN = {
    "enter": "Enter",
    "space": "Space",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "backspace": "Bksp",
    "escape": "Esc",
    "question_mark": "?",
    "pageup": "PgUp",
    "pagedown": "PgDn",
}


def key_text(key: str) -> str:
    """Return a key the way it stands on a keyboard."""
    if key in _SHOWN:
        return _SHOWN[key]
    bare = key.rpartition("+")
    if bare[1]:
        return f"{bare[0].capitalize()}+{key_text(bare[2]).upper()}"
    return key.upper() if len(key) > 1 else key


def head_lines(visit: Visit, standing: Sequence[str], width: int) -> list[Line]:
    """Return the title with how the visit stands beside it, and below it the phase map."""
    right = " · ".join(part for part in standing if part)
    title, wording = visit.checklist.title, words.WORDINGS[visit.checklist.status]
    named = f" {title} ({wording})" if visit.checklist.status != "published" else f" {title}"
    title_line = spread(ink(named, "here"), ink(f"{right} ", "bar"), width)
    return [title_line, phase_line(visit, width)]


def phase_line(visit: Visit, width: int) -> Line:
    """Return the sections in their order: done ones marked, the one in hand in brackets.

    It never wraps: where the names do not fit, the far ones shrink, first to their first word and
    then to their numbers.
    """
    names = [(number, s.id, s.title) for number, s in enumerate(visit.plan.sections, 1)]
    section = visit.plan.section.get(visit.step)
    here = section.id if section else ""
    done = _finished(visit)
    at = next((number for number, id_, _ in names if id_ == here), len(names) + 1)

    def phases(texts: Iterable[str]) -> list[list[Span]]:
        return [
            _phase(text, id_ == here, id_ in done, f"phase:{id_}")
            for (_, id_, _), text in zip(names, texts, strict=True)
        ]

    whole = phases(title for _, _, title in names)
    last = _phase(screen.CHECK_PAGE, visit.step == CHECK, False, "do:visit.check")
    room = width - 1 - _size(last)
    for short in (_first_word, _numbered):
        brief = phases(short(number, title) for number, _, title in names)
        reach = _reach(whole, brief, at, room)
        if reach >= 0:
            break
    near = range(at - max(0, reach), at + max(0, reach) + 1)
    chosen = [whole[n - 1] if n in near else brief[n - 1] for n, _, _ in names]
    spans = [Span(" ", "bar"), *(span for phase in chosen for span in phase), *last]
    over = _size(spans) - width
    return line(
        *(_shrunk(span, over) if over > 0 and span.style == "here" else span for span in spans)
    )


def _reach(whole: Sequence[list[Span]], brief: Sequence[list[Span]], at: int, room: int) -> int:
    """Return how far from the one in hand names are whole, the others brief; -1 where none fits.

    Counted with sums, so that a list of hundreds of sections takes no longer than it has names.
    """
    long, less = [_size(phase) for phase in whole], [_size(phase) for phase in brief]
    brief_size = sum(less)
    sums = [0, *accumulate(a - b for a, b in zip(long, less, strict=True))]
    for reach in range(len(whole), -1, -1):
        first, end = min(max(0, at - 1 - reach), len(whole)), min(len(whole), at + reach)
        if brief_size + sums[end] - sums[first] <= room:
            return reach
    return -1


def _first_word(_: int, title: str) -> str:
    first, more, _rest = title.partition(" ")
    return f"{first}…" if more else first


def _numbered(number: int, _: str) -> str:
    return str(number)


def _phase(name: str, here: bool, done: bool, target: str) -> list[Span]:
    mark = "x " if done and not here else ""
    text = f"[{name}]" if here else f"{mark}{name}"
    return [ink(text, "here" if here else "bar", target), Span("  ", "bar")]


def _shrunk(span: Span, over: int) -> Span:
    """Return the name in hand in so many cells less, its brackets kept."""
    return span._replace(text=f"{cut(span.text[:-1], max(2, cells(span.text) - 1 - over))}]")


def _finished(visit: Visit) -> set[str]:
    """Return the sections that ask something and whose every step has an answer or needs none."""
    steps, entries, hidden = visit.plan.steps, visit.record.entries, visit.hidden
    return {
        section
        for section, members in visit.plan.members.items()
        if any(step not in hidden and is_recorded(steps[step]) for step in members)
        and all(s in entries or s in hidden or not is_recorded(steps[s]) for s in members)
    }


def bar_line(posture: str, items: Sequence[tuple[Action, str]], width: int) -> Line:
    """Return as many keys as fit, in their order of use; the last one always fits."""
    head = [ink(f" {posture} ", "here")] if posture else [Span(" ", "bar")]
    *others, last = items
    spans = list(head)
    left = width - _size([*head, *_item(*last)])
    for action, key in others:
        item = _item(action, key)
        if _size(item) <= left:
            spans += item
            left -= _size(item)
    return line(*spans, *_item(*last))


def _item(action: Action, key: str) -> list[Span]:
    target = f"do:{action.id}"
    return [
        ink(key_text(key), "bar-key", target),
        ink(f" {action.title}", "bar", target),
        Span("  ", "bar"),
    ]


def _size(spans: Iterable[Span]) -> int:
    return sum(cells(span.text) for span in spans)
