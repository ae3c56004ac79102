"""`bedside adapt ID`: begin a clinic's own change of a checklist, without copying it."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.faces import checklists_argument, use_utf8
from bedside.cli.named import checklist_path, read_checklist, write_new
from bedside.cli.window import tell
from bedside.core.reasons import reason


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("id", help="the checklist to change")
    checklists_argument(parser)


def run(args: Namespace) -> Exit:
    """Write a change of nothing yet into the own folder; what is there is never written over."""
    from bedside.content.adapting import overlay_of

    use_utf8()
    desk = Desk(args.checklists)
    path = checklist_path(desk, args.id)
    folder = args.checklists or desk.places.checklists
    own = folder / path.name
    if os.path.lexists(own) or path.parent.absolute() == folder.absolute():
        message = f"{own} is there already. Nothing was written."
        raise Ended(Exit.USAGE, f"{message} bedside edit {path.stem} changes it.")
    checklist = read_checklist(desk, path)
    if checklist.extends:
        message = f"{path} is itself a change of another checklist; a change of it cannot be kept."
        raise Ended(Exit.USAGE, f"{message} Ask whoever keeps it to take yours up.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Ended(Exit.UNAVAILABLE, f"{folder} cannot be made: {reason(error)}.") from error
    write_new(own, overlay_of(checklist).encode(), force=False)
    tell(f"It changes nothing yet. Next, open it:\n  bedside edit {path.stem}")
    return Exit.FINE
