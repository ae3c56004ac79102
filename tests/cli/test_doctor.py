"""`bedside doctor`: what it looks at, what it finds, and what it says to do."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.cli.exits import Exit
from bedside.cli.machine import disk, surroundings, terminal
from tests.cli.conftest import Run
from tests.cli.visits import left_open
from tests.worlds import site_settings

Write = Callable[[str], Path]
NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)


@pytest.mark.usefixtures("on_a_disk")
def test_doctor_finds_nothing_to_do_on_a_machine_that_is_well(run: Run) -> None:
    ran = run("doctor")
    assert (ran.code, ran.err) == (Exit.FINE, "")
    assert all(row.startswith(("ok   ", "       ")) for row in ran.out.splitlines())
    assert "0 kept, 0 not signed" in ran.out
    rows = [row for row in ran.out.splitlines() if row.startswith("ok")]
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize(
    ("text", "says"), [("theme = \n", "Line 1 cannot be read"), ('thme = "x"\n', "thme")]
)
def test_doctor_looks_at_the_rest_where_settings_are_broken(
    run: Run, settings_file: Write, text: str, says: str
) -> None:
    settings_file(text)
    ran = run("doctor")
    assert ran.code == Exit.FINDINGS
    assert "LOOK settings: " in ran.out
    assert says in ran.out
    assert "ok   bedside: " in ran.out


def test_doctor_names_what_could_leak_what_is_typed(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEXTUAL_LOG", "/dev/null")
    ran = run("doctor")
    assert ran.code == Exit.FINDINGS
    assert "LOOK environment: TEXTUAL_LOG\n       unset TEXTUAL_LOG" in ran.out


def test_doctor_names_a_window_that_is_too_small(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    assert "make the window at least 40 columns by 12 lines" in run("doctor").out


def test_doctor_names_files_that_others_can_read(run: Run, home: Path) -> None:
    run("visits")
    (home / "state").chmod(0o755)
    ran = run("doctor")
    assert ran.code == Exit.FINDINGS
    assert f"chmod go= {home / 'state'}" in ran.out


def test_doctor_as_json_is_an_array_of_objects_each_with_id(run: Run) -> None:
    told = json.loads(run("doctor", "--json").out)
    assert all(set(one) == {"id", "well", "found", "todo"} for one in told)
    assert {"settings", "checklists", "store"} <= {one["id"] for one in told}


def test_doctor_tries_how_long_the_disk_takes_and_leaves_nothing_behind(
    run: Run, home: Path
) -> None:
    ran = run("doctor")
    assert "sync: " in ran.out
    assert not list((home / "state").glob("doctor.*"))


def test_a_disk_that_is_too_fast_to_be_true_is_named_with_what_it_means() -> None:
    report = disk.speed([0.002] * 21)
    assert not report.well
    assert report.found.endswith("too fast to be true")
    assert "a power cut may then lose what bedside called saved" in report.todo


@given(st.lists(st.floats(0.05, 90), min_size=3))
def test_an_honest_disk_has_nothing_to_be_told(times: list[float]) -> None:
    report = disk.speed(times)
    assert (report.well, report.todo) == (True, "")


def test_a_slow_disk_is_told_what_will_be_seen_of_it() -> None:
    assert "saved will often come late" in disk.speed([250.0] * 21).todo


def test_a_disk_that_cannot_be_written_is_told_and_nothing_else_is_lost(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path) -> list[float]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "sync_times", full)
    ran = run("doctor")
    assert ran.code == Exit.FINDINGS
    assert "LOOK sync: a file cannot be written there: No space left on device" in ran.out
    assert "ok   clock: " in ran.out


def test_a_disk_with_little_room_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Little:
        free = 20 * 1024 * 1024

    monkeypatch.setattr("bedside.cli.machine.disk.shutil.disk_usage", lambda _: Little)
    assert "LOOK room: 20 MiB free\n       make room on that disk\n" in run("doctor").out


HEAD = "Filename\tType\tSize\tUsed\tPriority\n"


def test_memory_that_may_be_written_unencrypted_is_told() -> None:
    report = surroundings.swap(f"{HEAD}/swapfile file 2097148 0 -2\n/dev/zram0 partition 9 0 5\n")
    assert report.found == "memory may be written unencrypted to /swapfile"
    assert report.todo


@pytest.mark.parametrize("table", ["", HEAD, f"{HEAD}/dev/zram0 partition 9 0 5\n"])
def test_memory_that_stays_memory_is_well(table: str) -> None:
    assert surroundings.swap(table).todo == ""


def test_swap_on_an_encrypted_volume_is_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "dm-1" / "dm" / "uuid"
    told.parent.mkdir(parents=True)
    told.write_text("CRYPT-PLAIN-swap\n", encoding="utf-8")
    monkeypatch.setattr(surroundings, "_BLOCKS", tmp_path)
    assert surroundings.swap(f"{HEAD}/dev/dm-1 partition 9 0 5\n").todo == ""


def test_who_is_given_the_memory_of_what_crashed_is_named() -> None:
    report = surroundings.cores("|/usr/lib/systemd/systemd-coredump %P %u")
    assert report.found.startswith("systemd-coredump is given the memory")


def test_a_clock_that_is_behind_what_was_kept_last_is_told() -> None:
    report = surroundings.clock(NOON, NOON + timedelta(days=1))
    assert not report.well
    assert "which is later" in report.found
    assert report.todo


LATELY = (NOON, NOON - timedelta(days=400), NOON + timedelta(minutes=2))


@pytest.mark.parametrize("newest", [None, *LATELY])
def test_a_clock_that_goes_on_is_well(newest: datetime | None) -> None:
    assert surroundings.clock(NOON, newest).well


def in_tmux(monkeypatch: pytest.MonkeyPatch, **options: str) -> str:
    """Ask in a tmux with these settings; return all that is told."""

    def answered(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        said = options.get(command[-1].replace("-", "_"), "")
        return subprocess.CompletedProcess(command, 0, f"{said}\n", "")

    monkeypatch.setattr("bedside.cli.machine.terminal.shutil.which", lambda name: f"/bin/{name}")
    monkeypatch.setattr("bedside.cli.machine.terminal.subprocess.run", answered)
    reports = terminal.looked_at({"TMUX": "socket,1,0"})
    return "\n".join(f"{one.well} {one.id}: {one.found} {one.todo}" for one in reports)


def test_a_tmux_that_keeps_what_was_on_screen_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told = in_tmux(monkeypatch, alternate_screen="off", allow_passthrough="on")
    assert "False tmux screen: tmux keeps on its screen what bedside showed" in told
    assert "set -g alternate-screen on" in told


@pytest.mark.parametrize(("passes", "advised"), [("off", True), ("", True), ("on", False)])
def test_a_tmux_is_told_what_copying_needs_only_where_it_lacks_it(
    monkeypatch: pytest.MonkeyPatch, passes: str, advised: bool
) -> None:
    told = in_tmux(monkeypatch, alternate_screen="on", allow_passthrough=passes)
    assert ("set -g allow-passthrough on" in told) is advised
    assert "tmux screen" not in told


def test_a_tmux_that_does_not_answer_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def hung(command: list[str], **_: object) -> None:
        raise subprocess.TimeoutExpired(command, 2)

    monkeypatch.setattr("bedside.cli.machine.terminal.shutil.which", lambda name: f"/bin/{name}")
    monkeypatch.setattr("bedside.cli.machine.terminal.subprocess.run", hung)
    assert [one.id for one in terminal.looked_at({"TMUX": "x"})][-1] == "tmux"


@pytest.mark.usefixtures("on_a_disk")
def test_doctor_looks_at_visits_that_are_there(run: Run) -> None:
    left_open()
    ran = run("doctor")
    assert ran.code == Exit.FINE
    assert "1 kept, 1 not signed" in ran.out


@pytest.mark.parametrize("command", [("doctor",), ("prove", "--runs", "1")], ids=" ".join)
def test_what_it_says_fits_the_window(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setattr("bedside.cli.window.columns", lambda _: 60)
    rows = run(*command).out.splitlines()
    assert [row for row in rows if len(row) > 60 and " " in row.strip()] == []


def test_doctor_says_where_notes_go_and_what_a_destination_lacks(run: Run, tmp_path: Path) -> None:
    well = f'[destinations.importer]\nkind = "folder"\npath = "{tmp_path.as_posix()}"\n'
    path = site_settings(well)
    assert f"ok   destination importer: {tmp_path}" in run("doctor").out
    record = 'kind = "fhir"\nbase = "https://a.example"\nauth = "token"\ntoken = "env:NOTHING"\n'
    path.write_text(f"{well}[destinations.record]\n{record}", encoding="utf-8")
    ran = run("doctor")
    assert ran.code == Exit.FINDINGS
    assert "LOOK destination record: env:NOTHING holds nothing" in ran.out
    assert "bedside destination test record" in ran.out


def test_doctor_looks_twice_at_where_patients_notes_go_marked_as_tests(run: Run) -> None:
    engine = '[destinations.engine]\nkind = "hl7"\ntls = false\n'
    path = site_settings(engine)
    ran = run("doctor")
    assert ran.code == Exit.FINDINGS
    assert "LOOK destination engine" in ran.out
    assert 'processing = "P"' in " ".join(ran.out.split())
    path.write_text(engine + 'hl7.processing = "P"\n', encoding="utf-8")
    assert "ok   destination engine" in run("doctor").out
