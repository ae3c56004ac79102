"""What differs between two texts, line by line, in bounded time.

The standard library's comparison takes the square of how often lines are repeated, hours for a
large file of few different lines; where that would be long, what differs is told as one stretch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

_MOST = 1_000_000
"""So many pairs of equal lines are compared, a fraction of a second's worth."""

Opcode = tuple[Literal["replace", "delete", "insert", "equal"], int, int, int, int]
Lines = Sequence[str]


class Difference(SequenceMatcher[str]):
    """What has to be done to the lines of one text to make the other's of them."""

    def __init__(self, before: Lines, now: Lines) -> None:
        """Keep both; they are compared at the first question."""
        super().__init__(None, "", "", False)
        self._before, self._now = before, now

    def get_opcodes(self) -> list[Opcode]:
        """Return each stretch that is equal or differs, as difflib tells it."""
        before, now = self._before, self._now
        head = _same(before, now)
        tail = _same(before[head:][::-1], now[head:][::-1])
        ends = len(before) - tail, len(now) - tail
        codes: list[Opcode] = [("equal", 0, head, 0, head)] if head else []
        for what, *places in _between(before[head : ends[0]], now[head : ends[1]]):
            first, last, start, end = (place + head for place in places)
            codes.append((what, first, last, start, end))
        if tail:
            codes.append(("equal", ends[0], len(before), ends[1], len(now)))
        return codes


def unified(before: Lines, now: Lines, names: tuple[str, str], around: int = 3) -> Iterator[str]:
    """Yield what differs as programs exchange it, with so many lines around each place."""
    for number, group in enumerate(Difference(before, now).get_grouped_opcodes(around)):
        if not number:
            yield from (f"--- {names[0]}", f"+++ {names[1]}")
        (_, first, _, start, _), (_, _, last, _, end) = group[0], group[-1]
        yield f"@@ -{_range(first, last)} +{_range(start, end)} @@"
        for what, first, last, start, end in group:
            if what == "equal":
                yield from (f" {line}" for line in before[first:last])
                continue
            yield from (f"-{line}" for line in before[first:last])
            yield from (f"+{line}" for line in now[start:end])


def _same(one: Lines, other: Lines) -> int:
    """Return how many lines both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _between(before: Lines, now: Lines) -> Sequence[Opcode]:
    """Return the stretches of what is left where both begin and end otherwise."""
    there = Counter(now)
    if sum(count * there[line] for line, count in Counter(before).items()) <= _MOST:
        return SequenceMatcher(None, before, now, False).get_opcodes()
    return [("replace", 0, len(before), 0, len(now))]


def _range(start: int, end: int) -> str:
    """Return which lines a stretch takes, as the form wants it."""
    size = end - start
    return f"{start + 1}" if size == 1 else f"{start + bool(size)},{size}"
