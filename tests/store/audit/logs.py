"""Logs for tests: a chain made in memory, and one read back from a store."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from bedside.core.acts import Act
from bedside.store.audit.boxes import boxed
from bedside.store.audit.chain import START, Link, link, next_key, short
from bedside.store.audit.check import Anchor, End
from bedside.store.audit.entries import About, Entry
from bedside.store.audit.read import Told, Whole, whole
from bedside.store.audit.roots import root_of
from bedside.store.store import Store


def entry(chance: Random, n: int) -> Entry:
    """Return an entry such as a workstation leaves, the n-th of its log."""
    if n == 1:
        return Entry(1_900_000_000_000, "boot-a", 0, "", Act.LOG_BEGUN, "", 1)
    act = chance.choice([one for one in Act if one is not Act.LOG_BEGUN])
    visit = "".join(chance.choices("0123456789ABCDEFGHJKMNPQRSTVWXYZ", k=8))
    actor = chance.choice(("K7M2PQRS", "Z3X9WVTU", ""))
    made = Entry(1_900_000_000_000 + n * 61_000, "boot-a", n * 61 * 10**9, actor, act, visit)
    if not act.value.startswith("parcel-"):
        return made
    return made._replace(about=About("engine", f"{n:020}", chance.randbytes(32).hex()))


class Made:
    """A log of so many entries: its first key, entries, end, and the heads notes would carry."""

    def __init__(self, chance: Random, count: int) -> None:
        """Make one by chance."""
        self.root = chance.randbytes(32)
        in_clear = chance.choice((0, count // 2, count + 1))
        key, head, links = self.root, START, []
        for n in range(1, count + 1):
            one = entry(chance, n)
            # an earlier version left all of an entry in clear, and a log goes on from there
            body = one.body() if n < in_clear else boxed(one, n, key, chance.randbytes(32))
            made = link(key, head, n, body)
            key, head = next_key(key), made.head
            links.append(made)
        self.links: tuple[Link, ...] = tuple(links)
        self.end = End(count, key)

    def anchors(self, *numbers: int) -> tuple[Anchor, ...]:
        """Return the heads of these entries, as notes carry them."""
        return tuple(Anchor(short(n, self.links[n - 1].head), f"V{n}") for n in numbers)


def kept(store: Store) -> Whole:
    """Return the log of a store."""
    with store.reading() as connection:
        return whole(connection)


def seen(store: Store) -> list[Told]:
    """Return every entry of the log of a store, as far as it opens for who is there."""
    log = kept(store)
    root = root_of(store.book, store.keyring, log.which)
    return log.opened(root, store.keyring.log_key)


def acts(store: Store) -> list[Act]:
    """Return what the log of a store tells who is there, in order, but for its own beginning."""
    return [one.entry.act for one in seen(store)][1:]


def rechained(links: Sequence[Link]) -> list[Link]:
    """Return entries with heads and numbers made anew, as whoever lacks the keys could."""
    from bedside.store.audit.chain import head_of

    head, made = START, []
    for n, one in enumerate(links, 1):
        head = head_of(head, n, one.body, one.mac)
        made.append(Link(n, one.body, one.mac, head))
    return made
