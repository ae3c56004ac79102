"""On a shared workstation what waits is delivered while somebody is there who can open it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bedside.core.parcels import Fate, Reply, Standing
from bedside.store.keys import pairs
from bedside.store.keys.keyring import NobodysKeyring
from bedside.store.outbox.opening import Attended, Relayed
from bedside.store.outbox.shelf import Shelf
from bedside.store.paths import find_places
from bedside.store.retention import HOUR, Rules
from bedside.store.upkeep import Upkeep
from tests.clinics import COLLEAGUE, KEEPER, SharedSite
from tests.deliver.posting import Office, addendum

pytestmark = pytest.mark.usefixtures("over_both")


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
    assert Shelf(office.store, Attended(office.store)).delivered(visit)[0][0].receipt == "AA"


def test_a_colleague_who_cannot_open_it_takes_what_the_relay_sent_out_of_its_authors_reach(
    tmp_path: Path, clinic: SharedSite
) -> None:
    """Its author never came back to have it told; not before its day, nor where more was added."""
    pair = pairs.new_pair()
    office = Office(tmp_path / "own", relay=pair.public, ring=clinic.ring(KEEPER))
    visit, added = office.signed(), office.signed()
    office.dispatcher(Relayed(pair.private)).round()
    office.receiver.answers = [Reply(fate=Fate.HELD, code="AE", said="no")]
    office.add(added, addendum())
    office.wait(1)
    office.round()
    with office.store.writing() as connection:
        connection.execute("UPDATE outbox SET state = 'cancelled' WHERE state = 'held'")
        row = (added, office.at.utc)
        connection.execute("INSERT OR REPLACE INTO delivered VALUES (?, ?)", row)
    for hours, closes in ((23, []), (25, [visit])):
        later = partial(replace, office.at, utc=office.at.utc + hours * HOUR)
        upkeep = Upkeep(office.opened(clinic.ring(COLLEAGUE)), Rules(), later)
        assert upkeep.close() == closes


def test_who_delivered_is_told_in_the_row(tmp_path: Path, clinic: SharedSite) -> None:
    office = Office(tmp_path / "own", ring=clinic.ring(KEEPER))
    office.signed()
    office.round()
    (tried,) = office.shelf.every()[0].attempts
    assert tried.by == clinic.ids[KEEPER]
