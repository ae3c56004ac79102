"""The recovery drill: from two sheets of paper to every open draft, with the disk alone."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from bedside.core import moves as m
from bedside.core.checklist import Checklist
from bedside.session import Session, note_text
from bedside.store.keys import recovery
from bedside.store.keys.door import Door
from bedside.store.keys.rings import RecoveryKeyring
from bedside.store.paths import Places
from bedside.store.store import Store
from tests.clinics import SharedSite
from tests.people import WORDS

LIMIT = 300.0
"""Seconds within which everything has to be readable."""


def test_all_open_drafts_are_read_from_two_sheets_on_a_copy_of_the_disk(
    site: SharedSite, uncertainty: Checklist, tmp_path: Path
) -> None:
    visits = [with_words(site, name, uncertainty) for name in site.ids for _ in range(4)]
    sheets = ["\n".join(recovery.rows(half)).lower() for half in site.halves]
    copied = tmp_path / "other machine"
    shutil.copytree(site.places.state, copied)
    began = time.perf_counter()
    places = Places(tmp_path / "c", tmp_path / "d", copied, tmp_path / "s")
    clinic = Door(places).clinic
    one, other = map(recovery.typed, sheets)
    ring = RecoveryKeyring(clinic, recovery.join(other, one, clinic.recovery))
    store = Store(places, ring)
    listed = [visit.id for visit in store.listings()]
    assert sorted(listed) == sorted(visits)
    for visit in listed:
        assert note_text(store, visit)
        assert any(WORDS in str(event) for event in store.read(visit).events)
    store.close()
    assert time.perf_counter() - began < LIMIT


def with_words(site: SharedSite, name: str, talk: Checklist) -> str:
    """Return a visit of somebody, left open with words in it."""
    store = Store(site.places, site.ring(name))
    session = Session.begin(store, talk)
    session.do(m.Jot(WORDS))
    assert session.close()
    assert store.close()
    return session.visit.id


def test_a_disk_without_the_sheets_opens_nothing(
    site: SharedSite, uncertainty: Checklist, tmp_path: Path
) -> None:
    with_words(site, next(iter(site.ids)), uncertainty)
    kept = b"".join(p.read_bytes() for p in site.places.state.rglob("*") if p.is_file())
    assert WORDS.encode() not in kept
    assert WORDS.encode("utf-16-le") not in kept
