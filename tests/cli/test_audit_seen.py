"""Who is told what of the log: all of it, their own entries, or times and counts."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.store.paths import find_places
from bedside.words.audit import ACTS
from tests.cli.conftest import Run, Seat
from tests.cli.sitting import typed_sheets
from tests.cli.test_audit import signing_in
from tests.cli.visits import left_open
from tests.clinics import COLLEAGUE, KEEPER, SharedSite
from tests.worlds import UNCERTAINTY, shipped_checklist


@pytest.fixture
def site(tmp_path: Path) -> SharedSite:
    """A shared workstation, on which two clinicians have begun a visit each."""
    site = SharedSite(find_places(os.environ), tmp_path / "records")
    for name in (KEEPER, COLLEAGUE):
        site.begun(site.ring(name), shipped_checklist(UNCERTAINTY))
    return site


@pytest.mark.parametrize("column", ["body", "mac"])
def test_of_an_entry_that_was_changed_only_who_may_see_it_is_told_more_than_its_time(
    run: Run, site: SharedSite, monkeypatch: pytest.MonkeyPatch, column: str
) -> None:
    own = Desk()
    own.without_sign_in = "always"
    with own.store.reading() as connection:
        (n,) = connection.execute("SELECT max(n) FROM audit").fetchone()
        (body,) = connection.execute("SELECT body FROM audit WHERE n = ?", (n,)).fetchone()
    changed = body[:-8] + b"AAAAAAA=" if column == "body" else bytes(32)
    with own.store.writing() as connection:
        connection.execute(f"UPDATE audit SET {column} = ? WHERE n = ?", (changed, n))
    own.store.close()
    found = run("audit", "verify", "--no-sign-in")
    assert found.code == Exit.FINDINGS
    assert f"Entry {n} is not as it was written" in found.out
    assert "What stands there says that it is of" in found.out
    signing_in(KEEPER, monkeypatch)
    told = run("audit", "verify").out
    assert "What stands there: " in told
    for word in ("visit", *ACTS.values()):
        about = found.out.partition("What stands there")[2].partition("\n")[0]
        assert word not in about


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("more", [("--visit", "0" * 20), ("--sheets",)])
def test_nobody_counts_what_was_done_with_one_visit(run: Run, more: tuple[str, ...]) -> None:
    ran = run("audit", "--no-sign-in", *more)
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert "times and counts alone" in ran.err


def test_both_sheets_open_all_of_the_log_and_the_log_says_so(
    site: SharedSite, seat: Seat, run: Run
) -> None:
    sat = seat("audit", "--json", "--sheets", answers=typed_sheets(*site.halves))
    assert sat.code == Exit.FINE
    told = json.loads(sat.out)
    assert {KEEPER, COLLEAGUE} <= {one["name"] for one in told}
    assert "sealed" not in {one["act"] for one in told}
    assert told[-1]["act"] == "log-opened"
    verified = seat("audit", "verify", "--sheets", answers=typed_sheets(*site.halves))
    assert "Each entry was made with the key of its place." in verified.out
    assert run("audit", "--sheets").code == Exit.NOT_ALLOWED


def test_what_an_earlier_version_left_in_clear_is_read_and_gone_on_from(run: Run) -> None:
    """A log that was begun before there were boxes stays one log."""
    with pytest.MonkeyPatch.context() as before:
        before.setattr("bedside.store.audit.log.boxed", lambda entry, *_: entry.body())
        visit = left_open()
    run("note", visit)
    assert run("audit", "verify").code == Exit.FINE
    told = [one["act"] for one in json.loads(run("audit", "--json").out)]
    assert told == ["log-begun", "begun", "read"]
