"""A watched folder: files that a receiver takes away, each whole or not there at all.

Beside them lies a hidden folder of marks, one pair a parcel and no more than its id: that it is
about to be written, and that it was. By them it is known after a cut whether a file that is not
there was taken, or never written. One more tells the folder from one beneath a share that is gone.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from bedside.core.deliveries import WAITS
from bedside.core.destinations import Folder, Hl7, Hl7Fields
from bedside.core.parcels import Fate, Made, Outgoing, Parcel, Reply, Trial, Unmade
from bedside.deliver.file import Conflict, Gone, publish
from bedside.deliver.ground import MARK, Ground
from bedside.deliver.readers import MODES, readers_of
from bedside.deliver.sidecar import files_of, name_of, paired
from bedside.store.paths import sync_folder

MARKS = ".bedside"
_KEPT_SECONDS = 90 * 24 * 3600
"""For how long marks are kept: far longer than anything waits to be asked for."""

_TAKEN = "another file of this name is already there"
_NOT_THERE = "the folder is not there: {error}"
_UNMOUNTED = (
    "nothing is mounted at {mount} now, so this is not the folder that notes went into before"
)
_MOVED = "Mount it; a folder that was moved on purpose takes its folder {marks} along."
_NOT_LET_IN = "nothing may be written there: {error}"
_FAILED = "it could not be written: {error}"
_NOT_WELL = "{folder}: {why}. Make the folder, or let bedside's account write there."
_WAITS = "it lies there, and has not been taken yet"
_WRITTEN = "{path} was written and read back"
_TEST = "This is a test of the way. It is about nobody, and it may be thrown away.\n"


class FolderSender:
    """Puts the parcels of one destination into its folder."""

    def __init__(self, destination: Folder, memory: Path | None = None) -> None:
        """Touch nothing yet. In the folder `memory` is kept what the folder stands on."""
        self._to = destination
        self._folder = Path(destination.path).expanduser()
        self._ground = Ground(destination.name, self._folder, self._folder / MARKS, memory)
        self._last: Path | None = None
        """What was written last."""

    def make(self, outgoing: Outgoing) -> Made | Unmade:
        """Return a message, or a note with what stands beside it, as one body."""
        if self._to.form == "hl7":
            from bedside.deliver.hl7.message import message

            return message(outgoing)
        from bedside.deliver.attachment import attached

        note = attached(outgoing)
        return note if isinstance(note, Unmade) else paired(outgoing, note)

    def send(self, parcel: Parcel, parent: str = "") -> Reply:  # noqa: ARG002  # files need none
        """Write the files, the note last; where its receiver has to take it, that is waited for.

        What was written once is not written again: its receiver may have taken it.
        """
        if missing := self._ground.missing():
            return Reply(fate=Fate.AGAIN, said=_UNMOUNTED.format(mount=missing))
        begun, done = self._marks(parcel)
        try:
            if done.exists():
                return self._standing(parcel)
            self._mark(begun)
            is_read = [self._is_read(path, body) for path, body in self._files(parcel).items()]
        except Conflict:
            return Reply(fate=Fate.HELD, said=_TAKEN)
        except FileNotFoundError as error:
            return Reply(fate=Fate.AGAIN, said=_NOT_THERE.format(error=error.strerror))
        except PermissionError as error:
            return Reply(fate=Fate.CLOSED, said=_NOT_LET_IN.format(error=error.strerror))
        except OSError as error:
            return Reply(fate=Fate.UNKNOWN, said=_FAILED.format(error=error.strerror))
        try:
            self._mark(done)
            self._ground.keep()
            there = self._standing(parcel)
            return there if is_read[-1] else replace(there, compared=None)
        except OSError as error:  # the note lies there: never again as one that does not
            return Reply(fate=Fate.UNKNOWN, said=_FAILED.format(error=error.strerror))

    def find(self, parcel: Parcel) -> Reply | None:
        """Say whether the files were written, and taken; nothing where a cut hides that."""
        if missing := self._ground.missing():
            return Reply(fate=Fate.UNKNOWN, said=_UNMOUNTED.format(mount=missing))
        begun, done = self._marks(parcel)
        try:
            next(self._folder.iterdir(), None)  # fails where the folder is not there
            if done.exists():
                return self._standing(parcel)
            path, body = list(self._files(parcel).items())[-1]
            if path.exists():
                is_ours = path.read_bytes() == body
                return self._standing(parcel) if is_ours else Reply(fate=Fate.HELD, said=_TAKEN)
            return None if begun.exists() else Reply(fate=Fate.AGAIN)
        except OSError as error:
            return Reply(fate=Fate.UNKNOWN, said=_NOT_THERE.format(error=error.strerror))

    def test(self) -> Trial:
        """Put something about nobody into the folder, the way that real notes go.

        Say who can read it there: an importer is often another account.
        """
        if missing := self._ground.missing():
            why = _UNMOUNTED.format(mount=missing)
            return Trial([f"{self._folder}: {why}. {_MOVED.format(marks=MARKS)}"], False)
        if self._to.form == "hl7":
            from bedside.deliver.hl7.rehearsal import rehearsed

            to = Hl7(name=self._to.name, hl7=self._to.hl7 or Hl7Fields(), takes=self._to.takes)
            found = rehearsed(to, self.send)
        else:
            found = self._tested()
        try:
            lines, is_well = readers_of(self._last, self._to.readers) if self._last else ([], True)
        except OSError:  # it was taken away already, so it could be read
            return found
        return Trial([*found.lines, *lines], found.is_well and is_well)

    def _tested(self) -> Trial:
        path = self._folder / f"test_{time.time_ns() // 1_000_000}.txt"
        try:
            self._is_read(path, _TEST.encode())
            (self._folder / MARKS).mkdir(exist_ok=True, mode=0o700)
            self._ground.keep()
        except OSError as error:
            why = _FAILED.format(error=error.strerror or error)
            return Trial([_NOT_WELL.format(folder=self._folder, why=why)], False)
        return Trial([_WRITTEN.format(path=path)], True)

    def close(self) -> None:
        """Let go of nothing: no file stays open."""

    def _is_read(self, path: Path, body: bytes) -> bool:
        """Put a file there; say whether it was read back before its receiver took it."""
        try:
            publish(path, body, MODES[self._to.readers])
        except Gone:
            return False
        self._last = path
        return True

    def _files(self, parcel: Parcel) -> dict[Path, bytes]:
        name = name_of(parcel.visit, parcel.document)
        found = files_of(parcel.body, parcel.media)
        return {self._folder / f"{name}.{ending}": body for ending, body in found.items()}

    def _standing(self, parcel: Parcel) -> Reply:
        """Return how a file stands that was written: it ends the job, or its being taken does."""
        path = list(self._files(parcel))[-1]
        if self._to.receipt == "written":
            return Reply(fate=Fate.DELIVERED, receipt=str(path), compared=True)
        if path.exists():
            return Reply(fate=Fate.UNKNOWN, code=WAITS, said=_WAITS)
        renamed = sorted(self._folder.glob(f"{path.name}.*"))
        return Reply(fate=Fate.DELIVERED, receipt=str(renamed[0] if renamed else path))

    def _marks(self, parcel: Parcel) -> tuple[Path, Path]:
        folder = self._folder / MARKS
        return folder / f"{parcel.control}.begun", folder / f"{parcel.control}.done"

    def _mark(self, mark: Path) -> None:
        """Leave a mark that lasts; take away those that nobody asks for any more."""
        mark.parent.mkdir(exist_ok=True, mode=0o700)
        mark.touch(mode=0o600)
        sync_folder(mark.parent)
        before = time.time() - _KEPT_SECONDS
        for old in mark.parent.iterdir():
            with suppress(OSError):
                if old.name != MARK and old.stat().st_mtime < before:
                    old.unlink()
