"""Many workstations and one outbox, by commands: setting it up, sending, and a database away."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from bedside.cli.clinic_outbox import ClinicOutbox
from bedside.cli.desk import Desk
from bedside.cli.mailroom import Mailroom
from bedside.cli.main import main
from bedside.words import outbox as said
from tests.cli import visits
from tests.cli.conftest import Run
from tests.databases import LANES, Server
from tests.deliver.posting import AVERY
from tests.worlds import site_settings

SETTINGS = """
[outbox]
database = "file:{kept}/database"
lanes = "file:{kept}/lanes"

[destinations.importer]
kind = "folder"
path = "{kept}/notes"
"""


@pytest.fixture
def kept(tmp_path: Path, server: Server) -> Path:
    """A site whose workstations share an outbox, with the folder that its notes go to."""
    server.empty()
    (tmp_path / "notes").mkdir()
    for name, text in (("database", server.url()), ("lanes", LANES)):
        path = tmp_path / name
        path.write_text(f"{text}\n")
        path.chmod(0o600)
    site_settings(SETTINGS.format(kept=tmp_path.as_posix()))
    return tmp_path


@contextmanager
def away(server: Server) -> Iterator[None]:
    """Have the database be away for a while."""
    server.stop()
    try:
        yield
    finally:
        server.start()


def states(server: Server) -> list[object]:
    """Return how each row stands in the database."""
    return [state for (state,) in server.run("SELECT state FROM bedside.outbox ORDER BY utc")]


def test_a_note_goes_by_way_of_the_database_and_its_workstation_knows(
    kept: Path, server: Server, run: Run
) -> None:
    visits.followed_up(AVERY)
    assert states(server) == []
    assert main(["deliver", "--once"]) == 0
    assert states(server) == ["delivered"]
    assert [path.suffix for path in sorted((kept / "notes").glob("2*"))] == [".json", ".txt"]
    ran = run("outbox", "list", "--all")
    assert "delivered" in ran.out
    assert "database" not in ran.err


def test_a_database_that_is_away_keeps_nobody_from_signing_and_says_how_old_all_is(
    kept: Path, server: Server, run: Run
) -> None:
    with away(server):
        visits.followed_up(AVERY)
        ran = run("deliver", "--once")
        assert ran.code == 3
        assert "nothing answers there. What is signed waits" in " ".join(ran.err.split())
        ran = run("outbox")
        assert "has not been reached yet" in " ".join(ran.err.split())
    assert main(["deliver", "--once"]) == 0
    assert states(server) == ["delivered"]


def test_what_lies_there_is_changed_there_or_not_at_all(
    kept: Path, server: Server, run: Run
) -> None:
    visits.followed_up(AVERY)
    (kept / "notes").rmdir()
    assert main(["deliver", "--once"]) == 3
    control = run("outbox").out.splitlines()[-1].split()[0]
    with away(server):
        ran = run("outbox", "hold", control)
        assert (ran.code, "nothing answers there" in ran.err) == (3, True)
    assert main(["outbox", "hold", control]) == 0
    assert states(server) == ["held"]
    (kept / "notes").mkdir()
    assert main(["outbox", "retry", control]) == 0
    assert main(["deliver", "--once"]) == 0
    assert states(server) == ["delivered"]


def test_a_delivery_host_sends_for_a_workstation_that_is_switched_off(
    kept: Path, server: Server, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = str(kept / "relay")
    line = run("deliver", "--new-relay-key", key).out
    site_settings(line + SETTINGS.format(kept=kept.as_posix()))
    (kept / "notes").rmdir()
    visits.followed_up(AVERY)
    main(["deliver", "--once"])
    (kept / "notes").mkdir()
    server.run("UPDATE bedside.outbox SET due = 0")
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("BEDSIDE_HOME", str(kept / "host"))
        assert main(["deliver", "--once", "--relay-key", key]) == 0
    assert states(server) == ["delivered"]
    assert main(["deliver", "--once"]) == 0
    assert "delivered" in run("outbox", "list", "--all").out


def test_what_a_workstation_left_behind_is_seen_and_filed_from_another(
    kept: Path, server: Server, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would hold up the notes that others sign of the same patient."""
    (kept / "notes").rmdir()
    visits.followed_up(AVERY)
    main(["deliver", "--once"])
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("BEDSIDE_HOME", str(kept / "other"))
        assert "Nothing waits" in run("outbox").err
        listed = run("outbox", "list", "--everywhere").out
        control = listed.splitlines()[-1].split()[0]
        assert "Avery" not in listed
        assert run("outbox", "retry", "0" * 20).code == 4
        done = run("outbox", "filed", control, "--by", "J. Doe", "--where", "by fax")
        assert done.code == 0
    assert states(server) == ["delivered"]
    assert "filed by hand" in run("outbox", "list", "--all").out


