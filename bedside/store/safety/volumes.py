"""What kind of volume a folder lies on, as far as the system says.

SQLite's locks cannot be relied on over a network (sqlite.org, "How To Corrupt An SQLite Database
File", 2.1), so only one window of bedside may use a store that lies on such a volume.
"""

from __future__ import annotations

import sys
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_NETWORK = frozenset(
    (
        *("9p", "afs", "beegfs", "ceph", "glusterfs", "gfs2", "lustre", "ncpfs", "ocfs2"),
        *("nfs", "nfs3", "nfs4", "cifs", "smb2", "smb3", "smbfs", "afpfs", "webdav", "davfs"),
        *("virtiofs", "vboxsf", "vmhgfs", "prl_fs", "sshfs", "rclone", "s3fs"),
    )
)
"""Kinds of file system whose locks other machines may not see, as Linux and macOS name them."""

_LOCAL_VOLUME = 0x1000
"""MNT_LOCAL of macOS: the volume is stored on this machine (sys/mount.h)."""
_REMOTE_DRIVE = 4
"""DRIVE_REMOTE, what GetDriveTypeW answers for a network drive (winbase.h)."""


def network_kind(folder: Path) -> str:
    """Return what kind of network volume a folder lies on; "" where it is local or not known."""
    there = _nearest(folder)
    if sys.platform == "win32":
        return windows_kind(str(there))
    if sys.platform == "darwin":
        return _macos_kind(there)
    return kind_in(_mounts(), str(there))


def volume_kind(folder: Path) -> str:
    """Return what kind of file system a folder lies on, local ones too; "" where not known."""
    if sys.platform in ("win32", "darwin"):
        return network_kind(folder)
    return _kind_of(_mounts(), str(_nearest(folder)))


def _mounts() -> str:
    """Return the system's table of mounts; "" where there is none."""
    try:
        return _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


def kind_in(mounts: str, folder: str) -> str:
    """Return the network kind that a table of mounts gives a folder; "" for any other."""
    kind = _kind_of(mounts, folder)
    return kind if _is_network(kind) else ""


def _kind_of(mounts: str, folder: str) -> str:
    """Return the kind that a table of mounts gives a folder (Linux, proc_pid_mountinfo(5)).

    The longest mount point above it counts and, of two mounts on one point, the later one.
    """
    longest, kind = -1, ""
    for line in mounts.splitlines():
        own, _, rest = line.partition(" - ")
        fields = own.split(" ")
        if len(fields) < 5 or not rest:
            continue
        point = _unescaped(fields[4])
        if len(point) >= longest and _is_above(point, folder):
            longest, kind = len(point), rest.split(" ")[0]
    return kind


def windows_kind(folder: str) -> str:
    """Return "network drive" where Windows says that a path lies on one; else ""."""
    if folder.startswith(("\\\\", "//")):
        return "network drive"
    import ctypes

    root = f"{Path(folder).drive}\\"
    answer = ctypes.windll.kernel32.GetDriveTypeW(root)  # type: ignore[attr-defined,unused-ignore]
    return "network drive" if answer == _REMOTE_DRIVE else ""


def macos_answer(raw: bytes) -> str:
    """Return the network kind that a `struct statfs` of macOS tells of (64-bit inodes)."""
    flags = int.from_bytes(raw[64:68], sys.byteorder)
    kind = raw[72:88].split(b"\0")[0].decode("ascii", "replace")
    return "" if flags & _LOCAL_VOLUME else kind or "network volume"


def _macos_kind(folder: Path) -> str:
    import ctypes
    import os

    answer = ctypes.create_string_buffer(4096)
    library = ctypes.CDLL(None)
    failed = library.statfs(os.fsencode(folder), answer)
    return "" if failed else macos_answer(answer.raw)


def _nearest(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that exists, without links in its name."""
    there = folder.absolute()
    while not there.exists() and there != there.parent:
        there = there.parent
    return there.resolve()


def _is_network(kind: str) -> bool:
    return kind in _NETWORK or (kind.startswith("fuse.") and kind[5:].partition("-")[0] in _NETWORK)


def _is_above(point: str, folder: str) -> bool:
    return point in ("/", folder) or folder.startswith(f"{point}/")


def _unescaped(point: str) -> str:
    """Return a mount point as it is; the table writes blanks and the like in octal."""
    for code in ("040", "011", "012", "134"):
        point = point.replace(f"\\{code}", chr(int(code, 8)))
    return point
