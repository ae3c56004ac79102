"""Paints what is around a page: the head with the phase map, and the key bar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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


def head_lines(visit: Visit, progress: str, saved: str, width: int) -> list[Line]:
    """Return the title with progress and saving, and below it the phase map."""
    right = " · ".join(part for part in (progress, saved) if part)
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
    nearer = range(len(names), -1, -1)
    for reach, short in [(reach, short) for short in (_first_word, _numbered) for reach in nearer]:
        spans = [Span(" ", "bar")]
        for number, id_, title in names:
            shown = title if abs(number - at) <= reach else short(number, title)
            spans += _phase(shown, id_ == here, id_ in done, f"phase:{id_}")
        spans += _phase(screen.CHECK_PAGE, visit.step == CHECK, False, "do:visit.check")
        if _size(spans) <= width:
            break
    over = _size(spans) - width
    return line(
        *(_shrunk(span, over) if over > 0 and span.style == "here" else span for span in spans)
    )


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
    """Return the sections whose every step that appears has an answer or needs none."""
    steps, entries, hidden = visit.plan.steps, visit.record.entries, visit.hidden
    return {
        section
        for section, members in visit.plan.members.items()
        if any(step not in hidden for step in members)
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
