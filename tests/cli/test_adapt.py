"""`bedside adapt`: a change that follows its original begins as a change of nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.content.adapting import overlay_of
from bedside.content.library import Library, shipped
from bedside.content.load import open_checklist
from bedside.content.overlays import Original
from bedside.core.problems import Level
from tests.cli.conftest import Run
from tests.worlds import SHIPPED, UNCERTAINTY, Forgetful, shipped_checklist


def own(desk: Desk) -> Path:
    """Return where the change of the shipped checklist is written."""
    return desk.places.checklists / f"{UNCERTAINTY}.toml"


def test_a_change_of_nothing_passes_every_check_and_follows_its_original(run: Run) -> None:
    assert run("adapt", UNCERTAINTY).code == Exit.FINE
    path = own(Desk())
    assert run("check", str(path)).code == Exit.FINE
    found = Desk().checklist(UNCERTAINTY)
    assert getattr(found, "steps", ()) == shipped_checklist(UNCERTAINTY).steps
    assert "changing shipped" in run("list").out


def test_what_is_there_is_not_written_over(run: Run) -> None:
    run("adapt", UNCERTAINTY)
    before = own(Desk()).read_bytes()
    again = run("adapt", UNCERTAINTY)
    assert again.code == Exit.USAGE
    assert f"bedside edit {UNCERTAINTY}" in again.err
    assert own(Desk()).read_bytes() == before


def test_a_checklist_that_is_not_there_is_offered_by_its_nearest_name(run: Run) -> None:
    ran = run("adapt", "acknowledging-uncertanty")
    assert ran.code == Exit.NOT_FOUND
    assert UNCERTAINTY in ran.err


@pytest.mark.parametrize("id_", SHIPPED)
def test_every_line_that_is_offered_can_be_taken_up(id_: str) -> None:
    path = shipped().path / f"{id_}.toml"
    text = overlay_of(shipped_checklist(id_))
    whole = "\n".join(line[2:] if _is_offered(line) else line for line in text.splitlines())
    banks, _ = Library([shipped()], Forgetful()).banks()
    original = Original(str(path), path.read_bytes())
    opened = open_checklist(whole.encode(), path.name, banks, original)
    assert opened.checklist is not None
    errors = [one for one in opened.findings if one.level is Level.ERROR]
    assert not [one for one in errors if one.code.startswith("X")], errors
    assert "a-name-of-its-own" in [step.id for step in opened.checklist.steps]


def _is_offered(line: str) -> bool:
    return line.startswith("# ") and (" = " in line or line.startswith("# ["))
