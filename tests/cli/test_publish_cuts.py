"""`publish` cut, overtaken or hindered: the file and its history are whole, or as they were."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bedside.cli.exits import Exit
from bedside.content.history import history_beside, read_history, written_history
from bedside.content.seal import is_sealed
from tests.cli.authors import EXAMPLE_ID, change, read
from tests.cli.conftest import Run


def test_a_cut_between_file_and_history_is_told_and_made_whole(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("publish", EXAMPLE_ID, "--yes")
    change(path, "Sit down first.", "Sit down at once.")

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as torn:
        torn.setattr("bedside.cli.publish._keep", cut)
        assert run("publish", EXAMPLE_ID, "--yes").code == Exit.INTERRUPTED
    assert is_sealed(read(path))
    assert len(read_history(path)) == 1
    ran = run("publish", EXAMPLE_ID, "--yes")
    assert ran.code == Exit.FINE
    assert "its line in the history is written" in ran.out
    lines = read_history(path)
    assert [line.version for line in lines] == ["1.0", "1.1"]
    assert lines[-1].seal == read(path).review.seal
    assert run("publish", EXAMPLE_ID, "--yes").out.startswith("Version 1.1 is published, and")


def test_a_cut_before_the_file_is_written_leaves_everything_as_it_was(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()

    def cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as torn:
        torn.setattr("bedside.cli.publish.write_draft", cut)
        assert run("publish", EXAMPLE_ID, "--yes").code == Exit.INTERRUPTED
    assert path.read_bytes() == before
    assert not history_beside(path).exists()
    assert run("publish", EXAMPLE_ID, "--yes").code == Exit.FINE


def test_a_damaged_history_stops_publishing_before_anything_is_written(
    run: Run, path: Path
) -> None:
    history_beside(path).write_text("torn = [", encoding="utf-8")
    before = path.read_bytes()
    ran = run("publish", EXAMPLE_ID, "--yes")
    assert ran.code == Exit.UNAVAILABLE
    assert "move it away" in ran.err
    assert path.read_bytes() == before


def test_a_file_that_changes_meanwhile_is_left_alone(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bedside.cli import publish

    def meddled(coming: object, *_: object) -> str:
        change(path, "Sit down first.", "Stand.")
        return ""

    monkeypatch.setattr(publish._Publication, "_summary", meddled)
    ran = run("publish", EXAMPLE_ID, "--yes")
    assert ran.code == Exit.UNAVAILABLE
    assert "changed by another program" in ran.err
    assert 'status   = "draft"' in path.read_text(encoding="utf-8")


def test_of_two_who_publish_at_once_none_loses_a_line(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("publish", EXAMPLE_ID, "--yes", "--by", "Dr Roe")
    change(path, "Sit down first.", "Sit down at once.")
    from bedside.content import files

    write = files.write_text
    other: list[bool] = []

    def overtaken(target: Path, text: str, **named: bytes | None) -> None:
        if target == history_beside(path) and not other:
            other.append(True)
            line = read_history(path)[0]._replace(by="J. Doe", summary="Meanwhile")
            write(target, written_history((*read_history(path), line)))
        write(target, text, **named)

    monkeypatch.setattr(files, "write_text", overtaken)
    assert run("publish", EXAMPLE_ID, "--yes", "--by", "Dr Poe").code == Exit.FINE
    assert [line.by for line in read_history(path)] == ["Dr Roe", "J. Doe", "Dr Poe"]


def test_the_one_who_agreed_last_is_in_the_history_however_it_was_cut(run: Run, path: Path) -> None:
    run("publish", EXAMPLE_ID, "--yes", "--by", "Dr Roe")
    change(path, 'approved_by = "Dr Roe"', 'approved_by = "Dr Poe"')
    ran = run("publish", EXAMPLE_ID, "--yes")
    assert ran.code == Exit.FINE
    assert [line.by for line in read_history(path)] == ["Dr Roe", "Dr Poe"]


def test_a_clock_that_is_behind_publishes_nothing(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("publish", EXAMPLE_ID, "--yes")
    change(path, "Sit down first.", "Sit down at once.")
    before = path.read_bytes()
    monkeypatch.setattr("bedside.cli.publish.today", lambda: date(2000, 2, 29))
    ran = run("publish", EXAMPLE_ID, "--yes")
    assert ran.code == Exit.UNAVAILABLE
    assert "the clock here says 2000-02-29" in ran.err
    assert path.read_bytes() == before


def test_whoever_listens_may_go_and_the_line_is_kept(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(text: str) -> None:
        if text.startswith("Published"):
            raise BrokenPipeError

    monkeypatch.setattr("bedside.cli.publish.tell", gone)
    monkeypatch.setattr("bedside.cli.crash.silence", lambda: None)
    assert run("publish", EXAMPLE_ID, "--yes").code == Exit.FINE
    assert [line.version for line in read_history(path)] == ["1.0"]
