"""Everything wrong with one checklist file, in one run: text, shape, logic, wording, upkeep.

What only makes sense of a whole checklist is looked at where nothing in it is broken, so that one
mistake gives one finding.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bedside.content.accepted import without_accepted
from bedside.content.banks import Banks
from bedside.content.doubts import doubted
from bedside.content.files import read_file, unreadable
from bedside.content.fixes import instead_of, item_spot, items_instead, written
from bedside.content.gate import open_text
from bedside.content.library import Library
from bedside.content.lint.lint import linted_steps, linted_whole
from bedside.content.load import Opened, open_checklist, read_bank
from bedside.content.logic.logic import illogical
from bedside.content.misplaced import quoted
from bedside.content.overlays import Original
from bedside.content.places import Here, Origin, Places
from bedside.content.several import advice, apart, by_themselves, several
from bedside.content.sided import Whole
from bedside.content.sides import Compose, Side, look_beside, orphaned, side_of
from bedside.core.checklist import Checklist
from bedside.core.problems import Finding, Level, Problems, nearest
from bedside.core.spans import SpanMap


class Checked(NamedTuple):
    """What came of looking at a file; without a checklist there was none to read."""

    checklist: Checklist | None
    findings: tuple[Finding, ...]

    @property
    def is_usable(self) -> bool:
        """Whether a visit can be begun with it."""
        return self.checklist is not None and not any(
            found.level is Level.ERROR for found in self.findings
        )


def check(
    raw: bytes, name: str, banks: Banks, today: date, original: Original | None = None
) -> Checked:
    """Return the checklist in these bytes and all its findings, in the order of the file.

    `original` is the file that an overlay changes.
    """
    opened = open_checklist(raw, name, banks, original)
    found = [*opened.findings, *_looked_into(opened, today)]
    found.sort(key=lambda one: (one.file != name, one.file, one.span or ()))
    return Checked(opened.checklist, tuple(found))


_SAID_BY = {"C226": "M709"}
"""What is not said where something else is: two days are in no order while one is impossible."""
_LACKING = ("N404", "N405")
"""That a sentence is missing: at a step where one has a wrong name, it is that one."""


def _looked_into(opened: Opened, today: date) -> Iterator[Finding]:
    checklist, places, read = opened
    if checklist is None or places is None:
        return
    found = [*doubted(checklist, places, read), *linted_steps(checklist, places)]
    is_sound = not any(one.level is Level.ERROR for one in read)
    if is_sound:
        found += illogical(checklist, places)
        found += linted_whole(checklist, places, today)
    told = {(one.file, one.span) for one in read}
    misnamed = {one.step for one in read if one.code == "N401"}
    found = [one for one in found if (one.file, one.span) not in told]
    found = [one for one in found if one.code not in _LACKING or one.step not in misnamed]
    codes = {one.code for one in found}
    found = [one for one in found if _SAID_BY.get(one.code) not in codes]
    yield from without_accepted(found, checklist, places, today, is_whole=is_sound)


def _is_cut_off(checklist: Checklist, places: Places) -> bool:
    """Whether something can never appear, so that nobody who practises comes to it any more."""
    return any(one.level is Level.ERROR for one in illogical(checklist, places))


BANKS = "banks"
"""The folder in which every file is a bank."""


class Checker:
    """Looks at the files of a library; findings stand under the paths they were asked for by."""

    def __init__(self, library: Library, today: date, compose: Compose | None = None) -> None:
        """Look with the banks and originals of this library at hand, on this day.

        `compose` makes the notes of practice patients; without it they are not compared.
        """
        self.library, self.today, self._compose = library, today, compose

    def findings(self, path: Path) -> Sequence[Finding]:
        """Return everything wrong with a file, whatever kind it is."""
        try:
            raw = read_file(path)
        except OSError as error:
            return (replace(unreadable(path, error), file=str(path)),)
        return self.look(raw, path)

    def look(self, raw: bytes, path: Path) -> Sequence[Finding]:
        """Return everything wrong with these bytes, as if they stood at this path."""
        if path.parent.name == BANKS:
            return self._bank(raw, str(path))
        side = side_of(path.name)
        try:
            if side is not None:
                return tuple(self._beside(raw, path, side))
            return self.checked(raw, path).findings
        except OSError as error:
            return (replace(unreadable(path, error), file=str(path)),)

    def checked(self, raw: bytes, path: Path) -> Checked:
        """Return the checklist in these bytes and what is wrong with it.

        OSError where the original that it changes cannot be opened.
        """
        banks, _ = self.library.banks()
        found = check(raw, str(path), banks, self.today, self.library.original(path, raw))
        made = found.checklist
        if made is None or all(self._is_there(id_, path) for id_ in made.next):
            return found
        return Checked(made, (*found.findings, *self._not_there(made, raw, path)))

    def _is_there(self, id_: str, path: Path) -> bool:
        """Whether a talk that often follows can be found, in the library or beside this one."""
        is_name = Path(id_).name == id_ != ""
        return is_name and (bool(self.library.find(id_)) or path.with_name(f"{id_}.toml").is_file())

    def _not_there(self, made: Checklist, raw: bytes, path: Path) -> Iterator[Finding]:
        """Return a warning for each talk that `next` names and nobody can go on to."""
        text = open_text(raw)
        if not isinstance(text, str):
            return
        here = Here((Origin(str(path), SpanMap(text)),))
        others = [one for one in self.library.listings() if one.id != made.id]
        by_title, known = {one.title.casefold(): one.id for one in others}, [o.id for o in others]
        for id_ in made.next:
            if self._is_there(id_, path):
                continue
            spot = item_spot(here, "next", id_)
            message = f"There is no checklist called {quoted(id_)} to go on with."
            there = [part for part in apart(id_) or id_.split() if self._is_there(part, path)]
            if names := several(id_, by_themselves(there) | by_title):
                help_, fix = (
                    advice(names, "checklists"),
                    items_instead(here, ("next",), spot, names),
                )
                yield here.finding("M708", message, help_, spot, fix)
                continue
            near = by_title.get(id_.casefold()) or ("" if there else nearest(id_, known))
            help_ = f"did you mean {near}?" if near else "name the id of a checklist that is there"
            fix = instead_of(spot, written(near)) if near else None
            yield here.finding("M708", message, help_, spot, fix)

    def broken_banks(self) -> Iterator[Path]:
        """Yield every bank that nothing can be taken from, for what is wrong with it."""
        _, found = self.library.banks()
        broken = {Path(one.file).name for one in found if one.level is Level.ERROR}
        for name in sorted(broken):
            paths = (folder.path / BANKS / name for folder in self.library.folders)
            yield from [path for path in paths if os.path.lexists(path)][:1]

    def _beside(self, raw: bytes, path: Path, side: Side) -> Iterator[Finding]:
        """Return what is wrong with a side file; while its checklist is broken, only that is told.

        OSError where the checklist cannot be opened.
        """
        near = path.with_name(f"{side.id}.toml")
        whose = near if near.is_file() else self.library.find(side.id)
        if whose is None:
            yield orphaned(str(path), side, self.library.near(side.id))
            return
        banks, _ = self.library.banks()
        held = read_file(whose)
        original = self.library.original(whose, held)
        checklist, places, read = open_checklist(held, str(whose), banks, original)
        if checklist is None or places is None or any(f.level is Level.ERROR for f in read):
            return
        if side.part == "practice" and _is_cut_off(checklist, places):
            return
        whole = Whole(checklist, places)
        found = list(look_beside(raw, str(path), side, whole, self._compose))
        found.sort(key=lambda one: one.span or ())
        yield from without_accepted(found, checklist, places, self.today, is_whole=False)

    def _bank(self, raw: bytes, name: str) -> Sequence[Finding]:
        found = read_bank(raw, name)
        broken = found.findings if isinstance(found, Problems) else ()
        return tuple(dict.fromkeys((*broken, *check(raw, name, {}, self.today).findings)))


def checkable(folder: Path) -> Iterator[Path]:
    """Return every file of a folder that can be looked at: checklists, side files, banks.

    OSError where a folder may not be read: what lies in it would seem not to be there. Hidden
    files are passed over: editors and systems keep their own things in them.
    """
    for place in (folder, folder / BANKS):
        with suppress(FileNotFoundError, NotADirectoryError):
            names = os.listdir(place)  # noqa: PTH208  # pathlib's passes over one that may not be read
            paths = (place / name for name in sorted(names) if _is_named(name))
            yield from (path for path in paths if not os.path.isdir(path))  # noqa: PTH112  # pathlib's raises


def _is_named(name: str) -> bool:
    return name.endswith(".toml") and not name.startswith(".")
