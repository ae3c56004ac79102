"""A note as a file and to the clipboard: whole or not at all, and never claimed without proof."""

from __future__ import annotations

import base64
import os
import stat
import sys
from pathlib import Path

import pytest

from bedside.core.note import READERS
from bedside.deliver.clipboard import NATIVE, SENT, copy, native_tool, sequence
from bedside.deliver.file import Conflict, name_of, publish, save
from bedside.note.render import FORMATS

TEXT = "NEXT: Call back.\n"


def test_a_saved_note_is_whole_private_and_alone(tmp_path: Path) -> None:
    """No temporary file is left beside it."""
    path = save(tmp_path / "notes", "bedside_1.txt", TEXT)
    assert path.read_text(encoding="utf-8") == TEXT
    assert [entry.name for entry in path.parent.iterdir()] == ["bedside_1.txt"]
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_saving_the_same_again_is_no_error_and_saving_another_never_replaces(
    tmp_path: Path,
) -> None:
    """What is there stays there."""
    path = publish(tmp_path / "a.txt", TEXT)
    assert publish(path, TEXT) == path
    with pytest.raises(Conflict):
        publish(path, "something else")
    assert path.read_text(encoding="utf-8") == TEXT


def test_a_link_in_the_place_of_the_file_is_not_followed(tmp_path: Path) -> None:
    """Nobody can have a note written somewhere else."""
    if os.name == "nt":
        return
    outside = tmp_path / "outside.txt"
    outside.write_text("mine", encoding="utf-8")
    (tmp_path / "a.txt").symlink_to(outside)
    with pytest.raises(OSError, match="another file"):
        publish(tmp_path / "a.txt", TEXT)
    assert outside.read_text(encoding="utf-8") == "mine"


def test_where_there_are_no_hard_links_it_is_copied_without_replacing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some shared folders have none."""

    def no_links(*_: object, **__: object) -> None:
        raise OSError(1, "not supported")

    monkeypatch.setattr("os.link", no_links)
    path = publish(tmp_path / "a.txt", TEXT)
    assert path.read_text(encoding="utf-8") == TEXT
    with pytest.raises(Conflict):
        publish(path, "something else")


def test_a_folder_that_cannot_be_written_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "notes").write_text("in the way", encoding="utf-8")
    with pytest.raises(OSError, match="notes"):
        save(tmp_path / "notes", "a.txt", TEXT)


def test_over_ssh_and_without_a_tool_the_terminal_is_asked_and_nothing_is_claimed() -> None:
    """Nobody acknowledges it, so it only counts as sent."""
    sent: list[str] = []
    assert copy(TEXT, {"SSH_TTY": "/dev/pts/1"}, sent.append) == SENT
    (only,) = sent
    coded = only.removeprefix("\x1b]52;c;").removesuffix("\x07")
    assert base64.b64decode(coded).decode() == TEXT


def test_inside_tmux_the_request_is_wrapped_to_reach_the_terminal() -> None:
    """Every escape within is doubled."""
    wrapped = sequence(TEXT, {"TMUX": "x"})
    assert wrapped.startswith("\x1bPtmux;\x1b\x1b]52;c;")
    assert wrapped.endswith("\x07\x1b\\")


def test_a_tool_of_the_machine_is_given_the_text_on_its_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never as an argument, where everybody could see it."""
    if sys.platform != "linux":
        return
    tool = tmp_path / "wl-copy"
    tool.write_text(f"#!/bin/sh\ncat > {tmp_path}/taken\necho $# > {tmp_path}/count\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    sent: list[str] = []
    assert copy(TEXT, {"WAYLAND_DISPLAY": "w"}, sent.append) == NATIVE
    assert (tmp_path / "taken").read_text(encoding="utf-8") == TEXT
    assert (tmp_path / "count").read_text(encoding="utf-8") == "0\n"
    assert sent == []
    tool.write_text("#!/bin/sh\nexit 1\n")
    assert copy(TEXT, {"WAYLAND_DISPLAY": "w"}, sent.append) == SENT
    assert native_tool({}) is None


def test_each_text_in_each_format_has_a_file_of_its_own() -> None:
    """One is never kept from being saved by another that is there."""
    names = [name_of("v", reader, form) for reader in READERS for form in FORMATS]
    assert len(names) == len(set(names)) == len(READERS) * len(FORMATS)
