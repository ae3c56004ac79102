"""Each trial holds on a machine that is well, and finds the fault it is there to find."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bedside.core.checklist import Checklist
from bedside.proof.acting import Acting, checklist_for, missing, places_in
from bedside.proof.changes import Changes
from bedside.proof.disks import Disks
from bedside.proof.gates import Gates
from bedside.proof.kills import Kills
from bedside.proof.leaks import Leaks
from bedside.proof.refusing import WAYS
from bedside.proof.screens import Screens
from bedside.proof.shared import Shared
from bedside.proof.trial import ENOUGH, Trial, outcome
from bedside.store.keys.seal import Seal
from bedside.store.store import Store

TRIALS: dict[type, int] = {Kills: 2, Changes: 300, Leaks: 2, Gates: 300, Shared: 2, Screens: 1}


@pytest.mark.parametrize("kind", TRIALS)
def test_a_trial_holds_here_and_leaves_nothing_behind(kind: type, tmp_path: Path) -> None:
    trial: Trial = kind(tmp_path)
    came = outcome(trial, range(7, 7 + TRIALS[kind]))
    trial.close()
    assert came.failures == ()
    assert came.tried == TRIALS[kind]
    assert not list(tmp_path.iterdir())


def test_rows_that_are_bound_to_nothing_are_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.store.keys.seal._associated", lambda _: b"")
    trial = Changes(tmp_path)
    came = outcome(trial, range(300))
    trial.close()
    assert len(came.failures) == ENOUGH


def test_bodies_that_are_kept_clear_are_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Seal, "close", lambda _self, body, *_: b"\x01" + body)
    trial = Leaks(tmp_path)
    came = outcome(trial, range(5))
    trial.close()
    assert len(came.failures) == ENOUGH
    assert "a recorded word can be read in visits.sqlite3" in came.failures[0][1]


def test_a_gate_that_lets_all_through_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bedside.proof.gates.safe", lambda text: text)
    came = outcome(Gates(Path()), range(50))
    assert len(came.failures) == ENOUGH


def test_a_gate_that_takes_the_words_too_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bedside.proof.gates.safe", lambda _: "")
    assert outcome(Gates(Path()), range(1)).failures


def test_a_load_gate_that_lets_all_in_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bedside.proof.gates.open_text", bytes.decode)
    came = outcome(Gates(Path()), range(50))
    assert len(came.failures) == ENOUGH
    assert "a checklist was read with a mark" in came.failures[0][1]


UNGATED = """
import re, sys
from bedside.core import text
nothing = re.compile("(?!)")
text._HARMFUL = text._EMPTY = nothing
from bedside.cli.main import main
sys.exit(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
@pytest.mark.parametrize(
    ("patched", "found"),
    [
        ("_in_lines", "the full screen let a mark through"),
        ("", "the plain face let a mark through"),
    ],
)
def test_a_program_with_its_gates_open_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, patched: str, found: str
) -> None:
    monkeypatch.setattr("bedside.proof.screens._PROGRAM", ("-c", UNGATED))
    if patched:
        monkeypatch.setattr(f"bedside.proof.screens.{patched}", lambda *_: "Zq and nothing else")
    trial = Screens(tmp_path)
    assert found in trial.told(1)
    trial.close()


@pytest.mark.parametrize(
    ("name", "replaced", "found"),
    [
        ("rings.PersonKeyring.unwrap", lambda *_: bytes(32), "it opens for a colleague"),
        ("people.People.opened", lambda *_: bytes(32), "another passphrase opens"),
        ("people.People.opened", lambda *_: None, "own passphrase opens nothing"),
    ],
)
def test_a_clinic_that_opens_for_others_is_found_out(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    replaced: Callable[..., bytes | None],
    found: str,
) -> None:
    trial = Shared(tmp_path)
    monkeypatch.setattr(f"bedside.store.keys.{name}", replaced)
    assert found in trial.told(1)
    trial.close()


@pytest.mark.parametrize("number", range(len(WAYS)))
def test_a_talk_goes_on_while_a_disk_refuses(tmp_path: Path, number: int) -> None:
    trial = Disks(tmp_path)
    assert trial.told(number) == ""
    trial.close()
    assert not list(tmp_path.iterdir())


FORGETFUL = "from bedside.store.safety.spill import Spill; Spill.add = lambda *_: 'nowhere'"
ROOMLESS = "from bedside.store.safety.ballast import Ballast; Ballast.release = lambda _: False"
DEAF = "refusing.Refusing.begin = lambda *_: None"


@pytest.mark.parametrize(
    ("fault", "number", "found"),
    [
        (FORGETFUL, 1, "was called saved, and"),
        (ROOMLESS, 0, "never said to be safe"),
        (DEAF, 1, "the disk took everything"),
    ],
    ids=["forgetful", "roomless", "deaf"],
)
def test_a_store_that_fails_on_such_a_disk_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, number: int, found: str
) -> None:
    real = subprocess.run

    def faulty(command: tuple[str, ...], **given: Any) -> subprocess.CompletedProcess[str]:
        code = (
            "import sys; from pathlib import Path; from bedside.proof import refusing; "
            f"refusing.SECONDS = 4.0; refusing._MOST = 20; {fault}; "
            "refusing.run(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])"
        )
        return real((*command[:2], "-c", code, *command[4:]), **given)

    monkeypatch.setattr("bedside.proof.disks.subprocess.run", faulty)
    trial = Disks(tmp_path)
    assert found in trial.told(number)
    trial.close()


def test_what_was_called_saved_and_is_not_there_is_missed(
    tmp_path: Path, uncertainty: Checklist
) -> None:
    store = Store(places_in(tmp_path))
    acting = Acting(store, uncertainty, random.Random(1))
    for _ in range(6):
        acting.act()
    acting.session.close()
    visit, seq = acting.session.visit.id, acting.session.visit.seq
    assert missing(store, visit, seq) == ""
    lost = missing(store, visit, seq + 1)
    assert lost == f"event {seq + 1} was called saved, and {seq} are there"
    assert "is gone" in missing(store, "NEVER", 3)
    store.close()


def test_a_process_that_cannot_begin_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.proof.kills.sys.executable", "/bin/true")
    trial = Kills(tmp_path)
    assert "could not begin" in trial.told(1)
    trial.close()


def test_the_checklist_that_is_walked_is_a_shipped_one(
    tmp_path: Path, uncertainty: Checklist
) -> None:
    assert checklist_for(tmp_path) == uncertainty


def test_the_same_number_is_the_same_try(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bedside.proof.gates.safe", lambda text: text)
    trial = Gates(tmp_path)
    assert [trial.told(number) for number in range(20)] == [
        trial.told(number) for number in range(20)
    ]
