"""Where bedside keeps its files. `BEDSIDE_HOME` puts all of them under one folder."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from bedside.core.value import Value, placed

_SITE = "/etc/bedside"


@placed
class Places(Value):
    """The folders: settings and own checklists, saved notes, visits; and the site's own folder."""

    config: Path
    data: Path
    state: Path
    site: Path
    second: tuple[Path, ...] = ()
    """Where what the store does not take is kept meanwhile, the likeliest first."""

    @property
    def settings(self) -> Path:
        """The clinician's settings file."""
        return self.config / "settings.toml"

    @property
    def site_settings(self) -> Path:
        """The site's settings file."""
        return self.site / "settings.toml"

    @property
    def checklists(self) -> Path:
        """The clinic's own checklists."""
        return self.config / "checklists"

    @property
    def notes(self) -> Path:
        """Where notes are saved when no other place is named."""
        return self.data / "notes"

    @property
    def visits(self) -> Path:
        """The store of visits."""
        return self.state / "visits.sqlite3"

    @property
    def clinic(self) -> Path:
        """The clinic's file, where this workstation is shared."""
        return self.state / "clinic" / "clinic.toml"

    @property
    def is_shared(self) -> bool:
        """Whether a clinic was set up here: people sign in, each to visits of their own."""
        return self.clinic.parent.is_dir()

    @property
    def keys(self) -> Path:
        """The key book."""
        return self.state / "keys.sqlite3"

    @property
    def key_file(self) -> Path:
        """The key of an account that one person uses."""
        return self.state / "key"

    @property
    def backups(self) -> Path:
        """Copies of the store, without its keys."""
        return self.state / "backups"

    @property
    def ballast(self) -> Path:
        """Room on the disk that is held back for when it is full."""
        return self.state / "ballast"

    @property
    def locks(self) -> Path:
        """Where a process says which visit it holds."""
        return self.state / "locks"

    @property
    def cache(self) -> Path:
        """What was read before; losing it costs time only."""
        return self.state / "cache"


def find_places(environ: Mapping[str, str]) -> Places:
    """Return the folders for this environment (the platform's own conventions, XDG on Linux)."""
    site = Path(environ.get("BEDSIDE_SITE") or _site(environ))
    if home := environ.get("BEDSIDE_HOME"):
        base = Path(home).expanduser().absolute()
        state = base / "state"
        second = _second(environ, base / "data", state)
        return Places(base / "config", base / "data", state, site, second)
    from platformdirs import PlatformDirs

    dirs = PlatformDirs("bedside", appauthor=False)
    data, state = Path(dirs.user_data_dir), Path(dirs.user_state_dir)
    return Places(Path(dirs.user_config_dir), data, state, site, _second(environ, data, state))


def make_private(folder: Path) -> None:
    """Make a folder, and those above it, that only its owner can enter.

    One that exists is left as it is. OSError where it cannot be made.
    """
    if not folder.parent.exists():
        make_private(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _second(environ: Mapping[str, str], data: Path, state: Path) -> tuple[Path, ...]:
    """Return the folders of the second place: the one that is named, or those every system has.

    Those for everybody are named after the account and the store, and checked to be ours.
    """
    if named := environ.get("BEDSIDE_SECOND"):
        return (Path(named).expanduser().absolute(),)
    account = os.getuid() if hasattr(os, "getuid") else ""
    own = f"bedside-{account}-{hashlib.blake2b(os.fsencode(state), digest_size=6).hexdigest()}"
    common = [environ.get("TMPDIR") or environ.get("TEMP") or "/tmp"]  # noqa: S108
    common = common if os.name == "nt" else ["/var/tmp", *common]  # noqa: S108
    return (data / "spill", *dict.fromkeys(Path(folder, own) for folder in common))


def _site(environ: Mapping[str, str]) -> str:
    if os.name == "nt":
        return str(Path(environ.get("PROGRAMDATA", r"C:\ProgramData")) / "bedside")
    return _SITE
