"""What is asked at a terminal: cleared from it afterwards, on every system."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

from bedside.cli.asked import asked, wiped


def test_the_screen_is_cleared_with_what_could_be_scrolled_back_to(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    wiped()
    out, err = capsys.readouterr()
    assert (out, err) == ("", "\x1b[H\x1b[2J\x1b[3J")


def test_windows_clears_its_console_and_writes_into_no_output(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run: list[tuple[object, object]] = []
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(
        subprocess, "run", lambda command, stdout, **_: run.append((command, stdout))
    )
    wiped()
    assert run == [(["cmd", "/c", "cls"], sys.stderr)]
    assert capsys.readouterr() == ("", "")


def test_the_colon_after_a_question_never_stands_on_a_line_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.cli.window.columns", lambda _: 30)
    for letters in range(1, 40):
        monkeypatch.setattr(sys, "stdin", io.StringIO("yes\n"))
        asked(f"Now {'x' * letters} type yes")
        assert all(len(row) <= 30 or " " not in row for row in _rows(capsys.readouterr().err))


def _rows(shown: str) -> list[str]:
    """Return the rows of a question as the terminal has them, without what waits for an answer."""
    return [row.rstrip() for row in shown.split("\n")]
