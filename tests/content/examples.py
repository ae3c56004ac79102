"""The examples of the pages of codes: a snippet made a whole file, and what is found in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from bedside.cli.targets import note_of
from bedside.content.check import Checker
from bedside.content.library import Folder, Library
from bedside.content.questionnaire.convert import checklist_of as taken_in
from bedside.content.sheet.convert import checklist_of
from bedside.core.problems import Finding, Problems
from bedside.store.cache import NormalForms
from bedside.store.paths import Places
from bedside.store.settings import load_settings
from tests.content.logic.made import entangled
from tests.content.texts import EXAMPLE, EXAMPLE_NAME
from tests.worlds import TODAY, Forgetful

_HEADER = re.compile(r"^[ \t]*(?:\[\[?|\(\()[ \t]*([\w-]+)[ \t]*(?!\.)[\])}]*[ \t]*(?:#.*)?$")
"""The header of a block; `[steps.options]` goes on with the block before it."""
SHEETS = (".csv", ".xlsx")
FORM = ".json"
_KEY = re.compile(r"^[ \t]*(\w[^=:\s]*)[ \t]*[=:]")
_ID = re.compile(r'^id[ \t]*=[ \t]*"([^"]*)"', re.MULTILINE)
_REPLACED = ("review", "note")

Block = tuple[str, str]
"""What a block is called, and its text."""


def whole(snippet: str, name: str = "", around: str = EXAMPLE) -> str:
    """Return the file that a snippet stands for, put into the checklist around it.

    One that begins with `format`, or that is called a bank or a side file, is the whole file. Any
    other is put into EXAMPLE: its first lines replace or add lines of the root, `[review]` and
    `[note]` replace theirs, blocks are put in at the end of their kind, and one whose id EXAMPLE
    has takes its place.
    """
    alone = name.startswith("banks/") or name.count(".") > 1
    if (
        alone
        or name.endswith(("settings.toml", *SHEETS, FORM))
        or snippet.lstrip().startswith("format")
    ):
        return snippet
    root, *blocks = _blocks(around)
    given, *more = _blocks(snippet)
    return _joined((root[0], _with_lines(root[1], given[1])), _with_blocks(blocks, more))


def written(folder: Path, snippet: str, name: str = "", beside: Mapping[str, str] = {}) -> Path:
    """Write what a snippet stands for, and the files beside it, into a folder; return its path.

    Beside a side file or a bank stands EXAMPLE.
    """
    path = folder / (name or EXAMPLE_NAME)
    files = {EXAMPLE_NAME: EXAMPLE, **beside, path.relative_to(folder).as_posix(): snippet}
    for each, text in files.items():
        (folder / each).parent.mkdir(parents=True, exist_ok=True)
        (folder / each).write_text(whole(text, each), encoding="utf-8", newline="\n")
    return path


def _blocks(text: str) -> list[Block]:
    """Return the root and every block of a text, in order."""
    found: list[Block] = [("", "")]
    for line in f"{text}\n".splitlines(keepends=True):
        header = _HEADER.match(line)
        if header:
            found.append((header[1], line))
        else:
            found[-1] = (found[-1][0], found[-1][1] + line)
    return found


def _with_lines(root: str, given: str) -> str:
    """Return the root with the lines given, each in the place of the line of its name."""
    lines = _entries(root)
    for name, text in _entries(given):
        known = [at for at, (mine, _) in enumerate(lines) if name and mine == name]
        if known:
            lines[known[0]] = (name, text)
        else:
            lines.append((name, text))
    return "".join(text for _, text in lines if text.strip()) + "\n"


def _entries(root: str) -> list[Block]:
    """Return the entries of a root, one that takes several lines as one."""
    found: list[Block] = []
    for line in root.splitlines(keepends=True):
        key = _KEY.match(line)
        if key or not found:
            found.append((key[1] if key else "", line))
        else:
            found[-1] = (found[-1][0], found[-1][1] + line)
    return found


def _with_blocks(blocks: list[Block], more: list[Block]) -> list[Block]:
    blocks, taken = list(blocks), set[int]()
    for kind, text in more:
        at = _place_of(kind, text, blocks, taken)
        if at is not None:
            blocks[at] = (kind, text)
            taken.add(at)
            continue
        same = [at for at, (other, _) in enumerate(blocks) if other == kind]
        end = same[-1] + 1 if same else len(blocks)
        blocks.insert(end, (kind, text))
        taken = {at + (at >= end) for at in taken} | {end}
    return blocks


def _place_of(kind: str, text: str, blocks: list[Block], taken: set[int]) -> int | None:
    """Return which block of EXAMPLE this one stands for, if any."""
    id_ = _ID.search(text)
    for at, (other, mine) in enumerate(blocks):
        if at in taken or other != kind:
            continue
        own = _ID.search(mine)
        if kind in _REPLACED or (id_ and own and id_[1] == own[1]):
            return at
    return None


def _joined(root: Block, blocks: list[Block]) -> str:
    return "\n".join(text.rstrip("\n") + "\n" for _, text in (root, *blocks))


def found_in(path: Path) -> list[Finding]:
    """Return what the command would find in a file, its folder being the library.

    A page of a settings code has settings for its file, one of a spreadsheet's a spreadsheet,
    one of a form's a form.
    """
    if path.name == "settings.toml":
        return _found_in_settings(path)
    if path.suffix in SHEETS:
        return list(checklist_of(path.read_bytes(), str(path), "", {}).findings)
    if path.suffix == FORM:
        return list(taken_in(path.read_bytes(), str(path), "", {}).findings)
    folder = path.parents[1] if path.parent.name == "banks" else path.parent
    library = Library([Folder(folder, "given"), Folder(folder / "original", "site")], Forgetful())
    return list(Checker(library, TODAY, note_of).findings(path))


def _found_in_settings(path: Path) -> list[Finding]:
    home = path.parents[1] if path.parent.name == "site" else path.parent
    places = Places(home, home, home, home / "site")
    found = load_settings(places, {}, NormalForms(home / "cache"))
    if isinstance(found, Problems):
        return list(found.findings)
    return [one for wrong in found.left_out.values() for one in wrong]


def _is_taken(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _bytes(raw: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(raw)

    return write


def _long(steps: int) -> bytes:
    block = '[[tasks]]\nid = "made-{0}"\ntext = "Do it {0}"\nwho = "Ward clerk"\ndue = "1 day"\n'
    return "".join((EXAMPLE, *(block.format(at) for at in range(steps)))).encode()


def _formula(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["kind", "id", "title"])
    book.active.append(["do", "sit", '=CONCATENATE("Sit"," down")'])
    book.save(path)


_OPTIONS = "".join(f'options.at-{hour} = "At {hour}"\n' for hour in range(200))

MADE: Mapping[str, Callable[[Path], None]] = {
    "T100": lambda path: path.unlink(),
    "T101": _bytes(b"# \n" * 400_000),
    "T102": _bytes(EXAMPLE.encode("utf-16")),
    "T103": _bytes(b"PK\x03\x04 a document"),
    "T104": _bytes(EXAMPLE.replace("A bed", "Ä bed").encode("cp1252")),
    "T106": _bytes(EXAMPLE.encode() + b"# " + b"x" * 6000 + b"\n"),
    "T140": _bytes(b"\x00\x01"),
    "T146": _formula,
    "T147": _bytes(b"kind,id,title\r\n" * 100_000),
    "T109": _bytes(EXAMPLE.replace("minutes  = 5", f"minutes  = {'9' * 4500}").encode()),
    "T130": _bytes(EXAMPLE.replace("Sit down first.", "Sit down first. " * 280).encode()),
    "T131": _bytes(EXAMPLE.replace("options.now ", _OPTIONS + "options.now ").encode()),
    "T138": _bytes(b"# a bed by the window\n"),
    "C218": _bytes(_long(10_001)),
    "C237": _bytes(_long(2001)),
    "C220": _bytes(_long(0) + b"".join(b'[[tasks]]\nid = "t%d"\n' % at for at in range(60))),
    "L329": _bytes(f"{EXAMPLE}{entangled()}".encode()),
    "K101": _is_taken,
    "K108": _bytes(b"keep_days = " + b"9" * 5000 + b"\n"),
    "K102": _bytes('theme = "hell"\n# für mich\n'.encode("latin-1")),
}
"""How a file comes to have a mistake that no example can hold, by its code."""

SEVERAL = frozenset(("C220", "K207"))
"""Codes that never come by themselves."""
