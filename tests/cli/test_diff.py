"""`diff`: two checklists told apart in words first, by step, and by line where that is wanted."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from bedside.cli.exits import Exit
from bedside.content.history import history_beside
from tests.cli.authors import EXAMPLE_ID, change
from tests.cli.clinic import example_in
from tests.cli.conftest import Run
from tests.cli.visits import CHECKLISTS
from tests.worlds import UNCERTAINTY


def test_two_files_are_told_apart_in_words_by_step(run: Run, path: Path, tmp_path: Path) -> None:
    other = example_in(tmp_path / "other")
    change(other, "Is now a good time?", "Is now all right?")
    change(other, 'options.no    = "Would rather not"', 'options.tomorrow = "Tomorrow"')
    change(other, 'note.no    = "Chose not to talk about it today."', "")
    ran = run("diff", str(path), str(other))
    assert (ran.code, ran.err) == (Exit.FINE, "")
    assert ran.out.splitlines() == [
        f"From {path}",
        f"to {other}:",
        "  good-time:",
        "    plain words changed",
        "    answer tomorrow added",
        "    answer no removed",
        "    note wording for no removed",
        "What is recorded or shown can differ: publishing raises the first number of the version.",
    ]


def test_the_lines_follow_the_words_where_they_are_wanted(
    run: Run, path: Path, tmp_path: Path
) -> None:
    other = example_in(tmp_path / "other")
    change(other, "Sit down first.", "Sit down.")
    ran = run("diff", str(path), str(other), "--text")
    words, _, lines = ran.out.partition("\n\n")
    assert "  good-time:\n    tips" in words
    assert lines.startswith(f"--- {path}\n+++ {other}\n")
    assert '+tips  = ["Sit down."]' in lines


def test_what_is_only_written_otherwise_is_said_to_mean_the_same(
    run: Run, path: Path, tmp_path: Path
) -> None:
    other = example_in(tmp_path / "other")
    change(other, "tips  = [", "# a word\ntips = [")
    ran = run("diff", str(path), str(other))
    assert "They say the same" in ran.out
    assert run("diff", str(path), str(path)).out.endswith("No difference.\n")
    other.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert run("diff", str(path), str(other)).out.endswith("No difference.\n")


def test_one_name_alone_is_compared_with_what_was_published(run: Run, path: Path) -> None:
    run("publish", EXAMPLE_ID, "--yes")
    change(path, "Sit down first.", "Sit down.")
    ran = run("diff", EXAMPLE_ID)
    assert ran.code == Exit.FINE
    assert f"From {EXAMPLE_ID}@1.0\nto {path}:" in ran.out
    assert "second number" in ran.out


def test_one_name_alone_is_compared_with_what_it_replaces(run: Run, path: Path) -> None:
    own = path.with_name(f"{UNCERTAINTY}.toml")
    shutil.copy(CHECKLISTS / own.name, own)
    change(own, "minutes  = 12", "minutes  = 15")
    ran = run("diff", UNCERTAINTY)
    assert f"From {CHECKLISTS / own.name}\nto {own}:" in ran.out
    assert "minutes is “15”, it was “12”" in ran.out


def test_without_anything_to_compare_with_it_asks_for_another(run: Run, path: Path) -> None:
    ran = run("diff", EXAMPLE_ID)
    assert (ran.code, ran.out) == (Exit.NOT_FOUND, "")
    assert "bedside diff A B" in ran.err


def test_any_published_version_can_be_named(run: Run, path: Path) -> None:
    run("publish", EXAMPLE_ID, "--yes")
    change(path, "Sit down first.", "Sit down.")
    run("publish", EXAMPLE_ID, "--yes")
    versions = run("diff", f"{EXAMPLE_ID}@1.0", f"{EXAMPLE_ID}@published")
    assert f"From {EXAMPLE_ID}@1.0\nto {EXAMPLE_ID}@1.1:" in versions.out
    assert "version is “1.1”, it was “1.0”" in versions.out
    none = run("diff", f"{EXAMPLE_ID}@7.0", EXAMPLE_ID)
    assert none.code == Exit.NOT_FOUND
    assert "Published: 1.0, 1.1." in none.err
    assert run("diff", EXAMPLE_ID).out.startswith(f"From {EXAMPLE_ID}@1.0\nto")


def test_it_can_be_read_by_a_program(run: Run, path: Path, tmp_path: Path) -> None:
    other = example_in(tmp_path / "other")
    change(other, "Being asked gives", "It gives")
    told = json.loads(run("diff", str(path), str(other), "--format", "json").out)
    assert told["weight"] == "words"
    assert told["changes"] == [
        {"of": "step", "id": "good-time", "weight": "words", "message": "why changed"}
    ]
    assert told["lines"] == []


def test_a_broken_file_is_compared_by_its_lines_and_said_to_be_broken(
    run: Run, path: Path, tmp_path: Path
) -> None:
    other = example_in(tmp_path / "other")
    change(other, 'kind  = "words"', 'kind  = "wrds"')
    ran = run("diff", str(path), str(other))
    assert ran.code == Exit.FINDINGS
    assert '+kind  = "wrds"' in ran.out
    assert f"{other} cannot be used until it is mended" in ran.err


def test_names_that_lead_nowhere_are_said_so(run: Run, path: Path) -> None:
    assert run("diff", EXAMPLE_ID, "a-bed-by-the-windw").code == Exit.NOT_FOUND
    assert run("diff", EXAMPLE_ID, str(path.parent / "gone.toml")).code == Exit.NOT_FOUND
    history_beside(path).write_text("torn = [", encoding="utf-8")
    assert run("diff", EXAMPLE_ID).code == Exit.UNAVAILABLE