def test_doctor_says_how_the_database_is_reached_and_what_waits(
    kept: Path, server: Server, run: Run
) -> None:
    found = run("doctor").out
    assert "ok   clinic database: PostgreSQL 1" in found
    assert "a socket of this machine" in found
    assert "LOOK clinic durability" in found  # servers of tests wait for no disk
    assert "ok   clinic outbox: 0 held, 0 waiting, 0 on their way, of all" in found
    with away(server):
        assert "LOOK clinic database: not reached" in run("doctor").out


def test_doctor_names_what_lies_in_a_database_that_is_not_set_any_more(
    kept: Path, run: Run
) -> None:
    visits.followed_up(AVERY)
    (kept / "notes").rmdir()
    main(["deliver", "--once"])
    site_settings(
        "[destinations" + SETTINGS.format(kept=kept.as_posix()).partition("[destinations")[2]
    )
    assert "LOOK clinic outbox: 1 notes lie in a database" in run("doctor").out
    (kept / "notes").mkdir()
    assert main(["deliver", "--once"]) == 3
    assert list((kept / "notes").glob("2*")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's own")
def test_a_secret_that_others_can_read_is_not_used_and_not_said(kept: Path, run: Run) -> None:
    (kept / "database").write_text("postgresql://me:hunter2@db.example.org/x")
    (kept / "database").chmod(0o644)
    found = " ".join(run("doctor").out.split())
    assert "can be opened by others" in found
    assert "hunter2" not in found


def test_where_no_database_is_set_nothing_of_it_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    site_settings(
        f'[destinations.importer]\nkind = "folder"\npath = "{tmp_path.as_posix()}/notes"\n'
    )
    visits.followed_up(AVERY)
    script = (
        "import sys; from bedside.cli.main import main; main(['deliver', '--once']);"
        " main(['outbox', 'list']); print(*(n for n in sys.modules if 'psycopg' in n"
        " or 'outbox.clinic' in n))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=os.environ
    )
    assert "1 delivered" in ran.stderr
    assert ran.stdout.strip() == ""


def test_prepare_prints_what_makes_the_tables_and_connects_nowhere(run: Run) -> None:
    ran = run("outbox", "prepare", "workstation")
    assert ran.code == 0
    assert ran.out.startswith("-- ")
    assert "GRANT SELECT, INSERT, UPDATE ON outbox, outbox_doors TO workstation;" in ran.out
    assert run("outbox", "prepare", "work station").code == 2
    assert run("outbox", "prepare").code == 2


def test_lanes_makes_a_secret_once(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "lanes"
    ran = run("outbox", "lanes", str(path))
    assert ran.code == 0
    assert f'lanes = "file:{path.as_posix()}"' in ran.out
    before = path.read_text()
    assert len(before.strip()) >= 32
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = run("outbox", "lanes", str(path))
    assert (again.code, path.read_text()) == (2, before)
    assert said.LANES_THERE.format(path=path) in " ".join(again.err.split())


def test_threads_that_ask_at_once_share_one_line_to_the_database(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, met, made = Desk(), threading.Barrier(2), list[ClinicOutbox | None]()
    assert desk.store
    room, real = Mailroom(desk), ClinicOutbox.__init__

    def slowly(one: ClinicOutbox, *given: Any) -> None:
        """Be made beside another, if another thread makes one."""
        with suppress(threading.BrokenBarrierError):
            met.wait(0.5)
        real(one, *given)

    monkeypatch.setattr(ClinicOutbox, "__init__", slowly)
    threads = [threading.Thread(target=lambda: made.append(room.clinic)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert made[0] is not None
    assert made == [room.clinic] * 2
