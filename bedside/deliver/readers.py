"""Who may read what is put into a folder: its owner alone, or the group that an importer is in.

On Windows a new file has the rights that its folder hands down, so it is set there and not here.
"""

from __future__ import annotations

import stat
import sys
from collections.abc import Mapping
from pathlib import Path

from bedside.core.destinations import Readers

MODES: Mapping[Readers, int] = {"owner": 0o600, "group": 0o640, "group-writes": 0o660}
"""The rights of a new file, as POSIX writes them."""

_ALONE = '{who} alone can read it. An importer in another account takes readers = "group".'
_GROUP = "{who} and the group {group} can read it."
_WRITES = "{who} and the group {group} can read and change it."
_ALL = "Everybody on this machine can read it: its file system gives it other rights."
_CLOSED = "The group {group} may not enter {folder}: chgrp {group} it, and chmod g+rx."
_OTHER_GROUP = (
    "{folder} is of the group {theirs}. New files get that group too after: chmod g+s {folder}"
)
_SHARED = "The rights that {folder} hands down let a group of people read it."
_NOT_SHARED = "The rights that {folder} hands down let single accounts read it, and no group."


def readers_of(path: Path, readers: Readers) -> tuple[list[str], bool]:
    """Return who can read a file that was put there, a sentence a line, and whether that will do.

    It will not where a group is to read it that may not enter the folder. OSError where the file is
    not there any more.
    """
    if sys.platform == "win32":
        return [_of_windows(path)], True
    found, folder = path.stat(), path.parent.stat()
    group, theirs = _group(found.st_gid), _group(folder.st_gid)
    named = {"who": _owner(found.st_uid), "group": group, "folder": path.parent, "theirs": theirs}
    if found.st_mode & stat.S_IROTH:
        return [_ALL], True
    if not found.st_mode & stat.S_IRGRP:
        return [_ALONE.format(**named)], readers == "owner"
    told = _WRITES if found.st_mode & stat.S_IWGRP else _GROUP
    lines, is_well = [told.format(**named)], True
    if found.st_gid != folder.st_gid:
        lines.append(_OTHER_GROUP.format(**named))
    elif not folder.st_mode & stat.S_IRGRP or not folder.st_mode & stat.S_IXGRP:
        lines, is_well = [*lines, _CLOSED.format(**named)], False
    return lines, is_well


def _of_windows(path: Path) -> str:
    from bedside.deliver.rights import is_shared, written_rights

    told = _SHARED if is_shared(written_rights(path)) else _NOT_SHARED
    return told.format(folder=path.parent)


def _owner(number: int) -> str:
    """Return what an account is called; its number where it has no name here."""
    if sys.platform == "win32":
        return str(number)
    import pwd

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _group(number: int) -> str:
    if sys.platform == "win32":
        return str(number)
    import grp

    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)
