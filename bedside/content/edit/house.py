"""How files are laid out that keep the house style: the order of names, equals signs in line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bedside.content.edit.text import written, written_key
from bedside.core.spans import Path

_STEP = (
    *("id", "use", "after", "kind", "title", "text", "who", "due", "place", "required", "locked"),
    *("sensitive", "roles", "record_as", "aim", "say", "min", "max", "labels", "points", "why"),
    *("tips", "options", "other", "instead", "source", "note", "patient", "handover", "when", "or"),
)
_HEAD = (
    *("format", "id", "extends", "bank", "title", "summary", "version", "status", "language"),
    *("audience", "roles", "minutes", "reading_grade", "tags", "next", "sources", "remove"),
)
_ORDERS: Mapping[str, Sequence[str]] = {
    "": _HEAD,
    "review": ("owner", "reviewed", "next_review", "approved_by", "seal"),
    "note": ("heading", "opening", "closing", "language"),
    "accepted": ("code", "step", "because", "by", "until"),
    "steps": _STEP,
    "tasks": _STEP,
    "add": _STEP,
}

_WIDTHS = {"": 8, "review": 11, "note": 7, "accepted": 7, "steps": 5, "add": 5, "tasks": 4}
"""The length of the names that equals signs line up behind; longer ones stick out."""

_BESIDE = frozenset(("answered", "declined", "unsure", "not-asked"))
"""Answers whose wording does not set the column: they are longer than most options' names."""

_WORDINGS = ("note", "patient", "handover")
_ALONE = ("instead", "when", "or")


def kind_of(table: Path) -> str | None:
    """Return which kind of block this is, by the list or table it is one of; nothing if unknown."""
    if not table:
        return ""
    name = str(table[0])
    depth = 2 if name in ("steps", "tasks", "add", "accepted") else 1
    is_item = depth == 1 or isinstance(table[-1], int)
    return name if name in _ORDERS and len(table) == depth and is_item else None


def rank(kind: str | None, name: str) -> int:
    """Return where a name comes among those of its block; unknown ones come last."""
    order = _ORDERS.get(kind or "", ()) if kind is not None else ()
    return order.index(name) if name in order else len(order)


def columns(kind: str | None, keys: Sequence[Sequence[str]], *, is_teach_back: bool) -> list[int]:
    """Return how wide each name of a block is to be before its equals sign, by the house style.

    Plain names line up behind the longest of the usual ones, dotted ones within their group.
    """
    widths = [len(dotted(names)) for names in keys]
    if kind is None:
        return widths
    group: dict[str, int] = {}
    for names, width in zip(keys, widths, strict=True):
        if len(names) > 1 and _counts(names, is_teach_back=is_teach_back):
            group[names[0]] = max(width, group.get(names[0], 0))
    _carry(group, [names[0] for names in keys])
    plain = _WIDTHS[kind]
    return [
        max(width, plain if len(names) == 1 else group.get(names[0], 0))
        for names, width in zip(keys, widths, strict=True)
    ]


def laid_out(kind: str | None, values: Mapping[str, object], line_end: str) -> str:
    """Return the lines of a new block, in the house's order and columns."""
    ordered = sorted(values.items(), key=lambda item: rank(kind, item[0]))
    rows = [row for name, value in ordered for row in flat((name,), value)]
    is_teach_back = values.get("kind") == "teach-back"
    widths = columns(kind, [names for names, _ in rows], is_teach_back=is_teach_back)
    return "".join(
        f"{dotted(names):<{width}} = {written(value)}{line_end}"
        for (names, value), width in zip(rows, widths, strict=True)
    )


def flat(names: tuple[str, ...], value: object) -> Iterable[tuple[tuple[str, ...], object]]:
    """Return a value as the dotted names that give it; an empty table is a value of its own."""
    if not isinstance(value, Mapping) or not value:
        yield names, value
        return
    for name, inner in value.items():
        yield from flat((*names, name), inner)


def dotted(names: Iterable[str]) -> str:
    """Return names as they stand left of an equals sign."""
    return ".".join(map(written_key, names))


def _counts(names: Sequence[str], *, is_teach_back: bool) -> bool:
    """Whether a dotted name has a say in the column of its group."""
    if names[0] in _ALONE:
        return False
    is_outcome = is_teach_back and names[1] == "not-asked"
    return names[0] not in _WORDINGS or names[1] not in _BESIDE or is_outcome


def _carry(group: dict[str, int], order: Sequence[str]) -> None:
    """Let what the patient reads, and the next shift, line up with the wider note above it."""
    wide = 0
    for name in dict.fromkeys(name for name in order if name in _WORDINGS):
        group[name] = wide = max(group.get(name, 0), wide)
