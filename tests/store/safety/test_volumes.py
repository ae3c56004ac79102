"""Network volumes are known by what the system says of them."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from bedside.store.locks import StoreError
from bedside.store.paths import Places
from bedside.store.safety import volumes
from bedside.store.store import Store

MOUNTS = r"""
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:40 / /export rw shared:2 - nfs4 server:/export rw,vers=4.2
41 40 8:2 / /export/ro/local rw - xfs /dev/sdb1 rw
42 22 0:42 / /mnt/ward\040share rw - cifs //server/ward rw
43 22 0:43 / /mnt/fuse rw - fuse.sshfs host: rw
44 22 0:44 / /mnt/over rw - nfs server:/x rw
45 22 8:3 / /mnt/over rw - ext4 /dev/sdc1 rw
not a line of the table
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/var/lib/bedside", ""),
        ("/export/ro/.local/state", "nfs4"),
        ("/export", "nfs4"),
        ("/exporter", ""),
        ("/export/ro/local/bedside", ""),
        ("/mnt/ward share/bedside", "cifs"),
        ("/mnt/fuse/x", "fuse.sshfs"),
        ("/mnt/over/x", ""),
    ],
)
def test_the_nearest_and_latest_mount_above_a_folder_says_what_it_lies_on(
    folder: str, kind: str
) -> None:
    assert volumes.kind_in(MOUNTS, folder) == kind


def test_a_folder_of_this_machine_lies_on_no_network(tmp_path: Path) -> None:
    assert volumes.network_kind(tmp_path / "not" / "made" / "yet") == ""


@pytest.mark.parametrize(("answer", "kind"), [(4, "network drive"), (3, ""), (2, "")])
def test_windows_is_asked_for_the_kind_of_drive(
    answer: int, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ctypes

    kernel = SimpleNamespace(GetDriveTypeW=lambda _: answer)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert volumes.windows_kind("C:\\clinic") == kind
    assert volumes.windows_kind("\\\\server\\ward") == "network drive"


@pytest.mark.parametrize(
    ("flags", "kind"), [(0x1000, ""), (0x1001, ""), (0, "smbfs"), (0x0001, "smbfs")]
)
def test_macos_says_itself_whether_a_volume_is_its_own(flags: int, kind: str) -> None:
    raw = bytearray(2168)
    raw[64:68] = flags.to_bytes(4, sys.byteorder)
    raw[72:77] = b"smbfs"
    assert volumes.macos_answer(bytes(raw)) == kind


def test_on_a_network_volume_only_one_bedside_has_the_visits_open(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.store.safety.rescue.network_kind", lambda _: "nfs4")
    first = Store(places)
    with pytest.raises(StoreError, match=r"network volume \(nfs4\), where only one bedside"):
        Store(places)
    first.close()
    second = Store(places)
    second.close()
