"""The library: every checklist that can be found, the nearest of each id, broken ones with why.

What was read once is kept as its normal form under the hash of its bytes, so that an unchanged
file opens without tomllib, pydantic or any check.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from bedside.content.files import read_file, unreadable
from bedside.core.checklist import FORMAT, Checklist
from bedside.core.codec import from_plain, to_plain
from bedside.core.listing import Listing
from bedside.core.problems import Finding, Problems, nearest

if TYPE_CHECKING:
    from bedside.content.banks import Bank, Banks
    from bedside.content.overlays import Original

_INDEX = "index"
_BANKS = "banks"
_CACHE_VERSION = 3
_EXTENDS = re.compile(rb"^[ \t\xef\xbb\xbf]*[\"']?extends[\"']?[ \t]*=", re.MULTILINE)
"""The line that makes a file an overlay; one in a long text may look like it, and does no harm."""


class Cache(Protocol):
    """Where what was read is kept between runs."""

    def get(self, key: str) -> bytes | None:
        """Return what was put under a key, if it is still there."""

    def put(self, key: str, value: bytes) -> None:
        """Keep a value; losing it costs time only."""


class Folder(NamedTuple):
    """A folder that is searched for checklists, and whose it is."""

    path: Path
    origin: str


class Library:
    """The checklists of some folders, nearest first."""

    def __init__(self, folders: Iterable[Folder], cache: Cache) -> None:
        """Search these folders; nothing is read yet."""
        self.folders = tuple(folders)
        self._cache = cache
        self._banks_digest = ""
        self._read_banks: tuple[Banks, list[Finding]] | None = None

    def find(self, id_: str) -> Path | None:
        """Return the nearest file of a checklist id."""
        if not id_ or Path(id_).name != id_ or "." in id_:
            return None
        return self._first(id_, self.folders)

    def _first(self, id_: str, folders: Iterable[Folder], but: Path | None = None) -> Path | None:
        """Return the file of an id in the first of these folders that has one, but for one file."""
        paths = (folder.path / f"{id_}.toml" for folder in folders)
        there = (path for path in paths if os.path.lexists(path) and not os.path.isdir(path))  # noqa: PTH112  # pathlib's raises
        return next((path for path in there if but is None or not _is_same(path, but)), None)

    def open(self, path: Path) -> Checklist | Problems:
        """Return the checklist in a file, from the cache where its bytes are unchanged.

        OSError where the file cannot be opened.
        """
        raw = read_file(path)
        below = self._below(path, raw)
        original = (str(below), read_file(below)) if below else None
        key = self._key(raw + b"\0" + original[1] if original else raw)
        kept = self._cache.get(key)
        if kept is not None:
            return from_plain(Checklist, json.loads(kept))
        from bedside.content.load import read
        from bedside.content.overlays import Original

        banks, _ = self.banks()
        found = read(raw, path.name, banks, Original(*original) if original else None)
        if isinstance(found, Checklist):
            self._cache.put(key, json.dumps(to_plain(found), ensure_ascii=False).encode())
        return found

    def original(self, path: Path, raw: bytes) -> Original | None:
        """Return the file that these bytes change, standing at this path; none where there is none.

        OSError where it cannot be opened.
        """
        from bedside.content.overlays import Original

        below = self._below(path, raw)
        return Original(str(below), read_file(below)) if below else None

    def _below(self, path: Path, raw: bytes) -> Path | None:
        """Return the next file of the same id in a folder that is searched after this file's."""
        return self._next(path) if _EXTENDS.search(raw) else None

    def _next(self, path: Path) -> Path | None:
        at = [n for n, folder in enumerate(self.folders) if _is_same(folder.path, path.parent)]
        return self._first(path.stem, self.folders[at[0] + 1 :] if at else self.folders, path)

    def near(self, id_: str) -> str:
        """Return the id spelled most like this one; "" when none is near."""
        return nearest(id_, [listing.id for listing in self.listings()])

    def listings(self) -> list[Listing]:
        """Return every id once, the nearest file of it, sorted by title."""
        kept = self._index()
        fresh: dict[str, object] = {}
        chosen: dict[str, Listing] = {}
        for folder, entry in self._files():
            stamp = _stamp(entry)
            known = cast("dict[str, object]", kept.get(entry.path, {}))
            is_known = stamp is not None and known.get("stamp") == stamp
            is_known = is_known and self._rests(known, entry.path)
            row = fresh[entry.path] = known if is_known else self._row(entry.path, stamp)
            listing = self._listing(row, folder.origin)
            nearer = chosen.get(listing.id)
            if nearer is None:
                chosen[listing.id] = listing
            else:
                hides = (*nearer.hides, listing.origin)
                chosen[listing.id] = replace(nearer, hides=hides)
        if fresh != kept:
            self._keep_index(fresh)
        return sorted(chosen.values(), key=lambda one: (one.title or one.id).casefold())

    def _listing(self, row: Mapping[str, object], origin: str) -> Listing:
        kept = cast("dict[str, object]", row["listing"])
        return from_plain(Listing, {**kept, "origin": origin})

    def _row(self, path: str, stamp: list[int] | None) -> dict[str, object]:
        """Return what is kept of a file: of an overlay also its original, and what that was."""
        is_overlay = _EXTENDS.search(_bytes(Path(path))) is not None
        below = self._next(Path(path)) if is_overlay else None
        row = {"stamp": stamp, "listing": to_plain(self._read_listing(Path(path), below))}
        return row | {"rests": _resting(below)} if is_overlay else row

    def _rests(self, known: Mapping[str, object], path: str) -> bool:
        """Whether what a known file rests on is as it was; one that rests on nothing is."""
        return "rests" not in known or known["rests"] == _resting(self._next(Path(path)))

    def _read_listing(self, path: Path, below: Path | None) -> Listing:
        try:
            found = self.open(path)
        except OSError as error:
            finding = unreadable(path, error)
            return Listing(id=path.stem, path=str(path), findings=(finding,))
        if isinstance(found, Problems):
            return Listing(id=path.stem, path=str(path), findings=found.findings)
        from bedside.content.seal import standing

        return Listing(
            id=found.id,
            title=found.title,
            summary=found.summary,
            version=found.version,
            minutes=found.minutes,
            status=standing(found).status,
            tags=found.tags,
            next_review=found.review.next_review,
            path=str(path),
            adapts=self._whose(below) if below and found.extends else "",
        )

    def _whose(self, path: Path) -> str:
        """Return whose folder a file lies in."""
        return next((f.origin for f in self.folders if _is_same(f.path, path.parent)), "")

    def _files(self) -> Iterator[tuple[Folder, os.DirEntry[str]]]:
        """Return every checklist file, nearest folder first; side files have a second dot."""
        for folder in self.folders:
            try:
                entries = sorted(os.scandir(folder.path), key=lambda entry: entry.name)
            except OSError:
                continue
            for entry in entries:
                stem, dot, suffix = entry.name.partition(".")
                if stem and dot and suffix == "toml" and not _is_folder(entry):
                    yield folder, entry

    def _key(self, raw: bytes) -> str:
        """Return the name under which these bytes' normal form is kept."""
        whole = b"%d %d %s " % (_CACHE_VERSION, FORMAT, self._bank_bytes_digest().encode())
        return hashlib.blake2b(whole + raw, digest_size=20).hexdigest()

    def _bank_files(self) -> dict[str, Path]:
        """Return the nearest file of every bank."""
        found: dict[str, Path] = {}
        for folder in self.folders:
            for path in sorted((folder.path / _BANKS).glob("*.toml")):
                found.setdefault(path.stem, path)
        return found

    def _bank_bytes_digest(self) -> str:
        if not self._banks_digest:
            digest = hashlib.blake2b(digest_size=20)
            for name, path in sorted(self._bank_files().items()):
                digest.update(name.encode() + b"\0" + _bytes(path) + b"\0")
            self._banks_digest = digest.hexdigest()
        return self._banks_digest

    def banks(self) -> tuple[Banks, list[Finding]]:
        """Return the banks that can be read, and what is wrong with the others."""
        if self._read_banks is None:
            self._read_banks = self._banks_now()
        return self._read_banks

    def _banks_now(self) -> tuple[Banks, list[Finding]]:
        from bedside.content.banks import Bank
        from bedside.content.load import read_bank

        banks: dict[str, Bank] = {}
        findings: list[Finding] = []
        for name, path in self._bank_files().items():
            try:
                found = read_bank(read_file(path), str(path))
            except OSError as error:
                found = Problems((replace(unreadable(path, error), file=str(path)),))
            if isinstance(found, Problems):
                findings += found.findings
                banks[name] = Bank(name, {}, (), found.findings)
            else:
                banks[name] = found
        return banks, findings

    def _index(self) -> dict[str, object]:
        """Return what the last run knew of every file; nothing if the banks changed since."""
        kept = self._cache.get(_INDEX)
        index = cast("dict[str, object]", json.loads(kept)) if kept else {}
        known = index.get("of") == [_CACHE_VERSION, FORMAT, self._bank_bytes_digest()]
        return cast("dict[str, object]", index["files"]) if known else {}

    def _keep_index(self, files: Mapping[str, object]) -> None:
        of = [_CACHE_VERSION, FORMAT, self._bank_bytes_digest()]
        self._cache.put(_INDEX, json.dumps({"of": of, "files": files}).encode())


def shipped() -> Folder:
    """Return the folder of the checklists that come with bedside.

    An installed bedside carries them inside the package; in a source tree they stand beside it.
    """
    package = Path(__file__).resolve().parent.parent
    inside = package / "_checklists"
    return Folder(inside if inside.is_dir() else package.parent / "checklists", "shipped")


def _is_same(one: Path, other: Path) -> bool:
    return os.path.abspath(one) == os.path.abspath(other)  # noqa: PTH100  # no link is followed


def _bytes(path: Path) -> bytes:
    try:
        return read_file(path)
    except OSError:
        return b""


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _stamp(entry: os.DirEntry[str]) -> list[int] | None:
    """Return what changes whenever the file does; nothing where it cannot be looked at."""
    try:
        return _stamped(entry.stat())
    except OSError:
        return None


def _resting(below: Path | None) -> list[object]:
    """Return which original an overlay rests on, and its stamp; nothing where it has none."""
    return [str(below), _stamp_of(below)] if below else []


def _stamp_of(path: Path) -> list[int] | None:
    """Return the same for a file by its path."""
    try:
        return _stamped(path.stat())
    except OSError:
        return None


def _stamped(found: os.stat_result) -> list[int]:
    return [found.st_mtime_ns, found.st_size]
