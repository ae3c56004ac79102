"""`bedside doctor` on what is kept: modes, volume, clock; and what it saw left out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.cli.machine import disk
from bedside.launch.isolate import ROOT
from tests.cli.conftest import Run
from tests.cli.visits import left_open
from tests.clinics import KEEPER, SharedSite
from tests.worlds import UNCERTAINTY, shipped_checklist

pytestmark = pytest.mark.usefixtures("on_a_disk")
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
NEXT_CENTURY = 4_200_000_000_000


def changed(statement: str, *values: object) -> None:
    """Change the store as no part of bedside would."""
    with Desk().store.writing() as connection:
        connection.execute(statement, values)


@pytest.mark.parametrize(
    ("variables", "named", "why"),
    [
        ({"TEXTUAL_LOG": "/dev/null", "TEXTUAL": "debug"}, "TEXTUAL, TEXTUAL_LOG", "to a file"),
        ({"PYTHONPATH": "/nowhere"}, "PYTHONPATH", "before bedside's first line"),
        ({"PYTHONDONTWRITEBYTECODE": "1"}, "", ""),
    ],
    ids=["screen library", "python", "harmless"],
)
def test_the_program_itself_names_the_variables_it_has_left_out(
    variables: dict[str, str], named: str, why: str
) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    ran = subprocess.run(
        [sys.executable, "-m", "bedside", "doctor"],
        env=kept | variables,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    said = " ".join(ran.stdout.split())
    if not named:
        assert "ok environment: nothing that leaks" in said
        return
    assert f"LOOK environment: {named} unset {named.replace(',', '')}: " in said
    assert why in said
    assert ran.returncode == Exit.FINDINGS


def test_doctor_reads_every_open_visit_and_says_that_all_of_it_opens(run: Run) -> None:
    left_open()
    assert "ok   words: every visit was read" in run("doctor").out
    assert "read a visit" not in run("audit").out  # it is shown to nobody


@pytest.mark.parametrize(
    ("statement", "lost"),
    [
        ("UPDATE events SET body = zeroblob(60) WHERE seq = 3", "has lost entry 3"),
        ("DELETE FROM events WHERE seq = 2", "has lost entry 2"),
        ("DELETE FROM checklists", "does not open"),
    ],
)
def test_words_of_an_open_visit_that_are_lost_or_changed_are_told(
    run: Run, statement: str, lost: str
) -> None:
    visit = left_open()
    changed(statement)
    ran = run("doctor")
    assert ran.code == Exit.FINDINGS
    assert f"LOOK words: visit {visit} {lost}" in " ".join(ran.out.split())
    assert "bedside salvage --anyway" in ran.out


def test_a_visit_whose_rows_are_gone_is_told_by_its_key(run: Run) -> None:
    visit, other = left_open(), left_open()
    for table, column in (("visits", "id"), ("events", "visit"), ("drafts", "visit")):
        changed(f"DELETE FROM {table} WHERE {column} = ?", visit)
    ran = run("doctor")
    assert ran.code == Exit.FINDINGS
    assert f"LOOK words: visit {visit} is gone: " in " ".join(ran.out.split())
    assert other not in ran.out


def test_a_key_whose_visit_was_never_saved_or_was_removed_is_no_loss(run: Run) -> None:
    removed, desk = left_open(), Desk()
    desk.store.book.put("CUTSHORT", {"solo": b"x"})
    assert desk.store.remove(removed) is None
    assert run("doctor").code == Exit.FINE


def test_a_clock_that_was_set_back_is_told_on_a_shared_workstation_too(
    run: Run, home: Path
) -> None:
    site = SharedSite(Desk().places, home)
    site.begun(site.ring(KEEPER), shipped_checklist(UNCERTAINTY))
    assert "ok   clock: " in run("doctor").out
    desk = Desk()
    desk.without_sign_in = "always"
    with desk.store.writing() as connection:
        connection.execute("UPDATE visits SET touched = ?", (NEXT_CENTURY,))
    ran = run("doctor")
    assert ran.code == Exit.FINDINGS
    assert "LOOK clock: " in ran.out


@pytest.mark.parametrize("touched", [-(2**62), 2**62])
def test_a_time_that_nobody_can_have_meant_ends_nothing(run: Run, touched: int) -> None:
    left_open()
    changed("UPDATE visits SET touched = ?", touched)
    assert "clock: " in run("doctor").out


@posix
@pytest.mark.parametrize("name", ["state/backups", "state/keys.copy", "data/notes", "data/spill"])
def test_anything_kept_that_others_may_read_is_named(run: Run, home: Path, name: str) -> None:
    left_open()
    assert run("doctor").code == Exit.FINE
    path = home / name
    if not path.exists():
        path.mkdir(parents=True)
    path.chmod(0o755 if path.is_dir() else 0o644)
    ran = run("doctor")
    assert ran.code == Exit.FINDINGS
    assert (
        f"LOOK file modes: one path is not closed to others\n       chmod go= {path}\n" in ran.out
    )


@posix
def test_many_loose_files_are_closed_by_one_command(run: Run, home: Path) -> None:
    notes = home / "data" / "notes"
    notes.mkdir(parents=True, mode=0o700)
    for number in range(9):
        (notes / f"{number}.txt").touch(mode=0o640)
    assert f"chmod -R go= {notes}\n" in run("doctor").out


def test_a_store_on_a_network_volume_is_told_with_what_that_means(
    monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.setattr("bedside.store.safety.volumes.network_kind", lambda _: "nfs4")
    ran = run("doctor")
    assert ran.code == Exit.FINDINGS
    said = " ".join(ran.out.split())
    assert "lies on a network volume (nfs4): one window of bedside at a time" in said
    assert "keep the visits on a disk of this machine" in said


@pytest.mark.parametrize(
    ("kind", "is_well"), [("ext4", True), ("", True), ("tmpfs", False), ("ramfs", False)]
)
def test_the_kind_of_volume_is_told_and_memory_is_no_disk(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str, is_well: bool
) -> None:
    monkeypatch.setattr("bedside.store.safety.volumes.network_kind", lambda _: "")
    monkeypatch.setattr("bedside.store.safety.volumes.volume_kind", lambda _: kind)
    report = disk.volume(tmp_path)
    assert report.well is is_well
    assert kind in report.found
    assert bool(report.todo) is not is_well
