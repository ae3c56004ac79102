"""`schema`: printed, or written where an editor looks for it, and over nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bedside.cli.exits import Exit
from bedside.cli.schema import KINDS, WRITTEN
from bedside.content.schema import SCHEMAS, file_name, packaged
from bedside.note.render.json import schema
from tests.cli.conftest import Run


def test_every_kind_of_schema_can_be_asked_for(run: Run) -> None:
    assert tuple(SCHEMAS) == WRITTEN
    for kind in KINDS:
        ran = run("schema", "--kind", kind)
        assert (ran.code, ran.out, ran.err) == (Exit.FINE, packaged(kind) or schema(), "")
        assert json.loads(ran.out)["$schema"].endswith("2020-12/schema")


def test_the_schema_of_a_note_is_named_as_its_format_and_is_for_no_editor(
    run: Run, tmp_path: Path
) -> None:
    """Nobody writes a note by hand."""
    ran = run("schema", "--kind", "note", "-o", str(tmp_path))
    assert ran.out == f"Wrote {tmp_path / 'bedside-note-3.json'}.\n"
    assert (tmp_path / "bedside-note-3.json").read_text(encoding="utf-8") == schema()


def test_it_is_written_into_a_folder_under_the_name_the_first_line_says(
    run: Run, tmp_path: Path
) -> None:
    for _ in range(2):
        ran = run("schema", "-o", str(tmp_path))
        assert ran.code == Exit.FINE
        assert "#:schema bedside-checklist-1.json" in ran.out
    written = tmp_path / file_name("checklist")
    assert written.read_text(encoding="utf-8") == packaged("checklist")


@pytest.mark.parametrize("holds", ["my notes", "[1]", '{"a": 1}'])
def test_it_is_never_written_over_anything_else(run: Run, tmp_path: Path, holds: str) -> None:
    path = tmp_path / "mine.json"
    path.write_text(holds, encoding="utf-8")
    ran = run("schema", "-o", str(path))
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert "so it was left as it is" in ran.err
    assert path.read_text(encoding="utf-8") == holds


def test_a_place_that_cannot_be_written_is_said_so(run: Run, tmp_path: Path) -> None:
    ran = run("schema", "-o", str(tmp_path / "nowhere" / "s.json"))
    assert (ran.code, ran.out) == (Exit.UNAVAILABLE, "")
    assert "cannot be written" in ran.err


def test_handing_it_out_needs_no_validation(run: Run) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from bedside.cli.main import main; main(['schema']); "
        "raise SystemExit('pydantic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0
