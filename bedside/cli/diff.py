"""`bedside diff A [B]`: what changed between two checklists, in words, and line by line if wanted.

To differ is no mistake: it ends with 0 whether or not there is a difference.
"""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bedside.cli.desk import Desk
from bedside.cli.draft import folder_of, read_draft
from bedside.cli.exits import Ended, Exit
from bedside.cli.faces import checklists_argument, use_utf8
from bedside.cli.named import checklist_path
from bedside.cli.window import complain, tell
from bedside.core.text import safe

if TYPE_CHECKING:
    from bedside.content.changes import Change
    from bedside.content.history import Version
    from bedside.core.checklist import Checklist

_NEWEST = "published"
_RAISES = "publishing raises the {} number of the version."


class Side(NamedTuple):
    """One of the two: what to call it, its text, and the checklist in it if it can be used."""

    name: str
    text: str
    checklist: Checklist | None


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "old",
        metavar="A",
        help="an id, a file, or ID@1.0 for a version that was published, ID@published for the last",
    )
    parser.add_argument(
        "new",
        metavar="B",
        nargs="?",
        help="the newer one; without it, A is compared with what was published or it replaces",
    )
    parser.add_argument("--text", action="store_true", help="show the lines that differ, too")
    parser.add_argument("--format", choices=("human", "json"), default="human", help="human")
    checklists_argument(parser)


def run(args: Namespace) -> Exit:
    """Print the differences; 1 where one of the two cannot be used, 0 in every other case."""
    from bedside.content.changes import changes

    use_utf8()
    desk = Desk(args.checklists)
    if args.new is None:
        old, new = _alone(desk, args.old)
    else:
        old, new = _side(desk, args.old), _side(desk, args.new)
    is_read = old.checklist is not None and new.checklist is not None
    found: Sequence[Change] = ()
    if old.checklist is not None and new.checklist is not None:
        found = changes(old.checklist, new.checklist)
    rows = _rows(old, new) if args.text or not is_read else []
    if args.format == "json":
        _print_json(old, new, found, rows)
    else:
        _print(old, new, found, rows)
    for side in (old, new):
        if side.checklist is None:
            why = "cannot be used until it is mended, so only its lines were compared"
            complain(f"bedside: {side.name} {why}. bedside check tells more.")
    return Exit.FINE if is_read else Exit.FINDINGS


def _side(desk: Desk, name: str) -> Side:
    """Return what a name means: a file, the checklist of an id, or a version that was published."""
    bare, at, version = name.rpartition("@")
    if not at or os.path.exists(name):  # noqa: PTH110  # pathlib's raises
        return _file(desk, checklist_path(desk, name))
    path = checklist_path(desk, bare)
    from bedside.content.history import found_in

    lines = _history(path)
    line = found_in(lines, version)
    if line is None:
        known = ", ".join(dict.fromkeys(one.version for one in lines)) or "none"
        message = f"no version {version} of {bare} was published. Published: {known}."
        raise Ended(Exit.NOT_FOUND, message)
    return _version(path, line)


def _alone(desk: Desk, name: str) -> tuple[Side, Side]:
    """Return a checklist and what it is best compared with.

    That is the last version published, if it was changed since; else the checklist of the same id
    that it replaces; else the version before the last.
    """
    path = checklist_path(desk, name)
    new, lines = _file(desk, path), _history(path)
    if lines and lines[-1].text != _plain(new.text):
        return _version(path, lines[-1]), new
    if (replaced := _replaced(desk, path)) is not None:
        return _file(desk, replaced), new
    if len(lines) > 1:
        return _version(path, lines[-2]), new
    if lines:
        return _version(path, lines[-1]), new
    message = f"{path} was never published and replaces no other checklist."
    raise Ended(Exit.NOT_FOUND, f"{message} Name the one to compare it with: bedside diff A B.")


def _file(desk: Desk, path: Path) -> Side:
    draft = read_draft(desk, path)
    return Side(str(path), draft.text, draft.checklist())


def _version(path: Path, line: Version) -> Side:
    return Side(f"{path.stem}@{line.version}", line.text, line.checklist())


def _history(path: Path) -> tuple[Version, ...]:
    from bedside.content.history import Damaged, history_beside, read_history

    try:
        return read_history(path)
    except (Damaged, OSError) as error:
        message = f"{history_beside(path)} cannot be read, so nothing published is known."
        way = "Bring it back from a copy, or name the one to compare it with: bedside diff A B."
        raise Ended(Exit.UNAVAILABLE, f"{message} {way}") from error


def _replaced(desk: Desk, path: Path) -> Path | None:
    """Return the file of the same id in the next folder that has one."""
    folders = list(desk.library.folders)
    own = folder_of(desk, path)
    after = folders[folders.index(own) + 1 :] if own in folders else folders
    there = (folder.path / path.name for folder in after)
    return next((one for one in there if one.is_file()), None)


def _plain(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _rows(old: Side, new: Side) -> list[str]:
    from bedside.cli.report.difference import unified

    pair = (_plain(old.text).split("\n"), _plain(new.text).split("\n"))
    return list(unified(*pair, (old.name, new.name), around=2))


def _print(old: Side, new: Side, found: Sequence[Change], rows: Sequence[str]) -> None:
    """Print the changes by step, what they mean for the version, and the lines."""
    if old.checklist is not None and new.checklist is not None:
        tell(f"From {old.name}\nto {new.name}:")
        for line in _told(found, is_same=_plain(old.text) == _plain(new.text)):
            tell(line)
    for number, row in enumerate(rows):
        print(("\n" if not number else "") + safe(row))


def _told(found: Sequence[Change], *, is_same: bool) -> list[str]:
    from bedside.content.changes import heaviest, in_lines
    from bedside.content.parts import Weight

    if is_same and not found:
        return ["No difference."]
    if not found:
        return ["They say the same; they are only written otherwise. --text shows the lines."]
    meaning = {
        Weight.RECORDED: f"What is recorded or shown can differ: {_RAISES.format('first')}",
        Weight.WORDS: f"Only words around what is recorded differ: {_RAISES.format('second')}",
        None: "It means the same: the version stays.",
    }
    return [*in_lines(found), meaning[heaviest(found)]]


def _print_json(old: Side, new: Side, found: Sequence[Change], rows: Sequence[str]) -> None:
    from bedside.cli.tables import as_json
    from bedside.content.changes import heaviest

    told = {
        "old": old.name,
        "new": new.name,
        "is_comparable": old.checklist is not None and new.checklist is not None,
        "weight": heaviest(found),
        "changes": [
            {"of": one.of, "id": one.id, "weight": one.weight, "message": one.message}
            for one in found
        ],
        "lines": list(rows),
    }
    print(as_json(told))
