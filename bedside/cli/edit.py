"""`bedside edit ID`: open a checklist in your editor, and look it over each time it is closed."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from bedside.cli.asked import can_ask
from bedside.cli.desk import Desk
from bedside.cli.draft import Draft, folder_of, read_draft
from bedside.cli.editors import editor, open_at
from bedside.cli.exits import Ended, Exit
from bedside.cli.faces import checklists_argument, use_utf8
from bedside.cli.named import checklist_path
from bedside.cli.window import columns, tell
from bedside.core.problems import Finding, Level
from bedside.core.reasons import reason
from bedside.core.text import safe

_WHOSE = {"shipped": "came with bedside", "site": "belongs to the site"}


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("checklist", help="its id, or its file")
    parser.add_argument("--line", type=int, default=0, metavar="N", help="open it at this line")
    checklists_argument(parser)


def run(args: Namespace) -> Exit:
    """Open it, look it over, and open it again until no error is left or it is enough."""
    use_utf8()
    desk = Desk(args.checklists)
    path = checklist_path(desk, args.checklist)
    if not can_ask():
        message = "editing needs a terminal, and there is none here."
        way = f"Open {path} in any editor, then run bedside check {path}."
        folder = folder_of(desk, path)
        if folder is not None and folder.origin in _WHOSE:
            way = f"{path.stem} {_WHOSE[folder.origin]}: bedside adapt {path.stem} begins your own."
        raise Ended(Exit.USAGE, f"{message} {way}")
    command = editor(desk.environ)
    own, is_copy = _own(desk, path)
    before = read_draft(desk, own)
    code = _edited(desk, own, command, args.line)
    _say_changes(before, read_draft(desk, own))
    if is_copy and read_draft(desk, own).raw == before.raw:
        own.unlink()
        print("Nothing was changed, so no copy was kept.")
    return code


def _own(desk: Desk, path: Path) -> tuple[Path, bool]:
    """Return the file to edit, and whether it is a copy made just now.

    What came with bedside, or belongs to the site, is copied into one's own folder.
    """
    folder = folder_of(desk, path)
    if folder is None or folder.origin not in _WHOSE:
        if not os.access(path, os.W_OK):
            message = f"{path} may only be read by this account, so it cannot be edited."
            raise Ended(Exit.UNAVAILABLE, f"{message} bedside new --from {path} NAME copies it.")
        return path, False
    own = desk.places.checklists / path.name
    try:
        own.parent.mkdir(parents=True, exist_ok=True)
        with own.open("xb") as file:
            file.write(path.read_bytes())
    except FileExistsError:
        return own, False
    except OSError as error:
        raise Ended(Exit.UNAVAILABLE, f"{own} cannot be written: {reason(error)}.") from error
    tell(f"{path.stem} {_WHOSE[folder.origin]}, so this is a copy of your own: {own}.")
    tell("From now on it is used in place of the other one; delete it to go back.")
    return own, True


def _edited(desk: Desk, path: Path, command: Sequence[str], line: int) -> Exit:
    """Open the file again and again, while an error is in it; return how that ended."""
    at = max(1, line)
    while True:
        if ended := open_at(command, path, at):
            sys.stderr.write(safe(f"bedside: {command[0]} ended with {ended}.\n"))
        choice = "f"
        while choice == "f":
            draft = read_draft(desk, path)
            found = draft.findings()
            if not found:
                print(safe(f"{path}: nothing to mend."))
                return Exit.FINE
            at = _tell(path, found)
            if not any(one.level is Level.ERROR for one in found):
                tell(f"Nothing keeps it from being used. bedside check {path} tells these again.")
                return Exit.FINDINGS
            choice = _choice(at, can_mend=any(one.is_ready for one in found))
            if choice == "f":
                _mend(draft)
        if choice == "n":
            tell(f"Left as it is, with {len(found)} to mend. bedside check {path} tells them.")
            return Exit.FINDINGS


def _tell(path: Path, found: Sequence[Finding]) -> int:
    """Tell what is to mend; return the line of what matters most in this file."""
    from bedside.cli.findings import shown

    print(shown(found, width=columns(sys.stdout)))
    here = [one for one in found if one.file == str(path) and one.span]
    here.sort(key=lambda one: (one.level is not Level.ERROR, one.span or ()))
    return here[0].span.start.line if here and here[0].span else 1


def _choice(line: int, *, can_mend: bool) -> str:
    """Ask what to do next: "y" to open it again, "n" to leave it, "f" to have it mended."""
    mend = ", f mend what is ready" if can_mend else ""
    while True:
        sys.stdout.flush()
        sys.stderr.write(f"Open again at line {line}? (Enter yes, n no{mend}): ")
        sys.stderr.flush()
        typed = sys.stdin.readline()
        if not typed:  # the input was closed
            return "n"
        word = typed.strip().casefold()[:1]
        if word in ("", "y"):
            return "y"
        if word == "n" or (word == "f" and can_mend):
            return word


def _mend(draft: Draft) -> None:
    """Make the mends that are ready, and show them; a file changed meanwhile is left alone."""
    from bedside.cli.report.changes import mended_file

    print(mended_file(draft.path, draft.checker).text, end="")


def _say_changes(before: Draft, after: Draft) -> None:
    """Say in words what this sitting changed, where both can be read."""
    from bedside.content.changes import changes, in_lines

    old, new = before.checklist(), after.checklist()
    for line in in_lines(changes(old, new)) if old and new else ():
        tell(line)
