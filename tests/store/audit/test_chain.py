"""The chain: what was changed is found, and where; a log that nobody touched is sound."""

from __future__ import annotations

import time
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.core.acts import Act
from bedside.core.events import Moment
from bedside.store.audit.chain import START, link, next_key, pseudonym, short
from bedside.store.audit.check import Anchor, Fault, verify
from bedside.store.audit.entries import NOTHING, Entry, Pending, about_of, entry_of
from tests.campaigns import audits
from tests.store.audit.logs import Made

ACTORS = st.text("ABCDEFGHJKMNPQRSTVWXYZ23456789", max_size=8)


@given(st.integers(0, 10_000), st.integers(1, 40))
def test_a_log_that_nobody_touched_is_sound(seed: int, count: int) -> None:
    """With its first key, without it, with the heads that notes carry."""
    made = Made(Random(seed), count)
    for root in (made.root, None):
        found = verify(made.links, root, made.anchors(1, count), made.end)
        assert (found.fault, found.count, found.anchors) == (None, count, 2)
        assert found.checked_keys is (root is not None)


@pytest.mark.parametrize("part", range(4))
def test_tampers_are_found_and_located(part: int) -> None:
    """So many as a pull request is asked for; the campaign goes on from there."""
    for seed in range(part * 150, (part + 1) * 150):
        assert audits.told(seed) == "", seed


def test_a_log_that_is_not_chained_hides_them() -> None:
    assert sum(bool(audits.twin(seed)) for seed in range(60)) > 30


def test_a_cut_end_is_known_by_a_note_that_carries_a_later_head() -> None:
    made = Made(Random(1), 30)
    found = verify(made.links[:20], None, made.anchors(12, 27))
    assert (found.fault, found.count, found.last, found.where) == (Fault.CUT, 20, 27, "V27")


def test_a_cut_end_shows_in_the_key_that_is_kept_even_where_no_note_tells() -> None:
    """Keys only go forward: the count that is kept beside it was set back, the key cannot be."""
    made = Made(Random(2), 30)
    found = verify(made.links[:20], made.root, (), made.end._replace(n=20))
    assert (found.fault, found.count, found.last) == (Fault.CUT, 20, 30)
    assert found.by_itself


def test_a_key_that_follows_from_nothing_is_named() -> None:
    made = Made(Random(3), 10)
    found = verify(made.links, made.root, (), made.end._replace(key=bytes(32)))
    assert (found.fault, found.n) == (Fault.KEY, 10)


def test_a_log_made_wholly_anew_does_not_agree_with_the_notes() -> None:
    """Somebody who can write everything makes another log; what is printed they cannot reach."""
    was, other = Made(Random(4), 30), Made(Random(5), 30)
    found = verify(other.links, None, was.anchors(9, 21), other.end)
    assert (found.fault, found.n, found.where) == (Fault.REPLACED, 9, "V9")


def test_from_the_key_of_the_next_entry_none_before_it_can_be_made() -> None:
    """What is kept is one step ahead of all that was written."""
    made = Made(Random(6), 12)
    forged = link(made.end.key, START, 1, made.links[0].body)
    assert forged.mac != made.links[0].mac
    key = made.root
    for one in made.links:
        assert key != made.end.key, one.n
        key = next_key(key)
    assert key == made.end.key


@given(
    st.builds(
        Entry,
        utc=st.integers(0, 2**45),
        boot=st.just("boot-a"),
        ns=st.integers(0, 2**62),
        actor=ACTORS,
        act=st.sampled_from(Act),
        visit=st.sampled_from(("", "7CT2VD0M")),
        number=st.integers(0, 10**12 - 1),
        late=st.booleans(),
        about=st.sampled_from((NOTHING, about_of("engine", "0" * 20, "0" * 64))),
    )
)
def test_an_entry_is_read_back_as_it_was_written(made: Entry) -> None:
    assert entry_of(made.body()) == made._replace(about=NOTHING)
    assert entry_of(made.clear().body()).with_secret(made.secret()) == made


@given(st.text(max_size=60))
def test_nothing_but_ids_and_numbers_goes_into_an_entry(words: str) -> None:
    """Who is named in words is refused before anything is written."""
    if not words.isascii() or not words.replace("-", "a").isalnum():
        if words:
            with pytest.raises(ValueError, match="ids and small numbers"):
                Pending(Act.READ, Moment(), words)
        with pytest.raises(ValueError, match="no entry"):
            entry_of(words.encode("utf-8", "surrogatepass"))


def test_a_visit_goes_by_other_letters_in_another_log() -> None:
    one, other = pseudonym(bytes(16), "V"), pseudonym(b"1" * 16, "V")
    assert one != other
    assert len(one) == len(other) == 8
    assert pseudonym(bytes(16), "V") == one != pseudonym(bytes(16), "W")


def test_a_head_is_short_enough_to_be_copied_by_hand() -> None:
    text = short(128, Made(Random(7), 1).links[0].head)
    assert Anchor(text).is_one
    assert Anchor(text).n == 128
    assert not any(Anchor(bad).is_one for bad in ("", "128", "0 AAAA-AAAA-AAAA-AAAA", f"{text}-X"))


def test_an_entry_costs_next_to_nothing() -> None:
    """About five millionths of a second each; ten times that is let pass on a slow machine."""
    chance, began = Random(8), time.process_time()
    bodies = [Entry(1, "b", n, "", Act.READ).body() for n in range(2000)]
    key, head = chance.randbytes(32), START
    for n, body in enumerate(bodies, 1):
        made = link(key, head, n, body)
        key, head = next_key(key), made.head
    assert (time.process_time() - began) / len(bodies) < 50e-6
