"""Each trial holds on a machine that is well, and finds the fault it is there to find."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bedside.core.checklist import Checklist
from bedside.proof.acting import Acting, checklist_for, missing, places_in
from bedside.proof.changes import Changes
from bedside.proof.gates import Gates
from bedside.proof.kills import Kills
from bedside.proof.leaks import Leaks
from bedside.proof.trial import ENOUGH, Trial, outcome
from bedside.store.keys.seal import Seal
from bedside.store.store import Store

TRIALS: dict[type, int] = {Kills: 2, Changes: 300, Leaks: 2, Gates: 300}


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
