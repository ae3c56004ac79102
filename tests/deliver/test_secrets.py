"""Secrets of destinations: where they are read from, and when they are not."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from bedside.deliver.rights import is_shared
from bedside.deliver.secrets import NoSecret, read_secret

SECRET = "sweet-and-secret"


def _file(tmp_path: Path, text: str, mode: int = 0o600) -> Path:
    path = tmp_path / "token"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_a_secret_is_read_from_a_file_without_its_line_end(tmp_path: Path) -> None:
    assert read_secret(f"file:{_file(tmp_path, SECRET + chr(10))}", {}) == SECRET


def test_a_secret_is_read_from_the_environment() -> None:
    assert read_secret("env:TOKEN", {"TOKEN": SECRET}) == SECRET


def test_bytes_of_the_environment_that_are_no_letters_are_no_secret() -> None:
    with pytest.raises(NoSecret, match="env:TOKEN is not text") as told:
        read_secret("env:TOKEN", {"TOKEN": SECRET + "\udcff"})
    assert SECRET not in str(told.value)


@pytest.mark.skipif(sys.platform == "win32", reason="there it is a list of rights")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_file_that_others_can_open_is_refused_with_the_way_out(tmp_path: Path, mode: int) -> None:
    path = _file(tmp_path, SECRET, mode)
    with pytest.raises(NoSecret, match="chmod 600") as told:
        read_secret(f"file:{path}", {})
    assert SECRET not in str(told.value)


@pytest.mark.parametrize("where", ["", "file:", "env:", "keyring:alone", "token", "vault:a/b"])
def test_what_names_no_place_is_told_with_the_ways_to_name_one(where: str) -> None:
    with pytest.raises(NoSecret, match="file:PATH"):
        read_secret(where, {"": SECRET})


def test_a_folder_a_long_file_bytes_and_nothing_are_no_secrets(tmp_path: Path) -> None:
    empty, long = tmp_path / "empty", _file(tmp_path, "x" * 70_000)
    empty.touch(mode=0o600)
    raw = tmp_path / "raw"
    raw.touch(mode=0o600)
    raw.write_bytes(b"\xff\xfe\xff")
    for path, why in ((tmp_path, "no file|opened"), (long, "too long"), (empty, "nothing")):
        with pytest.raises(NoSecret, match=why):
            read_secret(f"file:{path}", {})
    with pytest.raises(NoSecret, match="not text"):
        read_secret(f"file:{raw}", {})
    with pytest.raises(NoSecret, match="cannot be opened"):
        read_secret(f"file:{tmp_path / 'none'}", {})
    with pytest.raises(NoSecret, match="holds nothing"):
        read_secret("env:NONE", {})


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("there are no such pipes")
    os.mkfifo(tmp_path / "pipe", 0o600)
    with pytest.raises(NoSecret, match="no file"):
        read_secret(f"file:{tmp_path / 'pipe'}", {})


class _Locked(Exception):
    """What a keyring says when it is locked."""


def _keyring(monkeypatch: pytest.MonkeyPatch, answer: str | None, is_locked: bool = False) -> None:
    def get_password(service: str, name: str) -> str | None:
        assert (service, name) == ("bedside", "north/wing")
        if is_locked:
            raise _Locked(SECRET)
        return answer

    module = ModuleType("keyring")
    module.get_password = get_password  # type: ignore[attr-defined]
    module.errors = SimpleNamespace(KeyringError=_Locked)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", module)


def test_a_secret_is_read_from_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    _keyring(monkeypatch, SECRET)
    assert read_secret("keyring:bedside/north/wing", {}) == SECRET


def test_a_keyring_that_has_nothing_is_locked_or_missing_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _keyring(monkeypatch, None)
    with pytest.raises(NoSecret, match="holds nothing"):
        read_secret("keyring:bedside/north/wing", {})
    _keyring(monkeypatch, None, is_locked=True)
    with pytest.raises(NoSecret, match="not open") as told:
        read_secret("keyring:bedside/north/wing", {})
    assert SECRET not in str(told.value)
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(NoSecret, match="pip install"):
        read_secret("keyring:bedside/north/wing", {})


@pytest.mark.parametrize(
    ("rights", "shared"),
    [
        ("D:PAI(A;;FA;;;SY)(A;;FA;;;BA)(A;;FA;;;S-1-5-21-1-2-3-1001)", False),
        ("D:AI(A;ID;FA;;;SY)(A;ID;FA;;;S-1-5-21-1-2-3-500)", False),
        ("D:P(D;;FA;;;WD)(A;;FA;;;SY)", False),
        ("D:P", False),
        ("D:(A;;FR;;;WD)", True),
        ("D:(A;;FA;;;SY)(A;ID;0x1200a9;;;BU)", True),
        ("D:(A;;FA;;;S-1-5-32-545)", True),
        ("D:(A;;FA;;;S-1-5-21-1-2-3-513)", True),
        ("D:(A;;FA;;;S-1-1-0)", True),
        ("D:NO_ACCESS_CONTROL", True),
        ("", True),
        (None, True),
    ],
)
def test_a_list_of_rights_on_windows_tells_whether_a_group_gets_in(
    rights: str | None, shared: bool
) -> None:
    assert is_shared(rights) is shared
