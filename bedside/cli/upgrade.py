"""`bedside upgrade [PATH…]`: bring checklists of an earlier format into this one, shown first."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bedside.cli.asked import agreed
from bedside.cli.desk import Desk
from bedside.cli.draft import Draft, read_draft, write_draft
from bedside.cli.exits import Ended, Exit
from bedside.cli.faces import checklists_argument, use_utf8
from bedside.core.text import safe

if TYPE_CHECKING:
    from bedside.content.upgrade import Upgraded


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="files or folders; yours by default"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")
    checklists_argument(parser)


def run(args: Namespace) -> Exit:
    """Look at every file; 1 where one stays in another format, 3 where one cannot be opened."""
    from bedside.content.edit.text import Refused
    from bedside.content.upgrade import upgraded

    use_utf8()
    desk = Desk(args.checklists)
    code = Exit.FINE
    files = list(_files(desk, args.paths))
    for path in files:
        try:
            draft = read_draft(desk, path)
        except Ended as ended:
            print(safe(f"{path}: left as it is: {ended}"))
            code = Exit.UNAVAILABLE
            continue
        new = upgraded(draft.text)
        if isinstance(new, Refused):
            print(f"{safe(str(path))}: left as it is: {new.reason}.")
            code = max(code, Exit.FINDINGS)
        elif not new.says:
            print(f"{safe(str(path))}: already in format {new.was}.")
        else:
            _upgrade(draft, new, is_wanted=args.yes)
    if not files:
        print("There is no checklist of your own to upgrade.")
    return code


def _files(desk: Desk, paths: list[Path]) -> Iterator[Path]:
    """Yield the checklists and banks meant; what lies beside them has no format of its own."""
    from bedside.content.check import checkable

    own = [one.path for one in desk.library.folders if one.origin in ("given", "yours")]
    for path in paths or own:
        if os.path.isdir(path):  # noqa: PTH112  # pathlib's raises
            yield from (one for one in checkable(path) if one.name.count(".") == 1)
        elif os.path.lexists(path):
            yield path
        elif paths:
            raise Ended(Exit.NOT_FOUND, f"there is no file {path}.")


def _upgrade(draft: Draft, new: Upgraded, *, is_wanted: bool) -> None:
    """Show what would change in a file, and write it once that is wanted."""
    from bedside.cli.report.difference import unified

    rows = unified(draft.text.splitlines(), new.text.splitlines(), ("", ""), around=1)
    print(f"{safe(str(draft.path))}: from format {new.was}.")
    for says in new.says:
        print(f"  {safe(says)}")
    for row in list(rows)[2:]:
        print(safe(row))
    way = "look at the changes above, then add --yes to make them."
    if is_wanted or agreed("Make these changes?", way):
        write_draft(draft, new.text)
        print(f"{safe(str(draft.path))}: done.")
    else:
        print(f"{safe(str(draft.path))}: left as it is.")
