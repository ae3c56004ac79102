"""`bedside note VISIT`: print the note of a visit, or write it to a file."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.core.reasons import reason


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    from bedside.note.render import FORMATS

    parser.add_argument("visit", help='its id, the end of it, or "last"')
    parser.add_argument("--format", choices=tuple(FORMATS), default="text", help="text by default")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="a new file to write")


def run(args: Namespace) -> Exit:
    """Print the note and nothing else; an unsigned one is marked as a draft."""
    from bedside.deliver.file import publish
    from bedside.session import NoteChanged, note_text

    desk = Desk()
    visit = desk.visit(args.visit)
    try:
        text = note_text(desk.store, visit.id, args.format)
    except NoteChanged:
        message = f"the note of {visit.id} is no longer what was signed; it was changed on disk."
        raise Ended(Exit.UNAVAILABLE, message) from None
    if args.output is None:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        sys.stdout.write(text)
        return Exit.FINE
    try:
        publish(args.output, text)
    except OSError as error:
        message = f"{args.output} cannot be written: {reason(error)}. Nothing was replaced."
        raise Ended(Exit.UNAVAILABLE, message) from error
    sys.stderr.write(f"Written to {args.output}.\n")
    return Exit.FINE
