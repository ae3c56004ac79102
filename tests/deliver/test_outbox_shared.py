"""On a shared workstation what waits is delivered while somebody is there who can open it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.core.parcels import Standing
from bedside.store.keys import pairs
from bedside.store.keys.keyring import NobodysKeyring
from bedside.store.outbox.opening import Attended, Relayed
from bedside.store.outbox.shelf import Shelf
from bedside.store.paths import find_places
from tests.clinics import COLLEAGUE, KEEPER, SharedSite
from tests.deliver.posting import Office


@pytest.fixture
def clinic(tmp_path: Path) -> SharedSite:
    """A workstation that has been set up."""
    return SharedSite(find_places({"BEDSIDE_HOME": str(tmp_path / "own")}), tmp_path / "records")


def test_only_who_can_open_a_visit_delivers_its_note(tmp_path: Path, clinic: SharedSite) -> None:
    office = Office(tmp_path / "own", ring=clinic.ring(KEEPER))
    office.signed()
    office.store.close()
    office.store = office.opened(clinic.ring(COLLEAGUE))
    assert office.round() == []
    (shown,) = office.shelf.every()
    assert (shown.is_open, shown.said, shown.title) == (False, "", "engine")
    office.store = office.opened(clinic.ring(KEEPER))
    assert [row.state for row in office.round()] == [Standing.DELIVERED]


def test_nobody_there_delivers_nothing_but_the_relay(tmp_path: Path, clinic: SharedSite) -> None:
    pair = pairs.new_pair()
    office = Office(tmp_path / "own", relay=pair.public, ring=clinic.ring(KEEPER))
    visit = office.signed()
    office.store.close()
    office.store = office.opened(NobodysKeyring())
    assert office.round() == []
    relay = Relayed(pair.private)
    assert [row.state for row in office.dispatcher(relay).round()] == [Standing.DELIVERED]
    assert Shelf(office.store, relay).every()[0].receipt == "AA"
    office.store = office.opened(clinic.ring(KEEPER))
    assert Shelf(office.store, Attended(office.store)).untold(visit)[0].receipt == "AA"


def test_who_delivered_is_told_in_the_row(tmp_path: Path, clinic: SharedSite) -> None:
    office = Office(tmp_path / "own", ring=clinic.ring(KEEPER))
    office.signed()
    office.round()
    (tried,) = office.shelf.every()[0].attempts
    assert tried.by == clinic.ids[KEEPER]
