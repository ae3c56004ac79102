"""The files that `check` is to look at, and the library each is to be looked at in."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.core.problems import Finding, nearest

if TYPE_CHECKING:
    from bedside.content.check import Checker
    from bedside.core.checklist import Checklist
    from bedside.core.visit import Visit

STDIN = "-"
_BANKS = "banks"
_NAMED_AFTER_ITS_ID = "M705"
"""The finding that a file is not; standard input without a name is no file."""


class Target:
    """A file to look at, by the path it was given by."""

    def __init__(self, path: Path) -> None:
        """Look at this path; nothing is read yet."""
        self.path = path

    @property
    def folder(self) -> Path:
        """The folder of checklists it belongs to: for a bank, the one above its own."""
        folder = self.path.parent
        return folder.parent if folder.name == _BANKS else folder

    def raw(self) -> bytes:
        """Return what it holds; OSError where it cannot be opened."""
        from bedside.content.files import read_file

        return read_file(self.path)

    def found_by(self, checker: Checker) -> Sequence[Finding]:
        """Return everything wrong with it; for one that is not there, the nearest name."""
        found = checker.findings(self.path)
        if os.path.lexists(self.path):
            return found
        here = nearest(self.path.name, _names(self.path.parent))
        near = str(self.path.parent / here) if here else checker.library.near(str(self.path))
        help_ = f"did you mean {near}?" if near else "bedside list shows every checklist"
        message = f"There is no file and no checklist called {self.path}."
        return [replace(one, message=message, help=help_) for one in found]

    def checklist(self, checker: Checker) -> Checklist | None:
        """Return the checklist in it, where one can be used."""
        try:
            checked = checker.checked(self.raw(), self.path)
        except OSError:
            return None
        return checked.checklist if checked.is_usable else None

    def held(self) -> Mapping[str, bytes]:
        """Return its text where no file has it."""
        return {}


class Given(Target):
    """Standard input, under the name it was given."""

    def __init__(self, name: str) -> None:
        """Read it now, and no more of it than a checklist may hold."""
        from bedside.content.files import MAX_BYTES

        super().__init__(Path(name or STDIN))
        self._is_named = bool(name)
        stream = getattr(sys.stdin, "buffer", None)
        read = stream.read(MAX_BYTES + 1) if stream else sys.stdin.read(MAX_BYTES + 1)
        self._raw: bytes = read if isinstance(read, bytes) else read.encode()

    def raw(self) -> bytes:
        """Return what was given."""
        return self._raw

    def found_by(self, checker: Checker) -> Sequence[Finding]:
        """Return everything wrong with it; without a name, it cannot have the wrong one."""
        found = checker.look(self._raw, self.path)
        return [one for one in found if self._is_named or one.code != _NAMED_AFTER_ITS_ID]

    def held(self) -> Mapping[str, bytes]:
        """Return what was given, under its name."""
        return {str(self.path): self._raw}


class Checkers:
    """For each file, a checker with the library it belongs to: its own folder, then all others."""

    def __init__(self, desk: Desk, today: date) -> None:
        """Look in this desk's library, on this day."""
        self._desk, self._today = desk, today
        self._folder: Path | None = None
        self._checker: Checker | None = None

    def of(self, target: Target) -> Checker:
        """Return the checker of a file; the same one for file after file of a folder."""
        if self._checker is None or target.folder != self._folder:
            self._folder, self._checker = target.folder, self._made(target.folder)
        return self._checker

    def _made(self, folder: Path) -> Checker:
        """Return a checker whose library has this folder, under the path it was given by."""
        from bedside.content.check import Checker
        from bedside.content.library import Folder, Library

        known = self._desk.library.folders
        same = [one for one in known if one.path.absolute() == folder.absolute()]
        if folder in [one.path for one in same]:
            return Checker(self._desk.library, self._today, note_of)
        given = Folder(folder, "given")
        folders = [given if one in same else one for one in known]
        library = Library(folders if same else [given, *folders], self._desk.cache)
        return Checker(library, self._today, note_of)


def note_of(visit: Visit) -> str:
    """Return what the note of a practice visit tells of the talk."""
    from bedside.note.compose import compose
    from bedside.note.render.text import render_told

    return render_told(compose(visit, visit.checklist))


def targets(paths: Sequence[str], name: str, desk: Desk) -> list[Target]:
    """Return every file that is meant, each once; without paths, the whole library."""
    if not paths:
        return [Target(path) for path in _library(desk)]
    found: dict[str, Target] = {}
    for path in paths:
        for target in _meant(path, name, desk):
            found.setdefault(str(target.path), target)
    return list(found.values())


def _meant(path: str, name: str, desk: Desk) -> Iterator[Target]:
    """Yield the files that one path means; the id of a checklist means its nearest file."""
    from bedside.content.check import checkable

    if path == STDIN:
        yield Given(name)
        return
    if not os.path.isdir(path):  # noqa: PTH112  # pathlib's raises
        known = None if os.path.lexists(path) else desk.library.find(path)
        yield Target(known or Path(path))
        return
    files = list(checkable(Path(path)))
    if not files:
        raise Ended(Exit.NOT_FOUND, f"there is no checklist in the folder {path}.")
    yield from map(Target, files)


def _library(desk: Desk) -> Iterator[Path]:
    """Yield every file of the library, of those with one name the nearest."""
    from bedside.content.check import checkable

    seen: set[Path] = set()
    for folder in desk.library.folders:
        for path in checkable(folder.path):
            name = path.relative_to(folder.path)
            if name not in seen:
                seen.add(name)
                yield path


def _names(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir())
    except OSError:
        return []
