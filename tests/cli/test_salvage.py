"""`bedside salvage`: a damaged store becomes a whole one, and it is said what is in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.core import moves as m
from bedside.core.acts import Act
from bedside.core.checklist import Checklist
from bedside.session import Session
from bedside.store.store import Store
from tests.cli.conftest import Run
from tests.cli.visits import lines
from tests.clinics import KEEPER, SharedSite
from tests.people import ROWAN, WORDS
from tests.store.audit.logs import acts

PAGE = 4096


def visit_of(desk: Desk) -> str:
    """A visit with something in it, closed."""
    session = desk.begin("acknowledging-uncertainty")
    assert isinstance(session, Session)
    session.do(m.Identify(ROWAN))
    session.do(m.Jot(WORDS))
    session.close()
    desk.store.close()
    return session.visit.id


def spoil(path: Path) -> None:
    """Leave a file that SQLite does not take for a database."""
    raw = bytearray(path.read_bytes())
    raw[:PAGE] = b"\xa5" * PAGE
    path.write_bytes(raw)


def test_a_whole_store_is_left_alone(run: Run) -> None:
    visit_of(Desk())
    before = Desk().places.visits.read_bytes()
    ran = run("salvage")
    assert ran.code == Exit.FINE
    assert "Nothing was changed" in ran.out
    assert Desk().places.visits.read_bytes() == before


def test_a_damaged_store_is_named_by_doctor_and_whole_again_after_it(run: Run) -> None:
    visit = visit_of(Desk())
    spoil(Desk().places.visits)
    assert "bedside salvage" in run("doctor").out
    ran = run("salvage")
    assert ran.code == Exit.FINE
    assert f"{visit}: all 4 entries" in ran.out
    assert "The damaged store is kept as" in ran.out
    assert WORDS not in ran.out
    assert acts(Desk().store).count(Act.SALVAGED) == 1
    assert visit in run("visits").out
    assert run("salvage").out.endswith("Nothing was changed.\n")


def test_without_a_store_there_is_nothing_to_do(run: Run) -> None:
    ran = run("salvage")
    assert ran.code == Exit.NOT_FOUND
    assert "there is no store of visits" in ran.err


def test_a_talk_begins_on_a_damaged_store_is_kept_beside_and_comes_back_after_salvage(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is kept from a conversation by a file."""
    visit = visit_of(Desk())
    path = Desk().places.visits
    raw = bytearray(path.read_bytes())
    raw[PAGE:] = b"\xa5" * (len(raw) - PAGE)
    path.write_bytes(raw)
    monkeypatch.setattr("bedside.store.writer.RETRY_SECONDS", 0.05)
    monkeypatch.setattr("bedside.store.writer.BESIDE_AFTER", 0.0)
    monkeypatch.setattr("bedside.plain.dialogue.SAVE_SECONDS", 0.5)
    monkeypatch.setattr("bedside.plain.dialogue.TELL_SECONDS", 0.4)
    monkeypatch.setattr("bedside.plain.walker.SAVE_SECONDS", 0.5)
    monkeypatch.setattr("bedside.session.CLOSING_SECONDS", 0.5)
    ran = run("walk", "acknowledging-uncertainty", "--plain", typed=lines("", "1", "1", "1"))
    assert "What you type is kept safe in a second place." in ran.out
    assert ran.code == Exit.UNAVAILABLE
    assert "the next start of bedside saves it" in ran.err
    listed = run("visits")
    assert listed.code == Exit.UNAVAILABLE
    assert "bedside walk NAME" in listed.err
    assert run("salvage").code == Exit.FINDINGS
    told = run("visits").out
    assert "Acknowledging uncertainty" in told
    assert len(Desk().visits()) == 1
    assert Desk().visits()[0].id != visit


def test_on_a_shared_workstation_the_log_says_that_the_store_was_salvaged(
    run: Run, site: SharedSite, uncertainty: Checklist
) -> None:
    """Nobody has to sign in for it, and no key file of one account comes about."""
    ring = site.ring(KEEPER)
    site.begun(ring, uncertainty)
    spoil(site.places.visits)
    assert run("salvage").code in (Exit.FINE, Exit.FINDINGS)
    assert not site.places.key_file.exists()
    store = Store(site.places, ring)
    assert acts(store).count(Act.SALVAGED) == 1
    store.close()
