"""A note as a page: no text browser, no wait, nothing written on the terminal."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bedside.deliver import page
from bedside.deliver.page import opened

ON_A_SCREEN = {"DISPLAY": ":0"}
ROOT = Path(__file__).parents[2]

posix = pytest.mark.skipif(sys.platform != "linux", reason="other systems have their own way")


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose programs are the only ones there, but for those of a shell."""
    folder = tmp_path / "tools"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def program(folder: Path, name: str, script: str) -> Path:
    """Put a program into a folder; return the file that says what it was given."""
    told = folder / f"{name}.told"
    path = folder / name
    path.write_text(f'#!/bin/sh\n/bin/echo "$@" > {told}\n{script}\n', encoding="utf-8")
    path.chmod(0o755)
    return told


@posix
def test_without_a_screen_nothing_is_started_and_nobody_is_told_it_was(
    tools: Path, tmp_path: Path
) -> None:
    """Text browsers are what a machine without a screen has; one would take the terminal."""
    names = ("xdg-open", "w3m", "lynx", "links", "www-browser", "sensible-browser")
    told = [program(tools, name, "/bin/sleep 60") for name in names]
    begun = time.monotonic()
    assert not opened(str(tmp_path / "note.html"), {})
    assert not opened(str(tmp_path / "note.html"), {"SSH_TTY": "/dev/pts/1", "BROWSER": "w3m"})
    assert time.monotonic() - begun < 1
    assert not any(path.exists() for path in told)


@posix
def test_with_a_screen_its_own_opener_is_given_the_page(tools: Path, tmp_path: Path) -> None:
    told = program(tools, "xdg-open", "exit 0")
    target = tmp_path / "a note, {x}.html"
    assert opened(str(target), ON_A_SCREEN)
    assert told.read_text(encoding="utf-8") == f"{target}\n"
    assert opened(str(target), {"WAYLAND_DISPLAY": "wayland-0"})


@posix
def test_an_opener_that_could_not_says_so_and_without_one_nothing_can(
    tools: Path, tmp_path: Path
) -> None:
    assert not opened(str(tmp_path / "note.html"), ON_A_SCREEN)
    program(tools, "xdg-open", "exit 3")
    assert not opened(str(tmp_path / "note.html"), ON_A_SCREEN)
    (tools / "xdg-open").write_text("no program at all", encoding="utf-8")
    assert not opened(str(tmp_path / "note.html"), ON_A_SCREEN)


@posix
def test_an_opener_that_is_the_browser_itself_is_not_waited_for(
    tools: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "_SECONDS", 0.2)
    program(tools, "x-www-browser", "/bin/sleep 3")
    begun = time.monotonic()
    assert opened(str(tmp_path / "note.html"), ON_A_SCREEN)
    assert time.monotonic() - begun < 2


@posix
def test_what_is_opened_neither_writes_on_the_terminal_nor_reads_from_it(tools: Path) -> None:
    """It is run at a real one, with a line already typed there for somebody else."""
    pty = pytest.importorskip("pty")
    program(tools, "xdg-open", "echo noise; echo noise >&2; read line && echo $line > /dev/tty")
    main, side = pty.openpty()
    os.write(main, b"typed for bedside\n")
    code = "from bedside.deliver.page import opened; opened('note.html', {'DISPLAY': ':0'})"
    done = subprocess.run(
        [sys.executable, "-c", code],
        stdin=side,
        stdout=side,
        stderr=side,
        cwd=ROOT,
        timeout=20,
        check=False,
        preexec_fn=lambda: os.login_tty(side),  # as a shell starts it
    )
    os.write(side, b"end")
    seen = b""
    while not seen.endswith(b"end"):
        seen += os.read(main, 4096)
    assert done.returncode == 0
    assert b"noise" not in seen
    assert seen.count(b"typed for bedside") <= 1  # what the terminal itself echoes
    os.close(main)


def test_on_windows_the_system_opens_what_it_has_for_a_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def startfile(path: str) -> None:
        if "none" in path:
            raise OSError(1155, "No application is associated")
        asked.append(path)

    monkeypatch.setattr("bedside.deliver.page.sys.platform", "win32")
    monkeypatch.setattr("bedside.deliver.page.os.startfile", startfile, raising=False)
    assert opened("C:\\note.html", {})
    assert asked == ["C:\\note.html"]
    assert not opened("C:\\none.html", {})
