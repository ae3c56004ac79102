"""The clipboard: whole, never claimed without proof, and never waited for."""

from __future__ import annotations

import base64
import ctypes
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bedside.deliver import clipboard
from bedside.deliver.clipboard import NATIVE, SENT, copy, sequence
from bedside.deliver.windows import Libraries, put, put_on_clipboard

TEXT = "NEXT: Call back.\n  “my dog”, caf\u00e9 \U0001f642\n"

linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems have their own way")


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clipboard tool of X whose script a test writes."""
    path = tmp_path / "xclip"
    path.touch(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return path


@linux
def test_a_tool_that_goes_on_serving_the_text_is_not_waited_for(tool: Path) -> None:
    """It stays behind with its output open until somebody else fills the clipboard."""
    tool.write_text(f"#!/bin/sh\ncat > {tool}.taken\nsleep 30 &\n", encoding="utf-8")
    sent: list[str] = []
    begun = time.monotonic()
    assert copy(TEXT, {"DISPLAY": ":0"}, sent.append) == NATIVE
    assert time.monotonic() - begun < 2
    assert Path(f"{tool}.taken").read_text(encoding="utf-8") == TEXT
    assert sent == []


@linux
@pytest.mark.parametrize("script", ["exit 1", "sleep 30", "exec 0<&-; exit 2"])
def test_a_tool_that_fails_or_hangs_is_no_proof_and_the_terminal_is_asked(
    tool: Path, script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "_SECONDS", 0.3)
    tool.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    sent: list[str] = []
    assert copy(TEXT * 9999, {"DISPLAY": ":0"}, sent.append) == SENT
    assert len(sent) == 1


@linux
def test_over_ssh_the_clipboard_of_the_far_machine_is_left_alone(tool: Path) -> None:
    tool.write_text(f"#!/bin/sh\ncat > {tool}.taken\n", encoding="utf-8")
    sent: list[str] = []
    assert copy(TEXT, {"DISPLAY": "localhost:10", "SSH_TTY": "x"}, sent.append) == SENT
    assert not Path(f"{tool}.taken").exists()


@pytest.mark.parametrize("length", [1, 5_000, 200_000])
def test_nothing_of_the_text_is_cut(length: int) -> None:
    text = "é" * length
    coded = sequence(text, {}).removeprefix("\x1b]52;c;").removesuffix("\x07")
    assert base64.b64decode(coded).decode() == text


@linux
@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_a_real_tmux_hands_the_request_on_to_the_terminal_outside(tmp_path: Path) -> None:
    """With what doctor says it needs: allow-passthrough."""
    from tests.bench.terminal import Terminal

    config = tmp_path / "tmux.conf"
    config.write_text("set -g allow-passthrough on\nset -g status off\n", encoding="utf-8")
    asked = tmp_path / "asked"
    asked.write_text(sequence(TEXT, {"TMUX": "x"}), encoding="utf-8", newline="")
    socket = ("tmux", "-S", str(tmp_path / "socket"))
    again = f"while cat {asked}; do sleep 0.2; done"  # tmux drops what comes before its terminal
    command = [*socket, "-f", str(config), "new", again]
    environ = {name: value for name, value in os.environ.items() if name != "TMUX"}
    terminal = Terminal(command, environ | {"TERM": "xterm-256color"}, (80, 24), 20.0)
    try:
        terminal.until(sequence(TEXT, {}).encode())
    finally:
        subprocess.run([*socket, "kill-server"], check=False, capture_output=True)
        terminal.close()


class FakeWindows:
    """The calls of Windows that a clipboard is filled by, with memory that is really written."""

    def __init__(self, **fails: int) -> None:
        """Let these calls fail so many times."""
        self.fails = fails
        self.calls: list[str] = []
        self.memory: dict[int, Any] = {}
        self.formats: dict[int, str] = {}
        self.held: dict[int, bytes] = {}
        self.freed: list[int] = []

    def __getattr__(self, name: str) -> Any:
        """Return a call of this name; it answers 1 where nothing else is said of it here."""

        def call(*given: Any) -> Any:
            self.calls.append(name)
            if self.fails.get(name, 0) > 0:
                self.fails[name] -= 1
                return 0
            own = getattr(type(self), f"on_{name}", None)
            return own(self, *given) if own else 1

        return call

    def on_GlobalAlloc(self, _: int, size: int) -> int:  # noqa: N802  # as Windows calls it
        """Give memory of this size."""
        block = ctypes.create_string_buffer(size)
        self.memory[ctypes.addressof(block)] = block
        return ctypes.addressof(block)

    def on_GlobalLock(self, memory: int) -> int:  # noqa: N802
        """Say where the memory is."""
        return memory

    def on_GlobalFree(self, memory: int) -> int:  # noqa: N802
        """Take memory back."""
        self.freed.append(memory)
        return 0

    def on_RegisterClipboardFormatW(self, name: str) -> int:  # noqa: N802
        """Give a format a number."""
        self.formats[0xC000 + len(self.formats)] = name
        return 0xC000 + len(self.formats) - 1

    def on_SetClipboardData(self, kind: int, memory: int) -> int:  # noqa: N802
        """Keep what was handed over."""
        assert "EmptyClipboard" in self.calls
        self.held[kind] = self.memory[memory].raw
        return memory


def windows(**fails: int) -> tuple[FakeWindows, Libraries]:
    """Return Windows, and its libraries."""
    fake = FakeWindows(**fails)
    return fake, Libraries(fake, fake)


def test_on_windows_every_letter_and_line_end_stands_as_windows_keeps_them() -> None:
    fake, libraries = windows()
    assert put(TEXT, libraries)
    assert fake.held[13] == (TEXT.replace("\n", "\r\n") + "\0").encode("utf-16-le")
    assert fake.calls[0] == "CreateWindowExW"
    assert fake.calls[-2:] == ["CloseClipboard", "DestroyWindow"]
    assert fake.freed == []


def test_on_windows_a_note_stays_out_of_the_history_and_of_other_machines() -> None:
    fake, libraries = windows()
    assert put(TEXT, libraries)
    kept_out = {fake.formats[kind] for kind, raw in fake.held.items() if raw == bytes(4)}
    assert {"CanIncludeInClipboardHistory", "CanUploadToCloudClipboard"} <= kept_out


def test_on_windows_a_clipboard_held_for_a_moment_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bedside.deliver.windows._PAUSE", 0)
    fake, libraries = windows(OpenClipboard=3)
    assert put(TEXT, libraries)
    _, never = windows(OpenClipboard=99)
    assert not put(TEXT, never)
    assert fake.calls.count("OpenClipboard") == 4


@pytest.mark.parametrize("fails", ["EmptyClipboard", "GlobalLock", "SetClipboardData"])
def test_on_windows_what_was_not_taken_is_no_proof_and_its_memory_is_given_back(
    fails: str,
) -> None:
    fake, libraries = windows(**{fails: 99})
    assert not put(TEXT, libraries)
    assert fake.calls[-2:] == ["CloseClipboard", "DestroyWindow"]
    assert set(fake.freed) == set(fake.memory)


def test_elsewhere_the_calls_of_windows_are_not_made() -> None:
    if sys.platform != "win32":
        assert not put_on_clipboard(TEXT)


def test_on_windows_the_text_is_put_on_the_clipboard_and_the_terminal_is_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken: list[str] = []
    monkeypatch.setattr("bedside.deliver.clipboard.sys.platform", "win32")

    def took(text: str) -> bool:
        taken.append(text)
        return len(taken) == 1

    monkeypatch.setattr("bedside.deliver.windows.put_on_clipboard", took)
    sent: list[str] = []
    environ: Mapping[str, str] = {}
    assert copy(TEXT, environ, sent.append) == NATIVE
    assert (taken, sent) == ([TEXT], [])
    assert copy(TEXT, environ, sent.append) == SENT
    assert len(sent) == 1
