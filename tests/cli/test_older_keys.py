"""An older copy of the keys that is put back is noticed, and does not undo a retirement unseen."""

from __future__ import annotations

import pytest

from bedside.cli.exits import Exit
from bedside.store.keys.door import Door
from tests.cli.conftest import Run, Seat
from tests.cli.test_signing_in import as_
from tests.clinics import COLLEAGUE, KEEPER, THIRD, SharedSite

OLDER = "keys.sqlite3 is an older one"


def put_back(site: SharedSite, old: bytes) -> None:
    """Put an older book in the place of both the book and its copy."""
    site.places.keys.write_bytes(old)
    site.places.keys.with_suffix(".copy").write_bytes(old)


@pytest.fixture
def old(site: SharedSite, seat: Seat) -> bytes:
    """The key book as it was before a colleague was retired."""
    before = site.places.keys.read_bytes()
    sat = seat("clinician", "retire", THIRD, answers=[*as_(KEEPER), (f"Retire {THIRD}", "yes")])
    assert sat.code == Exit.FINE
    return before


def test_a_keeper_and_doctor_say_that_an_older_book_was_put_back(
    run: Run, seat: Seat, site: SharedSite, old: bytes
) -> None:
    assert OLDER not in run("doctor").out
    put_back(site, old)
    assert THIRD in [one.name for one in Door(site.places).people()]
    ran = run("doctor")
    assert f"{OLDER} that was put back: one change" in " ".join(ran.out.split())
    assert ran.code == Exit.FINDINGS
    assert OLDER in " ".join(seat("visits", answers=as_(KEEPER)).shown.split())
    assert OLDER not in " ".join(seat("visits", answers=as_(COLLEAGUE)).shown.split())


def test_it_is_said_until_a_keeper_has_seen_to_it(
    run: Run, seat: Seat, site: SharedSite, old: bytes
) -> None:
    put_back(site, old)
    retired = [*as_(KEEPER), (f"Retire {THIRD}", "yes")]
    assert seat("clinician", "retire", THIRD, answers=retired).code == Exit.FINE
    assert OLDER not in " ".join(run("doctor").out.split())
    put_back(site, old)
    assert OLDER in " ".join(run("doctor").out.split())
