"""Where bedside keeps its files. `BEDSIDE_HOME` puts all of them under one folder."""

from __future__ import annotations

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
    def keys(self) -> Path:
        """The key book."""
        return self.state / "keys.sqlite3"

    @property
    def key_file(self) -> Path:
        """The key of an account that one person uses."""
        return self.state / "key"

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
        return Places(base / "config", base / "data", base / "state", site)
    from platformdirs import PlatformDirs

    dirs = PlatformDirs("bedside", appauthor=False)
    return Places(
        Path(dirs.user_config_dir), Path(dirs.user_data_dir), Path(dirs.user_state_dir), site
    )


def make_private(folder: Path) -> None:
    """Make a folder, and those above it, that only its owner can enter.

    One that exists is left as it is. OSError where it cannot be made.
    """
    if not folder.parent.exists():
        make_private(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)


def _site(environ: Mapping[str, str]) -> str:
    if os.name == "nt":
        return str(Path(environ.get("PROGRAMDATA", r"C:\ProgramData")) / "bedside")
    return _SITE
