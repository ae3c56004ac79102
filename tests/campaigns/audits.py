"""Tampers with a log: each is found, and the first entry that is not as it was is named."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bedside.core.acts import Act
from bedside.store.audit.chain import Link
from bedside.store.audit.check import Anchor, End, verify
from bedside.store.audit.entries import boxes_of, entry_of
from tests.store.audit.logs import Made, entry, rechained

WHAT = "every change of a log is found, and the first entry that is not as it was is named"


class Tampered(NamedTuple):
    """A log after somebody was at it: what was done, its entries and end, the first bad entry."""

    how: str
    links: Sequence[Link]
    end: End
    first: int


def told(seed: int) -> str:
    """Return what is wrong with how the tamper of this number was found; "" where nothing is."""
    return _told(seed, verify_with=True)


def twin(seed: int) -> str:
    """Return the same of a log with no chain: only whether its entries can be read is looked at."""
    return _told(seed, verify_with=False)


def _told(seed: int, verify_with: bool) -> str:
    chance = random.Random(seed)
    made = Made(chance, chance.randint(6, 60))
    done = chance.choice(_TAMPERS)(chance, made)
    anchors = made.anchors(len(made.links))
    bad = _first_bad(done, made, anchors) if verify_with else _unreadable(done)
    if bad == done.first:
        return ""
    return f"{done.how}: entry {done.first} was the first that is not as it was, found: {bad}"


def _first_bad(done: Tampered, made: Made, anchors: Sequence[Anchor]) -> int:
    """Return the first bad entry that verifying names; of a cut, the first that is gone."""
    found = verify(done.links, made.root, anchors, done.end)
    if found.fault is None:
        return 0
    return found.count + 1 if found.fault in ("cut", "replaced") else found.n


def _unreadable(done: Tampered) -> int:
    """Return the first entry of a plain log that cannot be read, or is not numbered in order."""
    for place, one in enumerate(done.links, 1):
        try:
            entry_of(one.body)
        except ValueError:
            return place
        if one.n != place:
            return place
    return 0


def _changed(chance: random.Random, made: Made) -> Tampered:
    """Change what an entry says, so that it still reads like one."""
    at = chance.randrange(1, len(made.links))
    was = entry_of(made.links[at].body)
    other = chance.choice([one for one in Act if one is not was.act])
    new = chance.choice(
        [
            was._replace(act=other),
            was._replace(actor="Q2W3E4R5" if was.actor != "Q2W3E4R5" else ""),
            was._replace(utc=was.utc + 1),
            was._replace(number=was.number + 1),
        ]
    )
    links = [*made.links]
    boxes = boxes_of(made.links[at].body)
    links[at] = links[at]._replace(body=b"|".join((new.body(), *boxes)))
    return Tampered("changed", links, made.end, at + 1)


def _bit(chance: random.Random, made: Made) -> Tampered:
    """Change one bit of one field of one entry."""
    at = chance.randrange(len(made.links))
    field = chance.randrange(1, 4)
    parts = [bytearray(part) for part in made.links[at][1:]]
    parts[field - 1][chance.randrange(len(parts[field - 1]))] ^= 1 << chance.randrange(8)
    body, mac, head = map(bytes, parts)
    links = [*made.links[:at], Link(at + 1, body, mac, head), *made.links[at + 1 :]]
    return Tampered(f"a bit of {Link._fields[field]}", links, made.end, at + 1)


def _deleted(chance: random.Random, made: Made) -> Tampered:
    """Take out an entry that is not the last; as it stands, or with numbers and heads anew."""
    at = chance.randrange(len(made.links) - 1)
    links = [*made.links[:at], *made.links[at + 1 :]]
    return _perhaps_anew(chance, "deleted", links, made, at + 1)


def _inserted(chance: random.Random, made: Made) -> Tampered:
    """Put in an entry, numbers and heads made anew."""
    at = chance.randrange(1, len(made.links))
    new = Link(0, entry(chance, at + 2).body(), chance.randbytes(32), b"")
    links = rechained([*made.links[:at], new, *made.links[at:]])
    return Tampered("inserted", links, made.end, at + 1)


def _reordered(chance: random.Random, made: Made) -> Tampered:
    """Swap two entries."""
    one, other = sorted(chance.sample(range(len(made.links)), 2))
    links = [*made.links]
    links[one] = made.links[other]._replace(n=made.links[one].n)
    links[other] = made.links[one]._replace(n=made.links[other].n)
    return _perhaps_anew(chance, "reordered", links, made, one + 1)


def _cut(chance: random.Random, made: Made) -> Tampered:
    """Cut the end off; perhaps set back what is kept of it, or put some key in its place."""
    at = chance.randrange(1, len(made.links))
    end = chance.choice((made.end, End(at, made.end.key), End(at, chance.randbytes(32))))
    return Tampered("cut", made.links[:at], end, at + 1)


def _spliced(chance: random.Random, made: Made) -> Tampered:
    """Go on with the end of another log, its heads made anew."""
    at = chance.randrange(1, len(made.links))
    other = Made(chance, len(made.links))
    return Tampered("spliced", rechained([*made.links[:at], *other.links[at:]]), made.end, at + 1)


def _rewritten(chance: random.Random, made: Made) -> Tampered:
    """Change an entry and make all heads anew, as whoever has no key can."""
    plain = _changed(chance, made)
    return Tampered("rewritten", rechained(plain.links), made.end, plain.first)


def _perhaps_anew(
    chance: random.Random, how: str, links: Sequence[Link], made: Made, first: int
) -> Tampered:
    if chance.random() < 0.5:
        return Tampered(how, links, made.end, first)
    return Tampered(f"{how}, heads anew", rechained(links), made.end, first)


_TAMPERS: tuple[Callable[[random.Random, Made], Tampered], ...] = (
    _changed,
    _bit,
    _deleted,
    _inserted,
    _reordered,
    _cut,
    _spliced,
    _rewritten,
)
