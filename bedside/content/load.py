"""Reading one checklist file: bytes to text, text to tables, tables to the model, names checked.

`load` never raises on what a file holds: everything wrong becomes a finding, all in one run.
"""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import NamedTuple

from bedside.content.banks import Bank, Banks, as_bank, bank_of
from bedside.content.entries import ID
from bedside.content.files import read_file
from bedside.content.fixes import instead_of
from bedside.content.layout import Layout, laid_out
from bedside.content.misplaced import quoted
from bedside.content.opening import LACKING, Opening, about_file, as_written, open_table, open_whole
from bedside.content.overlays import Original, is_overlay, overlaid, without_original
from bedside.content.places import Here, Origin, Places
from bedside.content.reader import MAX_FINDINGS, Reader
from bedside.core.checklist import Checklist
from bedside.core.problems import Finding, Level, Problems

NAMED_OTHERWISE = "M705"
"""The finding about a file whose name is not its id: about no line of what it was made from."""


class Opened(NamedTuple):
    """A file that was read: the checklist as far as it goes, where it stands, what is wrong.

    There is no checklist where its head could not be read, and there are no places where its
    text could not. With an error among the findings it is not to be used.
    """

    checklist: Checklist | None
    places: Places | None
    findings: tuple[Finding, ...]


def load(path: Path, banks: Banks | None = None) -> Checklist | Problems:
    """Return the checklist in a file, or everything that is wrong with it.

    `banks` are the steps it may take with `use`. A file that cannot be opened raises OSError.
    """
    return read(read_file(path), path.name, banks or {})


def read(
    raw: bytes, name: str, banks: Banks, original: Original | None = None
) -> Checklist | Problems:
    """Return the checklist in these bytes; `name` is what findings call the file.

    `original` is the file that an overlay changes. What is no error keeps nothing from being used.
    """
    opened = open_checklist(raw, name, banks, original, is_quick=True)
    if opened.checklist is None or any(f.level is Level.ERROR for f in opened.findings):
        return Problems(opened.findings)
    return opened.checklist


def open_checklist(
    raw: bytes, name: str, banks: Banks, original: Original | None = None, *, is_quick: bool = False
) -> Opened:
    """Return these bytes as far as they can be read as a checklist, and everything wrong.

    Where it `is_quick`, empty texts that keep nothing from being used are passed over.
    """
    table = open_whole(raw)
    if not isinstance(table, Opening):
        return Opened(None, None, tuple(about_file(one, name) for one in table))
    if is_overlay(table.table):
        layout = _laid_over(table, name, banks, original)
    else:
        layout = laid_out(table.table, Origin(name, table.spans))
    if isinstance(layout, Finding):
        slips = [about_file(one, name) for one in table.slips]
        why = as_written(table, (layout,), name) if slips else (layout,)
        return Opened(None, None, (*slips, *why))
    if PurePath(name).parent.name == "banks":
        layout = as_bank(layout)
    reader = Reader(layout, banks, is_quick)
    checklist = reader.checklist()
    findings = reader.findings
    here = reader.places.head
    if checklist and (found := _other_name(checklist.id, name, here)):
        findings.append(found)
    if table.slips:
        slips = [about_file(one, name) for one in table.slips]
        slips += as_written(table, findings, name)
        return Opened(None, None, tuple(_capped(slips, name)))
    return Opened(checklist, reader.places, tuple(_capped(_placed(findings, name), name)))


def _other_name(id_: str, name: str, here: Here) -> Finding | None:
    """Return the finding for an id that is not the file's name."""
    stem = PurePath(name).name.removesuffix(".toml")
    if id_ == stem or not ID.match(id_):
        return None
    ending = PurePath(name).suffix
    if PurePath(name).stem.endswith(".toml"):
        message = f"The name of this file ends in {ending}, which Windows may hide."
        return here.finding(NAMED_OTHERWISE, message, f"save it as {id_}.toml", here.value("id"))
    fix = instead_of(here.value("id"), f'"{stem}"') if ID.match(stem) else None
    help_ = f'name the file {id_}.toml, or write id = "{stem}"'
    message = f"The id is {quoted(id_)}, but the file is called {stem}.toml."
    return here.finding(NAMED_OTHERWISE, message, help_, here.value("id"), fix)


def _laid_over(
    table: Opening, name: str, banks: Banks, original: Original | None
) -> Layout | Finding:
    """Return the rows of an overlay and its original together, or why there are none."""
    origin = Origin(name, table.spans)
    if original is None:
        return without_original(table.table, origin)
    theirs = open_table(original.raw)
    if isinstance(theirs, Finding):
        return about_file(theirs, original.name)
    whole = laid_out(theirs.table, Origin(original.name, theirs.spans))
    return overlaid(table.table, origin, whole, banks)


def read_bank(raw: bytes, name: str) -> Bank | Problems:
    """Return the bank in these bytes, each of its steps already known to be well formed."""
    opened = open_checklist(raw, name, {}, is_quick=True)
    table = open_table(raw)
    if isinstance(table, Finding):
        return Problems(opened.findings)
    layout = as_bank(laid_out(table.table, Origin(name, table.spans)))
    found = tuple(dict.fromkeys((*layout.findings, *opened.findings)))
    if opened.checklist is None or any(one.level is Level.ERROR for one in found):
        return Problems(found)
    return bank_of(opened.checklist, layout.steps)


def _placed(findings: list[Finding], name: str) -> list[Finding]:
    """Return what stands on a line or is merely lacking; the rest comes of errors that do stand.

    Lines below a stray header are read with what they seem to belong to, where they do not stand.
    """
    if not any(one.span and one.level is Level.ERROR for one in findings):
        return findings
    return [one for one in findings if one.span or one.file != name or one.code in LACKING]


def _capped(findings: list[Finding], name: str) -> list[Finding]:
    """Return as many findings as are told, and that there are more where there are."""
    if len(findings) <= MAX_FINDINGS:
        return findings
    message = f"There is more to mend in this file than the {MAX_FINDINGS} mistakes named so far."
    more = Finding(code="C220", message=message, help="mend these, then look again", file=name)
    return [*findings[:MAX_FINDINGS], more]
