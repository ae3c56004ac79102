"""Frozen: whatever is changed of a signed visit afterwards is noticed, and nothing else is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from random import Random
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.core import events as e
from bedside.core import moves as m
from bedside.core.checklist import Checklist
from bedside.core.codec import from_plain, to_plain
from bedside.core.note import READERS
from bedside.core.trace import traced
from bedside.core.value import Value
from bedside.core.visit import CHECK
from bedside.core.walk import replay
from bedside.note.compose import compose
from bedside.note.frozen import NoteChanged, chained, thawed, verify
from bedside.note.render import FORMATS
from bedside.note.render.json import freeze
from bedside.note.shown import shown
from bedside.store.bodies import event_of_row, event_row, from_body, to_body
from tests.note.reading import whole
from tests.note.signing import Signing, random_signed, signed
from tests.people import AVERY, CLINICIAN
from tests.worlds import NOON, SHIPPED, checklist, choose, do, opened, shipped_checklist

talks = st.tuples(st.sampled_from(SHIPPED), st.integers(0, 10_000), st.integers(0, 60))
chances = st.integers(0, 10**9)


def made(talk: tuple[str, int, int]) -> Signing:
    """Return a random signed visit whose last event is one that says something."""
    signing = random_signed(shipped_checklist(talk[0]), *talk[1:])
    return signing.do(m.Deliver("file", "somewhere", 9))


def is_noticed(checklist: Checklist, events: list[e.Event], count: int = 0) -> bool:
    """Whether a signed visit made of these is known not to be what was signed."""
    try:
        verify(checklist, events, count)
    except NoteChanged:
        return True
    return False


def changed(value: object, chance: Random) -> object:
    """Return something like the value that is not equal to it."""
    if isinstance(value, Value):
        spot = chance.choice(fields(value))
        return replace(value, **{spot.name: changed(getattr(value, spot.name), chance)})
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        at = chance.randrange(len(value) + 1)
        return value[:at] + ("#" if value[at : at + 1] != "#" else "+") + value[at + 1 :]
    if isinstance(value, tuple):
        return value[1:] if value else ("#",)
    if isinstance(value, date):
        return date(value.year + 1, 1, 1)
    return "#" if value is None else {"#": "#"}


@given(talks)
def test_an_untouched_visit_passes_also_after_a_round_trip(talk: tuple[str, int, int]) -> None:
    """Through the very bytes of the store."""
    signing = made(talk)
    kept = [event_of_row(*event_row(event)) for event in signing.events]
    checklist = from_plain(Checklist, from_body(to_body(to_plain(signing.visit.checklist))))
    assert kept == signing.events
    verify(checklist, kept, len(kept))


@given(talks, chances)
def test_a_change_of_any_field_of_any_event_is_noticed(
    talk: tuple[str, int, int], luck: int
) -> None:
    signing, chance = made(talk), Random(luck)
    at = chance.randrange(len(signing.events))
    other = cast("e.Event", changed(signing.events[at], chance))
    assert is_noticed(
        signing.visit.checklist, [*signing.events[:at], other, *signing.events[at + 1 :]]
    )


@given(talks, chances)
def test_a_change_of_any_field_of_the_frozen_checklist_is_noticed(
    talk: tuple[str, int, int], luck: int
) -> None:
    signing, chance = made(talk), Random(luck)
    other = cast("Checklist", changed(signing.visit.checklist, chance))
    assert is_noticed(other, signing.events)


@given(talks, chances)
def test_a_flip_of_any_byte_of_any_row_is_noticed(talk: tuple[str, int, int], luck: int) -> None:
    """As a visit that is not what was signed, or as one that cannot be read at all."""
    signing, chance = made(talk), Random(luck)
    at = chance.randrange(len(signing.events))
    seq, utc, ns, body = event_row(signing.events[at])
    spot = chance.randrange(len(body))
    flipped = bytes((body[spot] ^ (1 << chance.randrange(8)),))
    try:
        other = event_of_row(seq, utc, ns, body[:spot] + flipped + body[spot + 1 :])
    except (AttributeError, LookupError, TypeError, ValueError):
        return
    events = [*signing.events[:at], other, *signing.events[at + 1 :]]
    assert other == signing.events[at] or is_noticed(signing.visit.checklist, events)


@given(talks, chances)
def test_rows_that_were_dropped_swapped_or_played_again_are_noticed(
    talk: tuple[str, int, int], luck: int
) -> None:
    """An end that was cut off too, as the visit was counted when it was saved."""
    signing, chance = made(talk), Random(luck)
    events, count = signing.events, len(signing.events)
    at, other = sorted(chance.sample(range(count), 2))
    swapped = [*events]
    swapped[at], swapped[other] = swapped[other], swapped[at]
    for wrong in (
        [*events[:at], *events[at + 1 :]],
        swapped,
        [*events[:other], events[at], *events[other:]],
        [*events, events[at]],
        [*events, replace(events[at], seq=count + 1)],
        events[:-1],
    ):
        is_unsigned = not any(isinstance(one, e.Signed) for one in wrong)
        moves_only = isinstance(wrong[-1], (e.Reached, e.Rephrased)) and len(wrong) > count
        assert is_unsigned or moves_only or is_noticed(signing.visit.checklist, wrong, count)


def _small() -> Signing:
    visit = opened(checklist(choose("a", "x", place="matters", note={"x": "Wants X."})))
    return signed(visit, m.Pick("a", "x"))


def test_nothing_can_be_answered_in_a_signed_visit_behind_its_back() -> None:
    signing = _small()
    answered = e.Answered(seq=len(signing.events) + 1, at=NOON, step="a")
    assert is_noticed(signing.visit.checklist, [*signing.events, answered])


def test_a_gap_among_what_only_moved_the_screen_is_noticed() -> None:
    """Even where nobody counted."""
    signing = _small().do(m.Go(CHECK), m.Go("a"))
    assert not is_noticed(signing.visit.checklist, signing.events)
    assert is_noticed(signing.visit.checklist, [*signing.events[:-2], signing.events[-1]])


def test_a_second_signing_is_no_signing() -> None:
    """The first one counts; what was slipped in after it is noticed, whatever its digest."""
    signing = _small()
    again = replace(cast("e.Signed", signing.events[-1]), seq=len(signing.events) + 1)
    assert is_noticed(signing.visit.checklist, [*signing.events, again])


@pytest.mark.parametrize(
    "entry",
    [
        e.Appended(seq=5, at=NOON, kind="addendum", author="Dr Roe", words="made up"),
        e.Finished(seq=5, at=NOON, task="t", by="Dr Roe"),
        e.Delivered(seq=5, at=NOON, how="file"),
    ],
)
def test_an_entry_that_nobody_made_here_is_noticed(entry: e.Event) -> None:
    """It has no digest, or one of another visit."""
    signing = _small()
    assert len(signing.events) == 4
    assert is_noticed(signing.visit.checklist, [*signing.events, entry])
    elsewhere = chained(signed(opened(checklist(choose("a", "x")))).events, entry)  # type: ignore[type-var]
    assert is_noticed(signing.visit.checklist, [*signing.events, elsewhere])
    here = chained(signing.events, entry)  # type: ignore[type-var]
    assert not is_noticed(signing.visit.checklist, [*signing.events, here])


def older(*moves: Callable[[int], e.Event]) -> list[e.Event]:
    """Return a visit as it was signed when only the note was frozen, and these events after it."""
    visit = do(opened(checklist(choose("a", "x"))), m.Pick("a", "x"))
    after = e.Signed(seq=3, at=NOON, author=CLINICIAN[0])
    note = freeze(compose(do(visit, m.Sign(CLINICIAN[0])), visit.checklist))
    digest = hashlib.sha256(note.encode()).hexdigest()
    made = [cast("e.Event", visit.opened), _answered(), replace(after, note=note, digest=digest)]
    return [*made, *(make(4 + n) for n, make in enumerate(moves))]


def _answered() -> e.Event:
    visit = opened(checklist(choose("a", "x")))
    entry = do(visit, m.Pick("a", "x")).record.entries["a"]
    return e.Answered(seq=2, at=entry.at, step="a", answer=entry.answer)


def test_a_visit_that_an_older_version_signed_still_passes() -> None:
    """Its receipts have no digest; what is added to it now has one."""
    events = older(lambda seq: e.Delivered(seq=seq, at=NOON, how="file"))
    made = checklist(choose("a", "x"))
    verify(made, events)
    entry = e.Appended(seq=5, at=NOON, kind="addendum", author="Dr Roe", words="more")
    added = [*events, chained(events, entry)]
    verify(made, added)
    assert is_noticed(made, [*events, entry])
    assert is_noticed(made, [*events[:3], added[-1]])
    signing = cast("e.Signed", events[2])
    assert is_noticed(made, [*events[:2], replace(signing, note=signing.note + " ")])


def test_texts_that_an_older_version_did_not_freeze_are_composed() -> None:
    visit = Signing(checklist(choose("a", "x")), older()).visit
    assert [thawed(visit, reader).reader for reader in READERS] == list(READERS)


def test_a_draft_has_nothing_to_compare() -> None:
    visit = opened(checklist(choose("a", "x")))
    verify(visit.checklist, [cast("e.Event", visit.opened)], 9)


@pytest.mark.parametrize("damage", ["", "{", "[]", "{}", '{"visit": 1}', "null", '"x"'])
def test_a_frozen_text_that_cannot_be_read_is_made_anew_and_says_so(damage: str) -> None:
    """There is something to read, and above everything that it is not what was signed."""
    signing = _small()
    last = cast("e.Signed", signing.events[-1])
    events = [*signing.events[:-1], replace(last, note=damage or "x")]
    assert is_noticed(signing.visit.checklist, events)
    note = shown(Signing(signing.visit.checklist, events).visit)
    assert note.passages[0].place == "changed"
    assert "Wants X." in whole(note)


@given(talks, chances)
def test_a_visit_with_a_flipped_byte_can_be_read_or_is_refused_as_a_whole(
    talk: tuple[str, int, int], luck: int
) -> None:
    """Whatever is wrong with it: in every text and format, with where it comes from."""
    signing, chance = made(talk), Random(luck)
    checklist, at = signing.visit.checklist, chance.randrange(len(signing.events))
    seq, utc, ns, body = event_row(signing.events[at])
    spot = chance.randrange(len(body))
    flipped = bytes((body[spot] ^ (1 << chance.randrange(7)),))
    try:
        other = event_of_row(seq, utc, ns, body[:spot] + flipped + body[spot + 1 :])
    except (AttributeError, LookupError, TypeError, ValueError):
        return
    events = [*signing.events[:at], other, *signing.events[at + 1 :]]
    visit = replay(checklist, events)
    for reader in READERS:
        note = shown(visit, reader, is_intact=False)
        assert note.passages[0].place == "changed" or visit.signed is None
        assert all(render(note) for render in FORMATS.values())
        assert traced(note, events, visit.plan)


@pytest.mark.parametrize("reader", READERS)
def test_a_visit_that_is_not_intact_says_so_above_everything(reader: str) -> None:
    """Its retraction too; and what can be read of it is still there."""
    signing = _small().do(m.Append("retraction", "Dr Roe", "", "", "wrong person"))
    note = shown(signing.visit, reader, is_intact=False)  # type: ignore[arg-type]
    assert [one.place for one in note.passages[:2]] == ["changed", "retracted"]
    assert AVERY.name in whole(note)
    original = shown(signing.visit, reader, original=True, is_intact=False)  # type: ignore[arg-type]
    assert [one.place for one in original.passages[:2]] == ["changed", "retracted"]
