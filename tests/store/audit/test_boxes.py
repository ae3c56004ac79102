"""What of an entry may be read by whom: all of it, one's own, or times and counts."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.core.acts import Act
from bedside.store.audit.boxes import boxed, own_key, unboxed
from bedside.store.audit.chain import START, Link, link, next_key
from bedside.store.audit.check import Fault, verify
from bedside.store.audit.entries import (
    NOTHING,
    TOLD_BY_ROWS,
    Entry,
    about_of,
    boxes_of,
    clear_of,
    entry_of,
)
from bedside.store.paths import Places
from tests.clinics import COLLEAGUE, KEEPER, SharedSite
from tests.store.audit.logs import entry
from tests.worlds import UNCERTAINTY, shipped_checklist

ROOT, MINE, OTHERS = bytes(range(32)), own_key(b"mine"), own_key(b"somebody else's")

entries = st.builds(
    Entry,
    st.integers(0, 2**42),
    st.sampled_from(("", "boot-a")),
    st.integers(0, 2**50),
    st.sampled_from(("", "K7M2PQRS")),
    st.sampled_from([act for act in Act if act is not Act.SEALED]),
    st.sampled_from(("", "0A1B2C3D")),
    st.integers(0, 10**11),
    st.booleans(),
    st.sampled_from((NOTHING, about_of("engine", "0" * 20, "0" * 64))),
)


def chained(*made: Entry, own: bytes = MINE) -> list[Link]:
    """Return a log of these entries, all by one person."""
    key, head, links = ROOT, START, []
    for n, one in enumerate(made, 1):
        links.append(link(key, head, n, boxed(one, n, key, own)))
        key, head = next_key(key), links[-1].head
    return links


@given(st.lists(entries, min_size=1, max_size=4))
def test_an_entry_opens_whole_with_the_first_key_and_for_who_did_it(made: list[Entry]) -> None:
    links = chained(*made)
    assert [one for _, one in unboxed(links, ROOT, b"")] == made
    assert [one for _, one in unboxed(links, None, MINE)] == made
    assert verify(links, ROOT).fault is None
    assert verify(links).fault is None


@given(entries)
def test_to_others_it_says_when_and_no_more_than_the_rows_of_visits_say(made: Entry) -> None:
    (seen,) = (one for _, one in unboxed(chained(made), None, OTHERS))
    assert seen[:3] == made[:3]
    assert seen.actor == ""
    if made.act in TOLD_BY_ROWS:
        number = made.number if made.about == NOTHING else 0
        assert seen == made._replace(actor="", number=number, about=NOTHING)
    else:
        assert (seen.act, seen.visit, seen.number, seen.about) == (Act.SEALED, "", 0, NOTHING)


@given(entries, entries)
def test_how_long_an_entry_is_does_not_say_who_was_there(made: Entry, other: Entry) -> None:
    """A box that nobody opens holds noise, and looks the same."""
    link_, without = chained(made)[0], chained(made, own=b"")[0]
    assert len(link_.body) == len(without.body)
    assert [one for _, one in unboxed([without], None, MINE)] == [made.clear()]
    lengths = {len(box) for box in (*boxes_of(link_.body), *boxes_of(chained(other)[0].body))}
    assert len(lengths) <= 2


def test_a_box_opens_nowhere_but_in_its_own_entry() -> None:
    one, other = (entry(Random(n), 5)._replace(act=Act.READ) for n in (1, 2))
    links = chained(one, other)
    moved = b"|".join((clear_of(links[0].body), *boxes_of(links[1].body)))
    swapped = [links[0]._replace(body=moved), links[1]]
    assert [seen.act for _, seen in unboxed(swapped, ROOT, MINE)] == [Act.SEALED, Act.READ]
    assert verify(swapped).fault is Fault.CHANGED


@pytest.mark.parametrize("rest", [b"|", b"|AA|AA", b"|" + b"A" * 124, b"|a b|c"])
def test_bytes_that_are_no_boxes_are_no_entry(rest: bytes) -> None:
    with pytest.raises(ValueError, match="no entry"):
        entry_of(Entry(1, "b", 1, "", Act.READ).body() + rest)


def test_a_disk_image_of_a_clinic_says_nowhere_in_its_log_who_did_what(
    site: SharedSite, places: Places
) -> None:
    site.begun(site.ring(COLLEAGUE), shipped_checklist(UNCERTAINTY))
    site.door(KEEPER).sign_out()
    with closing(sqlite3.connect(places.visits)) as connection:
        bodies = [bytes(body) for (body,) in connection.execute("SELECT body FROM audit")]
    assert len(bodies) > 10
    for body in bodies:
        assert not any(id_.encode() in clear_of(body) for id_ in site.ids.values())
        assert entry_of(body).act in {*TOLD_BY_ROWS, Act.SEALED}
    told = [entry_of(body).act for body in bodies]
    assert told.count(Act.SEALED) > len(told) // 3
