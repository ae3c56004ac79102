"""`bedside prove`: the certificate, what it says where something is not kept, and wrong use."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.cli.exits import Exit
from bedside.cli.prove import LINES
from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("on_a_disk")


def test_the_certificate_names_machine_store_and_every_trial(run: Run, home: Path) -> None:
    ran = run("prove", "--runs", "1", "--seed", "7")
    assert (ran.code, ran.err) == (Exit.FINE, "")
    assert f"visits are kept in {home / 'state'}" in ran.out
    for line in LINES.values():
        assert f"kept      1 {line.done}: {line.holds}" in ran.out
    assert "All of it is well.\nNumbers from 7 on" in ran.out
    assert all(len(row) <= 120 for row in ran.out.splitlines())
    assert len(ran.out.splitlines()) <= 24
    assert not list((home / "state").iterdir())


def test_what_is_not_kept_is_said_with_its_numbers(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.cli.prove.LINES", {"gates": LINES["gates"]})
    monkeypatch.setattr("bedside.proof.gates.safe", lambda text: text)
    ran = run("prove", "--runs", "3")
    assert ran.code == Exit.FINDINGS
    assert "NOT KEPT  texts that act on a terminal: after 3 tries" in ran.out
    assert "number 0: a mark got through" in ran.out
    assert "NOT WELL: keep no visits here until it is." in ran.out


def test_a_disk_that_does_not_tell_the_truth_is_certified_by_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.cli.prove.LINES", {"gates": LINES["gates"]})
    monkeypatch.setattr("bedside.cli.machine.disk._TOO_FAST", 1e9)
    ran = run("prove", "--runs", "1")
    assert ran.code == Exit.FINDINGS
    assert "too fast to be true" in ran.out
    assert "NOT WELL: what was tried was kept, but this disk" in ran.out
    assert "All of it is well" not in ran.out


@pytest.mark.parametrize("runs", ["0", "-3", "1000001"])
def test_a_senseless_number_of_tries_is_refused(run: Run, runs: str) -> None:
    ran = run("prove", "--runs", runs)
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert "--runs is a number from 1 to 1,000,000." in ran.err


def test_a_place_that_cannot_be_written_is_named_with_the_way_out(run: Run, home: Path) -> None:
    home.mkdir()
    (home / "state").write_text("in the way", encoding="utf-8")
    ran = run("prove", "--runs", "1")
    assert (ran.code, ran.out) == (Exit.UNAVAILABLE, "")
    assert "cannot be tried" in ran.err
    assert "Make room there, or let your account write." in ran.err
